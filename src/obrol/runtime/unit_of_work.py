"""The unit of work: one transaction, its events and its follow-up, committed once by the door that opened it."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import insert, select, text
from sqlalchemy.ext.asyncio import AsyncSession

from obrol.kit.clock import Clock
from obrol.runtime.actor import Actor
from obrol.runtime.db import Database, enter_workspace
from obrol.runtime.events import RENDERERS, E, Event, EventRow, Hearings
from obrol.runtime.hints import Hints, Whisper
from obrol.runtime.jobs import Job
from obrol.runtime.rows import Base

T = TypeVar("T")


class Tools:
    """What actions may need besides rows, by type: the connectors, the files, the key. Filled once at start."""

    def __init__(self, *tools: object) -> None:
        self._by_type: dict[type, object] = {type(tool): tool for tool in tools}

    def add(self, tool: object) -> None:
        """Put one more in; entrypoints alone do this."""
        self._by_type[type(tool)] = tool

    def get(self, kind: type[T]) -> T:
        """The tool of exactly this type; a missing one is a mistake of whoever assembled the program."""
        tool = self._by_type[kind]
        assert isinstance(tool, kind)
        return tool

    def find(self, kind: type[T]) -> T | None:
        """The tool of exactly this type, for what only some programs have: the demo's sign-in."""
        return self.get(kind) if kind in self._by_type else None


@dataclass(frozen=True, slots=True)
class Scope:
    """What reads take: the session, the workspace, and who looks. It cannot announce or schedule."""

    session: AsyncSession
    workspace_id: UUID
    actor: Actor
    tools: Tools


class HearEvent(Job, name="hear_event"):
    """A handler's turn to answer an event, in a unit of work of its own."""

    handler: str
    event_id: int


class UnitOfWork:
    """The first argument of every action: rows through `session`, facts through `record`, later work by `schedule`.

    When is it made? By each door: a request, a socket frame, a job. What must not happen inside? A network call.
    Is it safe to repeat? The door decides; nothing is kept of a unit of work that did not commit.
    Who owns errors? The door: a refusal or any other exception rolls everything back.
    """

    def __init__(
        self,
        session: AsyncSession,
        *,
        workspace_id: UUID,
        actor: Actor,
        clock: Clock,
        hearings: Hearings,
        tools: Tools,
    ) -> None:
        self.session = session
        self.workspace_id = workspace_id
        self.actor = actor
        self.clock = clock
        self.hearings = hearings
        self.tools = tools
        self._events: list[tuple[type[Event], dict[str, Any], Actor]] = []
        self._jobs: list[dict[str, Any]] = []
        self._whispers: list[Whisper] = []
        self._heard = False
        self._wrote_by_itself = False
        self._before_commit: list[Callable[[], Awaitable[Any]]] = []

    @property
    def scope(self) -> Scope:
        """What queries take."""
        return Scope(self.session, self.workspace_id, self.actor, self.tools)

    @property
    def now(self) -> datetime:
        """The instant at which this happens."""
        return self.clock.now()

    def record(self, event: type[Event], *, by: Actor | None = None, **facts: Any) -> None:
        """Announce a fact with this transaction. Rows among the facts are carried as their whole resource."""
        self._events.append((event, facts, by or self.actor))

    def schedule(
        self,
        job: Job,
        *,
        at: datetime | None = None,
        lane: str | None = None,
        only_once: str | None = None,
    ) -> None:
        """Schedule later work with this transaction. `only_once` names it: a second of that name is not added."""
        self._jobs.append(
            {
                "kind": job.name,
                "payload": job.model_dump_json(),
                "lane": lane or f"{job.name}:{only_once or id(job)}:{len(self._jobs)}",
                "run_at": at,
                "dedup_key": only_once,
            }
        )

    async def execute_directly(self, statement: str, *values: Any) -> Any:
        """Run a statement that writes its own events and jobs (the message path), and give back its first row.

        What was recorded before it is written before it, so that the log keeps the order in which things happened.
        """
        await self.session.flush()
        await self._write_events()
        connection = await self.session.connection()
        result = await connection.exec_driver_sql(statement, values)
        self._wrote_by_itself = True
        return result.first()

    async def event(self, event_id: int, kind: type[E]) -> E | None:
        """A fact of the log, as its handlers get it; None when it was tidied away."""
        payload = await self.session.scalar(
            select(EventRow.payload).where(EventRow.workspace_id == self.workspace_id, EventRow.id == event_id)
        )
        return None if payload is None else kind.model_validate(payload)

    def worked(self) -> None:
        """Say that lanes have work which was written without `schedule`."""
        self._wrote_by_itself = True

    def whisper(self, **what: Any) -> None:
        """Pass something lossy on to the sockets once this is committed: who is typing."""
        self._whispers.append(what)

    def before_commit(self, last: Callable[[], Awaitable[Any]]) -> None:
        """Do something after everything else is written, still in the transaction: locks on lanes come last."""
        self._before_commit.append(last)

    async def act_in(self, workspace_id: UUID, actor: Actor) -> None:
        """Turn to a workspace that was only just found: for doors that begin before any workspace is known."""
        self.workspace_id = workspace_id
        self.actor = actor
        await enter_workspace(self.session, workspace_id)

    async def commit(self, hints: Hints) -> None:
        """Write rows, events and jobs, once. Only doors call this."""
        await self.session.flush()
        await self._write_events()
        worked = await self._write_jobs()
        for last in self._before_commit:
            await last()
        await self.session.commit()
        if self._heard or self._wrote_by_itself:
            hints.events(self.workspace_id)
        if worked or self._wrote_by_itself:
            hints.work()
        for whisper in self._whispers:
            hints.whisper(self.workspace_id, whisper)

    async def _write_events(self) -> None:
        if not self._events:
            return
        self._heard = True
        resources = await self._render()
        rows: list[dict[str, Any]] = []
        facts: list[Event] = []
        for event_class, given, actor in self._events:
            fact = event_class(**{key: resources.get(id(value), value) for key, value in given.items()})
            facts.append(fact)
            rows.append(
                {
                    "workspace_id": self.workspace_id,
                    "type": fact.name,
                    "actor": actor.as_json(),
                    "audience": fact.audience().model_dump(mode="json"),
                    "conversation_id": fact.about(),
                    "on_timeline": fact.on_timeline,
                    "payload": fact.model_dump(mode="json"),
                }
            )
        ids = await self.session.scalars(insert(EventRow).returning(EventRow.id, sort_by_parameter_order=True), rows)
        for event_id, fact in zip(ids.all(), facts, strict=True):
            for hearing in self.hearings.of(fact.name):
                if hearing.only_while_bot_answers and not fact.bot_answers():
                    continue
                self.schedule(HearEvent(handler=hearing.name, event_id=event_id), lane=fact.lane())
        self._events.clear()

    async def _render(self) -> dict[int, Any]:
        by_class: dict[type[Base], list[Base]] = {}
        for _, facts, _ in self._events:
            for value in facts.values():
                if isinstance(value, Base):
                    by_class.setdefault(type(value), []).append(value)
        rendered: dict[int, Any] = {}
        for row_class, rows in by_class.items():
            resources = await RENDERERS[row_class](self.scope, rows)
            rendered |= {id(row): resources[row.id] for row in rows}  # type: ignore[attr-defined]
        return rendered

    async def _write_jobs(self) -> bool:
        if not self._jobs:
            return False
        # In the order of their lanes: two transactions that wake the same lanes cannot wait for each other.
        for job in sorted(self._jobs, key=lambda job: str(job["lane"])):
            await self.session.execute(WRITE_JOB, job | {"workspace_id": self.workspace_id})
        return True


# The job first, then its lane: whoever releases the lane meanwhile locks it and looks again (lanes/claiming.py).
WRITE_JOB = text(
    """
    WITH job AS (
        INSERT INTO lane_job (workspace_id, lane, kind, payload, run_at, dedup_key)
        VALUES (:workspace_id, :lane, :kind, CAST(:payload AS jsonb),
                COALESCE(CAST(:run_at AS timestamptz), clock_timestamp()), :dedup_key)
        ON CONFLICT (workspace_id, dedup_key) WHERE dedup_key IS NOT NULL DO NOTHING
        RETURNING workspace_id, lane, run_at
    )
    INSERT INTO lane (workspace_id, key, wake_at) SELECT workspace_id, lane, run_at FROM job
    ON CONFLICT (workspace_id, key) DO UPDATE SET wake_at = LEAST(lane.wake_at, EXCLUDED.wake_at)
    """
)


class Transactions:
    """Makes units of work for the doors of one process."""

    def __init__(
        self, database: Database, hints: Hints, hearings: Hearings, clock: Clock, tools: Tools | None = None
    ) -> None:
        self.tools = tools or Tools()
        self.database = database
        self.hints = hints
        self.hearings = hearings
        self.clock = clock

    @asynccontextmanager
    async def begin(self, workspace_id: UUID, actor: Actor) -> AsyncIterator[UnitOfWork]:
        """One unit of work: committed when the block ends well, rolled back on any exception."""
        async with self.database.session(workspace_id) as session:
            uow = UnitOfWork(
                session,
                workspace_id=workspace_id,
                actor=actor,
                clock=self.clock,
                hearings=self.hearings,
                tools=self.tools,
            )
            yield uow
            await uow.commit(self.hints)

    @asynccontextmanager
    async def begin_anywhere(self, actor: Actor) -> AsyncIterator[UnitOfWork]:
        """One unit of work before any workspace is known: sign-in, set-up, invitations."""
        async with self.database.session(None) as session:
            uow = UnitOfWork(
                session,
                workspace_id=UUID(int=0),
                actor=actor,
                clock=self.clock,
                hearings=self.hearings,
                tools=self.tools,
            )
            yield uow
            await uow.commit(self.hints)

    @asynccontextmanager
    async def look(self, workspace_id: UUID, actor: Actor) -> AsyncIterator[Scope]:
        """A read: nothing in it can be announced, scheduled or committed."""
        async with self.database.session(workspace_id, to_read=True) as session:
            yield Scope(session, workspace_id, actor, self.tools)
