"""Event numbering: which scheme loses no event, and what it costs.

Sixteen writers commit into one workspace, in transactions of very different length, some of which abort;
two readers page through the log meanwhile. Four schemes, in turns, on the same PostgreSQL:

serial     page by an identity column: what almost everybody does first
counter    one row per workspace, locked last, gives every event its number
watermark  every event keeps its transaction id; readers stop below the oldest transaction still under way
holes      the same, but a reader goes on and remembers which transactions were under way: its cursor has holes

Run it with `python -m bench.event_numbering`; docs/decisions/0004-event-numbering.md quotes what it printed.
"""

import asyncio
import random
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any, Final
from uuid import UUID

import asyncpg
import uvloop

from bench.samples import median, ms, p95
from obrol.channels.contract.content import Text
from obrol.inbox.actions.writing import Draft, write_inbound
from obrol.kit.ids import new_id
from obrol.runtime.actor import Actor, ActorKind
from obrol.runtime.db import APP_ROLE, SESSION_SETTINGS, SET_WORKSPACE
from obrol.runtime.events import Hearings
from obrol.runtime.migrating import migrate
from obrol.runtime.postgres import OWNER_ROLE, EmbeddedPostgres, scratch_postgres

WRITERS: Final = 16
CONVERSATIONS: Final = 64
ROUNDS: Final = 3  # each scheme in turn, so that a noisy moment hits all of them
MIXED_FOR: Final = 4.0  # seconds of a round with transactions of differing length
PLAIN_FOR: Final = 3.0  # seconds of a round with messages alone
DRAIN_FOR: Final = 2.0  # seconds that readers get after the last commit
PAGE: Final = 500
LOOK_AGAIN: Final = 0.004  # as runtime/live.py does
WORKSPACE: Final = UUID(int=1)
BODY: Final = '{"kind": "text", "text": "Do you still have the blue one, and when could it be here?"}'

TABLES: Final = """
DROP TABLE IF EXISTS event, message, conversation, workspace_head;
CREATE TABLE workspace_head (workspace_id uuid PRIMARY KEY, seq bigint NOT NULL) WITH (fillfactor = 50);
CREATE TABLE conversation (workspace_id uuid, id int, last_pos int NOT NULL, PRIMARY KEY (workspace_id, id))
    WITH (fillfactor = 70);
CREATE TABLE message (workspace_id uuid, id bigint GENERATED ALWAYS AS IDENTITY, conversation_id int NOT NULL,
    pos int NOT NULL, content jsonb NOT NULL, PRIMARY KEY (workspace_id, id),
    UNIQUE (workspace_id, conversation_id, pos));
CREATE TABLE event (workspace_id uuid NOT NULL, id bigint GENERATED ALWAYS AS IDENTITY, seq bigint,
    xid bigint DEFAULT (pg_current_xact_id()::text)::bigint, token bigint NOT NULL, payload jsonb NOT NULL);
INSERT INTO workspace_head VALUES ('00000000-0000-0000-0000-000000000001', 0);
INSERT INTO conversation SELECT '00000000-0000-0000-0000-000000000001', n, 0 FROM generate_series(1, 64) n;
"""

_WRITE: Final = """
WITH bumped AS (
    UPDATE conversation SET last_pos = last_pos + 1 WHERE workspace_id = $1 AND id = $2 RETURNING id, last_pos
), m AS (
    INSERT INTO message (workspace_id, conversation_id, pos, content)
    SELECT $1, id, last_pos, CAST($4 AS jsonb) FROM bumped RETURNING id, pos
) {counted}
INSERT INTO event (workspace_id, token, payload {column})
SELECT $1, $3, jsonb_build_object('message', m.id, 'pos', m.pos, 'content', CAST($4 AS jsonb)) {value} FROM m {joined}
"""


Cursor = tuple[int, Any]


@dataclass(frozen=True)
class Scheme:
    """A way to number events: how they are written and how they are read."""

    name: str
    index: str
    write: str
    read: str  # $1 workspace, $2 and $3 the cursor, $4 the page
    start: Cursor = (0, 0)
    pending: str | None = None
    # The counter row stays locked until the commit, so a transaction must take it as late as it can.
    numbers_last: bool = False


SERIAL: Final = Scheme(
    "serial",
    "CREATE UNIQUE INDEX ON event (workspace_id, id)",
    _WRITE.format(counted="", column="", value="", joined=""),
    "SELECT id, 0 AS minor, token FROM event WHERE workspace_id = $1 AND id > $2::bigint + $3::bigint"
    " ORDER BY id LIMIT $4",
)
COUNTER: Final = Scheme(
    "counter",
    "CREATE UNIQUE INDEX ON event (workspace_id, seq)",
    _WRITE.format(
        counted=", n AS (UPDATE workspace_head SET seq = seq + 1"
        " WHERE workspace_id = $1 AND EXISTS (SELECT 1 FROM m) RETURNING seq)",
        column=", seq",
        value=", n.seq",
        joined=", n",
    ),
    "SELECT seq, 0 AS minor, token FROM event WHERE workspace_id = $1 AND seq > $2::bigint + $3::bigint"
    " ORDER BY seq LIMIT $4",
    numbers_last=True,
)
WATERMARK: Final = Scheme(
    "watermark",
    "CREATE UNIQUE INDEX ON event (workspace_id, xid, id)",
    _WRITE.format(counted="", column="", value="", joined=""),
    "SELECT xid, id AS minor, token FROM event WHERE workspace_id = $1 AND (xid, id) > ($2, $3)"
    " AND xid < (pg_snapshot_xmin(pg_current_snapshot())::text)::bigint ORDER BY xid, id LIMIT $4",
    pending="SELECT EXISTS (SELECT 1 FROM event WHERE workspace_id = $1 AND (xid, id) > ($2, $3))",
)
HOLES: Final = Scheme(
    "holes",
    "CREATE UNIQUE INDEX ON event (workspace_id, xid, id)",
    _WRITE.format(counted="", column="", value="", joined=""),
    """
    SELECT pg_current_snapshot()::text AS seen, e.xid, e.id, e.token
    FROM (VALUES (1)) AS once LEFT JOIN LATERAL (
        (SELECT xid, id, token FROM event WHERE workspace_id = $1 AND xid >= $2 ORDER BY xid, id LIMIT $4)
        UNION ALL
        (SELECT xid, id, token FROM event WHERE workspace_id = $1 AND xid = ANY($3::bigint[]))
    ) AS e ON true ORDER BY e.xid, e.id
    """,
    start=(0, []),
)
SCHEMES: Final = (SERIAL, COUNTER, WATERMARK, HOLES)


@dataclass
class Outcome:
    """What became of a scheme over all of its rounds."""

    committed: int = 0
    missed: int = 0
    doubled: int = 0
    aborted: int = 0
    leaked: int = 0
    mixed_rates: list[float] = field(default_factory=list)
    plain_rates: list[float] = field(default_factory=list)
    mixed_delays: list[float] = field(default_factory=list)
    plain_delays: list[float] = field(default_factory=list)


class Log:
    """One round of one scheme: who committed what and when, and who saw it."""

    def __init__(self, scheme: Scheme) -> None:
        self.scheme = scheme
        self.committed: dict[int, float] = {}
        self.aborted: set[int] = set()
        self.seen: list[dict[int, float]] = []
        self.doubled = 0
        self.news = [asyncio.Event()]
        self.ended = False
        self._last = 0

    def token(self) -> int:
        self._last += 1
        return self._last

    def commit(self, *tokens: int) -> None:
        now = time.perf_counter()
        for token in tokens:
            self.committed[token] = now
        for news in self.news:
            news.set()


async def main() -> None:
    """Measure all schemes in turns and print what became of them."""
    with scratch_postgres() as postgres:
        outcomes = {scheme.name: Outcome() for scheme in SCHEMES}
        for number in range(ROUNDS):
            for scheme in SCHEMES:
                await run_round(postgres, scheme, outcomes[scheme.name], number)
        print_outcomes(outcomes)
        await print_held_back(postgres)
        await print_real_statement(postgres)


async def run_round(postgres: EmbeddedPostgres, scheme: Scheme, outcome: Outcome, number: int) -> None:
    """One round: transactions of differing length, then plain messages."""
    for mixed, duration in ((True, MIXED_FOR), (False, PLAIN_FOR)):
        async with connections(postgres, 1) as (owner,):
            await owner.execute(TABLES + scheme.index)
        log = Log(scheme)
        async with connections(postgres, WRITERS + 2) as connected:
            readers = [asyncio.create_task(read(log, connected[0], log.news[0]))]
            if mixed:  # a second one without hints, as in another process whose hints are lost
                readers.append(asyncio.create_task(read(log, connected[1], None)))
            began = time.perf_counter()
            until = began + duration
            rolls = [random.Random(f"{number}:{writer}") for writer in range(WRITERS)]  # noqa: S311 - no secret
            await asyncio.gather(
                *(
                    write(log, connection, roll, until, mixed=mixed)
                    for connection, roll in zip(connected[2:], rolls, strict=True)
                )
            )
            took = time.perf_counter() - began
            await asyncio.sleep(DRAIN_FOR)
            log.ended = True
            await asyncio.gather(*readers)
        collect(log, outcome, took, mixed=mixed)


def collect(log: Log, outcome: Outcome, took: float, *, mixed: bool) -> None:
    """Add a round to what is known of its scheme."""
    outcome.committed += len(log.committed) * len(log.seen)
    outcome.aborted += len(log.aborted)
    outcome.doubled += log.doubled
    for seen in log.seen:
        outcome.missed += len(log.committed.keys() - seen.keys())
        outcome.leaked += len(log.aborted & seen.keys())
    delays = [max(0.0, log.seen[0][token] - at) for token, at in log.committed.items() if token in log.seen[0]]
    if mixed:
        outcome.mixed_rates.append(len(log.committed) / took)
        outcome.mixed_delays += delays
    else:
        outcome.plain_rates.append(len(log.committed) / took)
        outcome.plain_delays += delays


async def write(log: Log, connection: Any, roll: random.Random, until: float, *, mixed: bool) -> None:
    """Commit until the time is up; when mixed, some transactions are slow, some very slow, and some abort."""
    while time.perf_counter() < until:
        dice = roll.random() if mixed else 0.0
        if dice < 0.80:
            token = log.token()
            await say(log, connection, roll, token)
            log.commit(token)
        elif dice < 0.92:
            await slowly(log, connection, roll, roll.uniform(0.001, 0.015))
        elif dice < 0.95:
            await slowly(log, connection, roll, roll.uniform(0.05, 0.15))
        else:
            token = log.token()
            transaction = connection.transaction()
            await transaction.start()
            if log.scheme.numbers_last:
                await asyncio.sleep(roll.uniform(0, 0.005))
                await say(log, connection, roll, token)
            else:
                await say(log, connection, roll, token)
                await asyncio.sleep(roll.uniform(0, 0.005))
            await transaction.rollback()
            log.aborted.add(token)


async def slowly(log: Log, connection: Any, roll: random.Random, pause: float) -> None:
    """A transaction of two events that takes its time."""
    first, second = log.token(), log.token()
    # Both in one conversation, and conversations are locked in no order here: one lock at a time cannot deadlock.
    conversation = roll.randint(1, CONVERSATIONS)
    async with connection.transaction():
        if log.scheme.numbers_last:
            await asyncio.sleep(pause)
            await say(log, connection, roll, first, conversation)
        else:
            await say(log, connection, roll, first, conversation)
            await asyncio.sleep(pause)
        await say(log, connection, roll, second, conversation)
    log.commit(first, second)


async def say(log: Log, connection: Any, roll: random.Random, token: int, conversation: int | None = None) -> None:
    await connection.execute(log.scheme.write, WORKSPACE, conversation or roll.randint(1, CONVERSATIONS), token, BODY)


async def read(log: Log, connection: Any, news: asyncio.Event | None) -> None:
    """Page through the log as a tail does, until the round has ended."""
    seen: dict[int, float] = {}
    log.seen.append(seen)
    cursor = log.scheme.start
    while not log.ended:
        if news is None:
            await asyncio.sleep(0.005)
        else:
            try:
                async with asyncio.timeout(0.1):
                    await news.wait()
            except TimeoutError:
                continue
            news.clear()
        while True:
            rows, cursor = await page(connection, log.scheme, cursor)
            now = time.perf_counter()
            for row in rows:
                if row["token"] is not None:
                    log.doubled += row["token"] in seen
                    seen[row["token"]] = now
            if len(rows) < PAGE:
                break
        if news and log.scheme.pending and await connection.fetchval(log.scheme.pending, WORKSPACE, *cursor):
            asyncio.get_running_loop().call_later(LOOK_AGAIN, news.set)


async def page(connection: Any, scheme: Scheme, cursor: Cursor) -> tuple[list[Any], Cursor]:
    """What is new after a cursor, and the cursor after it."""
    rows = await connection.fetch(scheme.read, WORKSPACE, *cursor, PAGE)
    if scheme is not HOLES:
        return rows, (rows[-1][0], rows[-1][1]) if rows else cursor
    _, below, open_ones = rows[0]["seen"].split(":")
    end, holes = int(below), [int(hole) for hole in open_ones.split(",") if hole]
    new = [row for row in rows if row["xid"] is not None]
    if sum(row["xid"] >= cursor[0] for row in new) == PAGE:  # cut short: the last transaction may have more events
        end = new[-1]["xid"]
        assert end > cursor[0], "no transaction of this benchmark fills a page"
        new = [row for row in new if row["xid"] < end]
        holes = [hole for hole in holes if hole < end]
    return new, (end, holes)


def print_outcomes(outcomes: dict[str, Outcome]) -> None:
    print(f"\n{WRITERS} writers in one workspace, {ROUNDS} rounds; mixed: 80 % messages, 15 % slow, 5 % aborted\n")
    print("                                           |     mixed: seen after |     plain: seen after")
    print("scheme       to read  missed twice aborted |     /s    p50 ms   p95 |     /s    p50 ms   p95")
    for name, it in outcomes.items():
        print(
            f"{name:<10} {it.committed:>9,} {it.missed:>7,} {it.doubled:>5} {it.leaked:>7} |"
            f" {median(it.mixed_rates):>6,.0f} {ms(median(it.mixed_delays)):>9} {ms(p95(it.mixed_delays)):>5} |"
            f" {median(it.plain_rates):>6,.0f} {ms(median(it.plain_delays)):>9} {ms(p95(it.plain_delays)):>5}"
        )


async def print_held_back(postgres: EmbeddedPostgres) -> None:
    """What one transaction that stays open for half a second does to what others commit meanwhile."""
    print("\nOne transaction stays open for 500 ms (it has written); how late is what others commit meanwhile?")
    for scheme in (COUNTER, WATERMARK, HOLES):
        for where in ("this database", "another database of the server"):
            async with connections(postgres, 1) as (owner,):
                await owner.execute(TABLES + scheme.index)
                await owner.execute("DROP DATABASE IF EXISTS other")
                await owner.execute("CREATE DATABASE other")
            log = Log(scheme)
            database = "obrol" if where == "this database" else "other"
            async with connections(postgres, 2) as connected, connections(postgres, 1, database=database) as (slow,):
                reader = asyncio.create_task(read(log, connected[0], log.news[0]))
                transaction = slow.transaction()
                await transaction.start()
                await slow.execute("CREATE TEMPORARY TABLE held (n int)")  # takes a transaction id, locks nothing
                roll = random.Random(1)  # noqa: S311 - no secret
                until = time.perf_counter() + 0.5
                while time.perf_counter() < until:
                    token = log.token()
                    await say(log, connected[1], roll, token)
                    log.commit(token)
                    await asyncio.sleep(0.01)
                await transaction.rollback()
                await asyncio.sleep(0.3)
                log.ended = True
                await reader
            delays = [log.seen[0][token] - at for token, at in log.committed.items()]
            shown = f"p50 {ms(median(delays)):>7} ms   worst {ms(max(delays)):>7} ms"
            print(f"  {scheme.name:<10} open in {where:<32} {shown}")


async def print_real_statement(postgres: EmbeddedPostgres) -> None:
    """How many messages a second Obrol's own statement commits into one workspace, on its own tables."""
    async with connections(postgres, 1) as (owner,):
        await owner.execute("CREATE DATABASE house")
    await migrate(postgres.url(OWNER_ROLE, database="house"))
    conversations = [new_id() for _ in range(CONVERSATIONS)]
    contacts = [new_id() for _ in range(CONVERSATIONS)]
    async with connections(postgres, 1, database="house") as (owner,):
        await owner.execute("INSERT INTO workspace (id, name) VALUES ($1, 'Acme')", WORKSPACE)
        await owner.execute(
            "INSERT INTO channel (workspace_id, id, public_id, kind, name, settings)"
            " VALUES ($1, $1, 'shop', 'webchat', 'Shop', '{}')",
            WORKSPACE,
        )
        await owner.execute(
            "INSERT INTO contact (workspace_id, id, name, name_folded) SELECT $1, unnest($2::uuid[]), 'Walt', 'walt'",
            WORKSPACE,
            contacts,
        )
        await owner.execute(
            "INSERT INTO conversation (workspace_id, id, contact_id, channel_id, answering)"
            " SELECT $1, unnest($2::uuid[]), unnest($3::uuid[]), $1, 'team'",
            WORKSPACE,
            conversations,
            contacts,
        )
    print("\nObrol's own statement (message, conversation, event, search index, row-level security):")
    settings = SESSION_SETTINGS | {"role": APP_ROLE}
    async with connections(postgres, WRITERS, database="house", server_settings=settings) as connected:
        for connection in connected:
            await connection.execute(SET_WORKSPACE, str(WORKSPACE))
        rates = [await _real_round(connected, conversations) for _ in range(ROUNDS)]
    print("  committed messages/s, rounds: " + ", ".join(f"{rate:,.0f}" for rate in rates))


async def _real_round(connected: list[Any], conversations: list[UUID]) -> float:
    until = time.perf_counter() + PLAIN_FOR
    walt = Actor(ActorKind.CONTACT, new_id(), "Walt")
    content = Text(text="Do you still have the blue one, and when could it be here?")

    async def write_real(connection: Any, number: int) -> int:
        done = 0
        while time.perf_counter() < until:
            draft = Draft(id=new_id(), content=content, author=walt)
            conversation = conversations[(done * WRITERS + number) % len(conversations)]
            done += await write_inbound(connection.fetchrow, WORKSPACE, conversation, draft, Hearings()) is not None
        return done

    began = time.perf_counter()
    done = await asyncio.gather(*(write_real(connection, number) for number, connection in enumerate(connected)))
    return sum(done) / (time.perf_counter() - began)


@asynccontextmanager
async def connections(
    postgres: EmbeddedPostgres, count: int, *, database: str = "obrol", **options: Any
) -> AsyncIterator[list[Any]]:
    """Connections of the owner, closed afterwards."""
    url = postgres.url(OWNER_ROLE, database=database)
    opened = await asyncio.gather(*(asyncpg.connect(url, **options) for _ in range(count)))
    try:
        yield opened
    finally:
        await asyncio.gather(*(connection.close() for connection in opened))


if __name__ == "__main__":
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(main())
