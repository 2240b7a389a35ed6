"""The database: engines for ordinary pages, one asyncpg pool for the message path.

Every connection remembers the workspace that row-level security was last set to,
so that the common case, the same workspace again, costs no statement at all.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any
from uuid import UUID

import asyncpg
import orjson
from sqlalchemy import event, text
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import DBAPIError, PendingRollbackError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, AsyncSession, create_async_engine
from sqlalchemy.orm.exc import StaleDataError

from obrol.kit.refusals import Unavailable
from obrol.runtime.holding import Holding

APP_ROLE = "obrol_app"
# reliability.md, "Write path": nothing of ours may hold a lock or a connection for longer.
SESSION_SETTINGS = {
    "statement_timeout": "5s",
    "lock_timeout": "2s",
    "idle_in_transaction_session_timeout": "10s",
    "application_name": "obrol",
    "timezone": "UTC",
    "jit": "off",  # our statements are short; compiling them costs more than it saves
}
# What passes by itself, so that the caller may try the same again: nothing was stored (appendix A of PostgreSQL).
PASSING = frozenset(
    {
        "40001",  # two transactions could not be put in an order
        "40P01",  # two transactions waited for each other
        "55P03",  # a lock was not free in time
        "57014",  # a statement took too long
        "57P01",  # the server is going
        "57P02",  # the server crashed
        "57P03",  # the server is coming up
        "25P03",  # the transaction stood idle for too long
        "53300",  # too many connections
        "08000",
        "08001",
        "08003",
        "08004",
        "08006",  # the connection failed, one way or another
    }
)
ACQUIRE_FOR = 2.0  # seconds to wait for a free connection before the caller hears 503
WRITING_CONNECTIONS = 6
READING_CONNECTIONS = 6
FAST_CONNECTIONS = 16  # opened when needed; a commit waits for the disk, and sixteen wait together

NO_WORKSPACE = UUID(int=0)  # what doors that come before any workspace are set to: they see no tenant's row
SET_WORKSPACE = "SELECT set_config('obrol.workspace', $1, false)"
_SET_WORKSPACE_SA = text("SELECT set_config('obrol.workspace', :workspace, false)")


class FastConnection(asyncpg.Connection):  # type: ignore[misc] # asyncpg has no types
    """A connection of the message path that knows which workspace it is set to."""

    workspace: UUID | None = None

    async def enter(self, workspace_id: UUID) -> None:
        """Set row-level security to a workspace; free when it is already set."""
        if self.workspace != workspace_id:
            self.workspace = None
            await self.execute(SET_WORKSPACE, str(workspace_id))
            self.workspace = workspace_id


async def _keep_as_it_is(_connection: FastConnection) -> None:
    """No RESET on release: asyncpg's default would forget the workspace and cost a statement each time."""


class Database:
    """The connections of one process, all of a role that cannot bypass row-level security."""

    def __init__(self, dsn: str, *, role: str | None = None) -> None:
        settings = SESSION_SETTINGS | ({"role": role} if role else {})
        self._settings = settings
        self._dsn = dsn
        self._writing = self._engine(settings, pool_size=WRITING_CONNECTIONS)
        # What reads cannot write, whatever it runs. Each statement is its own transaction: under READ COMMITTED
        # it would see no more in a longer one, and a page costs two statements less.
        self._reading = self._engine(
            settings | {"default_transaction_read_only": "on"},
            pool_size=READING_CONNECTIONS,
            isolation_level="AUTOCOMMIT",
        )
        event.listen(self._writing.sync_engine, "rollback", _forget_workspace)
        self._pool: asyncpg.Pool[Any] | None = None

    def _engine(self, settings: dict[str, str], **options: Any) -> AsyncEngine:
        return create_async_engine(
            _for_sqlalchemy(self._dsn),
            max_overflow=0,
            pool_timeout=ACQUIRE_FOR,
            pool_pre_ping=False,
            connect_args={"server_settings": settings},
            json_serializer=lambda value: orjson.dumps(value, default=str).decode(),
            json_deserializer=orjson.loads,
            **options,
        )

    async def open(self) -> None:
        """Open the message path's pool; the engines open their connections when first asked."""
        self._pool = await asyncpg.create_pool(
            self._dsn,
            min_size=1,
            max_size=FAST_CONNECTIONS,
            connection_class=FastConnection,
            reset=_keep_as_it_is,
            server_settings=self._settings,
            max_inactive_connection_lifetime=300,
        )

    async def close(self) -> None:
        """Give every connection back."""
        if self._pool is not None:
            await self._pool.close()
            self._pool = None
        await self._writing.dispose()
        await self._reading.dispose()

    async def connect_apart(self) -> "asyncpg.Connection[Any]":
        """A connection outside the pools, for LISTEN; the caller closes it."""
        return await asyncpg.connect(self._dsn, server_settings=self._settings)

    @asynccontextmanager
    async def fast(self, workspace_id: UUID = NO_WORKSPACE) -> AsyncIterator[FastConnection]:
        """A connection of the message path, set to a workspace; refuses with Unavailable when none is free."""
        assert self._pool is not None, "Database.open() comes first"
        try:
            connection = await self._pool.acquire(timeout=ACQUIRE_FOR)
        except (TimeoutError, OSError, asyncpg.PostgresConnectionError, asyncpg.CannotConnectNowError) as error:
            raise Unavailable from error
        try:
            with Holding():
                await connection.enter(workspace_id)
                yield connection
        except (asyncpg.PostgresConnectionError, asyncpg.InterfaceError, ConnectionError) as error:
            raise Unavailable from error
        except asyncpg.PostgresError as error:
            if error.sqlstate in PASSING:
                raise Unavailable from error
            raise
        finally:
            await self._pool.release(connection)

    @asynccontextmanager
    async def session(self, workspace_id: UUID | None, *, to_read: bool = False) -> AsyncIterator[AsyncSession]:
        """An ORM session in one transaction, set to a workspace (None: to none); commits nothing by itself.

        `to_read`: one that cannot write, and in which every statement sees what is committed by then.
        """
        session = AsyncSession(self._reading if to_read else self._writing, expire_on_commit=False, autoflush=False)
        try:
            with Holding():
                await enter_workspace(session, workspace_id or NO_WORKSPACE)
                yield session
        except PendingRollbackError as error:  # the connection was lost a moment ago, in this very transaction
            raise Unavailable from error
        except (PoolTimeout, StaleDataError, OSError, asyncpg.PostgresError, asyncpg.InterfaceError) as error:
            if isinstance(error, asyncpg.PostgresError) and error.sqlstate not in PASSING:
                raise
            raise Unavailable from error
        except DBAPIError as error:
            if error.connection_invalidated or getattr(error.orig, "sqlstate", None) in PASSING:
                raise Unavailable from error
            raise
        finally:
            await session.close()


async def enter_workspace(session: AsyncSession, workspace_id: UUID) -> None:
    """Set the session's connection to a workspace; free when it is already set."""
    connection: AsyncConnection = await session.connection()
    info = connection.sync_connection.info if connection.sync_connection else {}
    if info.get("workspace") != workspace_id:
        await connection.execute(_SET_WORKSPACE_SA, {"workspace": str(workspace_id)})
        info["workspace"] = workspace_id


def _forget_workspace(connection: Any) -> None:
    # A rollback also undoes a set_config made in the same transaction.
    connection.info.pop("workspace", None)


def _for_sqlalchemy(dsn: str) -> URL:
    return make_url(dsn).set(drivername="postgresql+asyncpg")
