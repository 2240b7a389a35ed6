"""Finishing: moving a conversation to Done, and bringing it back."""

from typing import Literal

from obrol.inbox.events import ConversationDone, ConversationReopened
from obrol.inbox.models import Conversation
from obrol.runtime.unit_of_work import UnitOfWork


async def finish(uow: UnitOfWork, conversation: Conversation, *, reason: str | None = None) -> None:
    """Move the conversation to Done. Finishing one that is done does nothing. A snooze ends with it."""
    if conversation.is_done:
        return
    conversation.finish(reason)
    conversation.waiting_since = None
    uow.record(ConversationDone, conversation=conversation, reason=reason)


async def reopen(uow: UnitOfWork, conversation: Conversation, *, because: Literal["asked", "contact_wrote"]) -> None:
    """Bring a conversation back from Done. Reopening one that is not done does nothing."""
    if not conversation.is_done:
        return
    conversation.open()
    uow.record(ConversationReopened, conversation=conversation, because=because)
