"""Searching: conversations by the contact's name, and by words that were said."""

from typing import Any

from sqlalchemy import text

from obrol.inbox.queries.conversations import list_rows
from obrol.kit.text import fold, without_controls
from obrol.runtime.unit_of_work import Scope

MOST_NAMES = 30
MOST_MESSAGES = 20
QUERY_LIMIT = 200  # characters
EXCERPT = 60  # characters on each side of the found words


async def search(scope: Scope, words: str) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Conversations whose contact's name has these words, and the newest messages that have them."""
    folded = fold(without_controls(words))[:QUERY_LIMIT]
    if not folded:
        return [], []
    pattern = "%" + folded.replace("\\", r"\\").replace("%", r"\%").replace("_", r"\_") + "%"
    named = (
        await scope.session.execute(
            text("SELECT conversation_id FROM search_names(:pattern, :most)"),
            {"pattern": pattern, "most": MOST_NAMES},
        )
    ).scalars()
    names = list(dict.fromkeys(named))
    said = (
        await scope.session.execute(
            text("SELECT message_id, conversation_id, pos, created_at, words FROM search_messages(:pattern, :most)"),
            {"pattern": pattern, "most": MOST_MESSAGES},
        )
    ).all()
    rows = await list_rows(scope, [*names, *{hit.conversation_id for hit in said}])
    found = [
        rows[hit.conversation_id]
        | {
            "message": {
                "id": hit.message_id,
                "pos": hit.pos,
                "excerpt": _excerpt(hit.words, folded),
                "at": hit.created_at,
            }
        }
        for hit in said
        if hit.conversation_id in rows
    ]
    return [rows[id] for id in names if id in rows], found


def _excerpt(words: str, folded: str) -> str:
    at = words.find(folded)
    start, end = max(0, at - EXCERPT), at + len(folded) + EXCERPT
    return ("…" if start else "") + words[start:end] + ("…" if end < len(words) else "")
