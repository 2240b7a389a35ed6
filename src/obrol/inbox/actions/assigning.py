"""Assigning: who looks after a conversation."""

from uuid import UUID

from sqlalchemy import select, update

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


async def forget_team(uow: UnitOfWork, team_id: UUID) -> None:
    """Leave what a team that is gone looked after in nobody's team."""
    await uow.session.execute(
        update(Conversation)
        .where(Conversation.workspace_id == uow.workspace_id, Conversation.team_id == team_id)
        .values(team_id=None, version=Conversation.version + 1)
    )
