"""Searching: conversations by the contact's name, and by words that were said."""

from typing import Any
from uuid import UUID

from pydantic import TypeAdapter
from sqlalchemy import text

from obrol.channels.contract.content import Content, plain_text
from obrol.inbox.queries.conversations import list_rows
from obrol.kit.text import fold, is_one_typo_away, split_at_found, without_controls
from obrol.runtime.unit_of_work import Scope

MOST_NAMES = 30
MOST_MESSAGES = 20
QUERY_LIMIT = 200  # characters
EXCERPT = 60  # characters on each side of the found words
TYPOS_FROM = 4  # letters; in shorter words one letter makes another name
MOST_CANDIDATES = 200  # names that may be one mistake away, looked at one by one

_CONTENT: TypeAdapter[Content] = TypeAdapter(Content)


async def search(
    scope: Scope, words: str, *, channel_ids: list[UUID] | None = None
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Conversations whose contact's name has these words, and the newest messages that have them.

    Case and accents do not matter; a name that nobody has may have one typing mistake.
    """
    folded = fold(without_controls(words))[:QUERY_LIMIT]
    if not folded:
        return [], []
    values = {"words": folded, "pattern": _containing(folded), "channels": channel_ids}
    names = await _named(scope, values) or await _named_with_a_typo(scope, values)
    said = (
        await scope.session.execute(
            text("SELECT * FROM search_messages(:words, :pattern, CAST(:channels AS uuid[]), :most)"),
            values | {"most": MOST_MESSAGES},
        )
    ).all()
    rows = await list_rows(scope, [*names, *{hit.conversation_id for hit in said}])
    found = [
        rows[hit.conversation_id]
        | {
            "message": {
                "id": hit.message_id,
                "pos": hit.pos,
                "excerpt": _excerpt(plain_text(_CONTENT.validate_python(hit.content)), folded),
                "at": hit.created_at,
            }
        }
        for hit in said
        if hit.conversation_id in rows
    ]
    return [rows[id] for id in names if id in rows], found


async def _named(scope: Scope, values: dict[str, Any]) -> list[UUID]:
    statement = text("SELECT * FROM search_names(:words, :pattern, CAST(:channels AS uuid[]), :most)")
    found = (await scope.session.execute(statement, values | {"most": MOST_NAMES})).scalars()
    return list(dict.fromkeys(found))[:MOST_NAMES]


async def _named_with_a_typo(scope: Scope, values: dict[str, Any]) -> list[UUID]:
    words = values["words"]
    if len(words) < TYPOS_FROM:
        return []
    # Two letters in the wrong order share too few trigrams with the name to be similar.
    swapped = [_containing(words[:at] + words[at + 1] + words[at] + words[at + 2 :]) for at in range(len(words) - 1)]
    candidates = await scope.session.execute(
        text("SELECT * FROM search_similar_names(:words, CAST(:swapped AS text[]), CAST(:channels AS uuid[]), :most)"),
        values | {"swapped": swapped, "most": MOST_CANDIDATES},
    )
    near = [id for id, name in candidates if is_one_typo_away(words, name)]
    return near[:MOST_NAMES]


def _containing(folded: str) -> str:
    return "%" + folded.replace("\\", r"\\").replace("%", r"\%").replace("_", r"\_") + "%"


def _excerpt(said: str, folded: str) -> dict[str, str]:
    before, hit, after = split_at_found(" ".join(said.split()), folded)
    if len(before) > EXCERPT:
        before = "…" + before[-EXCERPT:]
    if len(after) > EXCERPT:
        after = after[:EXCERPT] + "…"
    return {"before": before, "hit": hit, "after": after}
