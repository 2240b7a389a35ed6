"""Viewing: how each agent wants to see a conversation. It changes nothing for anybody else."""

from sqlalchemy.dialects.postgresql import insert

from obrol.inbox.events import ConversationViewChanged
from obrol.inbox.models import Conversation, ConversationView
from obrol.inbox.schemas import ConversationViewOut
from obrol.runtime.unit_of_work import UnitOfWork


async def view(uow: UnitOfWork, conversation: Conversation, *, hides_bot_messages: bool) -> ConversationViewOut:
    """Remember whether this agent wants to see what the bot says here; their other screens follow."""
    assert uow.actor.id is not None
    statement = insert(ConversationView).values(
        workspace_id=uow.workspace_id,
        agent_id=uow.actor.id,
        conversation_id=conversation.id,
        hides_bot_messages=hides_bot_messages,
    )
    await uow.session.execute(
        statement.on_conflict_do_update(
            index_elements=["workspace_id", "agent_id", "conversation_id"],
            set_={"hides_bot_messages": statement.excluded.hides_bot_messages},
        )
    )
    seen = ConversationViewOut(hides_bot_messages=hides_bot_messages)
    uow.record(ConversationViewChanged, conversation_id=conversation.id, agent_id=uow.actor.id, view=seen)
    return seen
