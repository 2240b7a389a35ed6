"""Wire shapes of bots and flows. A document is described by the engine's own JSON Schema."""

from datetime import datetime
from typing import Annotated, Any, Literal
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


class BotTurnItem(Out):
    """Something that the bot left unfinished: a question that waits, a wait that runs (`at`), or words nobody got."""

    key: str
    kind: Literal["question", "delay", "message"]
    flow_name: str | None
    text: str
    at: datetime | None


class BotTurnOut(Out):
    """What can go on when the bot answers again."""

    items: list[BotTurnItem]


class BotTurnIn(In):
    """What is to go on, by key; the rest ends."""

    go_on: Annotated[list[Annotated[str, Field(max_length=60)]], Field(max_length=100)]


class SubflowIn(In):
    """A flow to send. The id is made by the sender, so that a retry is the same run.

    `while_on`: what to do when live chat mode is on.
    """

    id: UUID
    flow_id: UUID
    while_on: Literal["refuse", "switch_off", "control"] = "refuse"


class ResendIn(In):
    """The id of the new message, made by the sender, so that a retry is the same message."""

    id: UUID
