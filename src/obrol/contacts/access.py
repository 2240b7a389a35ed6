"""Access: the only way from an id to a row of contacts. Every agent may see every contact of the workspace."""

from uuid import UUID

from obrol.contacts import queries
from obrol.contacts.errors import ContactNotFound, FieldNotFound, TagNotFound, TopicNotFound
from obrol.contacts.models import Contact, CustomField, Tag, Topic
from obrol.runtime.unit_of_work import Scope
from obrol.workspaces.access import Permission, demand


async def contact_for(scope: Scope, contact_id: UUID, *, to: Permission, lock: bool = False) -> Contact:
    """The contact this actor may do `to` with; ContactNotFound outside the workspace, NotAllowed by role."""
    contact = await queries.find_contact(scope, contact_id, lock=lock)
    if contact is None:
        raise ContactNotFound
    demand(scope.actor, to)
    return contact


async def tag_for(scope: Scope, tag_id: UUID, *, to: Permission, keep: bool = False, lock: bool = False) -> Tag:
    """The tag this actor may do `to` with; TagNotFound outside the workspace, NotAllowed by role."""
    tag = await queries.find_tag(scope, tag_id, keep=keep, lock=lock)
    if tag is None:
        raise TagNotFound
    demand(scope.actor, to)
    return tag


async def field_for(
    scope: Scope, field_id: UUID, *, to: Permission, keep: bool = False, lock: bool = False
) -> CustomField:
    """The custom field this actor may do `to` with; FieldNotFound outside the workspace, NotAllowed by role."""
    field = await queries.find_field(scope, field_id, keep=keep, lock=lock)
    if field is None:
        raise FieldNotFound
    demand(scope.actor, to)
    return field


async def topic_for(scope: Scope, topic_id: UUID, *, to: Permission, keep: bool = False, lock: bool = False) -> Topic:
    """The topic this actor may do `to` with; TopicNotFound outside the workspace, NotAllowed by role."""
    topic = await queries.find_topic(scope, topic_id, keep=keep, lock=lock)
    if topic is None:
        raise TopicNotFound
    demand(scope.actor, to)
    return topic
