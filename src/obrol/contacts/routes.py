"""Routes of contacts, tags and custom fields."""

from typing import Any, cast
from uuid import UUID

from fastapi import APIRouter

from obrol.contacts import queries
from obrol.contacts.access import contact_for, field_for, tag_for
from obrol.contacts.actions import editing, fielding, tagging
from obrol.contacts.actions.editing import Attribute
from obrol.contacts.errors import ContactNotFound, DoesNotFit, FieldKeyTaken, FieldNotFound, TagNotFound, TooMany
from obrol.contacts.models import Contact
from obrol.contacts.schemas import (
    ContactIn,
    ContactOut,
    CustomFieldIn,
    CustomFieldOut,
    FieldValueIn,
    TagIn,
    TagOut,
)
from obrol.kit.refusals import NotAllowed, NotSignedIn
from obrol.runtime.blobs import Dresser
from obrol.runtime.unit_of_work import Scope
from obrol.runtime.web import AgentDoor, AgentLook
from obrol.runtime.wire import refuses
from obrol.workspaces.access import Permission, demand

router = APIRouter(prefix="/api", tags=["contacts"], responses=refuses(NotSignedIn, NotAllowed))


@router.get("/contacts/{contact_id}", response_model=ContactOut, responses=refuses(ContactNotFound))
async def get_contact(contact_id: UUID, scope: AgentLook) -> Any:
    """A contact, whole."""
    return await _whole(scope, await contact_for(scope, contact_id, to=Permission.ANSWER))


@router.patch("/contacts/{contact_id}", response_model=ContactOut, responses=refuses(ContactNotFound, DoesNotFit))
async def edit_contact(contact_id: UUID, body: ContactIn, uow: AgentDoor) -> Any:
    """Change what is known of a contact: what is absent stays, null forgets it."""
    contact = await contact_for(uow.scope, contact_id, to=Permission.MANAGE_CONTACTS, lock=True)
    changes = cast("dict[Attribute, str | None]", body.model_dump(exclude_unset=True))
    await editing.edit(uow, contact, changes)
    return await _whole(uow.scope, contact)


@router.put(
    "/contacts/{contact_id}/tags/{tag_id}", response_model=ContactOut, responses=refuses(ContactNotFound, TagNotFound)
)
async def add_contact_tag(contact_id: UUID, tag_id: UUID, uow: AgentDoor) -> Any:
    """Put a tag on a contact."""
    contact = await contact_for(uow.scope, contact_id, to=Permission.MANAGE_CONTACTS, lock=True)
    await tagging.add_tag(uow, contact, await tag_for(uow.scope, tag_id, to=Permission.MANAGE_CONTACTS))
    return await _whole(uow.scope, contact)


@router.delete(
    "/contacts/{contact_id}/tags/{tag_id}", response_model=ContactOut, responses=refuses(ContactNotFound, TagNotFound)
)
async def remove_contact_tag(contact_id: UUID, tag_id: UUID, uow: AgentDoor) -> Any:
    """Take a tag off a contact."""
    contact = await contact_for(uow.scope, contact_id, to=Permission.MANAGE_CONTACTS, lock=True)
    await tagging.remove_tag(uow, contact, await tag_for(uow.scope, tag_id, to=Permission.MANAGE_CONTACTS))
    return await _whole(uow.scope, contact)


@router.put(
    "/contacts/{contact_id}/fields/{field_id}",
    response_model=ContactOut,
    responses=refuses(ContactNotFound, FieldNotFound, DoesNotFit),
)
async def set_contact_field(contact_id: UUID, field_id: UUID, body: FieldValueIn, uow: AgentDoor) -> Any:
    """Keep a value in a custom field of a contact; null clears it."""
    contact = await contact_for(uow.scope, contact_id, to=Permission.MANAGE_CONTACTS, lock=True)
    field = await field_for(uow.scope, field_id, to=Permission.MANAGE_CONTACTS)
    await fielding.set_field(uow, contact, field, body.value)
    return await _whole(uow.scope, contact)


@router.delete(
    "/contacts/{contact_id}/fields/{field_id}",
    response_model=ContactOut,
    responses=refuses(ContactNotFound, FieldNotFound),
)
async def clear_contact_field(contact_id: UUID, field_id: UUID, uow: AgentDoor) -> Any:
    """Forget a contact's value of a custom field."""
    contact = await contact_for(uow.scope, contact_id, to=Permission.MANAGE_CONTACTS, lock=True)
    field = await field_for(uow.scope, field_id, to=Permission.MANAGE_CONTACTS)
    await fielding.clear_field(uow, contact, field)
    return await _whole(uow.scope, contact)


@router.get("/tags")
async def list_tags(scope: AgentLook) -> list[TagOut]:
    """The workspace's tags."""
    return [queries.tag_out(tag) for tag in await queries.list_tags(scope)]


@router.post("/tags", responses=refuses(TooMany))
async def find_or_make_tag(body: TagIn, uow: AgentDoor) -> TagOut:
    """The tag of that name, made when there is none."""
    demand(uow.actor, Permission.MANAGE_CONTACTS)
    return queries.tag_out(await tagging.find_or_make_tag(uow, body.name, color=body.color))


@router.get("/custom-fields")
async def list_custom_fields(scope: AgentLook) -> list[CustomFieldOut]:
    """The fields that the workspace describes its contacts by."""
    return [queries.custom_field_out(field) for field in await queries.list_fields(scope)]


@router.post("/custom-fields", status_code=201, responses=refuses(FieldKeyTaken, TooMany))
async def make_custom_field(body: CustomFieldIn, uow: AgentDoor) -> CustomFieldOut:
    """Make a custom field."""
    demand(uow.actor, Permission.MANAGE_WORKSPACE)
    return queries.custom_field_out(await fielding.make_field(uow, body))


async def _whole(scope: Scope, contact: Contact) -> dict[str, Any]:
    whole = await queries.contact_out(scope, contact)
    return scope.tools.get(Dresser).dress(scope.workspace_id, whole.model_dump())
