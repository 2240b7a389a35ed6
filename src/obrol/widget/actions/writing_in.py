"""Writing in: a visitor says something, over a socket or a request; both doors end here."""

from dataclasses import dataclass
from uuid import UUID

from obrol.channels.contract.content import Choice, Content, Text
from obrol.inbox.actions import attaching, receiving
from obrol.inbox.actions.receiving import Arrival
from obrol.inbox.actions.writing import Draft
from obrol.runtime.actor import Actor, ActorKind
from obrol.runtime.unit_of_work import Transactions
from obrol.widget.access import Thread, Visitor, channel_of_visitor
from obrol.widget.errors import NotSendable


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a browser says of itself: its language and time zone, and the page that it is on."""

    locale: str | None = None
    time_zone: str | None = None
    page_url: str | None = None
    page_title: str | None = None


@dataclass(frozen=True, slots=True)
class Said:
    """Where the message stands now."""

    conversation_id: UUID
    contact_id: UUID
    contact_name: str
    seq: int
    at: str


async def write_in(
    transactions: Transactions,
    visitor: Visitor,
    message_id: UUID,
    content: Content,
    *,
    thread: Thread | None,
    around: Surroundings,
) -> Said:
    """Store what the visitor says; the answer means that it is on disk.

    The short way, one statement, serves an open conversation that is known and words alone; the long way does
    everything else: a first message, a file, a conversation that was done, an id that was used before.
    """
    if thread is not None and isinstance(content, Text | Choice):
        draft = Draft(
            id=message_id,
            content=content,
            author=Actor(ActorKind.CONTACT, thread.contact_id, thread.contact_name),
        )
        written = await receiving.receive_at_once(transactions, visitor.workspace_id, thread.conversation_id, draft)
        if written is not None:
            assert written.visitor_seq is not None
            return Said(
                thread.conversation_id,
                thread.contact_id,
                thread.contact_name,
                written.visitor_seq,
                written.created_at.isoformat(),
            )
    return await _the_long_way(transactions, visitor, message_id, content, around)


async def _the_long_way(
    transactions: Transactions, visitor: Visitor, message_id: UUID, content: Content, around: Surroundings
) -> Said:
    nobody_yet = Actor(ActorKind.CONTACT, None, "")
    async with transactions.begin(visitor.workspace_id, nobody_yet) as uow:
        channel = await channel_of_visitor(uow.scope, visitor)
        checked = await attaching.check_media(uow, content, brought_by=visitor.external_id)
        received = await receiving.receive(
            uow,
            channel,
            Arrival(
                external_id=visitor.external_id,
                content=checked,
                id=message_id,
                locale=around.locale,
                time_zone=around.time_zone,
                page_url=around.page_url,
                page_title=around.page_title,
            ),
        )
    seq = received.written.visitor_seq
    if seq is None:
        raise NotSendable
    return Said(
        received.conversation_id,
        received.contact_id,
        received.contact_name,
        seq,
        received.written.created_at.isoformat(),
    )
