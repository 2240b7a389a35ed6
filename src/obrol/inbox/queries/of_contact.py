"""Reading what there is with one contact, on every channel: conversations and notes."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select, text

from obrol.inbox.models import Conversation
from obrol.inbox.queries.fragments import NOTE_JSON
from obrol.kit.paging import BadCursor, from_cursor, to_cursor
from obrol.runtime.unit_of_work import Scope

PAGE = 20  # notes
MOST = 100  # notes that a client may ask for


async def list_threads(scope: Scope, contact_id: UUID) -> Sequence[Conversation]:
    """The contact's conversations, one for each channel that they wrote on, newest activity first."""
    rows = await scope.session.scalars(
        select(Conversation)
        .where(Conversation.workspace_id == scope.workspace_id, Conversation.contact_id == contact_id)
        .order_by(Conversation.last_activity_at.desc(), Conversation.id.desc())
    )
    return rows.all()


_NOTES = text(
    f"""
    SELECT {NOTE_JSON}, n.created_at, n.id FROM note n
    WHERE n.workspace_id = :workspace_id AND n.conversation_id = ANY(:conversation_ids)
        AND (CAST(:at AS timestamptz) IS NULL OR (n.created_at, n.id) < (:at, CAST(:id AS uuid)))
    ORDER BY n.created_at DESC, n.id DESC LIMIT :limit
    """  # noqa: S608 - built from constants
)


async def list_notes(
    scope: Scope, conversation_ids: list[UUID], *, before: str | None = None, limit: int = PAGE
) -> tuple[list[dict[str, Any]], str | None]:
    """The newest notes before a cursor in these conversations, newest first, and the cursor of what came earlier."""
    at, id = _place(before) if before else (None, None)
    values = {
        "workspace_id": scope.workspace_id,
        "conversation_ids": conversation_ids,
        "at": at,
        "id": id,
        "limit": limit + 1,
    }
    rows = (await scope.session.execute(_NOTES, values)).all()
    page = rows[:limit]
    earlier = to_cursor(page[-1][1].isoformat(), str(page[-1][2])) if len(rows) > limit else None
    return [row[0] for row in page], earlier


def _place(cursor: str) -> tuple[datetime, UUID]:
    at, id = from_cursor(cursor, str, str)
    try:
        return datetime.fromisoformat(at), UUID(id)
    except ValueError:
        raise BadCursor from None
