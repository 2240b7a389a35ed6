"""Keeping personas: the names and pictures that replies are sent under."""

from typing import Final
from uuid import UUID

from sqlalchemy.exc import IntegrityError

from obrol.inbox.errors import PersonaNameTaken, PersonaUnknown, PictureUnknown, TooManyPersonas
from obrol.inbox.events import PersonaChanged, PersonaMade, PersonaRemoved
from obrol.inbox.models import Persona
from obrol.inbox.queries.attachments import find_attachments
from obrol.inbox.queries.personas import count_personas, find_persona
from obrol.inbox.schemas import PersonaIn, PersonaPatch
from obrol.kit.ids import new_id
from obrol.kit.text import fold
from obrol.runtime.unit_of_work import UnitOfWork

MOST_PERSONAS: Final = 200  # of a workspace; the composer shows them all


async def make(uow: UnitOfWork, wanted: PersonaIn) -> Persona:
    """Make a persona. Refuses with PersonaNameTaken, PictureUnknown or TooManyPersonas."""
    if await count_personas(uow.scope) >= MOST_PERSONAS:
        raise TooManyPersonas
    await _check_picture(uow, wanted.picture_id)
    persona = Persona(
        workspace_id=uow.workspace_id,
        id=new_id(),
        name=wanted.name,
        name_folded=fold(wanted.name),
        picture_id=wanted.picture_id,
    )
    try:
        async with uow.session.begin_nested():
            uow.session.add(persona)
    except IntegrityError:
        raise PersonaNameTaken from None
    uow.record(PersonaMade, persona=persona)
    return persona


async def change(uow: UnitOfWork, persona: Persona, wanted: PersonaPatch) -> None:
    """Change what was given of a persona (locked). Refuses as `make` does; the same: nothing."""
    news = wanted.model_dump(exclude_unset=True)
    if news.get("name") is None:
        news.pop("name", None)
    else:
        news["name_folded"] = fold(news["name"])
    news = {name: value for name, value in news.items() if getattr(persona, name) != value}
    if not news:
        return
    await _check_picture(uow, news.get("picture_id"))
    try:
        async with uow.session.begin_nested():
            for name, value in news.items():
                setattr(persona, name, value)
    except IntegrityError:
        raise PersonaNameTaken from None
    uow.record(PersonaChanged, persona=persona)


async def remove(uow: UnitOfWork, persona: Persona) -> None:
    """Remove a persona; what was sent under it keeps its name and picture."""
    await uow.session.delete(persona)
    await uow.session.flush()
    uow.record(PersonaRemoved, persona_id=persona.id, persona_name=persona.name)


async def persona_to_speak_as(uow: UnitOfWork, persona_id: UUID) -> Persona:
    """The persona that a reply names; refuses with PersonaUnknown."""
    persona = await find_persona(uow.scope, persona_id)
    if persona is None:
        raise PersonaUnknown
    return persona


async def _check_picture(uow: UnitOfWork, picture_id: UUID | None) -> None:
    if picture_id is None:
        return
    found = (await find_attachments(uow.scope, [picture_id])).get(picture_id)
    if found is None or found.kind != "image":
        raise PictureUnknown
