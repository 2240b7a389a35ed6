"""The program as a person at a terminal meets it: one sentence when something is in the way, order when it stops."""

import json
import os
import re
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import psutil
import pytest
from servers import Server

Start = Callable[..., "Program"]


class Program:
    """`obrol …` in a process of its own."""

    def __init__(self, folder: Path, *arguments: str, **variables: str) -> None:
        self.seen: list[str] = []
        environment = {name: value for name, value in os.environ.items() if not name.startswith("OBROL_")}
        # Port 0: whichever is free; the ready message says which.
        environment |= {"OBROL_DATA": str(folder), "OBROL_PORT": "0", "PYTHONUNBUFFERED": "1", **variables}
        self.process = subprocess.Popen(
            [sys.executable, "-m", "obrol", *arguments],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            env=environment,
            start_new_session=True,
        )

    def until_ready(self) -> str:
        """The address of the desk, as soon as it answers."""
        assert self.process.stdout
        for line in self.process.stdout:
            self.seen.append(line)
            found = re.match(r"\s+Desk\s+(http\S+)", line)
            if found:
                return found[1]
        raise AssertionError("it ended instead:\n" + "".join(self.seen))

    def until_the_end(self) -> tuple[int, str]:
        """Its exit code and everything that it said."""
        said, _ = self.process.communicate(timeout=60)
        return self.process.returncode, "".join(self.seen) + said

    def postgres(self) -> list[psutil.Process]:
        return [child for child in psutil.Process(self.process.pid).children() if child.name() == "postgres"]


@pytest.fixture
def folder() -> Iterator[Path]:
    # Not tmp_path: another pytest of the same user may close its parent to PostgreSQL's account.
    with tempfile.TemporaryDirectory(prefix="obrol-cli-", ignore_cleanup_errors=True) as found:
        yield Path(found) / "data"


@pytest.fixture
def start(folder: Path) -> Iterator[Start]:
    started = []

    def begin(*arguments: str, **variables: str) -> Program:
        program = Program(folder, *arguments, **variables)
        started.append(program)
        return program

    yield begin
    for program in started:
        if program.process.poll() is None:
            for child in program.postgres():
                child.kill()
            program.process.kill()
        program.process.wait()
        assert program.process.stdout
        program.process.stdout.close()


@pytest.mark.timeout(180)
def test_a_life_from_nothing_to_ctrl_c_and_again(start: Start) -> None:
    first = start("serve")
    address = first.until_ready()
    servers = first.postgres()

    assert httpx.get(f"{address}/healthz").json()["status"] == "alive"
    assert httpx.get(f"{address}/readyz").status_code == 200
    assert servers

    first.process.send_signal(signal.SIGINT)
    code, said = first.until_the_end()
    assert code == 0
    assert "Traceback" not in said
    assert not any(server.is_running() and server.status() != psutil.STATUS_ZOMBIE for server in servers)

    second = start("serve")
    second.until_ready()
    second.process.send_signal(signal.SIGTERM)
    assert second.until_the_end()[0] == 0


@pytest.mark.timeout(180)
def test_the_demo_on_a_database_with_accounts_of_its_own_serves_those(start: Start) -> None:
    first = start("serve")
    founder = {"workspace_name": "Toko Uji", "name": "Ibu Uji", "email": "ibu@uji.example", "password": "rahasia-uji-9"}
    address = first.until_ready()
    made = httpx.post(f"{address}/api/setup", json=founder | {"locale": "id"})
    assert made.is_success, made.text
    first.process.send_signal(signal.SIGINT)
    first.until_the_end()

    second = start("demo")
    address = second.until_ready()
    assert httpx.get(f"{address}/demo/shop").status_code == 404
    second.process.send_signal(signal.SIGINT)
    code, said = second.until_the_end()
    assert code == 0
    assert "left out, because this database has accounts of its own" in said
    assert "owner@demo.obrol" not in said


@pytest.mark.timeout(180)
def test_the_numbers_for_prometheus_are_ours_too(start: Start) -> None:
    program = start("serve")
    numbers = httpx.get(f"{program.until_ready()}/metrics").text
    assert {line.split()[0] for line in numbers.splitlines() if line.startswith("obrol_")} == {
        "obrol_live_sockets",
        "obrol_lane_jobs_waiting",
        "obrol_lane_jobs_dead",
        "obrol_lane_oldest_job_late_seconds",
    }
    program.process.send_signal(signal.SIGINT)
    assert program.until_the_end()[0] == 0


@pytest.mark.timeout(180)
def test_after_a_kill_the_next_start_goes_on(start: Start) -> None:
    first = start("serve")
    first.until_ready()
    first.process.kill()
    first.process.wait()
    second = start("serve")
    address = second.until_ready()

    assert httpx.get(f"{address}/readyz").status_code == 200
    second.process.send_signal(signal.SIGINT)
    assert second.until_the_end()[0] == 0


@pytest.mark.timeout(180)
def test_a_second_start_on_the_same_folder_says_so_and_the_first_goes_on(start: Start) -> None:
    first = start("serve")
    address = first.until_ready()
    code, said = start("serve").until_the_end()

    assert code == 1
    assert one_sentence(said).startswith("Obrol is already running on the data folder")
    assert httpx.get(f"{address}/readyz").status_code == 200


@pytest.mark.timeout(180)
def test_a_killed_postgresql_comes_back_while_obrol_runs(start: Start) -> None:
    program = start("serve")
    address = program.until_ready()
    program.postgres()[0].kill()
    deadline = time.monotonic() + 30
    answers = []
    while time.monotonic() < deadline:
        answers.append(httpx.get(f"{address}/readyz").status_code)
        if answers[-1] == 200 and len(answers) > 5:
            break
        time.sleep(0.2)

    assert answers[-1] == 200


def test_a_busy_port_gives_one_sentence(start: Start) -> None:
    with socket.create_server(("127.0.0.1", 0)) as busy:
        port = busy.getsockname()[1]
        code, said = start("serve", OBROL_PORT=str(port)).until_the_end()

    assert code == 1
    assert one_sentence(said) == (
        f"Port {port} is taken by another program: stop that program, or choose another port (OBROL_PORT={port + 1})."
    )


def test_an_unreachable_database_gives_one_sentence(start: Start) -> None:
    code, said = start("serve", OBROL_DATABASE_URL="postgresql://me:hush@127.0.0.1:1/obrol").until_the_end()

    assert code == 1
    assert one_sentence(said).startswith("Obrol cannot reach the database at 127.0.0.1:1/obrol (connection refused)")
    assert "hush" not in said


def test_a_file_in_place_of_the_data_folder_gives_one_sentence(start: Start, folder: Path) -> None:
    folder.write_text("not a folder")
    code, said = start("serve").until_the_end()

    assert code == 1
    assert one_sentence(said).startswith("Obrol cannot write to its data folder")


def test_a_data_folder_of_a_newer_version_gives_one_sentence(start: Start, folder: Path) -> None:
    folder.mkdir()
    (folder / "obrol-data.json").write_text(json.dumps({"format": 99, "made_by": "9.0"}))
    code, said = start("serve").until_the_end()

    assert code == 1
    assert one_sentence(said).startswith(f"The data folder {folder} belongs to a newer Obrol (9.0;")


def test_a_placeholder_secret_gives_one_sentence(start: Start) -> None:
    code, said = start("serve", OBROL_SECRET_KEY="changeme").until_the_end()

    assert code == 1
    assert one_sentence(said).startswith("OBROL_SECRET_KEY is a placeholder")


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.0.2.1"])  # noqa: S104 - this is what is refused
def test_the_demo_listens_on_this_machine_only(start: Start, host: str) -> None:
    code, said = start("demo", OBROL_HOST=host).until_the_end()

    assert code == 1
    assert one_sentence(said).startswith(
        f"The demo has a password that everybody knows, so it does not listen on {host}"
    )


def test_an_address_that_is_not_ours_gives_one_sentence(start: Start) -> None:
    code, said = start("serve", OBROL_HOST="192.0.2.1").until_the_end()

    assert code == 1
    assert one_sentence(said).startswith("Obrol cannot listen on 192.0.2.1")


def test_a_worker_needs_a_database_that_is_shared(start: Start) -> None:
    code, said = start("worker").until_the_end()

    assert code == 1
    assert "set OBROL_DATABASE_URL" in one_sentence(said)


def test_two_servers_share_a_database(start: Start, server: Server, fresh_database: str) -> None:
    url = server.owner_url(fresh_database)
    addresses = [start("serve", OBROL_DATABASE_URL=url).until_ready() for _ in range(2)]

    assert [httpx.get(f"{address}/readyz").status_code for address in addresses] == [200, 200]


def test_the_doctor_is_content_with_a_folder_that_does_not_exist_yet(start: Start, folder: Path) -> None:
    code, said = start("doctor").until_the_end()

    assert code == 0 or "not built" in said
    assert not folder.exists()


def test_openapi_needs_no_database(start: Start) -> None:
    code, said = start("openapi").until_the_end()

    assert code == 0
    assert json.loads(said)["openapi"].startswith("3.")


def one_sentence(said: str) -> str:
    """The refusal: the last line, and no traceback before it."""
    assert "Traceback" not in said
    return said.strip().splitlines()[-1]
