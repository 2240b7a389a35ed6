"""Row-level security: without a workspace, or with another one, every table of every tenant is empty.

The list of tables comes from the code itself: a table that somebody adds is tested without anybody remembering.
"""

import importlib
import pkgutil
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from uuid import UUID

import asyncpg
import pytest
from servers import Server
from sqlalchemy import Table

import obrol
from obrol.kit.ids import new_id
from obrol.runtime.db import APP_ROLE, NO_WORKSPACE, SET_WORKSPACE
from obrol.runtime.rows import Base
from obrol.runtime.tables import BEFORE_ANY_WORKSPACE

for _module in pkgutil.walk_packages(obrol.__path__, "obrol."):
    if _module.name.rpartition(".")[2] in {"models", "rows", "events"}:
        importlib.import_module(_module.name)

TENANT_TABLES: dict[str, Table] = {
    name: table for name, table in Base.metadata.tables.items() if name not in BEFORE_ANY_WORKSPACE
}
OURS, THEIRS = UUID(int=1), UUID(int=2)
VALUES: dict[str, object] = {
    "varchar": "x",
    "jsonb": "{}",
    "bytea": b"x",
    "bool": False,
    "int4": 1,
    "int8": 1,
    "timestamptz": datetime(2027, 1, 1, tzinfo=UTC),
}


@pytest.fixture
async def owner(server: Server, fresh_database: str) -> AsyncIterator[asyncpg.Connection]:
    """The owner of a database in which each of two workspaces has a row in every table. They see all of them."""
    connection = await asyncpg.connect(server.owner_url(fresh_database))
    # What rows mean is not what is tested here.
    await connection.execute("SET session_replication_role = replica")
    for row in await connection.fetch(
        "SELECT conrelid::regclass::text AS of, quote_ident(conname) AS name FROM pg_constraint "
        "WHERE contype = 'c' AND connamespace = 'public'::regnamespace"
    ):
        await connection.execute(f"ALTER TABLE {row['of']} DROP CONSTRAINT {row['name']}")
    for name in TENANT_TABLES:
        for workspace_id in (OURS, THEIRS):
            await put_a_row(connection, name, workspace_id)
    yield connection
    await connection.close()


@pytest.fixture
async def app(server: Server, fresh_database: str) -> AsyncIterator[asyncpg.Connection]:
    """A connection to that database as the program has it."""
    connection = await asyncpg.connect(server.app_url(fresh_database), server_settings={"role": APP_ROLE})
    yield connection
    await connection.close()


async def put_a_row(connection: asyncpg.Connection, table: str, workspace_id: UUID) -> None:
    needed = await connection.fetch(
        "SELECT column_name AS name, udt_name AS type FROM information_schema.columns WHERE table_name = $1 "
        "AND table_schema = 'public' AND is_nullable = 'NO' AND column_default IS NULL AND is_identity = 'NO'",
        table,
    )
    given: dict[str, object] = {
        # Ids and words differ, so that no unique index stands in the way.
        row["name"]: new_id() if row["type"] == "uuid" else VALUES[row["type"]]
        for row in needed
    }
    given |= {name: new_id().hex for name, value in given.items() if value == "x"}
    given |= {name: new_id().bytes for name, value in given.items() if value == b"x"}
    given[the_workspace_column(table)] = workspace_id
    marks = ", ".join(f"${number}" for number in range(1, len(given) + 1))
    await connection.execute(f"INSERT INTO {table} ({', '.join(given)}) VALUES ({marks})", *given.values())  # noqa: S608


def the_workspace_column(table: str) -> str:
    return "id" if table == "workspace" else "workspace_id"


def the_rows(table: str, workspace_id: UUID) -> str:
    return f"FROM {table} WHERE {the_workspace_column(table)} = '{workspace_id}'"


def test_there_are_tables_to_test() -> None:
    assert {"workspace", "agent", "contact", "message", "event", "lane_job", "flow_version"} <= set(TENANT_TABLES)
    assert len(TENANT_TABLES) >= 25


def test_every_tenant_table_puts_its_workspace_first_in_its_key() -> None:
    for name, table in TENANT_TABLES.items():
        assert next(iter(table.primary_key.columns)).name == the_workspace_column(name), name


async def test_the_database_has_no_table_that_the_code_does_not_know(owner: asyncpg.Connection) -> None:
    rows = await owner.fetch("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
    assert {row[0] for row in rows} == set(TENANT_TABLES) | BEFORE_ANY_WORKSPACE


async def test_every_tenant_table_is_guarded_by_its_workspace_for_everybody_and_everything(
    owner: asyncpg.Connection,
) -> None:
    rows = await owner.fetch(
        "SELECT c.relname, p.polcmd::text, p.polpermissive, p.polroles = '{0}' AS everybody, "
        "pg_get_expr(p.polqual, p.polrelid) AS reads, pg_get_expr(p.polwithcheck, p.polrelid) AS writes "
        "FROM pg_class c LEFT JOIN pg_policy p ON p.polrelid = c.oid "
        "WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND c.relrowsecurity"
    )
    assert sorted(row["relname"] for row in rows) == sorted(TENANT_TABLES)
    for row in rows:
        column = the_workspace_column(row["relname"])
        assert (row["polcmd"], row["polpermissive"], row["everybody"]) == ("*", True, True)
        assert row["reads"].startswith(f"({column} = (NULLIF(current_setting('obrol.workspace'")
        assert row["writes"] is None  # then writing is bound by what binds reading


async def test_the_role_of_the_program_owns_nothing_and_bypasses_nothing(app: asyncpg.Connection) -> None:
    assert await app.fetchval("SELECT current_user") == APP_ROLE
    rights = await app.fetchrow(
        "SELECT rolsuper, rolbypassrls, rolcreaterole, rolcreatedb, rolreplication FROM pg_roles WHERE rolname = $1",
        APP_ROLE,
    )
    assert not any(rights)
    assert await app.fetchval("SELECT count(*) FROM pg_class WHERE relowner = $1::text::regrole", APP_ROLE) == 0
    assert await app.fetch("SELECT 1 FROM pg_auth_members WHERE member = $1::text::regrole", APP_ROLE) == []


@pytest.mark.parametrize("set_to", [None, NO_WORKSPACE, THEIRS])
async def test_nothing_of_ours_is_seen_from_anywhere_else(
    owner: asyncpg.Connection, app: asyncpg.Connection, set_to: UUID | None
) -> None:
    if set_to is not None:
        await app.execute(SET_WORKSPACE, str(set_to))
    for name in TENANT_TABLES:
        assert await owner.fetchval(f"SELECT count(*) {the_rows(name, OURS)}") == 1, f"{name} has nothing to hide"
        assert await app.fetchval(f"SELECT count(*) {the_rows(name, OURS)}") == 0, name
        # And with the filter forgotten (reliability.md A-04).
        everything = await app.fetchval(f"SELECT count(*) FROM {name}")  # noqa: S608
        assert everything == (1 if set_to == THEIRS else 0), name
    await app.execute(SET_WORKSPACE, str(OURS))
    for name in TENANT_TABLES:
        assert await app.fetchval(f"SELECT count(*) FROM {name}") == 1, name  # noqa: S608


async def test_nothing_of_ours_is_changed_from_elsewhere(owner: asyncpg.Connection, app: asyncpg.Connection) -> None:
    await app.execute(SET_WORKSPACE, str(THEIRS))
    for name in TENANT_TABLES:
        column = the_workspace_column(name)
        assert await app.execute(f"DELETE {the_rows(name, OURS)}") == "DELETE 0", name
        assert await app.execute(f"UPDATE {name} SET {column} = {column} WHERE {column} = '{OURS}'") == "UPDATE 0"  # noqa: S608
        with pytest.raises(asyncpg.InsufficientPrivilegeError, match="row-level security"):
            await app.execute(f"UPDATE {name} SET {column} = '{OURS}'")  # noqa: S608 - theirs, given away
        assert await owner.fetchval(f"SELECT count(*) {the_rows(name, OURS)}") == 1, name


async def test_nothing_is_put_into_our_workspace_from_elsewhere(
    owner: asyncpg.Connection, app: asyncpg.Connection
) -> None:
    await app.execute(SET_WORKSPACE, str(THEIRS))
    for name in TENANT_TABLES:
        with pytest.raises(asyncpg.InsufficientPrivilegeError, match="row-level security"):
            await put_a_row(app, name, OURS)
        assert await owner.fetchval(f"SELECT count(*) {the_rows(name, OURS)}") == 1, name
