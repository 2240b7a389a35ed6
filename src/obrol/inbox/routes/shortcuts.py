"""Routes of shortcuts, and of the variables that they and every reply may have."""

from typing import Any, Final
from uuid import UUID

from fastapi import APIRouter, Request, Response

from obrol.inbox.access import conversation_for, demand_of_shortcuts, shortcut_for
from obrol.inbox.actions import exchanging, keeping_shortcuts
from obrol.inbox.errors import (
    AttachmentUnknown,
    ConversationNotFound,
    FileTooLarge,
    SheetTooLong,
    SheetUnreadable,
    ShortcutBlank,
    ShortcutNameTaken,
    ShortcutNotFound,
    TooManyShortcuts,
)
from obrol.inbox.models import Shortcut
from obrol.inbox.queries import shortcuts, variables
from obrol.inbox.schemas import ImportReport, Resolved, ResolveIn, ShortcutIn, ShortcutOut, ShortcutPatch, VariableOut
from obrol.kit.refusals import NotAllowed, NotSignedIn
from obrol.runtime.blobs import Dresser
from obrol.runtime.unit_of_work import Scope, UnitOfWork
from obrol.runtime.uploads import IN_OPENAPI, Body
from obrol.runtime.web import AgentDoor, AgentLook, TheHouse, WhoIsSignedIn
from obrol.runtime.wire import refuses
from obrol.workspaces.access import Permission, demand

A_SHEET: Final[dict[int | str, dict[str, Any]]] = {
    200: {"description": "The sheet.", "content": {"text/csv": {"schema": {"type": "string"}}}}
}

router = APIRouter(prefix="/api", tags=["shortcuts"], responses=refuses(NotSignedIn, NotAllowed))


@router.get("/shortcuts", response_model=list[ShortcutOut])
async def list_shortcuts(scope: AgentLook) -> Any:
    """The shared shortcuts and one's own, by name."""
    demand(scope.actor, Permission.ANSWER)
    rows = await shortcuts.list_shortcuts(scope)
    shown = await shortcuts.shortcuts_out(scope, list(rows))
    return _dressed(scope, [shown[row.id] for row in rows])


@router.get("/shortcuts.csv", response_class=Response, responses=A_SHEET)
async def export_shortcuts(scope: AgentLook) -> Response:
    """The same as CSV, for a spreadsheet; files are not in it."""
    demand(scope.actor, Permission.ANSWER)
    sheet = exchanging.sheet_of(await shortcuts.list_shortcuts(scope))
    headers = {"Content-Disposition": 'attachment; filename="shortcuts.csv"'}
    return Response(sheet, media_type="text/csv", headers=headers)


@router.post(
    "/shortcuts/import", openapi_extra=IN_OPENAPI, responses=refuses(FileTooLarge, SheetUnreadable, SheetTooLong)
)
async def import_shortcuts(request: Request, house: TheHouse, who: WhoIsSignedIn) -> ImportReport:
    """Make and change shortcuts as a CSV file says. Lines that cannot be taken are told, and the others taken."""
    demand(who.actor, Permission.ANSWER)
    body = Body(request.stream(), request.headers)
    return await exchanging.take_in(house.transactions, who.workspace_id, who.actor, body)


@router.post(
    "/shortcuts",
    status_code=201,
    response_model=ShortcutOut,
    responses=refuses(ShortcutNameTaken, ShortcutBlank, AttachmentUnknown, TooManyShortcuts),
)
async def make_shortcut(body: ShortcutIn, uow: AgentDoor) -> Any:
    """Make a shortcut, for everybody or for oneself."""
    demand_of_shortcuts(uow.actor, is_personal=body.is_personal)
    return await _now(uow, await keeping_shortcuts.make(uow, body))


@router.patch(
    "/shortcuts/{shortcut_id}",
    response_model=ShortcutOut,
    responses=refuses(ShortcutNotFound, ShortcutNameTaken, ShortcutBlank, AttachmentUnknown),
)
async def change_shortcut(shortcut_id: UUID, body: ShortcutPatch, uow: AgentDoor) -> Any:
    """Change a shortcut: its name, its words, its files, and whether it is everybody's."""
    shortcut = await shortcut_for(uow.scope, shortcut_id, to=Permission.MANAGE_CONTENT, lock=True)
    if body.is_personal is not None:
        demand_of_shortcuts(uow.actor, is_personal=body.is_personal)
    await keeping_shortcuts.change(uow, shortcut, body)
    return await _now(uow, shortcut)


@router.delete("/shortcuts/{shortcut_id}", status_code=204, responses=refuses(ShortcutNotFound))
async def remove_shortcut(shortcut_id: UUID, uow: AgentDoor) -> None:
    """Remove a shortcut; what was written with it stays."""
    shortcut = await shortcut_for(uow.scope, shortcut_id, to=Permission.MANAGE_CONTENT, lock=True)
    await keeping_shortcuts.remove(uow, shortcut)


@router.post("/shortcuts/{shortcut_id}/uses", status_code=204, responses=refuses(ShortcutNotFound))
async def use_shortcut(shortcut_id: UUID, uow: AgentDoor) -> None:
    """Count that it was chosen."""
    shortcut = await shortcut_for(uow.scope, shortcut_id, to=Permission.ANSWER)
    await keeping_shortcuts.note_use(uow, shortcut)


@router.get("/variables")
async def list_variables(scope: AgentLook) -> list[VariableOut]:
    """What `{{path}}` can look up in a reply: what every workspace has, and the custom fields of this one."""
    return await variables.list_variables(scope)


@router.post("/conversations/{conversation_id}/resolve", responses=refuses(ConversationNotFound))
async def resolve_text(conversation_id: UUID, body: ResolveIn, scope: AgentLook, house: TheHouse) -> Resolved:
    """A text as this contact would get it, and what would stop it. Nothing is sent."""
    conversation = await conversation_for(scope, conversation_id, to=Permission.ANSWER)
    now = house.transactions.clock.now()
    return variables.resolve(body.text, await variables.vocabulary_of(scope, conversation, now))


async def _now(uow: UnitOfWork, shortcut: Shortcut) -> dict[str, Any]:
    """The shortcut as this transaction leaves it."""
    shown = await shortcuts.shortcuts_out(uow.scope, [shortcut])
    document: dict[str, Any] = _dressed(uow.scope, [shown[shortcut.id]])[0]
    return document


def _dressed(scope: Scope, shown: list[ShortcutOut]) -> list[dict[str, Any]]:
    dresser = scope.tools.get(Dresser)
    return [dresser.dress(scope.workspace_id, one.model_dump()) for one in shown]
