"""Delivering: a queued message leaves, or says why it does not.

Claim in a transaction, send outside of any, settle in another (design.md, section 7). What a failure means is
decided by its class alone (channels/contract/retrying.py).
"""

import random
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

import structlog
from pydantic import TypeAdapter
from sqlalchemy import or_, select

from obrol.channels import queries as channels
from obrol.channels.access import capabilities_of, connector_of, context_of
from obrol.channels.actions import connecting
from obrol.channels.contract.abilities import FindsSent
from obrol.channels.contract.capabilities import Capabilities
from obrol.channels.contract.connector import Connector
from obrol.channels.contract.content import OutboundContent, plain_text
from obrol.channels.contract.failures import Ambiguous, SendFailure, as_failure
from obrol.channels.contract.outbound import OutboundMessage, SendResult, Speaker
from obrol.channels.contract.retrying import HOLDS_UP_FOR, NextStep, Then, next_attempt
from obrol.channels.contract.setup import ChannelContext
from obrol.channels.contract.shaping import prepare
from obrol.channels.models import Channel
from obrol.contacts.models import Identity
from obrol.inbox.actions.attaching import link_to, links_of
from obrol.inbox.events import MessageDeliveryChanged
from obrol.inbox.jobs import DeliverMessage, lane_of
from obrol.inbox.models import Answering, Conversation, Delivery, Message, SendAttempt
from obrol.inbox.queries import conversations
from obrol.inbox.schemas import DeliveryOut
from obrol.kit.text import preview
from obrol.runtime.unit_of_work import UnitOfWork

log = structlog.get_logger(__name__)

LOOK_AGAIN = 1.0  # seconds, when an earlier message of the conversation is still on its way
BROKEN_WAITS = 30.0  # seconds between looks at a channel that people have to mend
TAKEN_OVER = "taken_over"
GAVE_UP = "gave_up"
_CONTENT: TypeAdapter[OutboundContent] = TypeAdapter(OutboundContent)


@dataclass(frozen=True, slots=True)
class Settled:
    """There is nothing to send (any more)."""


@dataclass(frozen=True, slots=True)
class NotYet:
    """Look again in a while; nothing was tried."""

    after: float
    why: str


@dataclass(frozen=True, slots=True)
class Lost:
    """An earlier try began and never ended: the process was killed, and nobody knows whether it arrived."""

    message_id: UUID
    next: NextStep
    failure: SendFailure


@dataclass(frozen=True, slots=True)
class Sending:
    """One piece of a message, claimed: whoever holds this sends it once."""

    attempt_id: UUID
    connector: Connector
    context: ChannelContext
    outbound: OutboundMessage
    capabilities: Capabilities
    waited: timedelta


@dataclass(frozen=True, slots=True)
class Looking:
    """A try that ended without an answer, on a channel that can be asked what it took."""

    sending: Sending
    failure: SendFailure


Claimed = Settled | NotYet | Lost | Looking | Sending


async def claim(uow: UnitOfWork, message_id: UUID, *, attempts: int) -> Claimed:
    """Take a queued message, unless it must not leave: the team has taken over, or it has left already."""
    message = await conversations.find_message(uow.scope, message_id)
    if message is None:
        return Settled()
    conversation = await conversations.find_conversation(uow.scope, message.conversation_id, lock=True)
    message = await conversations.find_message(uow.scope, message_id, lock=True)
    if conversation is None or message is None or message.delivery != Delivery.QUEUED:
        return Settled()
    if is_overtaken(message, conversation):
        _change(uow, conversation, message, Delivery.HELD, reason=TAKEN_OVER)
        return Settled()
    channel = await channels.find_channel(uow.scope, message.channel_id)
    assert channel is not None
    capabilities = await capabilities_of(uow.scope, channel.id)
    if capabilities.delivers_by_live_feed:
        show(uow, conversation, message)
        return Settled()
    if channel.removed_at is not None:
        _change(uow, conversation, message, Delivery.FAILED, reason="channel_removed")
        return Settled()
    if channel.state == "broken":
        return NotYet(BROKEN_WAITS, "the channel is broken")
    if await _is_held_up(uow, conversation, message):
        return NotYet(LOOK_AGAIN, "an earlier message is on its way")
    return await _claim_piece(uow, message, channel, capabilities, attempts)


def is_overtaken(message: Message, conversation: Conversation) -> bool:
    """Whether a bot message was planned before the team took over; checked at the moment of sending."""
    planned_freely = message.planned_epoch is None  # an agent lets the bot say it
    return (
        message.author_kind == "bot"
        and not planned_freely
        and (conversation.answering != Answering.BOT or conversation.answering_epoch != message.planned_epoch)
    )


async def send(sending: Sending) -> SendResult | SendFailure:
    """Hand one piece to the vendor, outside any transaction; whatever goes wrong is one of the six failures."""
    try:
        return await sending.connector.send(sending.outbound, sending.context)
    except Exception as error:  # noqa: BLE001 - a connector is foreign ground: as_failure names what it was
        return as_failure(error)


async def look_for(looking: Looking) -> SendResult | None:
    """Ask the channel, outside any transaction, whether it took the piece; None when it did not, or does not say."""
    connector, sending = looking.sending.connector, looking.sending
    if not isinstance(connector, FindsSent):
        return None
    try:
        return await connector.find_sent(sending.outbound, sending.context)
    except Exception as error:  # noqa: BLE001 - as in `send`
        log.warning("look_up_failed", error=as_failure(error).delivery_reason)
        return None


async def settle_sent(uow: UnitOfWork, sending: Sending, result: SendResult) -> None:
    """Record that a piece arrived; with the last one the message is sent."""
    await _end_attempt(uow, sending.attempt_id, outcome="sent", external_id=result.external_id)
    message, conversation = await _both(uow, sending.outbound.message_id)
    if result.external_id is not None and message.external_id is None:
        message.external_id = result.external_id
    if sending.outbound.piece == sending.outbound.pieces:
        show(uow, conversation, message)


async def settle_failed(uow: UnitOfWork, sending: Sending, failure: SendFailure, then: Then) -> None:
    """Record that a piece did not arrive, and what becomes of its message."""
    await _end_attempt(uow, sending.attempt_id, outcome=failure.code, detail=failure.said)
    message, conversation = await _both(uow, sending.outbound.message_id)
    await _apply(uow, conversation, message, failure, then)
    if then is Then.PAUSE_CHANNEL:
        channel = await channels.find_channel(uow.scope, message.channel_id, lock=True)
        assert channel is not None
        await connecting.break_off(uow, channel, reason=failure.delivery_reason)


async def settle_lost(uow: UnitOfWork, lost: Lost) -> None:
    """Record that nobody knows whether a try arrived."""
    message, conversation = await _both(uow, lost.message_id)
    for attempt in await _open_attempts(uow, message.id):
        attempt.ended_at, attempt.outcome = uow.now, lost.failure.code
    await _apply(uow, conversation, message, lost.failure, lost.next.then)


async def _apply(
    uow: UnitOfWork, conversation: Conversation, message: Message, failure: SendFailure, then: Then
) -> None:
    match then:
        case Then.FAIL:
            _change(uow, conversation, message, Delivery.FAILED, reason=failure.delivery_reason)
        case Then.DEAD_LETTER:
            _change(uow, conversation, message, Delivery.FAILED, reason=f"{GAVE_UP}: {failure.delivery_reason}")
        case Then.UNKNOWN:
            _change(uow, conversation, message, Delivery.UNKNOWN, reason=failure.delivery_reason)
        case Then.RETRY | Then.PAUSE_CHANNEL | Then.RECONCILE:
            pass  # it stays queued


def step_after(sending: Sending, failure: SendFailure, *, attempts: int) -> NextStep:
    """What to do after this try failed; `attempts` were counted before it."""
    return next_attempt(
        failure,
        attempts=attempts + 1,
        waited=sending.waited,
        capabilities=sending.capabilities,
        rng=random.SystemRandom(),
    )


async def hold_freely_planned(uow: UnitOfWork, conversation: Conversation, flow_id: UUID, *, reason: str) -> None:
    """Hold what a run under an agent's control had planned and not yet said."""
    planned = await uow.session.scalars(
        select(Message)
        .where(
            Message.workspace_id == uow.workspace_id,
            Message.conversation_id == conversation.id,
            Message.flow_id == flow_id,
            Message.planned_epoch.is_(None),
            Message.author_kind == "bot",
            Message.delivery == Delivery.QUEUED,
        )
        .order_by(Message.pos)
        .with_for_update()
    )
    for message in planned:
        _change(uow, conversation, message, Delivery.HELD, reason=reason)


def let_go(uow: UnitOfWork, conversation: Conversation, message: Message) -> None:
    """Send after all what was held or still waits, under the epoch of now."""
    message.planned_epoch = conversation.answering_epoch
    _change(uow, conversation, message, Delivery.QUEUED)
    uow.schedule(DeliverMessage(message_id=message.id), lane=lane_of(conversation.id))


def show(uow: UnitOfWork, conversation: Conversation, message: Message) -> None:
    """Let the contact have the message: it gets its place among what they are shown, and is sent."""
    conversation.visitor_seq += 1
    message.visitor_seq = conversation.visitor_seq
    message.sent_at = uow.now
    conversation.last_activity_at = conversation.last_message_at = uow.now
    conversation.last_preview = preview(plain_text(_CONTENT.validate_python(message.content)))
    conversation.last_author, conversation.last_kind = message.author_kind, message.content["kind"]
    conversation.waiting_since = None
    _change(uow, conversation, message, Delivery.SENT, moves_conversation=True)


def _change(
    uow: UnitOfWork,
    conversation: Conversation,
    message: Message,
    delivery: Delivery,
    *,
    reason: str | None = None,
    moves_conversation: bool = False,
) -> None:
    message.delivery, message.delivery_reason = delivery, reason
    uow.record(
        MessageDeliveryChanged,
        conversation_id=conversation.id,
        visitor_seq=conversation.visitor_seq,
        conversation=conversation if moves_conversation else None,
        deliveries=[
            DeliveryOut(
                message_id=message.id,
                visitor_seq=message.visitor_seq,
                delivery=delivery.value,
                delivery_reason=reason,
                sent_at=message.sent_at,
                version=message.version + 1,  # this transaction writes it once
            )
        ],
    )


async def _claim_piece(
    uow: UnitOfWork, message: Message, channel: Channel, capabilities: Capabilities, attempts: int
) -> Claimed:
    waited = uow.now - message.created_at
    if await _open_attempts(uow, message.id):
        failure = Ambiguous("the server stopped while sending")
        step = next_attempt(
            failure, attempts=attempts + 1, waited=waited, capabilities=capabilities, rng=random.SystemRandom()
        )
        return Lost(message.id, step, failure)
    content = _CONTENT.validate_python(message.content)
    pieces, _ = prepare(
        content,
        capabilities,
        message_id=message.id,
        to=await _address(uow, message),
        links=await links_of(uow, content),
        speaker=_speaker(uow, message),
        purpose="agent" if message.author_kind == "agent" else "bot",
    )
    arrived = await _pieces_that_arrived(uow, message.id)
    outbound = pieces[min(arrived, len(pieces) - 1)]
    connector, context = connector_of(uow.scope, channel), context_of(uow.scope, channel)
    unknown = await _find_unknown_attempt(uow, message.id)
    if unknown is not None and not capabilities.sends_idempotently:
        # It is never repeated blindly: the channel is asked, and without an answer only a person sends it again.
        failure = Ambiguous("the channel told us nothing of it")
        if not isinstance(connector, FindsSent):
            return Lost(message.id, NextStep(Then.UNKNOWN), failure)
        return Looking(Sending(unknown, connector, context, outbound, capabilities, waited), failure)
    attempt = SendAttempt(workspace_id=uow.workspace_id, message_id=message.id, piece=outbound.piece)
    uow.session.add(attempt)
    await uow.session.flush()
    return Sending(attempt.id, connector, context, outbound, capabilities, waited)


def _speaker(uow: UnitOfWork, message: Message) -> Speaker | None:
    """Whose name and picture the channel shows; None, and it shows its own, unless an agent chose a persona."""
    if message.persona_id is None:
        return None
    picture_id = message.shown_picture_id
    return Speaker(
        message.persona_id,
        message.shown_name or message.author_name,
        None if picture_id is None else link_to(uow, picture_id),
    )


async def _address(uow: UnitOfWork, message: Message) -> str:
    address = await uow.session.scalar(
        select(Identity.external_id)
        .join(
            Conversation,
            (Conversation.workspace_id == Identity.workspace_id) & (Conversation.contact_id == Identity.contact_id),
        )
        .where(
            Conversation.workspace_id == uow.workspace_id,
            Conversation.id == message.conversation_id,
            Identity.channel_id == message.channel_id,
        )
        .order_by(Identity.created_at)
        .limit(1)
    )
    assert address is not None, "a conversation is with an identity of its channel"
    return address


async def _is_held_up(uow: UnitOfWork, conversation: Conversation, message: Message) -> bool:
    """Whether an earlier message still waits; one that waits for too long is passed over, visibly (it says queued)."""
    # What the takeover will hold does not hold up the agent who took over.
    epoch = conversation.answering_epoch if conversation.answering == Answering.BOT else None
    earlier = await uow.session.scalar(
        select(Message.pos)
        .where(
            Message.workspace_id == uow.workspace_id,
            Message.conversation_id == message.conversation_id,
            Message.pos < message.pos,
            Message.delivery == Delivery.QUEUED,
            Message.created_at > uow.now - HOLDS_UP_FOR,
            or_(Message.author_kind != "bot", Message.planned_epoch.is_(None), Message.planned_epoch == epoch),
        )
        .limit(1)
    )
    return earlier is not None


async def _open_attempts(uow: UnitOfWork, message_id: UUID) -> list[SendAttempt]:
    return list(
        await uow.session.scalars(
            select(SendAttempt).where(
                SendAttempt.workspace_id == uow.workspace_id,
                SendAttempt.message_id == message_id,
                SendAttempt.ended_at.is_(None),
            )
        )
    )


async def _find_unknown_attempt(uow: UnitOfWork, message_id: UUID) -> UUID | None:
    """The newest try that ended without an answer, if nobody has settled it meanwhile."""
    attempt = await uow.session.scalar(
        select(SendAttempt)
        .where(
            SendAttempt.workspace_id == uow.workspace_id,
            SendAttempt.message_id == message_id,
            SendAttempt.outcome == Ambiguous.code,
        )
        .order_by(SendAttempt.began_at.desc())
        .limit(1)
    )
    return attempt.id if attempt else None


async def _pieces_that_arrived(uow: UnitOfWork, message_id: UUID) -> int:
    pieces = await uow.session.scalars(
        select(SendAttempt.piece).where(
            SendAttempt.workspace_id == uow.workspace_id,
            SendAttempt.message_id == message_id,
            SendAttempt.outcome == "sent",
        )
    )
    return len(set(pieces))


async def _end_attempt(
    uow: UnitOfWork, attempt_id: UUID, *, outcome: str, external_id: str | None = None, detail: str | None = None
) -> None:
    attempt = await uow.session.get(SendAttempt, (uow.workspace_id, attempt_id))
    assert attempt is not None
    attempt.ended_at, attempt.outcome = uow.now, outcome
    attempt.external_id, attempt.detail = external_id, detail


async def _both(uow: UnitOfWork, message_id: UUID) -> tuple[Message, Conversation]:
    message = await conversations.find_message(uow.scope, message_id)
    assert message is not None
    conversation = await conversations.find_conversation(uow.scope, message.conversation_id, lock=True)
    message = await conversations.find_message(uow.scope, message_id, lock=True)
    assert message is not None
    assert conversation is not None
    return message, conversation
