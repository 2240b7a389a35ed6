"""Reading conversations: one by id, lines of the list, and how many there are."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import select, text
from sqlalchemy.ext.asyncio import AsyncSession

from obrol.inbox.models import Conversation, ConversationView, Message, Note, ReadMark
from obrol.inbox.queries.fragments import (
    CONVERSATION_JOINS,
    CONVERSATION_JSON,
    MARK_JOIN,
    MESSAGE_JSON,
    NOTE_JSON,
    ROW_JSON,
)
from obrol.inbox.schemas import ConversationOut, ConversationViewOut, MessageOut, NoteOut
from obrol.runtime.events import renders
from obrol.runtime.unit_of_work import Scope


async def find_conversation(scope: Scope, conversation_id: UUID, *, lock: bool = False) -> Conversation | None:
    """The row, locked until the transaction ends if asked."""
    statement = select(Conversation).where(
        Conversation.workspace_id == scope.workspace_id, Conversation.id == conversation_id
    )
    if lock:
        statement = statement.with_for_update().execution_options(populate_existing=True)
    return await scope.session.scalar(statement)


async def find_thread(scope: Scope, *, channel_id: UUID, contact_id: UUID, lock: bool = False) -> Conversation | None:
    """The conversation of a contact on a channel, if they ever wrote there."""
    statement = select(Conversation).where(
        Conversation.workspace_id == scope.workspace_id,
        Conversation.channel_id == channel_id,
        Conversation.contact_id == contact_id,
    )
    if lock:
        statement = statement.with_for_update().execution_options(populate_existing=True)
    return await scope.session.scalar(statement)


async def find_message(scope: Scope, message_id: UUID, *, lock: bool = False) -> Message | None:
    """The row, locked until the transaction ends if asked."""
    statement = select(Message).where(Message.workspace_id == scope.workspace_id, Message.id == message_id)
    if lock:
        statement = statement.with_for_update().execution_options(populate_existing=True)
    return await scope.session.scalar(statement)


async def find_note(scope: Scope, note_id: UUID, *, lock: bool = False) -> Note | None:
    """The row, locked until the transaction ends if asked."""
    statement = select(Note).where(Note.workspace_id == scope.workspace_id, Note.id == note_id)
    if lock:
        statement = statement.with_for_update().execution_options(populate_existing=True)
    return await scope.session.scalar(statement)


async def view_of(scope: Scope, conversation_id: UUID) -> ConversationViewOut:
    """How the agent who looks wants to see a conversation."""
    hides = await scope.session.scalar(
        select(ConversationView.hides_bot_messages).where(
            ConversationView.workspace_id == scope.workspace_id,
            ConversationView.agent_id == scope.actor.id,
            ConversationView.conversation_id == conversation_id,
        )
    )
    return ConversationViewOut(hides_bot_messages=bool(hides))


async def read_inbound_count(scope: Scope, agent_id: UUID, conversation_id: UUID) -> int:
    """How many inbound messages of a conversation an agent has read."""
    read = await scope.session.scalar(
        select(ReadMark.inbound_count).where(
            ReadMark.workspace_id == scope.workspace_id,
            ReadMark.agent_id == agent_id,
            ReadMark.conversation_id == conversation_id,
        )
    )
    return read or 0


_CONVERSATIONS = text(
    f"SELECT c.id, {CONVERSATION_JSON} FROM conversation c {CONVERSATION_JOINS} "  # noqa: S608 - built from constants
    "WHERE c.workspace_id = :workspace_id AND c.id = ANY(:ids)"
)
_MESSAGES = text(
    f"SELECT m.id, {MESSAGE_JSON} FROM message m "  # noqa: S608 - built from constants
    "WHERE m.workspace_id = :workspace_id AND m.id = ANY(:ids)"
)
_NOTES = text(f"SELECT n.id, {NOTE_JSON} FROM note n WHERE n.workspace_id = :workspace_id AND n.id = ANY(:ids)")  # noqa: S608 - built from constants


@renders(Conversation)
async def conversations_out(scope: Scope, rows: Sequence[Conversation]) -> dict[UUID, ConversationOut]:
    """The whole resource of each conversation, as it stands in this transaction."""
    found = await _by_id(scope.session, _CONVERSATIONS, scope.workspace_id, [row.id for row in rows])
    return {id: ConversationOut.model_validate(document) for id, document in found.items()}


@renders(Message)
async def messages_out(scope: Scope, rows: Sequence[Message]) -> dict[UUID, MessageOut]:
    """The whole resource of each message."""
    found = await _by_id(scope.session, _MESSAGES, scope.workspace_id, [row.id for row in rows])
    return {id: MessageOut.model_validate(document) for id, document in found.items()}


@renders(Note)
async def notes_out(scope: Scope, rows: Sequence[Note]) -> dict[UUID, NoteOut]:
    """The whole resource of each note."""
    found = await _by_id(scope.session, _NOTES, scope.workspace_id, [row.id for row in rows])
    return {id: NoteOut.model_validate(document) for id, document in found.items()}


async def conversation_document(scope: Scope, conversation_id: UUID) -> dict[str, Any] | None:
    """A conversation as JSON."""
    found = await _by_id(scope.session, _CONVERSATIONS, scope.workspace_id, [conversation_id])
    return found.get(conversation_id)


async def message_document(scope: Scope, message_id: UUID) -> dict[str, Any] | None:
    """A message as JSON."""
    found = await _by_id(scope.session, _MESSAGES, scope.workspace_id, [message_id])
    return found.get(message_id)


async def _by_id(
    session: AsyncSession, statement: Any, workspace_id: UUID, ids: list[UUID]
) -> dict[UUID, dict[str, Any]]:
    rows = await session.execute(statement, {"workspace_id": workspace_id, "ids": ids})
    return {row[0]: row[1] for row in rows}


_ROWS = text(
    f"""
    SELECT c.id, {ROW_JSON} FROM conversation c {CONVERSATION_JOINS} {MARK_JOIN}
    WHERE c.workspace_id = :workspace_id AND c.id = ANY(:ids)
    """  # noqa: S608 - built from constants
)


async def list_rows(scope: Scope, ids: list[UUID]) -> dict[UUID, dict[str, Any]]:
    """Lines of this agent's list by conversation id."""
    values = {"workspace_id": scope.workspace_id, "agent_id": scope.actor.id, "ids": ids}
    rows = await scope.session.execute(_ROWS, values)
    return {row[0]: row[1] for row in rows}


_COUNTS = """
SELECT count(*) FILTER (WHERE c.status = 'open') AS open,
    count(*) FILTER (WHERE c.status = 'snoozed') AS snoozed,
    count(*) FILTER (WHERE c.status = 'done') AS done,
    count(*) FILTER (WHERE c.status = 'open' AND c.inbound_count > COALESCE(r.inbound_count, 0)) AS unread,
    count(*) FILTER (WHERE c.status = 'open' AND c.waiting_since IS NOT NULL) AS unanswered,
    count(*) FILTER (WHERE c.status = 'open' AND c.assignee_id = :agent_id) AS mine,
    count(*) FILTER (WHERE c.status = 'open' AND c.assignee_id IS NULL) AS unassigned
"""


async def count_conversations(scope: Scope, *, channel_ids: list[UUID] | None = None) -> dict[str, int]:
    """How many there are by status; then of the open ones, what there is to do for this agent."""
    only = "AND c.channel_id = ANY(:channel_ids)" if channel_ids is not None else ""
    row = (
        await scope.session.execute(
            text(f"{_COUNTS} FROM conversation c {MARK_JOIN} WHERE c.workspace_id = :workspace_id {only}"),
            {"workspace_id": scope.workspace_id, "agent_id": scope.actor.id}
            | ({"channel_ids": channel_ids} if channel_ids is not None else {}),
        )
    ).one()
    return dict(row._mapping)  # noqa: SLF001 - SQLAlchemy's documented way to a mapping
