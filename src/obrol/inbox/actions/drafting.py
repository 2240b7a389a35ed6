"""Drafting: what an agent has begun to write waits for them, on whatever device they go on.

No event tells of it: the log is for facts, and nobody else reads what somebody has not said yet.
"""

from sqlalchemy.dialects.postgresql import insert

from obrol.inbox.models import Conversation, SavedDraft
from obrol.inbox.queries.drafts import draft_out, own_draft
from obrol.inbox.schemas import ComposerDraft
from obrol.runtime.unit_of_work import UnitOfWork

_WRITTEN = ("mode", "reply", "note", "persona_id", "written_at")


async def keep(uow: UnitOfWork, conversation: Conversation, wanted: ComposerDraft) -> ComposerDraft:
    """Keep it unless a newer one is there, and give back the one that counts.

    An empty one is kept too: it says to other devices that what they still have was sent.
    """
    assert uow.actor.id is not None
    statement = insert(SavedDraft).values(
        workspace_id=uow.workspace_id,
        agent_id=uow.actor.id,
        conversation_id=conversation.id,
        mode=wanted.mode,
        reply=wanted.reply,
        note=wanted.note,
        persona_id=wanted.persona_id,
        written_at=min(wanted.written_at, uow.now),
    )
    await uow.session.execute(
        statement.on_conflict_do_update(
            index_elements=["workspace_id", "agent_id", "conversation_id"],
            set_={name: getattr(statement.excluded, name) for name in _WRITTEN},
            where=SavedDraft.written_at <= statement.excluded.written_at,
        )
    )
    kept = await own_draft(uow.scope, conversation)
    assert kept is not None
    return draft_out(kept)
