"""Wire shapes of bots and flows. A document is described by the engine's own JSON Schema."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from pydantic import Field

from obrol.flows.engine.problems import Problem
from obrol.runtime.wire import ONE_LINE, In, Out

NAME_LIMIT = 80  # characters

Name = Annotated[str, ONE_LINE, Field(min_length=1, max_length=NAME_LIMIT)]


class ChannelRef(Out):
    """A channel that a bot answers on."""

    id: UUID
    name: str
    kind: str


class BotOut(Out):
    """A bot, whole."""

    id: UUID
    name: str
    channels: list[ChannelRef]
    created_at: datetime
    version: int


class FlowOut(Out):
    """A flow without its document. `has_changes`: the draft says something that is not published."""

    id: UUID
    bot_id: UUID
    name: str
    published_version: int | None
    has_changes: bool
    created_at: datetime
    version: int


class FlowDetail(FlowOut):
    """A flow with its draft, and what the linter says about it."""

    draft: dict[str, Any]
    problems: list[Problem]


class FlowVersionRef(Out):
    """A published version without its document; `published_by_id` is null when a program published it."""

    flow_id: UUID
    number: int
    published_at: datetime
    published_by_id: UUID | None


class FlowVersionOut(FlowVersionRef):
    """A published version. It never changes."""

    document: dict[str, Any]


class BotIn(In):
    """A bot to make."""

    name: Name


class BotPatch(In):
    """What to change of a bot."""

    name: Name | None = None


class FlowIn(In):
    """A flow to make; without a draft it begins with one step that ends it."""

    bot_id: UUID
    name: Name
    draft: dict[str, Any] | None = None


class FlowPatch(In):
    """What to change of a flow."""

    name: Name | None = None


class DraftIn(In):
    """The draft, whole."""

    document: dict[str, Any]


class FlowMention(Out):
    """A flow that speaks of a tag, a field, a topic or a sequence; `live` when the version that runs does."""

    flow_id: UUID
    bot_id: UUID
    name: str
    live: bool
