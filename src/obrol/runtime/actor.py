"""The actor: who is doing this."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any
from uuid import UUID


class ActorKind(StrEnum):
    """The kinds of someone or something that changes the world."""

    AGENT = "agent"
    CONTACT = "contact"
    BOT = "bot"
    SYSTEM = "system"


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts, as events and messages remember it."""

    kind: ActorKind
    id: UUID | None
    name: str
    role: str | None = None
    team_ids: frozenset[UUID] = field(default_factory=frozenset)

    @property
    def is_agent(self) -> bool:
        return self.kind == ActorKind.AGENT

    def as_json(self) -> dict[str, Any]:
        """The form that events carry."""
        return {"kind": self.kind.value, "id": str(self.id) if self.id else None, "name": self.name}


SESSION_COOKIE = "obrol_session"


@dataclass(frozen=True, slots=True)
class SignedIn:
    """Who a browser's session speaks for."""

    session_id: UUID
    account_id: UUID
    workspace_id: UUID
    actor: Actor


SYSTEM = Actor(ActorKind.SYSTEM, None, "Obrol")
