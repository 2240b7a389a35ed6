"""What every test may ask for: a real PostgreSQL, migrated once, and a database of its own per worker."""

import asyncio
import os
import uuid
from collections.abc import AsyncIterator, Iterator
from contextlib import ExitStack

import asyncpg
import pytest
from acme import Acme, found_acme
from servers import Server
from serving import Served, serve

from obrol.entrypoints.house import opened
from obrol.runtime.migrating import migrate
from obrol.runtime.postgres import OWNER_ROLE, scratch_postgres
from obrol.runtime.settings import ELSEWHERE, PREFIX, Settings
from obrol.runtime.web import House

# Handed from the process that starts the workers to the workers.
SERVER_VARIABLE = "TESTS_RUNNING_SERVER"
RUN_VARIABLE = "TESTS_RUN"
TEMPLATE_LOCK = 0x74657374
SECRET_KEY = "f0e1d2c3b4a5968778695a4b3c2d1e0f" * 2

_held = ExitStack()


def pytest_configure(config: pytest.Config) -> None:
    kept = ELSEWHERE
    for name in [name for name in os.environ if name.startswith(PREFIX) and name not in kept]:
        del os.environ[name]
    if hasattr(config, "workerinput"):
        return
    os.environ[RUN_VARIABLE] = uuid.uuid4().hex[:10]
    if config.getoption("numprocesses", None):
        # Started here and not in a worker: it must outlive the first worker that is done.
        _held.enter_context(_server_variable())


def pytest_unconfigure() -> None:
    _held.close()


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    with ExitStack() as stack:
        if SERVER_VARIABLE not in os.environ:
            stack.enter_context(_server_variable())
        yield Server(os.environ[SERVER_VARIABLE], os.environ[RUN_VARIABLE])


@pytest.fixture(scope="session")
async def template(server: Server) -> str:
    """A migrated database that nobody works in; the first worker makes it, the others wait."""
    connection = await asyncpg.connect(server.owner_url("postgres"))
    try:
        await connection.execute("SELECT pg_advisory_lock($1)", TEMPLATE_LOCK)
        if not await connection.fetchval("SELECT 1 FROM pg_database WHERE datname = $1", server.template):
            await connection.execute(f"DROP DATABASE IF EXISTS {server.template}_new")
            await connection.execute(f"CREATE DATABASE {server.template}_new")
            await migrate(server.owner_url(f"{server.template}_new"))
            await connection.execute(f"ALTER DATABASE {server.template}_new RENAME TO {server.template}")
    finally:
        await connection.close()
    return server.template


@pytest.fixture(scope="session")
async def database(server: Server, template: str, worker_id: str) -> AsyncIterator[str]:
    """The name of this worker's own database."""
    name = f"{template}_{worker_id}"
    await server.clone(template, name)
    yield name
    await server.drop(name)


@pytest.fixture
async def fresh_database(server: Server, template: str) -> AsyncIterator[str]:
    """The name of a database for one test alone, migrated and empty."""
    name = f"{template}_{uuid.uuid4().hex[:8]}"
    await server.clone(template, name)
    yield name
    await server.drop(name)


@pytest.fixture(scope="session")
def database_url(server: Server, database: str) -> str:
    return server.app_url(database)


@pytest.fixture(scope="session")
def admin_database_url(server: Server, database: str) -> str:
    return server.owner_url(database)


@pytest.fixture(scope="session")
def settings(database_url: str, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    return Settings(
        data=tmp_path_factory.mktemp("data"),
        database_url=database_url,
        secret_key=SECRET_KEY,  # type: ignore[arg-type] # Pydantic makes it a secret
    )


@pytest.fixture(scope="session")
async def house(settings: Settings) -> AsyncIterator[House]:
    """The whole program on this worker's database, without its loops: tests run the lanes themselves."""
    async with opened(settings, with_worker=False) as whole:
        yield whole


@pytest.fixture(scope="session")
async def served(house: House) -> AsyncIterator[Served]:
    """A real server on that house, without its worker."""
    async with serve(house) as server:
        yield server


@pytest.fixture
async def acme(house: House) -> Acme:
    """A workspace for this test alone, with its people and channels."""
    return await found_acme(house)


class _server_variable:  # noqa: N801 - reads as a verb where it is used
    """Starts a scratch server, or takes the one named by OBROL_TEST_DATABASE_URL, and tidies up afterwards."""

    def __enter__(self) -> None:
        self._stack = ExitStack()
        url = os.environ.get("OBROL_TEST_DATABASE_URL")
        if url is None:
            url = self._stack.enter_context(scratch_postgres()).url(OWNER_ROLE, database="postgres")
        else:
            self._stack.callback(_drop_template, url)
        os.environ[SERVER_VARIABLE] = url

    def __exit__(self, *_: object) -> None:
        url = os.environ.pop(SERVER_VARIABLE)
        assert url
        self._stack.close()


def _drop_template(url: str) -> None:
    server = Server(url, os.environ[RUN_VARIABLE])
    asyncio.run(server.drop(server.template))
