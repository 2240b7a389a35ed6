"""Resolve the dependencies of pyproject.toml into hash-locked files that name no index host."""

import subprocess
import sys

COMPILE = [
    sys.executable, "-m", "uv", "pip", "compile", "--quiet", "--universal", "--python-version", "3.11",
    "--generate-hashes", "--no-emit-index-url", "--no-header", "--no-annotate",
]  # fmt: skip
LOCKS = (
    ["pyproject.toml", "--group", "build", "--output-file", "requirements/run.txt"],
    # Constrained by the first, so that what is tested is what runs.
    [
        "pyproject.toml", "--group", "build", "--group", "dev",
        "--constraint", "requirements/run.txt", "--output-file", "requirements/dev.txt",
    ],
    ["--group", "pyproject.toml:node", "--output-file", "requirements/node.txt"],
)  # fmt: skip

for lock in LOCKS:
    subprocess.run([*COMPILE, *lock, *sys.argv[1:]], check=True)
