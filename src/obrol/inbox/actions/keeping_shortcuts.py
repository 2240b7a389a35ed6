"""Keeping shortcuts: replies that were written beforehand, for everybody or for oneself."""

from collections.abc import Sequence
from typing import Any, Final
from uuid import UUID

from sqlalchemy import delete, insert, update
from sqlalchemy.exc import IntegrityError

from obrol.inbox.errors import AttachmentUnknown, ShortcutBlank, ShortcutNameTaken, TooManyShortcuts
from obrol.inbox.events import ShortcutChanged, ShortcutMade, ShortcutRemoved
from obrol.inbox.models import Shortcut, ShortcutAttachment
from obrol.inbox.queries.attachments import find_attachments
from obrol.inbox.queries.shortcuts import count_shortcuts, shortcuts_out
from obrol.inbox.schemas import ShortcutIn, ShortcutPatch
from obrol.kit.ids import new_id
from obrol.kit.text import fold
from obrol.runtime.unit_of_work import UnitOfWork

MOST_SHORTCUTS: Final = 2_000  # that everybody shares, and as many of each agent's own


async def make(uow: UnitOfWork, wanted: ShortcutIn) -> Shortcut:
    """Make a shortcut, for everybody or for whoever makes it.

    Refuses with ShortcutBlank, ShortcutNameTaken, TooManyShortcuts, and AttachmentUnknown for a file that is not here.
    """
    owner_id = uow.actor.id if wanted.is_personal else None
    if await count_shortcuts(uow.scope, owner_id) >= MOST_SHORTCUTS:
        raise TooManyShortcuts
    _refuse_blank(wanted.text, wanted.attachment_ids)
    shortcut = Shortcut(
        workspace_id=uow.workspace_id,
        id=new_id(),
        owner_id=owner_id,
        name=wanted.name,
        name_folded=folded(wanted.name),
        text=wanted.text,
        category=wanted.category or None,
    )
    try:
        async with uow.session.begin_nested():
            uow.session.add(shortcut)
    except IntegrityError:
        raise ShortcutNameTaken from None
    await uow.session.refresh(shortcut)
    await _attach(uow, shortcut, wanted.attachment_ids)
    uow.record(ShortcutMade, shortcut=shortcut)
    return shortcut


async def change(uow: UnitOfWork, shortcut: Shortcut, wanted: ShortcutPatch) -> None:
    """Change what was given of a shortcut (locked). Refuses as `make` does; the same: nothing.

    One that everybody had and that becomes personal belongs to whoever does that, and is gone for the others.
    """
    was_everybodys, files = not shortcut.is_personal, await _files_of(uow, shortcut)
    new_files = files if wanted.attachment_ids is None else list(dict.fromkeys(wanted.attachment_ids))
    _refuse_blank(shortcut.text if wanted.text is None else wanted.text, new_files)
    changed = await _write(uow, shortcut, _news(uow, shortcut, wanted))
    if new_files != files:
        await uow.session.execute(delete(ShortcutAttachment).where(*_of(shortcut)))
        await _attach(uow, shortcut, new_files)
        shortcut.touch()
        await uow.session.flush()
        changed = True
    if not changed:
        return
    if was_everybodys and shortcut.is_personal:
        _record_removed(uow, shortcut, owner_id=None)
    uow.record(ShortcutChanged, shortcut=shortcut)


async def remove(uow: UnitOfWork, shortcut: Shortcut) -> None:
    """Remove a shortcut; what was written with it stays."""
    await uow.session.delete(shortcut)
    await uow.session.flush()
    _record_removed(uow, shortcut, owner_id=shortcut.owner_id)


async def note_use(uow: UnitOfWork, shortcut: Shortcut) -> None:
    """Count that a shortcut was chosen. Told to nobody: lists have it when they are fetched again."""
    await uow.session.execute(
        update(Shortcut)
        .where(Shortcut.workspace_id == shortcut.workspace_id, Shortcut.id == shortcut.id)
        .values(used_count=Shortcut.used_count + 1, last_used_at=uow.now)
        .execution_options(synchronize_session=False)
    )


def folded(name: str) -> str:
    """What two names are compared by; of nothing but marks, the name itself."""
    return fold(name) or name


def _refuse_blank(text: str, attachment_ids: Sequence[UUID]) -> None:
    if not text.strip() and not attachment_ids:
        raise ShortcutBlank


def _news(uow: UnitOfWork, shortcut: Shortcut, wanted: ShortcutPatch) -> dict[str, Any]:
    """The columns that become something else."""
    given: dict[str, Any] = {}
    if wanted.name is not None:
        given |= {"name": wanted.name, "name_folded": folded(wanted.name)}
    if wanted.text is not None:
        given["text"] = wanted.text
    if wanted.category is not None:
        given["category"] = wanted.category or None
    if wanted.is_personal is not None:
        given["owner_id"] = uow.actor.id if wanted.is_personal else None
    return {name: value for name, value in given.items() if getattr(shortcut, name) != value}


async def _write(uow: UnitOfWork, shortcut: Shortcut, news: dict[str, Any]) -> bool:
    if not news:
        return False
    try:
        async with uow.session.begin_nested():
            for name, value in news.items():
                setattr(shortcut, name, value)
    except IntegrityError:
        raise ShortcutNameTaken from None
    return True


async def _files_of(uow: UnitOfWork, shortcut: Shortcut) -> list[UUID]:
    shown = (await shortcuts_out(uow.scope, [shortcut]))[shortcut.id]
    return [file.attachment_id for file in shown.attachments]


async def _attach(uow: UnitOfWork, shortcut: Shortcut, attachment_ids: Sequence[UUID]) -> None:
    ids = list(dict.fromkeys(attachment_ids))
    if not ids:
        return
    if set(ids) - set(await find_attachments(uow.scope, ids)):
        raise AttachmentUnknown
    await uow.session.execute(
        insert(ShortcutAttachment),
        [
            {
                "workspace_id": shortcut.workspace_id,
                "shortcut_id": shortcut.id,
                "position": position,
                "attachment_id": attachment_id,
            }
            for position, attachment_id in enumerate(ids)
        ],
    )


def _of(shortcut: Shortcut) -> tuple[Any, Any]:
    return (
        ShortcutAttachment.workspace_id == shortcut.workspace_id,
        ShortcutAttachment.shortcut_id == shortcut.id,
    )


def _record_removed(uow: UnitOfWork, shortcut: Shortcut, *, owner_id: UUID | None) -> None:
    uow.record(ShortcutRemoved, shortcut_id=shortcut.id, shortcut_name=shortcut.name, owner_id=owner_id)
