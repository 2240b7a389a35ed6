"""Reading personas."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import func, select

from obrol.inbox.models import Persona
from obrol.inbox.schemas import PersonaOut
from obrol.runtime.events import renders
from obrol.runtime.unit_of_work import Scope


async def list_personas(scope: Scope) -> Sequence[Persona]:
    """The workspace's personas, by name."""
    rows = await scope.session.scalars(
        select(Persona).where(Persona.workspace_id == scope.workspace_id).order_by(Persona.name_folded, Persona.id)
    )
    return rows.all()


async def find_persona(scope: Scope, persona_id: UUID, *, lock: bool = False) -> Persona | None:
    """The persona of that id, locked until the transaction ends if asked."""
    statement = select(Persona).where(Persona.workspace_id == scope.workspace_id, Persona.id == persona_id)
    if lock:
        statement = statement.with_for_update().execution_options(populate_existing=True)
    return await scope.session.scalar(statement)


async def count_personas(scope: Scope) -> int:
    """How many personas there are."""
    statement = select(func.count()).where(Persona.workspace_id == scope.workspace_id)
    return await scope.session.scalar(statement) or 0


def persona_out(persona: Persona) -> PersonaOut:
    """A persona as agents see it; the link to its picture is added when it goes out."""
    return PersonaOut(
        id=persona.id, name=persona.name, picture_id=persona.picture_id, picture_url=None, version=persona.version
    )


@renders(Persona)
async def _render_personas(_scope: Scope, rows: Sequence[Persona]) -> dict[UUID, PersonaOut]:
    return {row.id: persona_out(row) for row in rows}
