"""Receiving: what a contact says becomes a message in their conversation, once."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.dialects.postgresql import insert

from obrol.channels.contract.content import Content
from obrol.channels.models import Channel
from obrol.contacts.actions import identifying
from obrol.contacts.models import Contact
from obrol.inbox.actions import finishing, snoozing
from obrol.inbox.actions.writing import Draft, Spoken, Written, write_inbound
from obrol.inbox.errors import MessageIdTaken
from obrol.inbox.events import ConversationStarted
from obrol.inbox.models import Conversation
from obrol.inbox.queries import conversations
from obrol.kit.ids import new_id
from obrol.runtime.actor import Actor, ActorKind
from obrol.runtime.unit_of_work import Transactions, UnitOfWork


@dataclass(frozen=True, slots=True)
class Arrival:
    """Something that a contact said on a channel, before we know who they are."""

    external_id: str
    content: Content
    id: UUID  # made by whoever writes, so that a retry is the same message
    vendor_id: str | None = None
    name: str | None = None
    locale: str | None = None
    time_zone: str | None = None
    page_url: str | None = None
    page_title: str | None = None


@dataclass(frozen=True, slots=True)
class Received:
    """The message, and the conversation that it is in."""

    conversation_id: UUID
    contact_id: UUID
    contact_name: str
    written: Written


async def receive(uow: UnitOfWork, channel: Channel, arrival: Arrival) -> Received:
    """Write what a contact said, making contact and conversation when they are new, and reopening what was done.

    The same id with the same content again is the same message; with other content it is MessageIdTaken.
    """
    contact = await identifying.identify(
        uow,
        channel_id=channel.id,
        external_id=arrival.external_id,
        name=arrival.name,
        locale=arrival.locale,
        time_zone=arrival.time_zone,
        page_url=arrival.page_url,
        page_title=arrival.page_title,
    )
    conversation = await _thread(uow, channel, contact)
    await snoozing.wake(uow, conversation, because="contact_wrote")
    await finishing.reopen(uow, conversation, because="contact_wrote")
    draft = Draft(
        id=arrival.id,
        content=arrival.content,
        author=Actor(ActorKind.CONTACT, contact.id, contact.name),
        external_id=arrival.vendor_id,
    )
    written = await write_inbound(uow.execute_directly, uow.workspace_id, conversation.id, draft, uow.hearings)
    if written is None:
        written = await the_one_written_before(uow, conversation.id, draft)
    await uow.session.refresh(conversation)
    return Received(conversation.id, contact.id, contact.name, written)


async def receive_at_once(
    transactions: Transactions, workspace_id: UUID, conversation_id: UUID, draft: Draft
) -> Written | None:
    """The whole of receiving in one statement, for an open conversation that is known; None when it is not that.

    The caller then takes the long way, `receive`, which finds out why and does what is needed.
    """
    async with transactions.database.fast(workspace_id) as connection:
        written = await write_inbound(connection.fetchrow, workspace_id, conversation_id, draft, transactions.hearings)
    if written is not None:
        transactions.hints.events(workspace_id)
        if written.left_work:
            transactions.hints.work()
    return written


async def the_one_written_before(uow: UnitOfWork, conversation_id: UUID, draft: Draft) -> Spoken:
    """The message that already has this id; refuses with MessageIdTaken when it is another one."""
    message = await conversations.find_message(uow.scope, draft.id)
    if (
        message is None
        or message.conversation_id != conversation_id
        or message.author_id != draft.author.id
        or message.content_hash != draft.content_hash
    ):
        raise MessageIdTaken
    document = await conversations.message_document(uow.scope, message.id)
    assert document is not None
    return Spoken(message.pos, message.visitor_seq, message.created_at, left_work=False, message=document)


async def _thread(uow: UnitOfWork, channel: Channel, contact: Contact) -> Conversation:
    """The contact's conversation on this channel, locked; started when it is their first word here."""
    found = await conversations.find_thread(uow.scope, channel_id=channel.id, contact_id=contact.id, lock=True)
    if found is not None:
        return found
    # Sixteen first messages at one instant: the unique index lets one conversation in, the others find it.
    started = await uow.session.scalar(
        insert(Conversation)
        .values(
            workspace_id=uow.workspace_id,
            id=new_id(),
            contact_id=contact.id,
            channel_id=channel.id,
            answering="bot" if channel.bot_id else "team",
        )
        .on_conflict_do_nothing(index_elements=["workspace_id", "channel_id", "contact_id"])
        .returning(Conversation.id)
    )
    conversation = await conversations.find_thread(uow.scope, channel_id=channel.id, contact_id=contact.id, lock=True)
    assert conversation is not None
    if started is not None:
        who = Actor(ActorKind.CONTACT, contact.id, contact.name)
        uow.record(ConversationStarted, by=who, conversation=conversation)
    return conversation
