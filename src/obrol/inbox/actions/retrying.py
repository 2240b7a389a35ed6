"""Retrying: a message that did not arrive, or work that was given up, is started again by a person."""

from typing import Any
from uuid import UUID

from sqlalchemy import text, update

from obrol.channels.contract.failures import Ambiguous
from obrol.inbox.errors import LetterNotFound, NothingToRetry
from obrol.inbox.events import MessageDeliveryChanged
from obrol.inbox.jobs import DeliverMessage, lane_of
from obrol.inbox.models import Conversation, Delivery, Message, SendAttempt
from obrol.inbox.queries import conversations
from obrol.inbox.schemas import DeliveryOut
from obrol.runtime.unit_of_work import UnitOfWork


async def retry(uow: UnitOfWork, conversation: Conversation, message: Message) -> None:
    """Send a message again that failed or whose outcome is unknown. Refuses any other with NothingToRetry."""
    if message.delivery not in {Delivery.FAILED, Delivery.UNKNOWN}:
        raise NothingToRetry
    message.delivery, message.delivery_reason = Delivery.QUEUED, None
    # A person decided to send it once more: the old unknown no longer stands in the way.
    await uow.session.execute(
        update(SendAttempt)
        .where(
            SendAttempt.workspace_id == uow.workspace_id,
            SendAttempt.message_id == message.id,
            SendAttempt.outcome == Ambiguous.code,
        )
        .values(outcome="sent_again_by_hand")
    )
    uow.record(
        MessageDeliveryChanged,
        conversation_id=conversation.id,
        visitor_seq=conversation.visitor_seq,
        deliveries=[
            DeliveryOut(
                message_id=message.id,
                visitor_seq=message.visitor_seq,
                delivery="queued",
                delivery_reason=None,
                sent_at=message.sent_at,
                version=message.version + 1,
            )
        ],
    )
    uow.schedule(DeliverMessage(message_id=message.id), lane=lane_of(conversation.id))


async def start_again(uow: UnitOfWork, letter_id: int) -> None:
    """Start work again that was given up; refuses with LetterNotFound when it is no longer there."""
    letter = (await uow.session.execute(_TAKE_OUT, _values(uow, letter_id))).one_or_none()
    if letter is None:
        raise LetterNotFound
    if letter.kind == DeliverMessage.name:
        await uow.session.execute(_REMOVE, _values(uow, letter_id))
        message = await conversations.find_message(uow.scope, UUID(letter.payload["message_id"]), lock=True)
        if message is not None and message.delivery in {Delivery.FAILED, Delivery.UNKNOWN}:
            conversation = await conversations.find_conversation(uow.scope, message.conversation_id)
            assert conversation is not None
            await retry(uow, conversation, message)
        return
    await uow.session.execute(_REVIVE, _values(uow, letter_id))
    uow.before_commit(lambda: uow.session.execute(_WAKE_LANE, _values(uow, letter_id) | {"lane": letter.lane}))
    uow.worked()


def _values(uow: UnitOfWork, letter_id: int) -> dict[str, Any]:
    return {"workspace_id": uow.workspace_id, "id": letter_id}


_TAKE_OUT = text(
    "SELECT kind, lane, payload FROM lane_job WHERE workspace_id = :workspace_id AND id = :id AND state = 'dead' "
    "FOR UPDATE"
)
_REMOVE = text("DELETE FROM lane_job WHERE workspace_id = :workspace_id AND id = :id")
_REVIVE = text(
    "UPDATE lane_job SET state = 'waiting', attempts = 0, run_at = clock_timestamp() "
    "WHERE workspace_id = :workspace_id AND id = :id"
)
_WAKE_LANE = text(
    """
    INSERT INTO lane (workspace_id, key, wake_at) VALUES (:workspace_id, :lane, clock_timestamp())
    ON CONFLICT (workspace_id, key) DO UPDATE SET wake_at = LEAST(lane.wake_at, EXCLUDED.wake_at)
    """
)
