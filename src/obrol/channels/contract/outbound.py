"""What a connector is given to send, and what it answers."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from types import MappingProxyType
from typing import Any, Literal
from uuid import UUID, uuid5

from obrol.channels.contract.content import OutboundContent

Purpose = Literal["bot", "agent", "topic", "template"]


@dataclass(frozen=True, slots=True)
class Speaker:
    """Under which name and picture a message leaves. `id` is the persona, or whoever wrote when there is none."""

    id: UUID
    name: str
    picture_url: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class OutboundMessage:
    """One piece of one message, shaped to the channel, to one contact.

    A message that was split leaves piece by piece: each piece is one call of `send` and one row of the sender's
    memory, so that a retry goes on after the last piece that arrived.
    """

    message_id: UUID
    piece: int = 1  # from 1
    pieces: int = 1
    to: str  # the contact's external id on this channel
    content: OutboundContent
    links: Mapping[UUID, str] = field(default_factory=lambda: MappingProxyType({}))  # attachment → signed address
    speaker: Speaker | None = None
    reply_to: str | None = None  # the external id of the message that this one quotes
    purpose: Purpose = "agent"

    @property
    def idempotency_key(self) -> UUID:
        """The same for every try: the message's id, and for later pieces an id that follows from it."""
        return self.message_id if self.piece == 1 else uuid5(self.message_id, str(self.piece))

    @property
    def mark(self) -> str:
        """Ours, opaque to the vendor: sent along where the channel echoes such a thing, found again by `parse`."""
        return f"{self.message_id}.{self.piece}"


@dataclass(frozen=True, slots=True)
class SendResult:
    """The channel took it. `external_id` is None only where the channel numbers nothing."""

    external_id: str | None
    at: datetime | None = None  # the vendor's clock
    new_address: str | None = None  # the channel told us a better address of this contact


@dataclass(frozen=True, slots=True)
class VendorRequest:
    """One request as it would leave, without secrets: what `obrol connectors render` prints."""

    method: str
    address: str
    body: Any


def read_mark(mark: str) -> tuple[UUID, int] | None:
    """The message and the piece that a mark names; None for a mark that is not ours."""
    message_id, dot, piece = mark.rpartition(".")
    try:
        return (UUID(message_id), int(piece)) if dot else None
    except ValueError:
        return None
