"""Routes of contacts, tags, custom fields and topics; and of the panel that shows them."""

from typing import Any, cast
from uuid import UUID

from fastapi import APIRouter

from obrol.contacts import queries
from obrol.contacts.access import contact_for, field_for, tag_for, topic_for
from obrol.contacts.actions import arranging, editing, fielding, subscribing, tagging
from obrol.contacts.actions.editing import Attribute
from obrol.contacts.errors import (
    ContactNotFound,
    DoesNotFit,
    FieldKeyTaken,
    FieldNotFound,
    TagNameTaken,
    TagNotFound,
    TooMany,
    TopicNameTaken,
    TopicNotFound,
)
from obrol.contacts.models import Contact
from obrol.contacts.schemas import (
    ContactIn,
    ContactOut,
    CustomFieldIn,
    CustomFieldOut,
    CustomFieldPatch,
    FieldValueIn,
    PanelLayoutIn,
    PanelLayoutOut,
    TagIn,
    TagOut,
    TagPatch,
    TopicIn,
    TopicOut,
    TopicPatch,
    UseOut,
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
    await tagging.add_tag(uow, contact, await tag_for(uow.scope, tag_id, to=Permission.MANAGE_CONTACTS, keep=True))
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
    field = await field_for(uow.scope, field_id, to=Permission.MANAGE_CONTACTS, keep=True)
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


@router.put(
    "/contacts/{contact_id}/topics/{topic_id}",
    response_model=ContactOut,
    responses=refuses(ContactNotFound, TopicNotFound),
)
async def subscribe_contact(contact_id: UUID, topic_id: UUID, uow: AgentDoor) -> Any:
    """Note that a contact agreed to a topic."""
    contact = await contact_for(uow.scope, contact_id, to=Permission.MANAGE_CONTACTS, lock=True)
    topic = await topic_for(uow.scope, topic_id, to=Permission.MANAGE_CONTACTS, keep=True)
    await subscribing.subscribe(uow, contact, topic)
    return await _whole(uow.scope, contact)


@router.delete(
    "/contacts/{contact_id}/topics/{topic_id}",
    response_model=ContactOut,
    responses=refuses(ContactNotFound, TopicNotFound),
)
async def unsubscribe_contact(contact_id: UUID, topic_id: UUID, uow: AgentDoor) -> Any:
    """Take a contact's agreement to a topic back."""
    contact = await contact_for(uow.scope, contact_id, to=Permission.MANAGE_CONTACTS, lock=True)
    topic = await topic_for(uow.scope, topic_id, to=Permission.MANAGE_CONTACTS)
    await subscribing.unsubscribe(uow, contact, topic)
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


@router.get("/tags/uses")
async def count_tag_uses(scope: AgentLook) -> list[UseOut]:
    """How many contacts have each tag."""
    demand(scope.actor, Permission.ANSWER)
    return await queries.tag_uses(scope)


@router.patch("/tags/{tag_id}", responses=refuses(TagNotFound, TagNameTaken))
async def change_tag(tag_id: UUID, body: TagPatch, uow: AgentDoor) -> TagOut:
    """Give a tag another name or colour, on everybody who has it."""
    tag = await tag_for(uow.scope, tag_id, to=Permission.MANAGE_WORKSPACE, lock=True)
    await tagging.change_tag(uow, tag, name=body.name, color=body.color)
    return queries.tag_out(tag)


@router.delete("/tags/{tag_id}", status_code=204, responses=refuses(TagNotFound))
async def remove_tag(tag_id: UUID, uow: AgentDoor) -> None:
    """Remove a tag, and take it off everybody who has it."""
    tag = await tag_for(uow.scope, tag_id, to=Permission.MANAGE_WORKSPACE, lock=True)
    await tagging.remove_from_workspace(uow, tag)


@router.get("/custom-fields")
async def list_custom_fields(scope: AgentLook) -> list[CustomFieldOut]:
    """The fields that the workspace describes its contacts by."""
    return [queries.custom_field_out(field) for field in await queries.list_fields(scope)]


@router.post("/custom-fields", status_code=201, responses=refuses(FieldKeyTaken, TooMany))
async def make_custom_field(body: CustomFieldIn, uow: AgentDoor) -> CustomFieldOut:
    """Make a custom field."""
    demand(uow.actor, Permission.MANAGE_WORKSPACE)
    return queries.custom_field_out(await fielding.make_field(uow, body))


@router.get("/custom-fields/uses")
async def count_field_uses(scope: AgentLook) -> list[UseOut]:
    """How many contacts have a value in each field."""
    demand(scope.actor, Permission.ANSWER)
    return await queries.field_uses(scope)


@router.patch("/custom-fields/{field_id}", responses=refuses(FieldNotFound))
async def change_custom_field(field_id: UUID, body: CustomFieldPatch, uow: AgentDoor) -> CustomFieldOut:
    """Change the name, description or choices of a custom field; its key and type stay."""
    field = await field_for(uow.scope, field_id, to=Permission.MANAGE_WORKSPACE, lock=True)
    await fielding.change_field(uow, field, body)
    return queries.custom_field_out(field)


@router.delete("/custom-fields/{field_id}", status_code=204, responses=refuses(FieldNotFound))
async def remove_custom_field(field_id: UUID, uow: AgentDoor) -> None:
    """Remove a custom field, and every value in it."""
    field = await field_for(uow.scope, field_id, to=Permission.MANAGE_WORKSPACE, lock=True)
    await fielding.remove_from_workspace(uow, field)


@router.get("/topics")
async def list_topics(scope: AgentLook) -> list[TopicOut]:
    """What contacts can agree to hear about."""
    return [queries.topic_out(topic) for topic in await queries.list_topics(scope)]


@router.get("/topics/uses")
async def count_topic_uses(scope: AgentLook) -> list[UseOut]:
    """How many contacts agree to each topic."""
    demand(scope.actor, Permission.ANSWER)
    return await queries.topic_uses(scope)


@router.post("/topics", status_code=201, responses=refuses(TopicNameTaken, TooMany))
async def make_topic(body: TopicIn, uow: AgentDoor) -> TopicOut:
    """Make a topic."""
    demand(uow.actor, Permission.MANAGE_WORKSPACE)
    return queries.topic_out(await subscribing.make_topic(uow, name=body.name, kind=body.kind))


@router.patch("/topics/{topic_id}", responses=refuses(TopicNotFound, TopicNameTaken))
async def rename_topic(topic_id: UUID, body: TopicPatch, uow: AgentDoor) -> TopicOut:
    """Give a topic another name."""
    topic = await topic_for(uow.scope, topic_id, to=Permission.MANAGE_WORKSPACE, lock=True)
    await subscribing.rename_topic(uow, topic, name=body.name)
    return queries.topic_out(topic)


@router.delete("/topics/{topic_id}", status_code=204, responses=refuses(TopicNotFound))
async def remove_topic(topic_id: UUID, uow: AgentDoor) -> None:
    """Remove a topic, and every agreement to it."""
    topic = await topic_for(uow.scope, topic_id, to=Permission.MANAGE_WORKSPACE, lock=True)
    await subscribing.remove_topic(uow, topic)


@router.get("/me/panel")
async def get_panel(scope: AgentLook) -> PanelLayoutOut:
    """How the agent who asks arranged the panel beside a conversation."""
    demand(scope.actor, Permission.ANSWER)
    return await queries.get_panel_layout(scope)


@router.put("/me/panel")
async def arrange_panel(body: PanelLayoutIn, uow: AgentDoor) -> PanelLayoutOut:
    """Arrange the panel beside a conversation, for oneself."""
    demand(uow.actor, Permission.ANSWER)
    return await arranging.arrange(uow, body)


async def _whole(scope: Scope, contact: Contact) -> dict[str, Any]:
    whole = await queries.contact_out(scope, contact)
    return scope.tools.get(Dresser).dress(scope.workspace_id, whole.model_dump())
