"""Reading replies that wait for their time."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import func, or_, select

from obrol.inbox.models import Conversation, Message, Note, ScheduledReply
from obrol.inbox.schemas import AgentRef, ScheduledReplyOut
from obrol.runtime.events import renders
from obrol.runtime.unit_of_work import Scope
from obrol.workspaces.models import Agent


async def find_scheduled_reply(scope: Scope, scheduled_reply_id: UUID, *, lock: bool = False) -> ScheduledReply | None:
    """The row, locked until the transaction ends if asked."""
    statement = select(ScheduledReply).where(
        ScheduledReply.workspace_id == scope.workspace_id, ScheduledReply.id == scheduled_reply_id
    )
    if lock:
        statement = statement.with_for_update().execution_options(populate_existing=True)
    return await scope.session.scalar(statement)


async def list_scheduled_replies(scope: Scope, conversation: Conversation) -> list[ScheduledReplyOut]:
    """What waits or is held in a conversation, the next one first."""
    rows = await scope.session.scalars(
        select(ScheduledReply)
        .where(
            ScheduledReply.workspace_id == scope.workspace_id,
            ScheduledReply.conversation_id == conversation.id,
        )
        .order_by(ScheduledReply.send_at, ScheduledReply.id)
    )
    replies = list(rows)
    shown = await scheduled_replies_out(scope, replies)
    return [shown[row.id] for row in replies]


async def count_scheduled_replies(scope: Scope, conversation: Conversation) -> int:
    """How many wait or are held in a conversation."""
    counted = await scope.session.scalar(
        select(func.count())
        .select_from(ScheduledReply)
        .where(ScheduledReply.workspace_id == scope.workspace_id, ScheduledReply.conversation_id == conversation.id)
    )
    return counted or 0


async def who_wrote_since(scope: Scope, reply: ScheduledReply) -> str | None:
    """Whether the contact or a colleague has written since the reply was: "contact", "agent", or None."""
    kinds = set(
        await scope.session.scalars(
            select(Message.author_kind).where(
                Message.workspace_id == scope.workspace_id,
                Message.conversation_id == reply.conversation_id,
                Message.pos > reply.known_pos,
                Message.author_kind != "bot",
                or_(Message.author_kind == "contact", Message.author_id.is_distinct_from(reply.agent_id)),
            )
        )
    )
    noted = await scope.session.scalar(
        select(Note.id)
        .where(
            Note.workspace_id == scope.workspace_id,
            Note.conversation_id == reply.conversation_id,
            Note.created_at > reply.known_at,
            Note.author_kind == "agent",
            Note.author_id.is_distinct_from(reply.agent_id),
        )
        .limit(1)
    )
    if "contact" in kinds:
        return "contact"
    return "agent" if kinds or noted is not None else None


@renders(ScheduledReply)
async def scheduled_replies_out(scope: Scope, rows: Sequence[ScheduledReply]) -> dict[UUID, ScheduledReplyOut]:
    """The whole resource of each."""
    found = await scope.session.execute(
        select(Agent.id, Agent.name).where(
            Agent.workspace_id == scope.workspace_id, Agent.id.in_({row.agent_id for row in rows})
        )
    )
    names = {row.id: row.name for row in found}
    return {
        row.id: ScheduledReplyOut(
            id=row.id,
            conversation_id=row.conversation_id,
            author=AgentRef(id=row.agent_id, name=names[row.agent_id]),
            contents=row.contents,
            persona_id=row.persona_id,
            send_at=row.send_at,
            send_anyway=row.send_anyway,
            held_because=row.held_because,
            created_at=row.created_at,
            version=row.version,
        )
        for row in rows
    }
