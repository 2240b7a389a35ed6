"""Assigning: who looks after a conversation."""

from uuid import UUID

from sqlalchemy import select

from obrol.inbox.errors import AgentUnknown
from obrol.inbox.events import ConversationAssigned
from obrol.inbox.models import Conversation
from obrol.runtime.unit_of_work import UnitOfWork
from obrol.workspaces.models import Agent


async def assign(uow: UnitOfWork, conversation: Conversation, *, agent_id: UUID | None) -> None:
    """Put an agent in charge, or nobody. Refuses with AgentUnknown one who does not work here."""
    if conversation.assignee_id == agent_id:
        return
    name: str | None = None
    if agent_id is not None:
        agent = await uow.session.scalar(
            select(Agent).where(Agent.workspace_id == uow.workspace_id, Agent.id == agent_id)
        )
        if agent is None or agent.is_disabled:
            raise AgentUnknown
        name = agent.name
    conversation.assignee_id = agent_id
    uow.record(ConversationAssigned, conversation=conversation, assignee_id=agent_id, assignee_name=name)
