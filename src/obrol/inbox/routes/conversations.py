"""Routes of conversations: lists, timelines, replies, notes, and states as resources."""

from typing import Annotated, Any, Literal
from uuid import UUID

import orjson
from fastapi import APIRouter, Path, Query, Response

from obrol.contacts.queries import contacts_out
from obrol.inbox.access import conversation_for, message_for, note_for
from obrol.inbox.actions import (
    answering,
    assigning,
    finishing,
    marking,
    noting,
    reading,
    replying,
    retrying,
    snoozing,
    viewing,
)
from obrol.inbox.errors import (
    ConversationNotFound,
    NoteNotFound,
    NoteOfSomebodyElse,
    NothingToRead,
    TooManyPins,
)
from obrol.inbox.models import Conversation
from obrol.inbox.queries import conversations, dead_letters, listing, searching, timeline
from obrol.inbox.schemas import (
    AssigneeIn,
    ConversationDetail,
    ConversationOut,
    ConversationPage,
    ConversationViewIn,
    ConversationViewOut,
    Counts,
    DeadLetterOut,
    DoneIn,
    ListQuery,
    LiveChatModeIn,
    MessageIn,
    MessageOut,
    NoteIn,
    NoteOut,
    NotePatch,
    ReadIn,
    SearchResult,
    SnoozeIn,
    TimelinePage,
)
from obrol.kit.refusals import NotAllowed, NotSignedIn
from obrol.runtime.blobs import Dresser
from obrol.runtime.unit_of_work import Scope, UnitOfWork
from obrol.runtime.web import AgentDoor, AgentLook
from obrol.runtime.wire import refuses
from obrol.workspaces.access import Permission, demand

router = APIRouter(prefix="/api", tags=["inbox"])


@router.get("/conversations", response_model=ConversationPage)
async def list_conversations(scope: AgentLook, wanted: Annotated[ListQuery, Query()]) -> Response:
    """A page of the list."""
    demand(scope.actor, Permission.ANSWER)
    rows, following = await listing.list_conversations(scope, wanted)
    dresser = scope.tools.get(Dresser)
    dressed = [orjson.Fragment(dresser.dress_text(scope.workspace_id, row)) for row in rows]
    return _json(scope, {"rows": dressed, "next": following})


@router.get("/conversations/counts", response_model=Counts)
async def count_conversations(
    scope: AgentLook, channel_id: Annotated[list[UUID] | None, Query(max_length=100)] = None
) -> dict[str, int]:
    """How many conversations there are by status; then of the open ones, what there is to do for this agent."""
    demand(scope.actor, Permission.ANSWER)
    return await conversations.count_conversations(scope, channel_ids=channel_id)


@router.get("/conversations/search", response_model=SearchResult)
async def search_conversations(
    scope: AgentLook,
    q: Annotated[str, Query(min_length=1, max_length=searching.QUERY_LIMIT)],
    channel_id: Annotated[list[UUID] | None, Query(max_length=100)] = None,
) -> Response:
    """Conversations by the contact's name, then by words in messages."""
    demand(scope.actor, Permission.ANSWER)
    named, said = await searching.search(scope, q, channel_ids=channel_id)
    return _json(scope, {"rows": named, "found_in_messages": said})


@router.get("/conversations/{conversation_id}", response_model=ConversationDetail)
async def get_conversation(scope: AgentLook, conversation_id: UUID) -> Response:
    """A conversation with its contact, and how this agent sees it."""
    conversation = await conversation_for(scope, conversation_id, to=Permission.ANSWER)
    rows = await conversations.list_rows(scope, [conversation.id])
    contacts = await contacts_out(scope, [conversation.contact_id])
    contact = contacts[conversation.contact_id].model_dump(mode="json")
    view = await conversations.view_of(scope, conversation.id)
    return _json(scope, rows[conversation.id] | {"contact": contact, "view": view.model_dump()})


@router.get("/conversations/{conversation_id}/timeline", response_model=TimelinePage)
async def get_timeline(
    scope: AgentLook,
    conversation_id: UUID,
    before: Annotated[str | None, Query(max_length=500)] = None,
    limit: Annotated[int, Query(ge=1, le=timeline.MOST)] = timeline.PAGE,
    without: Literal["bot"] | None = None,
) -> Response:
    """Messages, notes and events, oldest first; the newest page without `before`; on demand without bot messages."""
    conversation = await conversation_for(scope, conversation_id, to=Permission.ANSWER)
    items, earlier = await timeline.timeline_page(
        scope, conversation.id, before=before, limit=limit, without_bot=without == "bot"
    )
    return _json(scope, {"items": items, "before": earlier})


@router.post("/conversations/{conversation_id}/messages", response_model=MessageOut, status_code=201)
async def post_message(uow: AgentDoor, conversation_id: UUID, body: MessageIn) -> Response:
    """Reply to the contact. The same id again answers with the message that is there (200)."""
    conversation = await conversation_for(uow.scope, conversation_id, to=Permission.ANSWER, lock=True)
    written, is_new = await replying.reply(
        uow, conversation, body.content, message_id=body.id, persona_id=body.persona_id
    )
    await reading.read(uow, conversation, inbound_count=conversation.inbound_count)
    return _json(uow.scope, written.message, status=201 if is_new else 200)


@router.post("/conversations/{conversation_id}/notes", status_code=201)
async def post_note(uow: AgentDoor, conversation_id: UUID, body: NoteIn) -> NoteOut:
    """Leave a note for the team."""
    conversation = await conversation_for(uow.scope, conversation_id, to=Permission.ANSWER, lock=True)
    note = await noting.note(uow, conversation, text=body.text, note_id=body.id, mentions=body.mentions)
    shown: dict[UUID, NoteOut] = await conversations.notes_out(uow.scope, [note])
    return shown[note.id]


@router.patch("/notes/{note_id}", responses=refuses(NotSignedIn, NotAllowed, NoteNotFound, NoteOfSomebodyElse))
async def patch_note(uow: AgentDoor, note_id: UUID, body: NotePatch) -> NoteOut:
    """Let a note say something else."""
    conversation, note = await note_for(uow.scope, note_id, to=Permission.ANSWER)
    await noting.rewrite(uow, conversation, note, text=body.text)
    shown: dict[UUID, NoteOut] = await conversations.notes_out(uow.scope, [note])
    return shown[note.id]


@router.delete(
    "/notes/{note_id}",
    status_code=204,
    responses=refuses(NotSignedIn, NotAllowed, NoteNotFound, NoteOfSomebodyElse),
)
async def delete_note(uow: AgentDoor, note_id: UUID) -> None:
    """Take a note away."""
    conversation, note = await note_for(uow.scope, note_id, to=Permission.ANSWER)
    await noting.remove(uow, conversation, note)


@router.put("/conversations/{conversation_id}/view", responses=refuses(NotSignedIn, NotAllowed, ConversationNotFound))
async def put_view(uow: AgentDoor, conversation_id: UUID, body: ConversationViewIn) -> ConversationViewOut:
    """Say how this agent wants to see the conversation."""
    conversation = await conversation_for(uow.scope, conversation_id, to=Permission.ANSWER)
    return await viewing.view(uow, conversation, hides_bot_messages=body.hides_bot_messages)


@router.put("/conversations/{conversation_id}/read", status_code=204)
async def put_read(uow: AgentDoor, conversation_id: UUID, body: ReadIn) -> None:
    """Note what this agent has read."""
    conversation = await conversation_for(uow.scope, conversation_id, to=Permission.ANSWER)
    await reading.read(uow, conversation, inbound_count=body.inbound_count)


@router.delete("/conversations/{conversation_id}/read", status_code=204, responses=refuses(NothingToRead))
async def delete_read(uow: AgentDoor, conversation_id: UUID) -> None:
    """Let the newest message count as unread again, for this agent."""
    conversation = await conversation_for(uow.scope, conversation_id, to=Permission.ANSWER)
    await marking.mark_unread(uow, conversation)


@router.put("/conversations/{conversation_id}/pin", status_code=204, responses=refuses(TooManyPins))
async def put_pin(uow: AgentDoor, conversation_id: UUID) -> None:
    """Keep it at the top of this agent's list."""
    conversation = await conversation_for(uow.scope, conversation_id, to=Permission.ANSWER)
    await marking.pin(uow, conversation)


@router.delete("/conversations/{conversation_id}/pin", status_code=204)
async def delete_pin(uow: AgentDoor, conversation_id: UUID) -> None:
    """Let it stand where it belongs in this agent's list."""
    conversation = await conversation_for(uow.scope, conversation_id, to=Permission.ANSWER)
    await marking.unpin(uow, conversation)


@router.put("/conversations/{conversation_id}/done")
async def put_done(uow: AgentDoor, conversation_id: UUID, body: DoneIn) -> ConversationOut:
    """Move to Done."""
    conversation = await conversation_for(uow.scope, conversation_id, to=Permission.ANSWER, lock=True)
    await finishing.finish(uow, conversation, reason=body.reason)
    return await _now(uow, conversation)


@router.delete("/conversations/{conversation_id}/done")
async def delete_done(uow: AgentDoor, conversation_id: UUID) -> ConversationOut:
    """Bring back from Done."""
    conversation = await conversation_for(uow.scope, conversation_id, to=Permission.ANSWER, lock=True)
    await finishing.reopen(uow, conversation, because="asked")
    return await _now(uow, conversation)


@router.put("/conversations/{conversation_id}/snooze")
async def put_snooze(uow: AgentDoor, conversation_id: UUID, body: SnoozeIn) -> ConversationOut:
    """Hide until a time. Refuses a conversation that is done, and a time in the past."""
    conversation = await conversation_for(uow.scope, conversation_id, to=Permission.ANSWER, lock=True)
    await snoozing.snooze(uow, conversation, until=body.until)
    return await _now(uow, conversation)


@router.delete("/conversations/{conversation_id}/snooze")
async def delete_snooze(uow: AgentDoor, conversation_id: UUID) -> ConversationOut:
    """Bring back from its snooze."""
    conversation = await conversation_for(uow.scope, conversation_id, to=Permission.ANSWER, lock=True)
    await snoozing.wake(uow, conversation, because="asked")
    return await _now(uow, conversation)


@router.put("/conversations/{conversation_id}/assignee")
async def put_assignee(uow: AgentDoor, conversation_id: UUID, body: AssigneeIn) -> ConversationOut:
    """Put an agent in charge."""
    conversation = await conversation_for(uow.scope, conversation_id, to=Permission.ANSWER, lock=True)
    await assigning.assign(uow, conversation, agent_id=body.agent_id)
    return await _now(uow, conversation)


@router.delete("/conversations/{conversation_id}/assignee")
async def delete_assignee(uow: AgentDoor, conversation_id: UUID) -> ConversationOut:
    """Put nobody in charge."""
    conversation = await conversation_for(uow.scope, conversation_id, to=Permission.ANSWER, lock=True)
    await assigning.assign(uow, conversation, agent_id=None)
    return await _now(uow, conversation)


@router.put("/conversations/{conversation_id}/live-chat-mode")
async def put_live_chat_mode(uow: AgentDoor, conversation_id: UUID, body: LiveChatModeIn) -> ConversationOut:
    """Let the team answer, or move the countdown when it does already."""
    conversation = await conversation_for(uow.scope, conversation_id, to=Permission.ANSWER, lock=True)
    await answering.hand_to_team(uow, conversation, because="switched", for_minutes=body.for_minutes)
    return await _now(uow, conversation)


@router.delete("/conversations/{conversation_id}/live-chat-mode")
async def delete_live_chat_mode(uow: AgentDoor, conversation_id: UUID) -> ConversationOut:
    """Let the bot answer again. Refuses when no bot is on the channel."""
    conversation = await conversation_for(uow.scope, conversation_id, to=Permission.ANSWER, lock=True)
    await answering.give_back_to_bot(uow, conversation, because="switched")
    return await _now(uow, conversation)


@router.post("/messages/{message_id}/retry", response_model=MessageOut)
async def retry_message(uow: AgentDoor, message_id: UUID) -> Response:
    """Send a message again that failed, or whose outcome is unknown."""
    message = await message_for(uow.scope, message_id, to=Permission.ANSWER)
    conversation = await conversation_for(uow.scope, message.conversation_id, to=Permission.ANSWER, lock=True)
    message = await message_for(uow.scope, message_id, to=Permission.ANSWER, lock=True)
    await retrying.retry(uow, conversation, message)
    await uow.session.flush()
    document = await conversations.message_document(uow.scope, message.id)
    return _json(uow.scope, document or {})


@router.get("/dead-letters", response_model=list[DeadLetterOut])
async def list_dead_letters(scope: AgentLook) -> list[dict[str, Any]]:
    """Work that was given up after every retry."""
    demand(scope.actor, Permission.SEE_DEAD_LETTERS)
    return await dead_letters.list_dead_letters(scope)


@router.post("/dead-letters/{letter_id}/retry", status_code=204)
async def retry_dead_letter(uow: AgentDoor, letter_id: Annotated[int, Path(le=2**63 - 1)]) -> None:
    """Start it again."""
    demand(uow.actor, Permission.SEE_DEAD_LETTERS)
    await retrying.start_again(uow, letter_id)


async def _now(uow: UnitOfWork, conversation: Conversation) -> ConversationOut:
    """The conversation as this transaction leaves it."""
    await uow.session.flush()
    shown: dict[UUID, ConversationOut] = await conversations.conversations_out(uow.scope, [conversation])
    return shown[conversation.id]


def _json(scope: Scope, document: dict[str, Any], *, status: int = 200) -> Response:
    # Built by PostgreSQL and held against its schema by tests: not parsed and written a second time here.
    dressed = scope.tools.get(Dresser).dress(scope.workspace_id, document)
    return Response(orjson.dumps(dressed, default=str), status_code=status, media_type="application/json")
