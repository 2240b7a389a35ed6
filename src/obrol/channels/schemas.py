"""Wire shapes of channels. Credentials come in and never go out."""

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import Field

from obrol.channels.contract.capabilities import Capabilities
from obrol.runtime.wire import ONE_LINE, In, Out

NAME_LIMIT = 80  # characters
KIND_LIMIT = 40  # characters

ChannelName = Annotated[str, ONE_LINE, Field(min_length=1, max_length=NAME_LIMIT)]
# What the connector's own form checks next.
Values = dict[str, Any]


class BotRef(Out):
    """The bot that answers on a channel."""

    id: UUID
    name: str


class ChannelOut(Out):
    """A channel, whole. `settings` are those of its kind; `removed_at` is null while it is connected."""

    id: UUID
    kind: str
    name: str
    state: Literal["connected", "broken"]
    state_reason: str | None
    bot: BotRef | None
    start_flow_id: UUID | None
    settings: Values
    public_id: str
    removed_at: datetime | None
    created_at: datetime
    version: int


class ChannelDetail(ChannelOut):
    """A channel with what one needs to set it up, and what can be done on it."""

    webhook_address: str | None
    has_credentials: bool
    capabilities: Capabilities


class ChannelKindOut(Out):
    """A kind of channel that can be connected; the forms are JSON Schema."""

    kind: str
    guide: str
    has_webhook: bool
    settings_form: dict[str, Any]
    credentials_form: dict[str, Any]


class ChannelIn(In):
    """A channel to connect."""

    kind: Annotated[str, Field(min_length=1, max_length=KIND_LIMIT)]
    name: ChannelName
    settings: Values = Field(default_factory=dict)
    credentials: Values = Field(default_factory=dict)


class ChannelPatch(In):
    """What to change; whatever is absent stays as it is. A null bot is taken off the channel."""

    name: ChannelName | None = None
    settings: Values | None = None
    credentials: Values | None = None
    bot_id: UUID | None = None
    start_flow_id: UUID | None = None


class ConnectionIn(In):
    """Fresh credentials, for kinds that have some."""

    credentials: Values | None = None
