"""Find a Chromium that works, or get one: OBROL_CHROMIUM, the PATH, the system's packages, Playwright's download."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
MAC = Path("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome")


class NoBrowserError(Exception):
    """No browser can be had; the text says what to do."""


def find_browser() -> str:
    """The path of a Chromium that starts; refuses with NoBrowserError."""
    given = os.environ.get("OBROL_CHROMIUM")
    if given:
        if not _starts(given):
            raise NoBrowserError(f"OBROL_CHROMIUM names {given}, which does not start: correct it or leave it away.")
        return given
    found = _on_path() or _from_playwright()
    if found:
        return found
    if shutil.which("apt-get") and os.geteuid() == 0:
        print("  Browser     installing chromium with apt-get", flush=True)
        quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        _run(["apt-get", "update", "-qq"], quiet)
        _run(["apt-get", "install", "-y", "-qq", "--no-install-recommends", "chromium"], quiet)
        found = _on_path()
        if found:
            return found
    print("  Browser     downloading chromium with Playwright", flush=True)
    with_libraries = ["--with-deps"] if os.geteuid() == 0 and shutil.which("apt-get") else []
    _run([sys.executable, "-m", "playwright", "install", *with_libraries, "chromium"], dict(os.environ))
    found = _from_playwright()
    if found:
        return found
    raise NoBrowserError(
        "The journeys need a browser and none could be had: "
        "install Chromium or Google Chrome, or name one with OBROL_CHROMIUM, and run make test again."
    )


def _on_path() -> str | None:
    found = [path for path in map(shutil.which, NAMES) if path]
    if MAC.exists():
        found.append(str(MAC))
    return next(filter(_starts, found), None)


def _from_playwright() -> str | None:
    # Asked in a process of its own, because Playwright starts one to answer.
    script = "from playwright.sync_api import sync_playwright as s\nwith s() as p: print(p.chromium.executable_path)"
    answer = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    path = answer.stdout.strip()
    return path if path and _starts(path) else None


def _starts(path: str) -> bool:
    # Ubuntu's /usr/bin/chromium-browser is a placeholder that only speaks of snap: being there is not enough.
    try:
        return subprocess.run([path, "--version"], capture_output=True, check=False, timeout=30).returncode == 0
    except (OSError, subprocess.TimeoutExpired):
        return False


def _run(command: list[str], environment: dict[str, str]) -> None:
    # What fails here is not the end: the next way is tried.
    subprocess.run(command, env=environment, check=False, stdout=subprocess.DEVNULL)
