"""Routes of the composer: what is being written."""

from uuid import UUID

from fastapi import APIRouter

from obrol.inbox.access import conversation_for
from obrol.inbox.actions import drafting
from obrol.inbox.errors import ConversationNotFound
from obrol.inbox.queries.drafts import draft_out, own_draft
from obrol.inbox.schemas import ComposerDraft
from obrol.kit.refusals import NotAllowed, NotSignedIn
from obrol.runtime.web import AgentDoor, AgentLook
from obrol.runtime.wire import refuses
from obrol.workspaces.access import Permission

router = APIRouter(prefix="/api", tags=["composer"], responses=refuses(NotSignedIn, NotAllowed))


@router.get("/conversations/{conversation_id}/draft", responses=refuses(ConversationNotFound))
async def get_draft(conversation_id: UUID, scope: AgentLook) -> ComposerDraft | None:
    """What this agent has begun to write there; null when they never did."""
    conversation = await conversation_for(scope, conversation_id, to=Permission.ANSWER)
    draft = await own_draft(scope, conversation)
    return None if draft is None else draft_out(draft)


@router.put("/conversations/{conversation_id}/draft", responses=refuses(ConversationNotFound))
async def put_draft(conversation_id: UUID, body: ComposerDraft, uow: AgentDoor) -> ComposerDraft:
    """Keep what this agent is writing, unless a newer one is kept already; the answer is the one that counts."""
    conversation = await conversation_for(uow.scope, conversation_id, to=Permission.ANSWER)
    return await drafting.keep(uow, conversation, body)
