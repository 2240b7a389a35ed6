"""The world as a run sees it: a snapshot of plain data, taken by the caller before the engine is asked."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, JsonValue

from obrol.kit.clock import zone_named

LARGEST_NUMBER = 10**15  # a float, here and in JavaScript, counts this far by ones
# What a run keeps itself and what an effect sets. Numbers are never NaN or infinite: JSON has neither.
Number = Annotated[int | float, Field(ge=-LARGEST_NUMBER, le=LARGEST_NUMBER, allow_inf_nan=False)]
Value = str | bool | Number | None


class Snapshot(BaseModel):
    """The root of everything that is passed in: frozen, so that no step can change what it was told."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class ContactSnapshot(Snapshot):
    """The person on the other side. `fields` holds the custom fields that have a value, by key; `tags` are names."""

    id: UUID
    name: str = ""
    email: str | None = None
    phone: str | None = None
    locale: str | None = None
    time_zone: str | None = None
    tags: tuple[str, ...] = ()
    fields: Mapping[str, JsonValue] = {}


class ConversationSnapshot(Snapshot):
    """The thread that the run talks in."""

    id: UUID
    status: str = "open"
    answering: Literal["bot", "team"] = "bot"


class ChannelSnapshot(Snapshot):
    """The channel that the conversation is on; `kind` is for conditions that people write, never for our own code."""

    id: UUID
    kind: str
    name: str = ""


class NamedSnapshot(Snapshot):
    """Whatever a flow knows by id and name: an agent, a bot."""

    id: UUID
    name: str = ""


class WorkspaceSnapshot(Snapshot):
    """The workspace; its time zone stands in for a contact's that is not known."""

    id: UUID
    name: str = ""
    time_zone: str = "UTC"
    locale: str = "en"


class World(Snapshot):
    """Everything that a flow may look up, besides the run and the time."""

    contact: ContactSnapshot
    conversation: ConversationSnapshot
    channel: ChannelSnapshot
    workspace: WorkspaceSnapshot
    bot: NamedSnapshot | None = None
    agent: NamedSnapshot | None = None

    def local(self, now: datetime) -> datetime:
        """The instant on the contact's clock, else the workspace's, else in UTC."""
        return now.astimezone(zone_named(self.contact.time_zone) or zone_named(self.workspace.time_zone) or UTC)
