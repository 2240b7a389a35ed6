"""Reading the timeline: messages, notes and events of one conversation, together and in order."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import text

from obrol.inbox.queries.fragments import MESSAGE_JSON, NOTE_JSON
from obrol.kit.paging import BadCursor, from_cursor, to_cursor
from obrol.runtime.unit_of_work import Scope

PAGE = 50  # items
MOST = 200  # items that a client may ask for
# What an event carries besides the resource that every event of a conversation carries.
_RESOURCES = "'{conversation,message,note}'::text[]"

_EVERYTHING = f"""
    SELECT * FROM (
        (SELECT m.created_at AS at, 1 AS rank, m.pos::bigint AS number, jsonb_build_object(
            'type', 'message', 'key', 'm' || m.id, 'at', m.created_at, 'message', {MESSAGE_JSON}) AS item
        FROM message m
        WHERE m.workspace_id = :workspace_id AND m.conversation_id = :conversation_id AND m.pos < :pos
        ORDER BY m.pos DESC LIMIT :limit)
        UNION ALL
        (SELECT n.created_at, 2, 0, jsonb_build_object(
            'type', 'note', 'key', 'n' || n.id, 'at', n.created_at, 'note', {NOTE_JSON})
        FROM note n
        WHERE n.workspace_id = :workspace_id AND n.conversation_id = :conversation_id AND n.created_at < :at
        ORDER BY n.created_at DESC LIMIT :limit)
        UNION ALL
        (SELECT e.at, 0, e.id, jsonb_build_object(
            'type', 'event', 'key', 'e' || e.id, 'at', e.at, 'name', e.type, 'actor', e.actor,
            'data', e.payload - {_RESOURCES})
        FROM event e
        WHERE e.workspace_id = :workspace_id AND e.conversation_id = :conversation_id AND e.on_timeline
            AND e.at < :at
        ORDER BY e.id DESC LIMIT :limit)
    ) AS everything
    ORDER BY at DESC, rank DESC, number DESC LIMIT :limit
    """  # noqa: S608 - built from constants
_BEFORE_A_MESSAGE = "m.conversation_id = :conversation_id AND m.pos < :pos"
_TIMELINE = text(_EVERYTHING)
_TIMELINE_WITHOUT_BOT = text(_EVERYTHING.replace(_BEFORE_A_MESSAGE, f"{_BEFORE_A_MESSAGE} AND m.author_kind <> 'bot'"))


async def timeline_page(
    scope: Scope, conversation_id: UUID, *, before: str | None = None, limit: int = PAGE, without_bot: bool = False
) -> tuple[list[dict[str, Any]], str | None]:
    """The newest items before a cursor, oldest first, and the cursor of what came earlier.

    `without_bot` leaves out what the bot said, and fills the page with what others did.
    """
    at, pos = _place(before) if before else (None, 2**31 - 1)
    rows = (
        await scope.session.execute(
            _TIMELINE_WITHOUT_BOT if without_bot else _TIMELINE,
            {
                "workspace_id": scope.workspace_id,
                "conversation_id": conversation_id,
                "pos": pos,
                "at": at or FAR_AHEAD,
                "limit": limit + 1,
            },
        )
    ).all()
    page = rows[:limit]
    earlier = None
    if len(rows) > limit:
        lowest = min((row.number for row in page if row.rank == 1), default=pos)
        earlier = to_cursor(page[-1].at.isoformat(), lowest)
    return [row.item for row in reversed(page)], earlier


FAR_AHEAD = datetime.fromisoformat("9999-01-01T00:00:00+00:00")


def _place(cursor: str) -> tuple[datetime, int]:
    at, pos = from_cursor(cursor, str, int)
    try:
        return datetime.fromisoformat(at), pos
    except ValueError:
        raise BadCursor from None


_SHOWN = """
SELECT m.id, m.visitor_seq, m.author_kind, COALESCE(m.shown_name, m.author_name) AS shown_name, m.shown_picture_id,
    m.content, m.created_at, m.sent_at FROM message m
WHERE m.workspace_id = $1 AND m.conversation_id = $2 AND m.visitor_seq > $3 AND m.visitor_seq < $4
"""
SHOWN_AFTER = _SHOWN + " ORDER BY m.visitor_seq LIMIT $5"
SHOWN_BEFORE = _SHOWN + " ORDER BY m.visitor_seq DESC LIMIT $5"
