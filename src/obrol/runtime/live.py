"""Live updates: one tail per workspace reads the event log, every socket follows the tail at its own pace.

A tail keeps the newest events in memory. A socket that falls behind what is kept, or that comes back after
a while, reads the log itself; so a slow socket costs a query, and never slows another one.
A cursor says which transactions a reader has everything of (docs/decisions/0004-event-numbering.md):
nothing that commits late is ever skipped, and nothing waits for a transaction that is still under way.
"""

import asyncio
import contextlib
from collections import deque
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

import orjson
import structlog

from obrol.kit.refusals import Refusal
from obrol.runtime.db import Database
from obrol.runtime.hints import Hints, Whisper

log = structlog.get_logger(__name__)

PAGE = 500  # events read at once, and the most in one frame (a larger transaction is not cut)
KEPT = 2_000  # events of a workspace kept in memory for sockets that are a little behind
POLL = 1.0  # seconds; what losing every hint costs at most
POLL_UNFOLLOWED = 30.0  # seconds; nobody waits
LISTENER_KEEPS = 64  # events
LISTENER_KEEPS_WHISPERS = 16
OLDEST = 20_000  # events; a client further behind than this fetches a snapshot instead
# Transactions before a cursor that are read again after PostgreSQL was restarted. One that was killed gives out
# again the numbers of rolled-back transactions that had not reached the disk: at most what the WAL writer was behind
# by (three times wal_writer_delay, 0.6 s).
UNSURE = 5_000
MOST_HOLES = 1_000  # transactions under way at one moment that a cursor from outside may name

Dress = Callable[[UUID, str], str]
"""Adds to an encoded payload what is only true when it goes out: signed links to files."""


@dataclass(frozen=True, slots=True)
class Cursor:
    """Everything of the transactions below `end` was read, except of the `holes`: those had not ended yet."""

    end: int
    holes: frozenset[int] = frozenset()

    def covers(self, xid: int) -> bool:
        """Whether everything of this transaction was read."""
        return xid < self.end and xid not in self.holes

    def includes(self, other: "Cursor") -> bool:
        """Whether everything that the other cursor covers is covered by this one."""
        return other.end <= self.end and all(hole in other.holes for hole in self.holes if hole < other.end)

    def joined(self, other: "Cursor") -> "Cursor":
        """What both together cover."""
        longer, shorter = (self, other) if self.end >= other.end else (other, self)
        return Cursor(longer.end, frozenset(hole for hole in longer.holes if not shorter.covers(hole)))


START = Cursor(0)


@dataclass(frozen=True, slots=True)
class LiveEvent:
    """An event as it goes out: already encoded, with what is needed to decide who may hear it."""

    id: int
    xid: int
    type: str
    conversation_id: UUID | None
    audience: dict[str, Any]
    wire: bytes

    def read(self) -> dict[str, Any]:
        """Its fields: `type`, `id`, `at`, `actor`, and those of its payload. Parsed anew each time, not kept."""
        fields: dict[str, Any] = orjson.loads(self.wire)
        return fields


@dataclass(frozen=True, slots=True)
class Batch:
    """What happened between two cursors, which are as clients carry them."""

    before: str
    after: str
    events: list[LiveEvent]


@dataclass(frozen=True, slots=True)
class Stretch:
    """A piece of the log that was read at once."""

    before: Cursor
    after: Cursor
    events: list[LiveEvent]
    is_cut: bool = False  # there was more than a page
    is_again: bool = False  # PostgreSQL was restarted: what a reader seems to have already may be something else


class CursorTooOld(Refusal):
    """The client was away for longer than the log is replayed, or follows another log: it fetches everything anew."""

    code = "cursor_too_old"


_COLUMNS = "xid, id, type, at, actor, conversation_id, audience, payload"
# One statement sees one snapshot: what is not there yet is exactly what the snapshot says is under way.
NEWER = f"""
SELECT pg_current_snapshot()::text AS snapshot, extract(epoch FROM pg_postmaster_start_time())::bigint AS run, e.*
FROM (VALUES (1)) AS once LEFT JOIN LATERAL (
    (SELECT {_COLUMNS} FROM event WHERE workspace_id = $1 AND xid >= $2 ORDER BY xid, id LIMIT $4)
    UNION ALL
    (SELECT {_COLUMNS} FROM event WHERE workspace_id = $1 AND xid = ANY(CAST($3 AS bigint[])))
) AS e ON true
"""  # noqa: S608 - built from constants
WHOLE_TRANSACTION = f"SELECT {_COLUMNS} FROM event WHERE workspace_id = $1 AND xid = $2"  # noqa: S608 - as above
HOW_FAR = """
SELECT pg_current_snapshot()::text, (
    SELECT count(*) FROM (SELECT 1 FROM event WHERE workspace_id = $1 AND xid >= $2 LIMIT $3) AS newer
)
"""
# A restored backup counts its transactions anew, and a cursor from before must not be taken for one of today:
# every server, every timeline after a recovery, and every database of a server is a log of its own.
HERE = """
SELECT pg_current_snapshot()::text,
    hashtextextended(format('%s %s %s', s.system_identifier, c.timeline_id, d.oid), 0),
    extract(epoch FROM pg_postmaster_start_time())::bigint
FROM pg_control_system() s, pg_control_checkpoint() c, pg_database d WHERE d.datname = current_database()
"""


def to_text(cursor: Cursor, era: str) -> str:
    """The cursor of a log as clients carry it."""
    return ".".join([era, f"{cursor.end:x}", *(f"{hole:x}" for hole in sorted(cursor.holes))])


def from_text(text: str, era: str) -> Cursor | None:
    """The cursor that a client carried, or None when it is not one of this log."""
    its_era, _, rest = text.partition(".")
    if its_era.partition("-")[0] != era.partition("-")[0]:
        return None
    with contextlib.suppress(ValueError):
        end, *holes = (int(part, 16) for part in rest.split(".", MOST_HOLES + 1))
        if 0 <= end < 2**63 and all(0 <= hole < end for hole in holes):
            cursor = Cursor(end, frozenset(holes))
            return cursor if its_era == era else _before_a_restart(cursor)
    return None


def _before_a_restart(cursor: Cursor) -> Cursor:
    """What a cursor of an earlier run of PostgreSQL covers for sure; what is read twice is told twice."""
    end = max(0, cursor.end - UNSURE)
    return Cursor(end, frozenset(hole for hole in cursor.holes if hole < end))


def _cursor_at(snapshot: str) -> Cursor:
    """The cursor of a reader who has everything that a snapshot shows."""
    _, end, under_way = snapshot.split(":")
    return Cursor(int(end), frozenset(int(xid) for xid in under_way.split(",") if xid))


class Tail:
    """The newest events of one workspace, and everyone who follows them."""

    def __init__(self, database: Database, workspace_id: UUID, dress: Dress) -> None:
        self.workspace_id = workspace_id
        self._database = database
        self._dress = dress
        self._kept: deque[Stretch] = deque()
        self._kept_events = 0
        self._first_place = 0  # of the oldest stretch that is kept
        self._forgotten = self.head = START
        self.era = self._log_id = ""
        self._run = self._head_run = 0  # when PostgreSQL was started: as last read, and as of the head
        self.followers: set[Follower] = set()
        self.listeners: dict[UUID, set[Listener]] = {}
        self._look = asyncio.Event()
        self._task: asyncio.Task[None] | None = None

    async def start(self) -> None:
        """Find the head of the log and begin to follow it."""
        async with self._database.fast(self.workspace_id) as connection:
            snapshot, era, run = await connection.fetchrow(HERE)
        self._log_id = f"{era % 2**64:x}"
        self._name_run(run)
        self._head_run = run
        self._forgotten = self.head = _cursor_at(snapshot)
        self._task = asyncio.create_task(self._follow(), name=f"tail {self.workspace_id}")

    def _name_run(self, run: int) -> None:
        self._run = run
        self.era = f"{self._log_id}-{run:x}"

    async def stop(self) -> None:
        """Stop following."""
        if self._task is not None:
            self._task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._task

    def look(self) -> None:
        """There may be something new."""
        self._look.set()

    @property
    def next_place(self) -> int:
        """The place of the stretch that is read next."""
        return self._first_place + len(self._kept)

    def place_after(self, cursor: Cursor) -> int | None:
        """Where a reader with this cursor goes on in memory; None when memory does not reach back so far."""
        if not cursor.includes(self._forgotten):
            return None
        for back, stretch in enumerate(reversed(self._kept)):
            if cursor.includes(stretch.after):
                return self.next_place - back
        return self._first_place

    def at(self, place: int) -> Stretch | None:
        """The stretch in a place; None when it is still to come, LookupError when it was forgotten."""
        number = place - self._first_place
        if number < 0:
            raise LookupError
        return self._kept[number] if number < len(self._kept) else None

    async def is_too_old(self, cursor: Cursor) -> bool:
        """Whether so much has happened since the cursor that a snapshot is cheaper than a replay."""
        if self.head.includes(cursor) and self.place_after(cursor) is not None:
            return False
        async with self._database.fast(self.workspace_id) as connection:
            snapshot, newer = await connection.fetchrow(HOW_FAR, self.workspace_id, cursor.end, OLDEST + 1)
        # A cursor from beyond the end of the log was never given out by it.
        return newer > OLDEST or not _cursor_at(snapshot).includes(cursor)

    async def read(self, cursor: Cursor) -> Stretch:
        """What the log has after a cursor: a page of it, in the order in which it was written."""
        async with self._database.fast(self.workspace_id) as connection:
            rows = await connection.fetch(NEWER, self.workspace_id, cursor.end, list(cursor.holes), PAGE + 1)
            after = _cursor_at(rows[0]["snapshot"])
            if rows[0]["run"] != self._run:
                self._name_run(rows[0]["run"])
            rows = [row for row in rows if row["xid"] is not None]
            newer = [row["xid"] for row in rows if row["xid"] >= cursor.end]
            is_cut = len(newer) > PAGE
            if is_cut:
                # The last transaction may have more events than are here: leave it for the next page, or take it whole.
                last = max(newer)
                rows = [row for row in rows if row["xid"] < last]
                if min(newer) == last:
                    rows += await connection.fetch(WHOLE_TRANSACTION, self.workspace_id, last)
                    last += 1
                after = Cursor(last, frozenset(hole for hole in after.holes if hole < last))
        # By id: of two events of one conversation the later one was written by whoever had its lock later.
        rows.sort(key=lambda row: row["id"])
        return Stretch(cursor, after, [_live(row, self.workspace_id, self._dress) for row in rows], is_cut)

    async def _follow(self) -> None:
        while True:
            patience = POLL if self.followers or self.listeners else POLL_UNFOLLOWED
            # Not wait_for: Python 3.11's forgets a cancellation that meets the news, and stop() would wait for ever.
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(patience):
                    await self._look.wait()
            self._look.clear()
            try:
                await self._catch_up()
            except (Refusal, OSError) as error:
                log.warning("tail_waiting_for_the_database", error=str(error))
            except Exception:
                log.exception("tail_stumbled", workspace=str(self.workspace_id))

    async def _catch_up(self) -> None:
        """Read what is new and tell the followers."""
        is_cut = True
        while is_cut:
            stretch = await self.read(self.head)
            if self._run != self._head_run:
                again = await self.read(_before_a_restart(self.head))
                stretch = replace(again, before=self.head, is_again=True)
                self._head_run = self._run
            is_cut = stretch.is_cut
            if not stretch.events:
                continue
            self._keep(stretch)
            for follower in self.followers:
                follower.news.set()
            for event in stretch.events:
                for listener in self.listeners.get(event.conversation_id, ()) if event.conversation_id else ():
                    listener.hand(event)

    def _keep(self, stretch: Stretch) -> None:
        self.head = stretch.after
        self._kept.append(stretch)
        self._kept_events += len(stretch.events)
        while self._kept_events > KEPT:
            oldest = self._kept.popleft()
            self._kept_events -= len(oldest.events)
            self._forgotten = oldest.after
            self._first_place += 1


def _live(row: Any, workspace_id: UUID, dress: Dress) -> LiveEvent:
    head = orjson.dumps({"type": row["type"], "id": row["id"], "at": row["at"], "actor": orjson.Fragment(row["actor"])})
    payload = dress(workspace_id, row["payload"]).encode()
    return LiveEvent(
        id=row["id"],
        xid=row["xid"],
        type=row["type"],
        conversation_id=row["conversation_id"],
        audience=orjson.loads(row["audience"]),
        # One object out of two, without parsing either.
        wire=head if payload == b"{}" else head[:-1] + b"," + payload[1:],
    )


class Follower:
    """One socket's place in the log of its workspace."""

    def __init__(self, tail: Tail, since: Cursor | None) -> None:
        self._tail = tail
        self._seen = tail.head if since is None else since
        # In memory; None while this socket reads the log by itself, because it is further behind than memory reaches.
        self._place = tail.place_after(self._seen)
        self.cursor = to_text(self._seen, tail.era)  # what the client holds
        self.news = asyncio.Event()
        self.news.set()  # it may be behind already
        self.whispers: deque[Whisper] = deque(maxlen=64)

    @property
    def head(self) -> str:
        """The newest cursor, for heartbeats: the client's own when there is nothing that it does not have."""
        if self._place == self._tail.next_place:
            return self.cursor
        return to_text(self._tail.head, self._tail.era)

    async def next(self) -> Batch | None:
        """The next batch after this socket's cursor, which moves; None when it has everything."""
        while True:
            if self._place is None:
                before = self._seen
                stretch = await self._tail.read(before)
                if self._seen is not before:
                    continue  # the client asked for something older meanwhile
                self._place = None if stretch.is_cut else self._tail.place_after(stretch.after)
            else:
                try:
                    found = self._tail.at(self._place)
                except LookupError:
                    self._place = None
                    continue
                if found is None:
                    return None
                stretch = found
                self._place += 1
            batch = self._take(stretch)
            if batch is not None:
                return batch

    def _take(self, stretch: Stretch) -> Batch | None:
        """Step over a stretch; what it brings that this socket does not have yet, if anything."""
        if self._seen is stretch.before or stretch.is_again:
            events, self._seen = stretch.events, stretch.after
        else:
            events = [event for event in stretch.events if not self._seen.covers(event.xid)]
            self._seen = self._seen.joined(stretch.after)
        if not events:
            return None
        before, self.cursor = self.cursor, to_text(self._seen, self._tail.era)
        return Batch(before, self.cursor, events)

    def go_back_to(self, text: str) -> bool:
        """Read again from an older cursor, because the client missed something; False when it is not of this log."""
        since = from_text(text, self._tail.era)
        if since is None:
            return False
        self._seen, self.cursor = since, text
        self._place = self._tail.place_after(since)
        self.news.set()
        return True


class Listener:
    """One socket that follows a single conversation: its events are handed over, and it counts for nothing else."""

    __slots__ = ("_events", "_whispers", "missed", "news")

    def __init__(self) -> None:
        self.news = asyncio.Event()
        # Lists, because an empty deque takes ten times their memory, and most visitors only look.
        self._events: list[LiveEvent] = []
        self._whispers: list[Whisper] = []
        self.missed = False  # more came than is kept: read the conversation instead

    def hand(self, event: LiveEvent) -> None:
        """Take an event, or note that one was missed."""
        if len(self._events) >= LISTENER_KEEPS:
            self._events.clear()
            self.missed = True
        else:
            self._events.append(event)
        self.news.set()

    def hand_whisper(self, whisper: Whisper) -> None:
        """Take a whisper; the oldest is forgotten when there are too many."""
        self._whispers = [*self._whispers[-LISTENER_KEEPS_WHISPERS + 1 :], whisper]
        self.news.set()

    def take(self) -> tuple[list[LiveEvent], list[Whisper]]:
        """Everything that was handed over since the last time, which is forgotten here."""
        taken = self._events, self._whispers
        self._events, self._whispers = [], []
        return taken


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
    async def follow(self, workspace_id: UUID, since: str | None = None) -> AsyncIterator[Follower]:
        """Follow a workspace from a cursor (None: from now on).

        Registers before it reads, so nothing falls between. Raises CursorTooOld when a snapshot is cheaper,
        and when the cursor is none of this log.
        """
        tail = await self._tail(workspace_id)
        cursor = None if since is None else from_text(since, tail.era)
        if since is not None and (cursor is None or await tail.is_too_old(cursor)):
            raise CursorTooOld
        follower = Follower(tail, cursor)
        tail.followers.add(follower)
        try:
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
            listener.hand_whisper(whisper)
