"""Reading what a visitor is shown: the messages with a place in their sequence, and nothing else."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

import orjson

from obrol.inbox.queries.timeline import SHOWN_AFTER, SHOWN_BEFORE
from obrol.runtime.db import Database

FIRST_PAGE = 50  # messages
SYNC_PAGE = 200  # messages
_END = 2**31 - 1

Dress = Callable[[dict[str, Any]], dict[str, Any]]


async def shown_after(
    database: Database, workspace_id: UUID, conversation_id: UUID, seq: int, dress: Dress
) -> tuple[list[dict[str, Any]], bool]:
    """What the visitor was shown after a place, oldest first, and whether there is more."""
    async with database.fast(workspace_id) as connection:
        rows = await connection.fetch(SHOWN_AFTER, workspace_id, conversation_id, seq, _END, SYNC_PAGE + 1)
    return [_message(row, dress) for row in rows[:SYNC_PAGE]], len(rows) > SYNC_PAGE


async def shown_before(
    database: Database, workspace_id: UUID, conversation_id: UUID, seq: int, dress: Dress
) -> tuple[list[dict[str, Any]], bool]:
    """What the visitor was shown before a place, oldest first, and whether there is more."""
    async with database.fast(workspace_id) as connection:
        rows = await connection.fetch(SHOWN_BEFORE, workspace_id, conversation_id, 0, seq, FIRST_PAGE + 1)
    page = [_message(row, dress) for row in rows[:FIRST_PAGE]]
    page.reverse()
    return page, len(rows) > FIRST_PAGE


def as_visitors_see(message: dict[str, Any]) -> dict[str, Any]:
    """A message of the log as its visitor sees it: no agent's id, no epochs, no reasons."""
    author = message["author"]
    kind = "visitor" if author["kind"] == "contact" else author["kind"]
    shown = message.get("shown_as") or {"name": author["name"], "picture_url": None}
    return {
        "id": message["id"],
        "seq": message["visitor_seq"],
        "author": {"kind": kind, "name": shown["name"], "picture_url": shown["picture_url"]},
        "content": message["content"],
        "at": message["sent_at"] or message["created_at"],
    }


def _message(row: Any, dress: Dress) -> dict[str, Any]:
    kind = "visitor" if row["author_kind"] == "contact" else row["author_kind"]
    picture = dress({"picture_id": row["shown_picture_id"], "picture_url": None})
    return {
        "id": str(row["id"]),
        "seq": row["visitor_seq"],
        "author": {"kind": kind, "name": row["shown_name"], "picture_url": picture["picture_url"]},
        "content": dress(orjson.loads(row["content"])),
        "at": row["sent_at"] or row["created_at"],
    }
