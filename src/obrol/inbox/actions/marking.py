"""Marking: what an agent keeps at the top of their list, and what they mean to come back to."""

from sqlalchemy import func, select
from sqlalchemy.dialects.postgresql import insert

from obrol.inbox.errors import NothingToRead, TooManyPins
from obrol.inbox.events import ConversationMarkedUnread, ConversationPinned, ConversationUnpinned, OfMark
from obrol.inbox.models import Conversation, ReadMark
from obrol.runtime.unit_of_work import UnitOfWork

MOST_PINS = 50  # of one agent; docs/inbox.md and the sentence of TooManyPins say so too


async def mark_unread(uow: UnitOfWork, conversation: Conversation) -> None:
    """Let the contact's newest message count as unread again. Refuses when the contact never wrote."""
    if conversation.inbound_count == 0:
        raise NothingToRead
    mark = await _my_mark(uow, conversation)
    if mark.inbound_count < conversation.inbound_count:
        return
    mark.inbound_count = conversation.inbound_count - 1
    await _tell(uow, mark, ConversationMarkedUnread)


async def pin(uow: UnitOfWork, conversation: Conversation) -> None:
    """Keep the conversation at the top of the agent's list. Refuses with TooManyPins beyond MOST_PINS."""
    mark = await _my_mark(uow, conversation)
    if mark.pinned_at is not None:
        return
    pinned = await uow.session.scalar(
        select(func.count()).where(
            ReadMark.workspace_id == uow.workspace_id,
            ReadMark.agent_id == uow.actor.id,
            ReadMark.pinned_at.is_not(None),
        )
    )
    if pinned is not None and pinned >= MOST_PINS:
        raise TooManyPins
    mark.pinned_at = uow.now
    await _tell(uow, mark, ConversationPinned)


async def unpin(uow: UnitOfWork, conversation: Conversation) -> None:
    """Let it stand where it belongs. Unpinning what is not pinned does nothing."""
    mark = await _my_mark(uow, conversation)
    if mark.pinned_at is None:
        return
    mark.pinned_at = None
    await _tell(uow, mark, ConversationUnpinned)


async def _my_mark(uow: UnitOfWork, conversation: Conversation) -> ReadMark:
    """The agent's own row, made if there is none yet, and locked."""
    assert uow.actor.id is not None
    key = {"workspace_id": uow.workspace_id, "agent_id": uow.actor.id, "conversation_id": conversation.id}
    await uow.session.execute(insert(ReadMark).values(**key, inbound_count=0).on_conflict_do_nothing())
    mark = await uow.session.scalar(
        select(ReadMark).filter_by(**key).with_for_update().execution_options(populate_existing=True)
    )
    assert mark is not None
    return mark


async def _tell(uow: UnitOfWork, mark: ReadMark, fact: type[OfMark]) -> None:
    mark.version += 1
    await uow.session.flush()
    uow.record(
        fact,
        conversation_id=mark.conversation_id,
        agent_id=mark.agent_id,
        read_inbound_count=mark.inbound_count,
        pinned=mark.pinned_at is not None,
        mark_version=mark.version,
    )
