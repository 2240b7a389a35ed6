"""Routes of the composer: what is being written, what is sent later, and who was named in notes."""

from typing import Any
from uuid import UUID

from fastapi import APIRouter

from obrol.inbox.access import conversation_for, scheduled_reply_for
from obrol.inbox.actions import drafting, mentioning, scheduling
from obrol.inbox.errors import (
    AttachmentUnknown,
    ConversationNotFound,
    MessageIdTaken,
    ScheduledReplyNotFound,
    SendTimeWrong,
    TooManyScheduled,
)
from obrol.inbox.models import ScheduledReply
from obrol.inbox.queries.drafts import draft_out, own_draft
from obrol.inbox.queries.mentions import own_mentions
from obrol.inbox.queries.scheduled_replies import list_scheduled_replies, scheduled_replies_out
from obrol.inbox.schemas import ComposerDraft, MentionOut, ScheduledReplyIn, ScheduledReplyOut, ScheduledReplyPatch
from obrol.kit.refusals import NotAllowed, NotSignedIn
from obrol.runtime.blobs import Dresser
from obrol.runtime.unit_of_work import Scope, UnitOfWork
from obrol.runtime.web import AgentDoor, AgentLook
from obrol.runtime.wire import refuses
from obrol.workspaces.access import Permission, demand

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


@router.get(
    "/conversations/{conversation_id}/scheduled-replies",
    response_model=list[ScheduledReplyOut],
    responses=refuses(ConversationNotFound),
)
async def list_scheduled(conversation_id: UUID, scope: AgentLook) -> Any:
    """The replies that wait for their time, or were held when it came; the next one first."""
    conversation = await conversation_for(scope, conversation_id, to=Permission.ANSWER)
    return [_dressed(scope, reply) for reply in await list_scheduled_replies(scope, conversation)]


@router.post(
    "/conversations/{conversation_id}/scheduled-replies",
    status_code=201,
    response_model=ScheduledReplyOut,
    responses=refuses(ConversationNotFound, MessageIdTaken, SendTimeWrong, TooManyScheduled, AttachmentUnknown),
)
async def schedule_reply(conversation_id: UUID, body: ScheduledReplyIn, uow: AgentDoor) -> Any:
    """Write a reply for later. It is held, and not sent, when the contact or a colleague writes before."""
    conversation = await conversation_for(uow.scope, conversation_id, to=Permission.ANSWER, lock=True)
    return await _shown(uow, await scheduling.schedule(uow, conversation, body))


@router.patch(
    "/scheduled-replies/{scheduled_reply_id}",
    response_model=ScheduledReplyOut,
    responses=refuses(ScheduledReplyNotFound, SendTimeWrong),
)
async def reschedule_reply(scheduled_reply_id: UUID, body: ScheduledReplyPatch, uow: AgentDoor) -> Any:
    """Give it another time, or let it go whatever is said meanwhile."""
    conversation, reply = await scheduled_reply_for(uow.scope, scheduled_reply_id, to=Permission.ANSWER)
    await scheduling.reschedule(uow, conversation, reply, send_at=body.send_at, send_anyway=body.send_anyway)
    return await _shown(uow, reply)


@router.delete("/scheduled-replies/{scheduled_reply_id}", status_code=204, responses=refuses(ScheduledReplyNotFound))
async def cancel_reply(scheduled_reply_id: UUID, uow: AgentDoor) -> None:
    """Let it not be sent."""
    _, reply = await scheduled_reply_for(uow.scope, scheduled_reply_id, to=Permission.ANSWER)
    await scheduling.cancel(uow, reply)


@router.post("/scheduled-replies/{scheduled_reply_id}/send", status_code=204, responses=refuses(ScheduledReplyNotFound))
async def send_reply_now(scheduled_reply_id: UUID, uow: AgentDoor) -> None:
    """Send it now, as whoever asks. Refuses what a reply would be refused for."""
    conversation, reply = await scheduled_reply_for(uow.scope, scheduled_reply_id, to=Permission.ANSWER)
    await scheduling.send_now(uow, conversation, reply)


@router.get("/mentions", response_model=list[MentionOut])
async def list_own_mentions(scope: AgentLook) -> Any:
    """The newest fifty notes in which a colleague named this agent."""
    demand(scope.actor, Permission.ANSWER)
    dresser = scope.tools.get(Dresser)
    return [dresser.dress(scope.workspace_id, mention) for mention in await own_mentions(scope)]


@router.put("/conversations/{conversation_id}/mentions/seen", status_code=204, responses=refuses(ConversationNotFound))
async def see_mentions(conversation_id: UUID, uow: AgentDoor) -> None:
    """Note that this agent has looked at where they were named in a conversation."""
    conversation = await conversation_for(uow.scope, conversation_id, to=Permission.ANSWER)
    await mentioning.see(uow, conversation)


async def _shown(uow: UnitOfWork, reply: ScheduledReply) -> dict[str, Any]:
    await uow.session.flush()
    shown: dict[UUID, ScheduledReplyOut] = await scheduled_replies_out(uow.scope, [reply])
    return _dressed(uow.scope, shown[reply.id])


def _dressed(scope: Scope, reply: ScheduledReplyOut) -> dict[str, Any]:
    return scope.tools.get(Dresser).dress(scope.workspace_id, reply.model_dump(mode="json"))
