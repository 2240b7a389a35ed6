"""Routes of personas."""

from typing import Any
from uuid import UUID

from fastapi import APIRouter

from obrol.inbox.access import persona_for
from obrol.inbox.actions import keeping_personas
from obrol.inbox.errors import PersonaNameTaken, PersonaNotFound, PictureUnknown, TooManyPersonas
from obrol.inbox.models import Persona
from obrol.inbox.queries import personas
from obrol.inbox.schemas import PersonaIn, PersonaOut, PersonaPatch
from obrol.kit.refusals import NotAllowed, NotSignedIn
from obrol.runtime.blobs import Dresser
from obrol.runtime.unit_of_work import Scope
from obrol.runtime.web import AgentDoor, AgentLook
from obrol.runtime.wire import refuses
from obrol.workspaces.access import Permission, demand

router = APIRouter(prefix="/api", tags=["personas"], responses=refuses(NotSignedIn, NotAllowed))


@router.get("/personas", response_model=list[PersonaOut])
async def list_personas(scope: AgentLook) -> Any:
    """The personas that one may reply under, by name."""
    return [_shown(scope, persona) for persona in await personas.list_personas(scope)]


@router.post(
    "/personas",
    status_code=201,
    response_model=PersonaOut,
    responses=refuses(PersonaNameTaken, PictureUnknown, TooManyPersonas),
)
async def make_persona(body: PersonaIn, uow: AgentDoor) -> Any:
    """Make a persona."""
    demand(uow.actor, Permission.MANAGE_CONTENT)
    persona = await keeping_personas.make(uow, body)
    await uow.session.refresh(persona)
    return _shown(uow.scope, persona)


@router.patch(
    "/personas/{persona_id}",
    response_model=PersonaOut,
    responses=refuses(PersonaNotFound, PersonaNameTaken, PictureUnknown),
)
async def change_persona(persona_id: UUID, body: PersonaPatch, uow: AgentDoor) -> Any:
    """Give a persona another name or picture."""
    persona = await persona_for(uow.scope, persona_id, to=Permission.MANAGE_CONTENT, lock=True)
    await keeping_personas.change(uow, persona, body)
    return _shown(uow.scope, persona)


@router.delete("/personas/{persona_id}", status_code=204, responses=refuses(PersonaNotFound))
async def remove_persona(persona_id: UUID, uow: AgentDoor) -> None:
    """Remove a persona; what was sent under it stays as it is."""
    persona = await persona_for(uow.scope, persona_id, to=Permission.MANAGE_CONTENT, lock=True)
    await keeping_personas.remove(uow, persona)


def _shown(scope: Scope, persona: Persona) -> dict[str, Any]:
    return scope.tools.get(Dresser).dress(scope.workspace_id, personas.persona_out(persona).model_dump())
