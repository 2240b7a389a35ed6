"""Reads of contacts."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import Select, Uuid, column, func, select, table

from obrol.contacts.models import Contact, ContactTag, CustomField, FieldType, FieldValue, Identity, Tag
from obrol.contacts.schemas import ContactOut, CustomFieldOut, FieldOut, IdentityOut, PageOut, TagOut
from obrol.runtime.events import renders
from obrol.runtime.unit_of_work import Scope

R = TypeVar("R")

# The rows of a module above, of which only the word for the kind is read, to be shown.
_CHANNEL = table("channel", column("workspace_id", Uuid), column("id", Uuid), column("kind"))


async def find_contact(scope: Scope, contact_id: UUID, *, lock: bool = False) -> Contact | None:
    """The contact of that id. Locked, it is as it stands now and stays so until the end."""
    query = select(Contact).where(Contact.workspace_id == scope.workspace_id, Contact.id == contact_id)
    found: Contact | None = await scope.session.scalar(_locked(query) if lock else query)
    return found


async def find_by_identity(scope: Scope, *, channel_id: UUID, external_id: str) -> Contact | None:
    """The contact that a channel knows by this name."""
    found: Contact | None = await scope.session.scalar(
        select(Contact)
        .join(Identity, (Identity.workspace_id == Contact.workspace_id) & (Identity.contact_id == Contact.id))
        .where(
            Identity.workspace_id == scope.workspace_id,
            Identity.channel_id == channel_id,
            Identity.external_id == external_id,
        )
    )
    return found


async def contacts_out(scope: Scope, contact_ids: Iterable[UUID]) -> dict[UUID, ContactOut]:
    """The contacts, whole, by id; who is not of this workspace is left out."""
    ids = set(contact_ids)
    contacts = await scope.session.scalars(
        select(Contact).where(Contact.workspace_id == scope.workspace_id, Contact.id.in_(ids))
    )
    identities = await _identities(scope, ids)
    tags = await _tags(scope, ids)
    fields = await list_fields(scope)
    values = await _values(scope, ids)
    return {
        contact.id: ContactOut(
            id=contact.id,
            name=contact.name,
            email=contact.email,
            phone=contact.phone,
            locale=contact.locale,
            time_zone=contact.time_zone,
            picture_id=contact.picture_id,
            picture_url=None,
            identities=identities[contact.id],
            tags=tags[contact.id],
            fields=[field_out(field, values[contact.id].get(field.id)) for field in fields],
            page=PageOut(url=contact.page_url, title=contact.page_title or "") if contact.page_url else None,
            first_seen_at=contact.first_seen_at,
            last_seen_at=contact.last_seen_at,
            version=contact.version,
        )
        for contact in contacts
    }


async def contact_out(scope: Scope, contact: Contact) -> ContactOut:
    """One contact, whole."""
    return (await contacts_out(scope, [contact.id]))[contact.id]


async def contact_context(scope: Scope, contact_id: UUID) -> dict[str, Any]:
    """The contact as plain data, for flows and for `{{contact.…}}`; only the fields that have a value, by key."""
    contact = await find_contact(scope, contact_id)
    assert contact is not None, "whoever asks has a conversation with them"
    fields = {field.id: field.key for field in await list_fields(scope)}
    values = (await _values(scope, {contact_id}))[contact_id]
    return {
        "id": contact.id,
        "name": contact.name,
        "email": contact.email,
        "phone": contact.phone,
        "locale": contact.locale,
        "time_zone": contact.time_zone,
        "tags": tuple(tag.name for tag in (await _tags(scope, {contact_id}))[contact_id]),
        "fields": {fields[field_id]: value for field_id, value in values.items() if field_id in fields},
    }


async def list_tags(scope: Scope) -> Sequence[Tag]:
    """The workspace's tags, by name."""
    rows = await scope.session.scalars(
        select(Tag).where(Tag.workspace_id == scope.workspace_id).order_by(func.lower(Tag.name), Tag.id)
    )
    return rows.all()


async def find_tag(scope: Scope, tag_id: UUID) -> Tag | None:
    """The tag of that id."""
    found: Tag | None = await scope.session.scalar(
        select(Tag).where(Tag.workspace_id == scope.workspace_id, Tag.id == tag_id)
    )
    return found


async def find_tag_named(scope: Scope, name: str) -> Tag | None:
    """The tag of that name, whatever its capitals."""
    found: Tag | None = await scope.session.scalar(
        select(Tag).where(Tag.workspace_id == scope.workspace_id, func.lower(Tag.name) == func.lower(name))
    )
    return found


async def list_fields(scope: Scope) -> Sequence[CustomField]:
    """The workspace's custom fields, in their order."""
    rows = await scope.session.scalars(
        select(CustomField)
        .where(CustomField.workspace_id == scope.workspace_id)
        .order_by(CustomField.position, CustomField.id)
    )
    return rows.all()


async def find_field(scope: Scope, field_id: UUID) -> CustomField | None:
    """The custom field of that id."""
    found: CustomField | None = await scope.session.scalar(
        select(CustomField).where(CustomField.workspace_id == scope.workspace_id, CustomField.id == field_id)
    )
    return found


async def find_field_keyed(scope: Scope, key: str) -> CustomField | None:
    """The custom field of that key."""
    found: CustomField | None = await scope.session.scalar(
        select(CustomField).where(CustomField.workspace_id == scope.workspace_id, CustomField.key == key)
    )
    return found


async def count_tags(scope: Scope) -> int:
    """How many tags there are to choose from."""
    query = select(func.count()).select_from(Tag).where(Tag.workspace_id == scope.workspace_id)
    return await scope.session.scalar(query) or 0


async def count_fields(scope: Scope) -> int:
    """How many custom fields there are."""
    query = select(func.count()).select_from(CustomField).where(CustomField.workspace_id == scope.workspace_id)
    return await scope.session.scalar(query) or 0


def tag_out(tag: Tag) -> TagOut:
    """A tag as agents see it."""
    return TagOut(id=tag.id, name=tag.name, color=tag.color)


def field_out(field: CustomField, value: Any) -> FieldOut:
    """A custom field with a contact's value."""
    return FieldOut(id=field.id, key=field.key, name=field.name, type=field.type, value=value)


def custom_field_out(field: CustomField) -> CustomFieldOut:
    """A custom field as it is defined."""
    return CustomFieldOut(
        id=field.id,
        key=field.key,
        name=field.name,
        type=FieldType(field.type),
        description=field.description,
        choices=field.choices,
        position=field.position,
        version=field.version,
    )


async def _identities(scope: Scope, ids: set[UUID]) -> dict[UUID, list[IdentityOut]]:
    rows = await scope.session.execute(
        select(Identity.contact_id, Identity.channel_id, _CHANNEL.c.kind, Identity.external_id)
        .join(
            _CHANNEL,
            (_CHANNEL.c.workspace_id == Identity.workspace_id) & (_CHANNEL.c.id == Identity.channel_id),
        )
        .where(Identity.workspace_id == scope.workspace_id, Identity.contact_id.in_(ids))
        .order_by(Identity.id)
    )
    found: dict[UUID, list[IdentityOut]] = defaultdict(list)
    for contact_id, channel_id, kind, external_id in rows:
        found[contact_id].append(IdentityOut(channel_id=channel_id, channel_kind=kind, external_id=external_id))
    return found


async def _tags(scope: Scope, ids: set[UUID]) -> dict[UUID, list[TagOut]]:
    rows = await scope.session.execute(
        select(ContactTag.contact_id, Tag)
        .join(Tag, (Tag.workspace_id == ContactTag.workspace_id) & (Tag.id == ContactTag.tag_id))
        .where(ContactTag.workspace_id == scope.workspace_id, ContactTag.contact_id.in_(ids))
        .order_by(func.lower(Tag.name), Tag.id)
    )
    found: dict[UUID, list[TagOut]] = defaultdict(list)
    for contact_id, tag in rows:
        found[contact_id].append(tag_out(tag))
    return found


async def _values(scope: Scope, ids: set[UUID]) -> dict[UUID, dict[UUID, Any]]:
    rows = await scope.session.execute(
        select(FieldValue.contact_id, FieldValue.field_id, FieldValue.value).where(
            FieldValue.workspace_id == scope.workspace_id, FieldValue.contact_id.in_(ids)
        )
    )
    found: dict[UUID, dict[UUID, Any]] = defaultdict(dict)
    for contact_id, field_id, value in rows:
        found[contact_id][field_id] = value
    return found


def _locked(query: Select[R]) -> Select[R]:
    # NO KEY UPDATE, because no key ever changes: messages that point here may still be written meanwhile.
    return query.with_for_update(key_share=True).execution_options(populate_existing=True)


@renders(Contact)
async def _render_contacts(scope: Scope, contacts: list[Contact]) -> dict[UUID, ContactOut]:
    return await contacts_out(scope, [contact.id for contact in contacts])


@renders(Tag)
async def _render_tags(_scope: Scope, tags: list[Tag]) -> dict[UUID, TagOut]:
    return {tag.id: tag_out(tag) for tag in tags}


@renders(CustomField)
async def _render_fields(_scope: Scope, fields: list[CustomField]) -> dict[UUID, CustomFieldOut]:
    return {field.id: custom_field_out(field) for field in fields}
