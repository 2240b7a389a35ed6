"""Reading drafts: what an agent has begun to write."""

from sqlalchemy import select

from obrol.inbox.models import Conversation, SavedDraft
from obrol.inbox.schemas import ComposerDraft
from obrol.runtime.unit_of_work import Scope


async def own_draft(scope: Scope, conversation: Conversation) -> SavedDraft | None:
    """What whoever asks has begun to write there; never what somebody else has."""
    return await scope.session.scalar(
        select(SavedDraft)
        .where(
            SavedDraft.workspace_id == scope.workspace_id,
            SavedDraft.agent_id == scope.actor.id,
            SavedDraft.conversation_id == conversation.id,
        )
        .execution_options(populate_existing=True)
    )


def draft_out(draft: SavedDraft) -> ComposerDraft:
    """The draft as its agent gets it back."""
    return ComposerDraft(
        mode="note" if draft.mode == "note" else "reply",
        reply=draft.reply,
        note=draft.note,
        persona_id=draft.persona_id,
        written_at=draft.written_at,
    )
