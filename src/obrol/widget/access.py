"""Access: from a visitor's token to who they are and which conversation is theirs."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from obrol.channels import queries as channels
from obrol.channels.models import Channel
from obrol.runtime.db import Database, enter_workspace
from obrol.runtime.signing import Signer
from obrol.runtime.unit_of_work import Scope
from obrol.widget.errors import NoSuchWidget, VisitorUnknown

PURPOSE = "visitor"
RANDOM_BYTES = 16  # 128 bits: nobody guesses another visitor
GOOD_FOR = timedelta(days=365)
KIND = "webchat"


@dataclass(frozen=True, slots=True)
class Visitor:
    """Who a token speaks for: a browser on one web-chat channel."""

    workspace_id: UUID
    channel_id: UUID
    external_id: str


@dataclass(frozen=True, slots=True)
class Thread:
    """The visitor's conversation, as much of it as their socket needs."""

    conversation_id: UUID
    contact_id: UUID
    contact_name: str
    head: int
    seen: int
    answering: str
    bot_name: str | None  # an agent who types is shown as the bot, as their replies are


def issue_token(signer: Signer, workspace_id: UUID, channel_id: UUID) -> tuple[str, datetime]:
    """A token for a new visitor of a channel, and until when it is good."""
    ends = signer.clock.now() + GOOD_FOR
    payload = workspace_id.bytes + channel_id.bytes + secrets.token_bytes(RANDOM_BYTES)
    return signer.sign(PURPOSE, payload, ends), ends


def visitor_of(signer: Signer, token: str) -> Visitor:
    """Who a token speaks for; refuses with VisitorUnknown."""
    payload = signer.verify(PURPOSE, token)
    if payload is None or len(payload) != 32 + RANDOM_BYTES:
        raise VisitorUnknown
    return Visitor(UUID(bytes=payload[:16]), UUID(bytes=payload[16:32]), payload[32:].hex())


async def channel_of_widget(scope: Scope, public_id: str) -> tuple[UUID, Channel]:
    """The web-chat channel with this public id and its workspace; refuses with NoSuchWidget."""
    place = await channels.find_channel_by_public_id(scope, public_id)
    if place is None:
        raise NoSuchWidget
    inside = await _enter(scope, place.workspace_id)
    channel = await channels.find_channel(inside, place.channel_id)
    if channel is None or channel.kind != KIND or channel.removed_at is not None:
        raise NoSuchWidget
    return place.workspace_id, channel


async def channel_of_visitor(scope: Scope, visitor: Visitor) -> Channel:
    """The channel of a visitor who comes back; VisitorUnknown when it was removed."""
    channel = await channels.find_channel(scope, visitor.channel_id)
    if channel is None or channel.removed_at is not None:
        raise VisitorUnknown
    return channel


async def _enter(scope: Scope, workspace_id: UUID) -> Scope:
    await enter_workspace(scope.session, workspace_id)
    return Scope(scope.session, workspace_id, scope.actor, scope.tools)


def is_allowed(origin: str, allowed: list[str]) -> bool:
    """Whether a page of this origin may show the widget; `https://*.shop.example` allows every page below it."""
    for pattern in allowed:
        scheme, _, host = pattern.partition("://")
        if not host.startswith("*."):
            if origin == pattern:
                return True
            continue
        given_scheme, _, given_host = origin.partition("://")
        if given_scheme == scheme and given_host.endswith(host[1:]) and len(given_host) > len(host) - 1:
            return True
    return False


_THREAD = """
SELECT c.id, c.contact_id, ct.name, c.visitor_seq, c.team_seen_seq, c.answering, b.name AS bot_name
FROM identity i
JOIN conversation c ON c.workspace_id = i.workspace_id AND c.contact_id = i.contact_id AND c.channel_id = i.channel_id
JOIN contact ct ON ct.workspace_id = c.workspace_id AND ct.id = c.contact_id
JOIN channel ch ON ch.workspace_id = c.workspace_id AND ch.id = c.channel_id
LEFT JOIN bot b ON b.workspace_id = ch.workspace_id AND b.id = ch.bot_id
WHERE i.workspace_id = $1 AND i.channel_id = $2 AND i.external_id = $3
"""


async def find_thread(database: Database, visitor: Visitor) -> Thread | None:
    """The visitor's conversation; None before their first message."""
    async with database.fast(visitor.workspace_id) as connection:
        row = await connection.fetchrow(_THREAD, visitor.workspace_id, visitor.channel_id, visitor.external_id)
    if row is None:
        return None
    return Thread(
        row["id"],
        row["contact_id"],
        row["name"],
        row["visitor_seq"],
        row["team_seen_seq"],
        row["answering"],
        row["bot_name"],
    )
