"""Every check that needs no database and no browser, side by side; prints only what is wrong.

make check    say what is wrong
make format   repair what tools can repair
"""

import os
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import bootstrap

ROOT = Path(__file__).resolve().parents[1]
TYPED = ("src", "tests", "tools", "bench", "migrations")
BIN = ROOT / ".venv" / "bin"


@dataclass
class Check:
    name: str
    command: list[str]
    cwd: Path = ROOT
    env: dict[str, str] | None = None


def main(arguments: list[str]) -> int:
    npm = bootstrap.install_web()
    if "--repair" in arguments:
        repairs = [
            Check("imports", [str(BIN / "ruff"), "check", "--fix", "--quiet"]),
            Check("format", [str(BIN / "ruff"), "format", "--quiet"]),
            Check("web", [*npm.command, "run", "format", "--silent"], ROOT / "web", npm.env),
        ]
        return max(run(repair) for repair in repairs)
    checks = [
        # The slowest first, so that it does not run alone at the end.
        Check("types", [str(BIN / "mypy"), "--no-error-summary", *filter(has_python, TYPED)]),
        Check("web types", [*npm.command, "run", "types", "--silent"], ROOT / "web", npm.env),
        Check("web lint", [*npm.command, "run", "lint", "--silent", "--", "--colors=off"], ROOT / "web", npm.env),
        Check("house rules", [sys.executable, "tools/run_lints.py"]),
        Check("import contracts", [str(BIN / "lint-imports"), "--no-logo"]),
        Check("lint", [str(BIN / "ruff"), "check", "--quiet"]),
        Check("format", [str(BIN / "ruff"), "format", "--check", "--quiet"]),
    ]
    began = time.monotonic()
    with ThreadPoolExecutor(max_workers=3) as pool:
        codes = list(pool.map(run, checks))
    wrong = [check.name for check, code in zip(checks, codes, strict=True) if code]
    print(f"\n{'Wrong: ' + ', '.join(wrong) if wrong else 'All is well'} ({time.monotonic() - began:.0f} s)")
    return 1 if wrong else 0


def has_python(folder: str) -> bool:
    return any((ROOT / folder).rglob("*.py"))


def run(check: Check) -> int:
    """Run one check; print its name, and what it says only when it fails."""
    began = time.monotonic()
    plain = {**(check.env or os.environ), "NO_COLOR": "1"}
    done = subprocess.run(
        check.command, cwd=check.cwd, env=plain, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
        check=False,
    )  # fmt: skip
    said = f"\n{done.stdout.strip()}\n" if done.returncode else ""
    print(
        f"  {'ok ' if done.returncode == 0 else 'NO '} {check.name} ({time.monotonic() - began:.1f} s){said}",
        flush=True,
    )
    return done.returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
