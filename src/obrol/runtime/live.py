"""Live updates: one tail per workspace reads the event log, every socket follows the tail at its own pace.

A tail keeps the newest events in memory. A socket that falls behind what is kept, or that comes back after
a while, reads the log itself; so a slow socket costs a query, and never slows another one.
The cursor is `xid.id`: see docs/decisions (event numbering). To clients it is opaque.
"""

import asyncio
import contextlib
from collections import deque
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import orjson
import structlog

from obrol.kit.refusals import Refusal
from obrol.runtime.db import Database
from obrol.runtime.hints import Hints, Whisper

log = structlog.get_logger(__name__)

PAGE = 500  # events read at once, and the most in one frame
KEPT = 2_000  # events of a workspace kept in memory for sockets that are a little behind
POLL = 1.0  # seconds; what losing every hint costs at most
POLL_UNFOLLOWED = 30.0  # seconds; nobody waits
# A committed event may wait for an older transaction that is still under way: look again this soon.
LOOK_AGAIN = 0.004
LISTENER_KEEPS = 64  # events
OLDEST = 20_000  # events; a client further behind than this fetches a snapshot instead

Cursor = tuple[int, int]
Dress = Callable[[UUID, dict[str, Any]], dict[str, Any]]
"""Adds to a payload what is only true when it goes out: signed links to files."""
START: Cursor = (0, 0)


@dataclass(frozen=True, slots=True)
class LiveEvent:
    """An event as it goes out: already encoded, with what is needed to decide who may hear it."""

    cursor: Cursor
    type: str
    conversation_id: UUID | None
    audience: dict[str, Any]
    payload: dict[str, Any]
    wire: bytes


@dataclass(frozen=True, slots=True)
class Batch:
    """What happened between two cursors."""

    before: Cursor
    after: Cursor
    events: list[LiveEvent]


class CursorTooOld(Refusal):
    """The client was away for longer than the log is replayed: it fetches everything anew."""

    code = "cursor_too_old"


NEWER = """
SELECT xid, id, type, at, actor, conversation_id, audience, payload FROM event
WHERE workspace_id = $1 AND (xid, id) > ($2, $3)
  AND xid < (pg_snapshot_xmin(pg_current_snapshot())::text)::bigint
ORDER BY xid, id LIMIT $4
"""
HEAD = """
SELECT xid, id FROM event
WHERE workspace_id = $1 AND xid < (pg_snapshot_xmin(pg_current_snapshot())::text)::bigint
ORDER BY xid DESC, id DESC LIMIT 1
"""
# Events that are committed but may not be read yet, because an older transaction has not ended.
PENDING = """
SELECT EXISTS (SELECT 1 FROM event WHERE workspace_id = $1 AND (xid, id) > ($2, $3))
"""
HOW_FAR = """
SELECT count(*) FROM (
    SELECT 1 FROM event WHERE workspace_id = $1 AND (xid, id) > ($2, $3) ORDER BY xid, id LIMIT $4
) AS newer
"""


def to_text(cursor: Cursor) -> str:
    """The cursor as clients carry it."""
    return f"{cursor[0]:x}.{cursor[1]:x}"


def from_text(cursor: str) -> Cursor | None:
    """The cursor that a client carried, or None when it is not one of ours."""
    with contextlib.suppress(ValueError):
        xid, _, number = cursor.partition(".")
        parsed = (int(xid, 16), int(number, 16))
        if all(0 <= part < 2**63 for part in parsed):
            return parsed
    return None


class Tail:
    """The newest events of one workspace, and everyone who follows them."""

    def __init__(self, database: Database, workspace_id: UUID, dress: Dress) -> None:
        self.workspace_id = workspace_id
        self._database = database
        self._dress = dress
        self._kept: deque[LiveEvent] = deque(maxlen=KEPT)
        self._kept_from: Cursor = START
        self.head: Cursor = START
        self.followers: set[Follower] = set()
        self.listeners: dict[UUID, set[Listener]] = {}
        self._look = asyncio.Event()
        self._task: asyncio.Task[None] | None = None

    async def start(self) -> None:
        """Find the head of the log and begin to follow it."""
        async with self._database.fast(self.workspace_id) as connection:
            row = await connection.fetchrow(HEAD, self.workspace_id)
        self.head = self._kept_from = (row["xid"], row["id"]) if row else START
        self._task = asyncio.create_task(self._follow(), name=f"tail {self.workspace_id}")

    async def stop(self) -> None:
        """Stop following."""
        if self._task is not None:
            self._task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._task

    def look(self) -> None:
        """There may be something new."""
        self._look.set()

    async def after(self, cursor: Cursor) -> Batch | None:
        """What happened after a cursor, from memory or from the log; None when nothing did."""
        if cursor >= self.head:
            return None
        if cursor >= self._kept_from:
            return self._from_memory(cursor)
        events = await self._read(cursor)
        if not events:
            return None
        return Batch(cursor, events[-1].cursor, events)

    async def is_too_old(self, cursor: Cursor) -> bool:
        """Whether so much has happened since the cursor that a snapshot is cheaper than a replay."""
        if self._kept_from <= cursor <= self.head:
            return False
        async with self._database.fast(self.workspace_id) as connection:
            if cursor > self.head:
                # Another process may be ahead of this one; a cursor ahead of the log itself is of another database.
                row = await connection.fetchrow(HEAD, self.workspace_id)
                return row is None or cursor > (row["xid"], row["id"])
            newer: int = await connection.fetchval(HOW_FAR, self.workspace_id, *cursor, OLDEST + 1)
        return newer > OLDEST

    def _from_memory(self, cursor: Cursor) -> Batch | None:
        newer: list[LiveEvent] = []
        for live in reversed(self._kept):
            if live.cursor <= cursor:
                break
            newer.append(live)
        newer.reverse()
        del newer[PAGE:]
        return Batch(cursor, newer[-1].cursor, newer) if newer else None

    async def _follow(self) -> None:
        soon = False
        while True:
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._look.wait(), timeout=self._patience(soon=soon))
            self._look.clear()
            try:
                soon = await self._catch_up()
            except (Refusal, OSError) as error:
                log.warning("tail_waiting_for_the_database", error=str(error))
                soon = False
            except Exception:
                log.exception("tail_stumbled", workspace=str(self.workspace_id))
                soon = False

    def _patience(self, *, soon: bool) -> float:
        if soon:
            return LOOK_AGAIN
        return POLL if self.followers or self.listeners else POLL_UNFOLLOWED

    async def _catch_up(self) -> bool:
        """Read what is new and tell the followers; whether something is committed but not readable yet."""
        while True:
            events = await self._read(self.head)
            if not events:
                break
            self._keep(events)
            for follower in self.followers:
                follower.news.set()
            for event in events:
                for listener in self.listeners.get(event.conversation_id, ()) if event.conversation_id else ():
                    listener.hand(event)
            if len(events) < PAGE:
                break
        async with self._database.fast(self.workspace_id) as connection:
            pending: bool = await connection.fetchval(PENDING, self.workspace_id, *self.head)
        return pending

    def _keep(self, events: list[LiveEvent]) -> None:
        overflow = len(self._kept) + len(events) - KEPT
        if overflow > 0:
            forgotten = [*self._kept, *events][overflow - 1]
            self._kept_from = forgotten.cursor
        self._kept.extend(events)
        self.head = events[-1].cursor

    async def _read(self, cursor: Cursor) -> list[LiveEvent]:
        async with self._database.fast(self.workspace_id) as connection:
            rows = await connection.fetch(NEWER, self.workspace_id, *cursor, PAGE)
        return [_live(row, self.workspace_id, self._dress) for row in rows]


def _live(row: Any, workspace_id: UUID, dress: Dress) -> LiveEvent:
    payload = dress(workspace_id, orjson.loads(row["payload"]))
    wire = orjson.dumps(
        {"type": row["type"], "id": row["id"], "at": row["at"], "actor": orjson.Fragment(row["actor"]), **payload}
    )
    return LiveEvent(
        cursor=(row["xid"], row["id"]),
        type=row["type"],
        conversation_id=row["conversation_id"],
        audience=orjson.loads(row["audience"]),
        payload=payload,
        wire=wire,
    )


class Follower:
    """One socket's place in the log of its workspace."""

    def __init__(self, tail: Tail, cursor: Cursor) -> None:
        self._tail = tail
        self.cursor = cursor
        self.news = asyncio.Event()
        self.news.set()  # it may be behind already
        self.whispers: deque[Whisper] = deque(maxlen=64)

    @property
    def head(self) -> Cursor:
        """The newest event that exists, for heartbeats."""
        return self._tail.head

    async def next(self) -> Batch | None:
        """The next batch after this socket's cursor, which moves; None when it has everything."""
        batch = await self._tail.after(self.cursor)
        if batch is not None:
            self.cursor = batch.after
        return batch

    def go_back_to(self, cursor: Cursor) -> None:
        """Read again from an older cursor: the client missed something."""
        self.cursor = cursor
        self.news.set()


class Listener:
    """One socket that follows a single conversation: its events are handed over, and it counts for nothing else."""

    def __init__(self) -> None:
        self.news = asyncio.Event()
        self.events: deque[LiveEvent] = deque()
        self.whispers: deque[Whisper] = deque(maxlen=16)
        self.missed = False  # more came than is kept: read the conversation instead

    def hand(self, event: LiveEvent) -> None:
        """Take an event, or note that one was missed."""
        if len(self.events) >= LISTENER_KEEPS:
            self.events.clear()
            self.missed = True
        else:
            self.events.append(event)
        self.news.set()


class Ear:
    """A listener and the conversation that it is turned to."""

    def __init__(self, tail: Tail) -> None:
        self._tail = tail
        self._about: UUID | None = None
        self.listener = Listener()

    def turn_to(self, conversation_id: UUID | None) -> None:
        """Hear this conversation from now on; None: none any more."""
        if conversation_id == self._about:
            return
        if self._about is not None:
            others = self._tail.listeners.get(self._about, set())
            others.discard(self.listener)
            if not others:
                self._tail.listeners.pop(self._about, None)
        self._about = conversation_id
        if conversation_id is not None:
            self._tail.listeners.setdefault(conversation_id, set()).add(self.listener)


class Live:
    """The tails of one process, opened when the first socket of a workspace comes."""

    def __init__(self, database: Database, hints: Hints, dress: Dress = lambda _workspace, payload: payload) -> None:
        self._database = database
        self._dress = dress
        self._tails: dict[UUID, Tail] = {}
        self._opening = asyncio.Lock()
        hints.on_events.append(self._hear)
        hints.on_whisper.append(self._hear_whisper)

    async def close(self) -> None:
        """Stop every tail."""
        for tail in self._tails.values():
            await tail.stop()
        self._tails.clear()

    @contextlib.asynccontextmanager
    async def follow(self, workspace_id: UUID, since: Cursor | None = None) -> AsyncIterator[Follower]:
        """Follow a workspace from a cursor (None: from now on).

        Registers before it reads, so nothing falls between. Raises CursorTooOld when a snapshot is cheaper.
        """
        tail = await self._tail(workspace_id)
        follower = Follower(tail, tail.head)
        tail.followers.add(follower)
        try:
            if since is not None:
                if await tail.is_too_old(since):
                    raise CursorTooOld
                follower.go_back_to(since)
            tail.look()
            yield follower
        finally:
            tail.followers.discard(follower)

    @contextlib.asynccontextmanager
    async def listen(self, workspace_id: UUID) -> AsyncIterator["Ear"]:
        """Hear single conversations of a workspace; which one may be known only later."""
        tail = await self._tail(workspace_id)
        ear = Ear(tail)
        try:
            yield ear
        finally:
            ear.turn_to(None)

    def sockets(self) -> int:
        """How many sockets follow something here."""
        tails = self._tails.values()
        return sum(len(tail.followers) + sum(map(len, tail.listeners.values())) for tail in tails)

    async def _tail(self, workspace_id: UUID) -> Tail:
        async with self._opening:
            tail = self._tails.get(workspace_id)
            if tail is None:
                tail = Tail(self._database, workspace_id, self._dress)
                await tail.start()
                self._tails[workspace_id] = tail
        return tail

    def _hear(self, workspace_id: UUID) -> None:
        tail = self._tails.get(workspace_id)
        if tail is not None:
            tail.look()

    def _hear_whisper(self, workspace_id: UUID, whisper: Whisper) -> None:
        tail = self._tails.get(workspace_id)
        if tail is None:
            return
        for follower in tail.followers:
            follower.whispers.append(whisper)
            follower.news.set()
        about = whisper.get("conversation_id")
        for listener in tail.listeners.get(UUID(about), ()) if about else ():
            listener.whispers.append(whisper)
            listener.news.set()
