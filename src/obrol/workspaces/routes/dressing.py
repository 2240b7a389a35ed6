"""Dressing: pictures get their signed links on the way out."""

from typing import Any
from uuid import UUID

from obrol.runtime.blobs import Dresser
from obrol.runtime.web import House
from obrol.runtime.wire import Out


def dressed(house: House, workspace_id: UUID, resource: Out) -> dict[str, Any]:
    """The resource as JSON, with `picture_url` beside every `picture_id`."""
    return house.tools.get(Dresser).dress(workspace_id, resource.model_dump())
