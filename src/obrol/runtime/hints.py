"""Hints: "there is something new", said within the process at once and to other processes soon.

A hint never carries data that must arrive: losing every one of them costs at most a second (the polling), never a row.
NOTIFY is never sent inside a write transaction, because its commit takes a lock on the whole database:
one notifier per process, on its own connection, sends what has gathered, at most 50 times a second.
"""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable
from typing import Any, Protocol
from uuid import UUID, uuid4

import asyncpg
import orjson
import structlog

log = structlog.get_logger(__name__)

CHANNEL = "obrol"
PAUSE = 0.02  # seconds between two notifications of one process: 50 a second
LONGEST = 7_500  # bytes; PostgreSQL refuses a payload of 8,000 or more
RECONNECT_AFTER = 1.0  # seconds

Whisper = dict[str, Any]
"""Something lossy for the sockets of a workspace: who is typing, who is looking."""


class Bus(Protocol):
    """Carries hints between processes."""

    async def open(self, hear: Callable[[bytes], None]) -> None: ...
    async def send(self, payload: bytes) -> None: ...
    async def close(self) -> None: ...


class Hints:
    """The hints of one process: local listeners are called at once, other processes through the bus."""

    def __init__(self, bus: Bus | None) -> None:
        self._bus = bus
        self._me = uuid4().hex
        self._workspaces: set[str] = set()
        self._work = False
        self._whispers: list[tuple[str, Whisper]] = []
        self._gathered = asyncio.Event()
        self._task: asyncio.Task[None] | None = None
        self.on_events: list[Callable[[UUID], None]] = []
        self.on_work: list[Callable[[], None]] = []
        self.on_whisper: list[Callable[[UUID, Whisper], None]] = []

    async def open(self) -> None:
        """Begin to carry hints to and from other processes."""
        if self._bus is not None:
            await self._bus.open(self._hear)
            self._task = asyncio.create_task(self._send_what_gathered(), name="hints")

    async def close(self) -> None:
        """Stop; hints not yet sent are lost, which is allowed."""
        if self._task is not None:
            self._task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._task
        if self._bus is not None:
            await self._bus.close()

    def events(self, workspace_id: UUID) -> None:
        """Say that a workspace has new events."""
        for listener in self.on_events:
            listener(workspace_id)
        self._workspaces.add(str(workspace_id))
        self._gathered.set()

    def work(self) -> None:
        """Say that a lane has something to do."""
        for listener in self.on_work:
            listener()
        self._work = True
        self._gathered.set()

    def whisper(self, workspace_id: UUID, whisper: Whisper) -> None:
        """Pass something lossy on to every socket of a workspace."""
        for listener in self.on_whisper:
            listener(workspace_id, whisper)
        if self._bus is not None:
            self._whispers.append((str(workspace_id), whisper))
            self._gathered.set()

    def _hear(self, payload: bytes) -> None:
        with contextlib.suppress(ValueError, KeyError, TypeError):
            said = orjson.loads(payload)
            if said["by"] == self._me:
                return
            for workspace in said["events"]:
                for listener in self.on_events:
                    listener(UUID(workspace))
            if said["work"]:
                for wake in self.on_work:
                    wake()
            for workspace, whisper in said["whispers"]:
                for hear in self.on_whisper:
                    hear(UUID(workspace), whisper)

    async def _send_what_gathered(self) -> None:
        assert self._bus is not None
        while True:
            await self._gathered.wait()
            self._gathered.clear()
            workspaces, self._workspaces = self._workspaces, set()
            whispers, self._whispers = self._whispers, []
            work, self._work = self._work, False
            payload = orjson.dumps({"by": self._me, "events": list(workspaces), "work": work, "whispers": whispers})
            if len(payload) > LONGEST:  # too much to say: everybody looks for themselves within a second
                payload = orjson.dumps({"by": self._me, "events": list(workspaces)[:100], "work": True, "whispers": []})
            try:
                await self._bus.send(payload)
            except (OSError, asyncpg.PostgresError, asyncpg.InterfaceError) as error:
                log.warning("hint_lost", error=str(error))
            await asyncio.sleep(PAUSE)


class PostgresBus:
    """LISTEN and NOTIFY on a connection of its own."""

    def __init__(self, connect: Callable[[], Awaitable["asyncpg.Connection[Any]"]]) -> None:
        self._connect = connect
        self._connection: asyncpg.Connection[Any] | None = None
        self._hear: Callable[[bytes], None] = lambda _payload: None
        self._keeper: asyncio.Task[None] | None = None

    async def open(self, hear: Callable[[bytes], None]) -> None:
        """Listen, and keep listening through restarts of the database."""
        self._hear = hear
        await self._listen()
        self._keeper = asyncio.create_task(self._stay_connected(), name="hints-bus")

    async def send(self, payload: bytes) -> None:
        """Notify every other process."""
        if self._connection is None or self._connection.is_closed():
            return
        await self._connection.execute("SELECT pg_notify($1, $2)", CHANNEL, payload.decode())

    async def close(self) -> None:
        """Stop listening."""
        if self._keeper is not None:
            self._keeper.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._keeper
        if self._connection is not None and not self._connection.is_closed():
            with contextlib.suppress(OSError, asyncpg.PostgresError, asyncpg.InterfaceError):
                await self._connection.close(timeout=2)

    async def _listen(self) -> None:
        self._connection = await self._connect()
        await self._connection.add_listener(CHANNEL, lambda _c, _pid, _channel, payload: self._hear(payload.encode()))

    async def _stay_connected(self) -> None:
        while True:
            await asyncio.sleep(RECONNECT_AFTER)
            if self._connection is None or self._connection.is_closed():
                try:
                    await self._listen()
                except (OSError, asyncpg.PostgresError, asyncpg.InterfaceError) as error:
                    log.warning("hints_bus_down", error=str(error))
