"""Arriving: what a connector understood, told to the conversation it is about."""

from typing import Final
from uuid import UUID

from pydantic import TypeAdapter
from sqlalchemy import or_, select

from obrol.channels import queries as channels
from obrol.channels.access import capabilities_of
from obrol.channels.contract.content import Content, OutboundContent, Text
from obrol.channels.contract.inbound import (
    Inbound,
    InboundEcho,
    InboundMessage,
    InboundReceipt,
    InboundTyping,
    RemoteMedia,
)
from obrol.channels.contract.offers import match_numbered_reply
from obrol.channels.contract.outbound import read_mark
from obrol.channels.models import Channel
from obrol.contacts.models import Contact, Identity
from obrol.inbox.actions import delivering
from obrol.inbox.actions.receiving import Arrival, receive
from obrol.inbox.events import MessageDeliveryChanged
from obrol.inbox.models import Conversation, Delivery, Message, SendAttempt
from obrol.inbox.queries import conversations
from obrol.inbox.schemas import DeliveryOut
from obrol.kit.ids import new_id
from obrol.runtime.actor import Actor, ActorKind
from obrol.runtime.unit_of_work import UnitOfWork

_OFFERED: Final[TypeAdapter[OutboundContent]] = TypeAdapter(OutboundContent)
TYPING_FOR: Final = 6_000  # milliseconds that one sign of typing is shown
# How far a message has come; a receipt only ever moves it to the right.
LADDER: Final = (Delivery.QUEUED, Delivery.UNKNOWN, Delivery.SENT, Delivery.DELIVERED, Delivery.READ)


async def arrive(uow: UnitOfWork, channel_id: UUID, inbound: Inbound) -> None:
    """Take in one fact from outside. The same fact again changes nothing."""
    channel = await channels.find_channel(uow.scope, channel_id)
    if channel is None or channel.removed_at is not None:
        return
    match inbound:
        case InboundMessage():
            if await _message_with(uow, channel_id, inbound.key) is None:
                sender = inbound.sender
                content = _held(inbound.content)
                arrival = Arrival(
                    external_id=sender.external_id,
                    content=await _as_choice(uow, channel, sender.external_id, content),
                    id=new_id(),
                    vendor_id=inbound.key,
                    name=sender.name,
                    locale=sender.locale,
                    page_url=sender.page.url if sender.page else None,
                    page_title=sender.page.title if sender.page else None,
                )
                await receive(uow, channel, arrival)
        case InboundReceipt():
            await _take_receipt(uow, channel_id, inbound)
        case InboundEcho(mark=str() as mark):
            await _take_echo(uow, inbound, mark)
        case InboundTyping():
            await _show_typing(uow, channel_id, inbound.external_id)
        case _:
            pass  # kept raw; reactions, edits and opt-ins come with the channels that have them


def _held(content: Content | RemoteMedia) -> Content:
    """What can be shown now. A file that is still at its vendor is named, so that nobody misses it."""
    if isinstance(content, RemoteMedia):
        return Text(text=content.caption or content.name or f"[{content.shown_as}]")
    return content


async def _as_choice(uow: UnitOfWork, channel: Channel, external_id: str, content: Content) -> Content:
    """A typed "2" as the second of the answers that our last message offered, where the channel showed numbers."""
    if not isinstance(content, Text):
        return content
    capabilities = await capabilities_of(uow.scope, channel.id)
    if capabilities.buttons is not None and capabilities.quick_replies is not None:
        return content  # answers are pressed there; what is typed is meant as words
    offered = await uow.session.scalar(
        select(Message)
        .join(
            Conversation,
            (Conversation.workspace_id == Message.workspace_id) & (Conversation.id == Message.conversation_id),
        )
        .join(
            Identity,
            (Identity.workspace_id == Conversation.workspace_id)
            & (Identity.contact_id == Conversation.contact_id)
            & (Identity.channel_id == Conversation.channel_id),
        )
        .where(
            Identity.workspace_id == uow.workspace_id,
            Identity.channel_id == channel.id,
            Identity.external_id == external_id,
            Message.direction == "outbound",
            Message.visitor_seq.is_not(None),
        )
        .order_by(Message.pos.desc())
        .limit(1)
    )
    if offered is None:
        return content
    document = _OFFERED.validate_python(offered.content)
    return match_numbered_reply(content.text, document, capabilities, message_id=offered.id) or content


async def _take_receipt(uow: UnitOfWork, channel_id: UUID, receipt: InboundReceipt) -> None:
    for external_id in receipt.messages:
        message = await _message_with(uow, channel_id, external_id)
        if message is not None and message.direction == "outbound":
            await _move(uow, message.id, Delivery(receipt.status), reason=receipt.reason or None)


async def _take_echo(uow: UnitOfWork, echo: InboundEcho, mark: str) -> None:
    named = read_mark(mark)
    if named is None:
        return
    message = await conversations.find_message(uow.scope, named[0])
    if message is None or message.direction != "outbound":
        return
    if message.external_id is None:
        message.external_id = echo.message
    await _move(uow, message.id, Delivery.SENT, reason=None)


async def _move(uow: UnitOfWork, message_id: UUID, to: Delivery, *, reason: str | None) -> None:
    """Move a message's ticks forward; a late "sent" never undoes "read", and may come before our own answer."""
    message = await conversations.find_message(uow.scope, message_id)
    assert message is not None
    conversation = await conversations.find_conversation(uow.scope, message.conversation_id, lock=True)
    assert conversation is not None
    now = Delivery(message.delivery)
    if to == Delivery.FAILED:
        if now in {Delivery.DELIVERED, Delivery.READ, Delivery.FAILED}:
            return
    elif now not in LADDER or LADDER.index(to) <= LADDER.index(now):
        return
    if message.visitor_seq is None and to != Delivery.FAILED:
        delivering.show(uow, conversation, message)
        if to == Delivery.SENT:
            return
    message.delivery, message.delivery_reason = to, reason
    uow.record(
        MessageDeliveryChanged,
        conversation_id=conversation.id,
        visitor_seq=conversation.visitor_seq,
        deliveries=[
            DeliveryOut(
                message_id=message.id,
                visitor_seq=message.visitor_seq,
                delivery=to.value,
                delivery_reason=reason,
                sent_at=message.sent_at,
                version=message.version + 1,
            )
        ],
    )


async def _show_typing(uow: UnitOfWork, channel_id: UUID, external_id: str) -> None:
    row = (
        await uow.session.execute(
            select(Conversation.id, Contact.id, Contact.name)
            .join(
                Identity,
                (Identity.workspace_id == Conversation.workspace_id)
                & (Identity.contact_id == Conversation.contact_id)
                & (Identity.channel_id == Conversation.channel_id),
            )
            .join(
                Contact,
                (Contact.workspace_id == Conversation.workspace_id) & (Contact.id == Conversation.contact_id),
            )
            .where(
                Identity.workspace_id == uow.workspace_id,
                Identity.channel_id == channel_id,
                Identity.external_id == external_id,
            )
        )
    ).first()
    if row is not None:
        who = Actor(ActorKind.CONTACT, row[1], row[2])
        uow.whisper(type="typing", conversation_id=str(row[0]), who=who.as_json(), for_ms=TYPING_FOR)


async def _message_with(uow: UnitOfWork, channel_id: UUID, external_id: str) -> Message | None:
    """The message that the channel knows by this id, or by the id of one of its pieces."""
    of_a_piece = select(SendAttempt.message_id).where(
        SendAttempt.workspace_id == uow.workspace_id, SendAttempt.external_id == external_id
    )
    return await uow.session.scalar(
        select(Message)
        .where(
            Message.workspace_id == uow.workspace_id,
            Message.channel_id == channel_id,
            or_(Message.external_id == external_id, Message.id.in_(of_a_piece)),
        )
        .limit(1)
    )
