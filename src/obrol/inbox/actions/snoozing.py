"""Snoozing: hiding a conversation until a time, or until the contact writes again."""

from datetime import datetime
from typing import Literal

from obrol.inbox.errors import AlreadyDone, SnoozeInPast
from obrol.inbox.events import ConversationSnoozed, ConversationWoken
from obrol.inbox.jobs import WakeConversation, lane_of
from obrol.inbox.models import Conversation
from obrol.runtime.unit_of_work import UnitOfWork


async def snooze(uow: UnitOfWork, conversation: Conversation, *, until: datetime) -> None:
    """Hide the conversation until `until`. Snoozing again moves the time. Refuses one that is done."""
    if conversation.is_done:
        raise AlreadyDone
    if until <= uow.now:
        raise SnoozeInPast
    conversation.snooze(until)
    uow.record(ConversationSnoozed, conversation=conversation, until=until)
    uow.schedule(
        WakeConversation(conversation_id=conversation.id, expected=until), at=until, lane=lane_of(conversation.id)
    )


async def wake(
    uow: UnitOfWork, conversation: Conversation, *, because: Literal["asked", "time", "contact_wrote"]
) -> None:
    """Bring a snoozed conversation back. Waking one that is awake does nothing."""
    if not conversation.is_snoozed:
        return
    conversation.open()
    uow.record(ConversationWoken, conversation=conversation, because=because)
