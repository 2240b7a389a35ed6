"""Serve the demo and start it again after every change; the desk comes from its own server, which reloads by itself.

PostgreSQL stops and starts with the server, in a tenth of a second; the data stays.
"""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import bootstrap

ROOT = Path(__file__).resolve().parents[1]
WATCHED = (ROOT / "src", ROOT / "migrations")
LOOK_EVERY = 0.5


def main() -> int:
    server_address = f"http://127.0.0.1:{os.environ.get('OBROL_PORT', '8000')}"
    npm = bootstrap.find_npm()
    desk = subprocess.Popen(
        [*npm.command, "run", "dev", "--silent", "--workspace=@obrol/desk"],
        cwd=ROOT / "web",
        env={**npm.env, "OBROL_DEV_SERVER": server_address},
    )
    server = start()
    seen = changes()
    try:
        while True:
            time.sleep(LOOK_EVERY)
            now = changes()
            if now != seen:
                seen = now
                print("\n  Something changed; starting again.", flush=True)
                stop(server)
                server = start()
            elif server.poll() not in {None, 0} and desk.poll() is not None:
                return 1
    except KeyboardInterrupt:
        return 0
    finally:
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        stop(server)
        stop(desk)


def start() -> "subprocess.Popen[bytes]":
    return subprocess.Popen([sys.executable, "-m", "obrol", "demo"], cwd=ROOT)


def stop(process: "subprocess.Popen[bytes]") -> None:
    if process.poll() is None:
        process.terminate()
    process.wait()


def changes() -> dict[Path, float]:
    """When each source file was last written."""
    return {path: path.stat().st_mtime for folder in WATCHED for path in folder.rglob("*.py") if path.exists()}


if __name__ == "__main__":
    sys.exit(main())
