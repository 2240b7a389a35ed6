"""Reading work that was given up."""

from typing import Any

from sqlalchemy import text

from obrol.runtime.unit_of_work import Scope

MOST = 200

_LETTERS = text(
    """
    SELECT j.id, j.kind, j.attempts, COALESCE(j.last_error, '') AS error, j.created_at,
        CASE WHEN j.lane LIKE 'conversation:%' THEN substr(j.lane, 14)::uuid END AS conversation_id
    FROM lane_job j WHERE j.workspace_id = :workspace_id AND j.state = 'dead'
    ORDER BY j.id DESC LIMIT :most
    """
)


async def list_dead_letters(scope: Scope) -> list[dict[str, Any]]:
    """The newest pieces of work that were given up."""
    rows = await scope.session.execute(_LETTERS, {"workspace_id": scope.workspace_id, "most": MOST})
    return [dict(row._mapping) for row in rows]  # noqa: SLF001 - SQLAlchemy's documented way to a mapping
