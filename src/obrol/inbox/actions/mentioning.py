"""Mentioning: a note names colleagues, and they are told."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import select, update

from obrol.inbox.errors import AgentUnknown
from obrol.inbox.events import AgentMentioned, MentionsSeen
from obrol.inbox.models import Conversation, Mention, Note
from obrol.runtime.unit_of_work import UnitOfWork
from obrol.workspaces.models import Agent


async def mention(uow: UnitOfWork, conversation: Conversation, note: Note, agent_ids: Collection[UUID]) -> None:
    """Tell each of them of the note. Refuses with AgentUnknown one who does not work here (any more)."""
    wanted = set(agent_ids) - {uow.actor.id}
    if not wanted:
        return
    here = set(
        await uow.session.scalars(
            select(Agent.id).where(
                Agent.workspace_id == uow.workspace_id, Agent.id.in_(wanted), Agent.disabled_at.is_(None)
            )
        )
    )
    if wanted - here:
        raise AgentUnknown
    for agent_id in sorted(wanted):
        uow.session.add(
            Mention(
                workspace_id=uow.workspace_id,
                note_id=note.id,
                agent_id=agent_id,
                conversation_id=conversation.id,
                created_at=uow.now,
            )
        )
        uow.record(AgentMentioned, conversation=conversation, note=note, agent_id=agent_id)
    await uow.session.flush()


async def see(uow: UnitOfWork, conversation: Conversation) -> None:
    """Note that the agent has looked at where they were named in a conversation; a second look changes nothing."""
    seen = await uow.session.scalars(
        update(Mention)
        .where(
            Mention.workspace_id == uow.workspace_id,
            Mention.agent_id == uow.actor.id,
            Mention.conversation_id == conversation.id,
            Mention.seen_at.is_(None),
        )
        .values(seen_at=uow.now)
        .returning(Mention.note_id)
    )
    if seen.all():
        uow.record(MentionsSeen, conversation_id=conversation.id, agent_id=uow.actor.id)
