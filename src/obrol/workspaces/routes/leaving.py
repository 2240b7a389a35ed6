"""What routes of workspaces do on the way out."""

from collections.abc import AsyncIterator
from typing import Any
from uuid import UUID

from fastapi import Depends, Request

from obrol.runtime.blobs import Dresser
from obrol.runtime.web import House, house_of
from obrol.runtime.wire import Out
from obrol.workspaces.access import Sessions


async def _forget_sessions(request: Request) -> AsyncIterator[None]:
    yield
    house_of(request).tools.get(Sessions).forget()


# Named by the route itself, so that it opens before the unit of work and closes after: what was just committed counts.
FORGETS_SESSIONS = Depends(_forget_sessions, scope="function")


def dressed(house: House, workspace_id: UUID, resource: Out) -> dict[str, Any]:
    """The resource as JSON, with `picture_url` beside every `picture_id`."""
    return house.tools.get(Dresser).dress(workspace_id, resource.model_dump())
