"""Reads of attachments."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import select

from obrol.inbox.models import Attachment
from obrol.runtime.unit_of_work import Scope


async def find_attachments(scope: Scope, ids: Collection[UUID]) -> dict[UUID, Attachment]:
    """Those of the attachments that this workspace has, by id."""
    rows = await scope.session.scalars(
        select(Attachment).where(Attachment.workspace_id == scope.workspace_id, Attachment.id.in_(ids))
    )
    return {row.id: row for row in rows}
