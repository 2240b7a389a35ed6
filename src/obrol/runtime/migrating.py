"""Migrating: from any database we may use to one that has our role, our extensions and our tables.

Everything here runs as the database's owner; the program itself then works as `obrol_app`,
which owns nothing and cannot bypass row-level security.
"""

import re
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

import asyncpg
from sqlalchemy.engine import Connection, make_url
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.pool import NullPool

import obrol
from obrol.runtime.db import APP_ROLE
from obrol.runtime.starting import CannotStart

EXTENSIONS: Final = ("pg_trgm", "unaccent")
OLDEST: Final = 150000  # design.md, decision 1: PostgreSQL 15 to 18
CONNECT_FOR: Final = 10.0  # seconds before an address counts as unreachable
# Any number will do as long as nobody else's program takes the same one: "obrol" in ASCII.
MIGRATION_LOCK: Final = 0x6F62726F6C
DURABLE: Final = {
    "fsync": {"on"},
    "full_page_writes": {"on"},
    # All of these wait for the disk of this server; only `off` answers before.
    "synchronous_commit": {"on", "local", "remote_write", "remote_apply"},
}

_ASSIGNED: Final = re.compile(r"""^(revision|down_revision)\b[^=\n]*=\s*(?:["']([^"']+)["']|None)""", re.MULTILINE)


async def migrate(url: str) -> None:
    """Bring the database at `url` (an owner's address) to this version; refuses with CannotStart."""
    async with connection_to(url) as owner:
        await _check_server(owner)
        # Two processes that start together: the second waits here and then finds nothing left to do.
        await owner.execute("SELECT pg_advisory_lock($1)", MIGRATION_LOCK)
        is_new = await _make_role(owner)
        await _make_extensions(owner)
        is_behind = await revision_of(owner) != head()
        if is_behind:
            await _upgrade(url)
        if is_new or is_behind:
            await _grant(owner)
        await _take_over_events(owner)
    await check_durability(url)


async def make_ready(url: str) -> None:
    """Give an empty database what a restore needs before its tables: our role and our extensions."""
    async with connection_to(url) as owner:
        await _check_server(owner)
        await _make_role(owner)
        await _make_extensions(owner)


async def check_durability(url: str) -> None:
    """Refuse a database that could answer before a message is on disk, as the role that writes messages sees it."""
    async with connection_to(url, server_settings={"role": APP_ROLE}) as connection:
        for name, allowed in DURABLE.items():
            value = await connection.fetchval(f"SHOW {name}")
            if value not in allowed:
                raise CannotStart(
                    f"The database runs with {name}={value}, which loses acknowledged messages when power fails: "
                    f"set {name}=on in PostgreSQL and start again."
                )


def guard_tenant_table(execute: Callable[[str], object], table: str) -> None:
    """Let the program see only the rows of the workspace that is set; a migration does this for each table it makes.

    What the program's role may do with the table is granted when all migrations are through.
    """
    execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
    execute(
        f"CREATE POLICY of_the_workspace ON {table} "
        "USING (workspace_id = NULLIF(current_setting('obrol.workspace', true), '')::uuid)"
    )


async def revision_of(connection: asyncpg.Connection) -> str | None:
    """The migration that a database is at, None when it is empty; refuses one that this version does not know."""
    if await connection.fetchval("SELECT to_regclass('alembic_version')") is None:
        return None
    revision: str | None = await connection.fetchval("SELECT version_num FROM alembic_version")
    if revision is None:
        return None
    if revision not in _revisions():
        raise CannotStart(
            f"The database is at revision {revision}, which this Obrol ({obrol.__version__}) does not know: "
            "start the newer version that made it, or use another database."
        )
    return revision


def head() -> str | None:
    """The newest migration that this version brings."""
    revisions = _revisions()
    newest = set(revisions) - set(revisions.values())
    assert len(newest) <= 1, f"two migrations follow the same one: {sorted(newest)}"
    return newest.pop() if newest else None


def migrations_folder() -> Path:
    """Where the migrations are: inside the wheel, or at the root of a checkout."""
    package = Path(obrol.__file__).parent
    packed = package / "_migrations"
    return packed if packed.exists() else package.parents[1] / "migrations"


@asynccontextmanager
async def connection_to(url: str, **options: Any) -> AsyncIterator[asyncpg.Connection]:
    """A connection outside every pool; refuses with CannotStart and never shows the password."""
    try:
        connection = await asyncpg.connect(url, timeout=CONNECT_FOR, **options)
    except (OSError, TimeoutError) as error:
        reason = _why_unreachable(error)
        raise CannotStart(
            f"Obrol cannot reach the database at {place_of(url)} ({reason}): "
            "start PostgreSQL there or correct OBROL_DATABASE_URL."
        ) from None
    except (asyncpg.PostgresError, asyncpg.InterfaceError, ValueError) as error:
        raise CannotStart(
            f"The database at {place_of(url)} does not let Obrol in ({_first_line(error)}): correct OBROL_DATABASE_URL."
        ) from None
    try:
        yield connection
    finally:
        await connection.close()


def place_of(url: str) -> str:
    """Host and database of an address, without user and password."""
    parts = urlsplit(url)
    try:
        host = f"{parts.hostname or 'localhost'}:{parts.port or 5432}"
    except ValueError:
        host = parts.hostname or "localhost"
    return f"{host}{parts.path}"


async def _check_server(owner: asyncpg.Connection) -> None:
    number = int(await owner.fetchval("SHOW server_version_num"))
    if number < OLDEST:
        raise CannotStart(
            f"The database is PostgreSQL {number // 10000} and Obrol needs {OLDEST // 10000} or newer: "
            "upgrade it, or leave OBROL_DATABASE_URL away to use the one that Obrol brings."
        )
    if await owner.fetchval("SELECT pg_is_in_recovery()"):
        raise CannotStart("The database is a read-only replica: point OBROL_DATABASE_URL at its primary.")


async def _make_role(owner: asyncpg.Connection) -> bool:
    """Make the role that the program works as; True when it was missing."""
    user = await owner.fetchval("SELECT quote_ident(current_user)")
    is_new = not await owner.fetchval("SELECT 1 FROM pg_roles WHERE rolname = $1", APP_ROLE)
    repair = f"CREATE ROLE {APP_ROLE} LOGIN; " * is_new + f"GRANT {APP_ROLE} TO {user};"
    try:
        if is_new:
            # It may be there already when another database of the same server is migrated at this moment.
            with suppress(asyncpg.DuplicateObjectError, asyncpg.UniqueViolationError):
                # Without a password it can be assumed from inside and not signed in to from outside.
                await owner.execute(f"CREATE ROLE {APP_ROLE} LOGIN")
        await _check_role(owner)
        if not await owner.fetchval("SELECT pg_has_role(current_user, $1, 'MEMBER')", APP_ROLE):
            await owner.execute(f"GRANT {APP_ROLE} TO {user}")
        try:
            async with owner.transaction():
                await owner.execute(f"SET LOCAL ROLE {APP_ROLE}")
        except asyncpg.InsufficientPrivilegeError:
            # PostgreSQL 16 and later: whoever makes a role may give it away, but not yet assume it.
            await owner.execute(f"GRANT {APP_ROLE} TO {user} WITH SET TRUE")
    except asyncpg.InsufficientPrivilegeError:
        raise CannotStart(
            f"The database user may not make or assume the role {APP_ROLE}: "
            f"let an administrator run “{repair}” and start again."
        ) from None
    return is_new


async def _check_role(owner: asyncpg.Connection) -> None:
    query = "SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = $1"
    if await owner.fetchval(query, APP_ROLE):
        raise CannotStart(
            f"The role {APP_ROLE} may bypass row-level security, which keeps workspaces apart: "
            f"run ALTER ROLE {APP_ROLE} NOSUPERUSER NOBYPASSRLS as an administrator and start again."
        )


async def _make_extensions(owner: asyncpg.Connection) -> None:
    for name in EXTENSIONS:
        try:
            await owner.execute(f"CREATE EXTENSION IF NOT EXISTS {name}")
        except (asyncpg.DuplicateObjectError, asyncpg.UniqueViolationError):
            continue
        except asyncpg.InsufficientPrivilegeError:
            raise CannotStart(
                f"The database user may not add the extension {name}: "
                f"let an administrator run “CREATE EXTENSION {name};” in this database and start again."
            ) from None
        except asyncpg.PostgresError:
            raise CannotStart(
                f"PostgreSQL there has no extension {name}: "
                "install its contrib package (postgresql-contrib) and start again."
            ) from None


async def _upgrade(url: str) -> None:
    engine = create_async_engine(make_url(url).set(drivername="postgresql+asyncpg"), poolclass=NullPool)
    try:
        async with engine.connect() as connection:
            await connection.run_sync(_run_alembic)
            await connection.commit()
    except DBAPIError as error:
        if getattr(error.orig, "sqlstate", None) == asyncpg.LockNotAvailableError.sqlstate:
            raise CannotStart(
                "The database is busy and the migration waited 5 seconds for a lock in vain: "
                "nothing was changed; stop other Obrol processes and start again."
            ) from None
        raise
    finally:
        await engine.dispose()


def _run_alembic(connection: Connection) -> None:
    from alembic import command  # noqa: PLC0415 - half a second of imports, needed only when something is to be done
    from alembic.config import Config  # noqa: PLC0415

    config = Config()
    config.set_main_option("script_location", str(migrations_folder()).replace("%", "%%"))
    config.attributes["connection"] = connection
    command.upgrade(config, "heads")


async def _grant(owner: asyncpg.Connection) -> None:
    """Let the role use our tables, but not say which migration the database is at."""
    tables = await owner.fetchval(
        "SELECT string_agg(oid::regclass::text, ', ') FROM pg_class "
        "WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p') "
        "AND pg_get_userbyid(relowner) = current_user AND relname <> 'alembic_version'"
    )
    sequences = await owner.fetchval(
        "SELECT string_agg(oid::regclass::text, ', ') FROM pg_class "
        "WHERE relnamespace = 'public'::regnamespace AND relkind = 'S' AND pg_get_userbyid(relowner) = current_user"
    )
    await owner.execute(f"GRANT USAGE ON SCHEMA public TO {APP_ROLE}")
    if tables:
        await owner.execute(f"GRANT SELECT, INSERT, UPDATE, DELETE ON {tables} TO {APP_ROLE}")
    if sequences:
        await owner.execute(f"GRANT USAGE, SELECT ON SEQUENCE {sequences} TO {APP_ROLE}")
    if await owner.fetchval("SELECT to_regclass('alembic_version')") is not None:
        await owner.execute(f"GRANT SELECT ON alembic_version TO {APP_ROLE}")


async def _take_over_events(owner: asyncpg.Connection) -> None:
    """Number restored events below every transaction of this server (docs/decisions/0004-event-numbering.md).

    They carry transactions of the server that they were dumped from. Where this one has not counted so far yet,
    readers would take every one of them for news, again and again.
    """
    if await owner.fetchval(
        "SELECT EXISTS (SELECT 1 FROM workspace w WHERE "
        "(SELECT e.xid FROM event e WHERE e.workspace_id = w.id ORDER BY e.xid DESC LIMIT 1) "
        ">= (pg_snapshot_xmax(pg_current_snapshot())::text)::bigint)"
    ):
        await owner.execute(
            "UPDATE event SET xid = 0 WHERE xid >= (pg_snapshot_xmax(pg_current_snapshot())::text)::bigint"
        )


def _revisions() -> dict[str, str | None]:
    """Every migration that we bring, with the one that it follows; read without importing Alembic or them."""
    found = {}
    for path in (migrations_folder() / "versions").glob("*.py"):
        names = dict(_ASSIGNED.findall(path.read_text("utf-8")))
        if "revision" in names:
            found[names["revision"]] = names.get("down_revision") or None
    return found


def _why_unreachable(error: OSError | TimeoutError) -> str:
    if isinstance(error, TimeoutError):
        return "no answer"
    if isinstance(error, ConnectionRefusedError):
        return "connection refused"
    return (error.strerror or str(error)).lower()


def _first_line(error: BaseException) -> str:
    text = str(error).splitlines()[0] if str(error) else type(error).__name__
    return text.rstrip(".")
