"""Reading shortcuts: those of everybody, and one's own."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, func, or_, select

from obrol.inbox.models import Attachment, Shortcut, ShortcutAttachment
from obrol.inbox.schemas import AttachmentOut, ShortcutOut
from obrol.runtime.events import renders
from obrol.runtime.unit_of_work import Scope


async def list_shortcuts(scope: Scope) -> Sequence[Shortcut]:
    """The shortcuts that whoever asks may use, by name."""
    rows = await scope.session.scalars(
        select(Shortcut)
        .where(
            Shortcut.workspace_id == scope.workspace_id,
            or_(Shortcut.owner_id.is_(None), Shortcut.owner_id == scope.actor.id),
        )
        .order_by(Shortcut.name_folded, Shortcut.id)
    )
    return rows.all()


async def find_shortcut(scope: Scope, shortcut_id: UUID, *, lock: bool = False) -> Shortcut | None:
    """The shortcut of that id, whoever owns it; locked until the transaction ends if asked."""
    statement = select(Shortcut).where(Shortcut.workspace_id == scope.workspace_id, Shortcut.id == shortcut_id)
    if lock:
        statement = statement.with_for_update().execution_options(populate_existing=True)
    return await scope.session.scalar(statement)


async def count_shortcuts(scope: Scope, owner_id: UUID | None) -> int:
    """How many shortcuts an agent has, or everybody (None)."""
    statement = select(func.count()).where(Shortcut.workspace_id == scope.workspace_id, _owned_by(owner_id))
    return await scope.session.scalar(statement) or 0


async def shortcuts_by_name(scope: Scope, owner_id: UUID | None) -> dict[str, Shortcut]:
    """The shortcuts of an agent, or of everybody (None), by their folded names."""
    rows = await scope.session.scalars(
        select(Shortcut).where(Shortcut.workspace_id == scope.workspace_id, _owned_by(owner_id))
    )
    return {row.name_folded: row for row in rows}


@renders(Shortcut)
async def shortcuts_out(scope: Scope, rows: Sequence[Shortcut]) -> dict[UUID, ShortcutOut]:
    """The whole resource of each shortcut; the links to its files are added when it goes out."""
    files = await _files(scope, [row.id for row in rows])
    return {
        row.id: ShortcutOut(
            id=row.id,
            name=row.name,
            text=row.text,
            attachments=files[row.id],
            category=row.category,
            is_personal=row.is_personal,
            owner_id=row.owner_id,
            used_count=row.used_count,
            last_used_at=row.last_used_at,
            version=row.version,
        )
        for row in rows
    }


async def _files(scope: Scope, ids: Collection[UUID]) -> dict[UUID, list[AttachmentOut]]:
    rows = await scope.session.execute(
        select(ShortcutAttachment.shortcut_id, Attachment)
        .join(
            Attachment,
            (Attachment.workspace_id == ShortcutAttachment.workspace_id)
            & (Attachment.id == ShortcutAttachment.attachment_id),
        )
        .where(ShortcutAttachment.workspace_id == scope.workspace_id, ShortcutAttachment.shortcut_id.in_(ids))
        .order_by(ShortcutAttachment.shortcut_id, ShortcutAttachment.position)
    )
    found: dict[UUID, list[AttachmentOut]] = defaultdict(list)
    for shortcut_id, attachment in rows:
        found[shortcut_id].append(_file_out(attachment))
    return found


def _file_out(attachment: Attachment) -> AttachmentOut:
    return AttachmentOut(
        attachment_id=attachment.id,
        kind=attachment.kind,  # type: ignore[arg-type] # the database holds it to the four
        name=attachment.name,
        media_type=attachment.media_type,
        size=attachment.size,
        width=attachment.width,
        height=attachment.height,
        url="",
        thumbnail_url=None,
    )


def _owned_by(owner_id: UUID | None) -> ColumnElement[Any]:
    return Shortcut.owner_id.is_(None) if owner_id is None else Shortcut.owner_id == owner_id
