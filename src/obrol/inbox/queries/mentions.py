"""Reading mentions: where an agent was named."""

from typing import Any

from sqlalchemy import text

from obrol.inbox.queries.fragments import NOTE_JSON
from obrol.runtime.unit_of_work import Scope

MOST = 50  # the newest; whoever is behind by more starts from the conversations

_MENTIONS = text(
    f"""
    SELECT jsonb_build_object('note', {NOTE_JSON}, 'seen', mine.seen_at IS NOT NULL, 'contact',
        jsonb_build_object('id', ct.id, 'name', ct.name, 'picture_id', ct.picture_id, 'picture_url', NULL))
    FROM (
        SELECT * FROM mention x WHERE x.workspace_id = :workspace_id AND x.agent_id = :agent_id
        ORDER BY x.created_at DESC LIMIT :most
    ) mine
    JOIN note n ON n.workspace_id = mine.workspace_id AND n.id = mine.note_id
    JOIN conversation c ON c.workspace_id = n.workspace_id AND c.id = n.conversation_id
    JOIN contact ct ON ct.workspace_id = c.workspace_id AND ct.id = c.contact_id
    ORDER BY mine.created_at DESC
    """  # noqa: S608 - built from constants
)


async def own_mentions(scope: Scope) -> list[dict[str, Any]]:
    """The newest notes that name whoever asks, newest first."""
    values = {"workspace_id": scope.workspace_id, "agent_id": scope.actor.id, "most": MOST}
    return list(await scope.session.scalars(_MENTIONS, values))
