"""Events: facts, past tense, written in the transaction that made them true.

One table is the timeline, the audit log, the live feed, the source of webhooks and the trigger of automations.
How a reader never skips one is decided in docs/decisions/0004-event-numbering.md.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar, Literal, Protocol, TypeVar
from uuid import UUID

from pydantic import BaseModel, ConfigDict
from sqlalchemy import BigInteger, Identity, Index, func, text
from sqlalchemy.orm import Mapped, mapped_column

from obrol.runtime.rows import Base


class EventRow(Base):
    """A fact as it lies in the log."""

    __tablename__ = "event"

    workspace_id: Mapped[UUID] = mapped_column(primary_key=True)
    id: Mapped[int] = mapped_column(BigInteger, Identity(always=True), primary_key=True)
    # The transaction that wrote it: readers know by it what they have, and what was still under way when they looked.
    xid: Mapped[int] = mapped_column(BigInteger, server_default=text("(pg_current_xact_id()::text)::bigint"))
    type: Mapped[str]
    at: Mapped[datetime] = mapped_column(server_default=func.clock_timestamp())
    actor: Mapped[dict[str, Any]]
    audience: Mapped[dict[str, Any]]
    conversation_id: Mapped[UUID | None]
    on_timeline: Mapped[bool] = mapped_column(server_default=text("false"))
    payload: Mapped[dict[str, Any]]
    __table_args__ = (
        Index("ix_event_feed", "workspace_id", "xid", "id"),
        Index(
            "ix_event_timeline",
            "workspace_id",
            "conversation_id",
            "id",
            postgresql_where=text("on_timeline"),
        ),
    )


class Audience(BaseModel):
    """Who may hear an event, as data; resolved when it is delivered, so permissions are those of that moment."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    kind: Literal["workspace", "conversation", "agent", "nobody"]
    id: UUID | None = None


EVERYONE = Audience(kind="workspace")
NOBODY = Audience(kind="nobody")


class Event(BaseModel):
    """The root of facts. A subclass names itself: `class ConversationSnoozed(Event, name="conversation.snoozed")`."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: ClassVar[str] = ""
    on_timeline: ClassVar[bool] = False

    def __init_subclass__(cls, *, name: str = "", on_timeline: bool = False) -> None:
        super().__init_subclass__()
        if name:
            cls.name = name
            cls.on_timeline = on_timeline
            DECLARED[name] = cls

    @classmethod
    def __pydantic_init_subclass__(cls, **_named: Any) -> None:
        """Takes the name that Pydantic passes on as well."""

    def audience(self) -> Audience:
        """Who may hear it; a whole workspace unless a subclass says otherwise."""
        return EVERYONE

    def about(self) -> UUID | None:
        """The conversation that it belongs to, if any."""
        return None

    def lane(self) -> str | None:
        """The lane in which its handlers answer, in order; None: each in a lane of its own."""
        conversation_id = self.about()
        return f"conversation:{conversation_id}" if conversation_id else None

    def bot_answers(self) -> bool:
        """Whether the bot answers its conversation; handlers may ask to hear only then."""
        return True


DECLARED: dict[str, type[Event]] = {}

E = TypeVar("E", bound=Event)


class Hearer(Protocol):
    """A function that answers an event in its own unit of work."""

    async def __call__(self, uow: Any, event: Any, /) -> None: ...


@dataclass(frozen=True)
class Hearing:
    """One declaration: this handler hears that event."""

    event: type[Event]
    handler: Hearer
    name: str
    # Asked only while the bot answers, so that a conversation in the team's hands costs no job per message.
    only_while_bot_answers: bool


class Hearings:
    """Who hears what; filled at start by entrypoints, and checked there."""

    def __init__(self) -> None:
        self._by_name: dict[str, Hearing] = {}
        self._by_event: dict[str, list[Hearing]] = {}

    def add(self, event: type[Event], handler: Hearer, *, only_while_bot_answers: bool = False) -> None:
        """Declare a handler; refuses to start on an event that nobody declared or a name used twice."""
        if event.name not in DECLARED:
            msg = f"{handler!r} hears {event!r}, which is not declared"
            raise RuntimeError(msg)
        name = f"{handler.__module__}.{getattr(handler, '__name__', repr(handler))}"
        if name in self._by_name:
            msg = f"{name} is declared twice"
            raise RuntimeError(msg)
        hearing = Hearing(event, handler, name, only_while_bot_answers)
        self._by_name[name] = hearing
        self._by_event.setdefault(event.name, []).append(hearing)

    def of(self, event_name: str) -> list[Hearing]:
        """The declarations for an event."""
        return self._by_event.get(event_name, [])

    def named(self, name: str) -> Hearing:
        """The declaration of that name; KeyError when a newer or older program wrote the job."""
        return self._by_name[name]

    def all(self) -> list[Hearing]:
        """Every declaration, in the order of their names."""
        return [self._by_name[name] for name in sorted(self._by_name)]


Renderer = Callable[[Any, list[Any]], Awaitable[dict[UUID, Any]]]
"""(scope, rows) → the whole resource of each row by id, as it stands after the flush."""

RENDERERS: dict[type[Base], Renderer] = {}


def renders(row: type[Base]) -> Callable[[Renderer], Renderer]:
    """Declare how a row becomes the resource that events carry."""

    def declare(renderer: Renderer) -> Renderer:
        RENDERERS[row] = renderer
        return renderer

    return declare
