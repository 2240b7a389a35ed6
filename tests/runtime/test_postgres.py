"""Our own PostgreSQL survives what happens to programs: kills, crashes, long paths, second starts."""

import asyncio
import os
import shutil
import signal
import stat
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import asyncpg
import psutil
import pytest

from obrol.runtime.postgres import OWNER_ROLE, SOCKET_PATH_LIMIT, EmbeddedPostgres, scratch_postgres
from obrol.runtime.starting import CannotStart

# What Obrol does, in a process that can be killed: start, say so, wait.
STARTER = """
import sys, time
from pathlib import Path
from obrol.runtime.postgres import EmbeddedPostgres
server = EmbeddedPostgres(Path(sys.argv[1]), leash=sys.argv[2] == "leash")
server.start()
print(server.pid, flush=True)
time.sleep(60)
"""


@pytest.fixture(scope="module")
def whole() -> Iterator[Path]:
    """A data folder with a stopped database, to copy from."""
    with tempfile.TemporaryDirectory(prefix="obrol-whole-") as folder:
        server = EmbeddedPostgres(Path(folder))
        server.start()
        server.stop()
        yield Path(folder)


@pytest.fixture(scope="module")
def running() -> Iterator[EmbeddedPostgres]:
    """A server for tests that only look."""
    with scratch_postgres() as server:
        yield server


@pytest.fixture
def place() -> Iterator[Path]:
    """An empty folder. Not tmp_path: another pytest of the same user may close its parent to us at any moment."""
    with tempfile.TemporaryDirectory(prefix="obrol-place-", ignore_cleanup_errors=True) as folder:
        yield Path(folder)


@pytest.fixture
def folder(whole: Path, place: Path) -> Iterator[Path]:
    copy = place / "data"
    subprocess.run(["cp", "-a", str(whole), str(copy)], check=True)
    yield copy
    for process in psutil.process_iter():
        if str(copy / "postgres") in _command_of(process):
            process.kill()


def test_a_new_database_is_made_and_found_again(place: Path) -> None:
    first = EmbeddedPostgres(place / "data")
    first.start()
    ask(first, "CREATE TABLE kept AS SELECT 42 AS answer")
    first.stop()
    again = EmbeddedPostgres(place / "data")
    again.start()

    assert ask(again, "SELECT answer FROM kept") == 42
    again.stop()


def test_it_never_answers_before_the_disk_has_it(folder: Path) -> None:
    # Not even when somebody has edited its configuration.
    with (folder / "postgres" / "postgresql.conf").open("a") as file:
        file.write("\nfsync = off\nsynchronous_commit = off\nfull_page_writes = off\n")
    server = EmbeddedPostgres(folder)
    server.start()

    values = [ask(server, f"SHOW {name}") for name in ("fsync", "synchronous_commit", "full_page_writes")]
    assert values == ["on", "on", "on"]
    server.stop()


def test_nothing_listens_on_the_network(running: EmbeddedPostgres) -> None:
    assert running.pid

    assert psutil.Process(running.pid).net_connections("tcp") == []
    assert ask(running, "SHOW listen_addresses") == ""


def test_stopping_leaves_no_process_behind(folder: Path) -> None:
    server = EmbeddedPostgres(folder)
    server.start()
    assert server.pid
    family = [psutil.Process(server.pid), *psutil.Process(server.pid).children()]
    server.stop()

    assert [process for process in family if process.is_running() and process.status() != "zombie"] == []
    assert not (folder / "postgres" / "postmaster.pid").exists()


def test_stopping_twice_is_harmless(folder: Path) -> None:
    server = EmbeddedPostgres(folder)
    server.start()
    server.stop()
    server.stop()


def test_a_running_server_is_adopted_after_a_kill(folder: Path) -> None:
    with started_elsewhere(folder, "loose") as (obrol, pid):
        obrol.kill()
        obrol.wait()
        server = EmbeddedPostgres(folder)
        server.start()

        assert server.pid == pid
        assert ask(server, "SELECT 1") == 1
        server.stop()
        assert not psutil.pid_exists(pid) or psutil.Process(pid).status() == "zombie"


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells a child that its parent has died")
def test_on_its_leash_the_server_stops_when_obrol_is_killed(folder: Path) -> None:
    with started_elsewhere(folder, "leash") as (obrol, pid):
        obrol.kill()
        obrol.wait()
        for _ in range(500):
            if not psutil.pid_exists(pid) or psutil.Process(pid).status() == "zombie":
                break
            time.sleep(0.01)
        else:
            pytest.fail("the server still runs")
    assert not (folder / "postgres" / "postmaster.pid").exists()


def test_the_next_start_waits_for_a_server_that_is_stopping(folder: Path) -> None:
    with started_elsewhere(folder, "leash") as (obrol, _pid):
        obrol.kill()
        obrol.wait()
        server = EmbeddedPostgres(folder)
        server.start()

        assert ask(server, "SELECT 1") == 1
        server.stop()


def test_what_was_committed_survives_a_kill_of_the_server(folder: Path) -> None:
    server = EmbeddedPostgres(folder)
    server.start()
    assert server.pid
    ask(server, "CREATE TABLE kept AS SELECT 42 AS answer")
    os.kill(server.pid, signal.SIGKILL)
    again = EmbeddedPostgres(folder)
    again.start()

    assert ask(again, "SELECT answer FROM kept") == 42
    again.stop()
    assert not server.is_running()


async def test_a_killed_server_is_started_again_while_obrol_runs(folder: Path) -> None:
    server = EmbeddedPostgres(folder, leash=False)
    server.start()
    assert server.pid
    watch = asyncio.create_task(server.keep_running())
    first = server.pid
    os.kill(first, signal.SIGKILL)
    for _ in range(1000):
        await asyncio.sleep(0.01)
        if server.pid != first and server.is_running() and server.attach():
            break
    watch.cancel()

    assert await asked(server, "SELECT 1") == 1
    server.stop()


def test_a_pid_file_that_names_another_program_is_no_obstacle(folder: Path) -> None:
    # After a restart of the machine or the container, the number belongs to somebody else.
    pid_file = folder / "postgres" / "postmaster.pid"
    pid_file.write_text(f"{os.getpid()}\n{folder / 'postgres'}\n1700000000\n5432\n{folder / 'run'}\n\n0 0\nready\n")
    server = EmbeddedPostgres(folder)
    server.start()

    assert ask(server, "SELECT 1") == 1
    server.stop()


def test_a_start_that_was_killed_half_way_begins_anew(place: Path) -> None:
    half = place / "data" / "postgres.new"
    half.mkdir(parents=True)
    (half / "PG_VERSION").write_text("18\n")
    server = EmbeddedPostgres(place / "data")
    server.start()

    assert ask(server, "SELECT 1") == 1
    assert not half.exists()
    server.stop()


@pytest.mark.parametrize("version", ["17", "19", ""])
def test_a_database_of_another_postgresql_gives_one_sentence(folder: Path, version: str) -> None:
    (folder / "postgres" / "PG_VERSION").write_text(f"{version}\n")

    with pytest.raises(CannotStart, match=r"was made by PostgreSQL .* and this Obrol brings 18"):
        EmbeddedPostgres(folder).start()


def test_a_damaged_database_gives_one_sentence(folder: Path) -> None:
    (folder / "postgres" / "global" / "pg_control").write_bytes(b"")

    with pytest.raises(CannotStart, match=r"could not start \(.*\): the whole story is in .*postgres.log"):
        EmbeddedPostgres(folder).start()


def test_a_long_path_gets_a_private_place_for_its_socket(whole: Path, place: Path) -> None:
    long = place / ("very-long-name" * 8)
    long.mkdir()
    subprocess.run(["cp", "-a", str(whole), str(long / "data")], check=True)
    server = EmbeddedPostgres(long / "data")
    server.start()
    sockets = Path(ask(server, "SHOW unix_socket_directories").strip('"'))

    assert len(str(sockets)) < SOCKET_PATH_LIMIT
    assert stat.S_IMODE(sockets.stat().st_mode) == 0o700
    server.stop()
    shutil.rmtree(sockets)


def test_paths_may_hold_spaces_and_quotes(whole: Path, place: Path) -> None:
    odd = place / 'a "quoted", ünïcode name'
    subprocess.run(["cp", "-a", str(whole), str(odd)], check=True)
    server = EmbeddedPostgres(odd)
    server.start()

    assert ask(server, "SELECT 1") == 1
    server.stop()


def test_the_variables_of_another_postgresql_do_not_lead_ours_astray(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in {
        "PGPORT": "1",
        "PGDATA": "/nowhere",
        "PGHOST": "elsewhere",
        "PGOPTIONS": "-c fsync=off",
    }.items():
        monkeypatch.setenv(name, value)
    server = EmbeddedPostgres(folder)
    server.start()
    monkeypatch.undo()

    assert ask(server, "SHOW fsync") == "on"
    server.stop()


def test_another_process_of_ours_can_attach(running: EmbeddedPostgres, place: Path) -> None:
    guest = EmbeddedPostgres(running.folder)

    assert EmbeddedPostgres(place).attach() is False
    assert guest.attach() is True
    assert ask(guest, "SELECT 1") == 1
    guest.stop()
    assert running.is_running()


@pytest.mark.skipif(os.geteuid() != 0, reason="root is the one who may not run PostgreSQL")
def test_as_root_it_runs_under_an_account_that_may_only_pass_through() -> None:
    with tempfile.TemporaryDirectory() as closed:
        assert stat.S_IMODE(Path(closed).stat().st_mode) == 0o700
        (Path(closed) / "inner").mkdir(mode=0o700)
        server = EmbeddedPostgres(Path(closed) / "inner" / "data")
        server.start()
        assert server.pid

        assert psutil.Process(server.pid).uids().effective != 0
        # The search bit and nothing else: nobody can list or read what lies there.
        assert [stat.S_IMODE(path.stat().st_mode) for path in (Path(closed), Path(closed) / "inner")] == [0o701, 0o701]
        assert stat.S_IMODE(server.cluster.stat().st_mode) == 0o700
        server.stop()


@pytest.mark.skipif(os.geteuid() != 0, reason="needs root to become somebody else")
def test_nobody_else_on_the_machine_gets_in(running: EmbeddedPostgres) -> None:
    for closed in (running.folder, running.folder / "run", running.folder / "run" / ".s.PGSQL.5432"):
        closed.chmod(0o777)
    command = [str(running.programs / "psql"), running.url(OWNER_ROLE), "-c", "SELECT 1"]
    stranger = subprocess.run(
        command, capture_output=True, text=True, check=False, user=1, group=1, extra_groups=[], cwd="/"
    )

    assert stranger.returncode != 0
    assert "authentication failed" in stranger.stderr


class started_elsewhere:  # noqa: N801 - reads as part of the sentence
    """The server, started by another process."""

    def __init__(self, folder: Path, leash: str) -> None:
        self._command = [sys.executable, "-c", STARTER, str(folder), leash]

    def __enter__(self) -> tuple["subprocess.Popen[str]", int]:
        self._process = subprocess.Popen(self._command, stdout=subprocess.PIPE, text=True)
        assert self._process.stdout
        lines = iter(self._process.stdout.readline, "")
        return self._process, next(int(line) for line in lines if line.strip().isdigit())

    def __exit__(self, *_: object) -> None:
        self._process.kill()
        self._process.wait()
        assert self._process.stdout
        self._process.stdout.close()


def ask(server: EmbeddedPostgres, query: str) -> Any:
    with closing(asyncio.new_event_loop()) as loop:
        return loop.run_until_complete(asked(server, query))


async def asked(server: EmbeddedPostgres, query: str) -> Any:
    connection = await asyncpg.connect(server.url(OWNER_ROLE))
    try:
        return await connection.fetchval(query)
    finally:
        await connection.close()


def _command_of(process: psutil.Process) -> str:
    try:
        return " ".join(process.cmdline())
    except psutil.Error:
        return ""
