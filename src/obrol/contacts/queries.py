"""Reads of contacts."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import Select, Uuid, column, func, or_, select, table
from sqlalchemy.orm import InstrumentedAttribute

from obrol.contacts.models import (
    Contact,
    ContactTag,
    CustomField,
    FieldType,
    FieldValue,
    Identity,
    PanelLayout,
    Subscription,
    Tag,
    Topic,
    TopicKind,
)
from obrol.contacts.schemas import (
    BLOCKS,
    Block,
    ContactOut,
    CustomFieldOut,
    FieldOut,
    IdentityOut,
    PageOut,
    PanelLayoutOut,
    SubscriptionOut,
    TagOut,
    TopicOut,
    UseOut,
)
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
    topics = await _subscriptions(scope, ids)
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
            topics=topics[contact.id],
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


async def find_tag(scope: Scope, tag_id: UUID, *, keep: bool = False, lock: bool = False) -> Tag | None:
    """The tag of that id. Kept, nobody removes it before the end; locked, nobody changes it either."""
    query = select(Tag).where(Tag.workspace_id == scope.workspace_id, Tag.id == tag_id)
    found: Tag | None = await scope.session.scalar(_guarded(query, keep=keep, lock=lock))
    return found


async def find_tag_named(scope: Scope, name: str, *, keep: bool = False) -> Tag | None:
    """The tag of that name, whatever its capitals. Kept, nobody removes it before the end."""
    query = select(Tag).where(Tag.workspace_id == scope.workspace_id, func.lower(Tag.name) == func.lower(name))
    found: Tag | None = await scope.session.scalar(_guarded(query, keep=keep))
    return found


async def list_topics(scope: Scope) -> Sequence[Topic]:
    """The workspace's topics, by name."""
    rows = await scope.session.scalars(
        select(Topic).where(Topic.workspace_id == scope.workspace_id).order_by(func.lower(Topic.name), Topic.id)
    )
    return rows.all()


async def find_topic(scope: Scope, topic_id: UUID, *, keep: bool = False, lock: bool = False) -> Topic | None:
    """The topic of that id. Kept, nobody removes it before the end; locked, nobody changes it either."""
    query = select(Topic).where(Topic.workspace_id == scope.workspace_id, Topic.id == topic_id)
    found: Topic | None = await scope.session.scalar(_guarded(query, keep=keep, lock=lock))
    return found


async def count_topics(scope: Scope) -> int:
    """How many topics there are."""
    query = select(func.count()).select_from(Topic).where(Topic.workspace_id == scope.workspace_id)
    return await scope.session.scalar(query) or 0


async def tag_uses(scope: Scope) -> list[UseOut]:
    """How many contacts have each tag; one that nobody has is left out."""
    return await _uses(scope, ContactTag.tag_id, ContactTag)


async def field_uses(scope: Scope) -> list[UseOut]:
    """How many contacts have a value in each field; one that is empty everywhere is left out."""
    return await _uses(scope, FieldValue.field_id, FieldValue)


async def topic_uses(scope: Scope) -> list[UseOut]:
    """How many contacts agree to each topic right now; one that nobody agrees to is left out."""
    return await _uses(scope, Subscription.topic_id, Subscription, _lasts())


async def get_panel_layout(scope: Scope) -> PanelLayoutOut:
    """How the agent who looks arranged the panel; as it comes, when they never did."""
    row = await scope.session.scalar(
        select(PanelLayout).where(
            PanelLayout.workspace_id == scope.workspace_id, PanelLayout.agent_id == scope.actor.id
        )
    )
    return panel_layout_out(row)


async def list_fields(scope: Scope) -> Sequence[CustomField]:
    """The workspace's custom fields, in their order."""
    rows = await scope.session.scalars(
        select(CustomField)
        .where(CustomField.workspace_id == scope.workspace_id)
        .order_by(CustomField.position, CustomField.id)
    )
    return rows.all()


async def find_field(scope: Scope, field_id: UUID, *, keep: bool = False, lock: bool = False) -> CustomField | None:
    """The custom field of that id. Kept, nobody removes it before the end; locked, nobody changes it either."""
    query = select(CustomField).where(CustomField.workspace_id == scope.workspace_id, CustomField.id == field_id)
    found: CustomField | None = await scope.session.scalar(_guarded(query, keep=keep, lock=lock))
    return found


async def find_field_keyed(scope: Scope, key: str, *, keep: bool = False) -> CustomField | None:
    """The custom field of that key. Kept, nobody removes it before the end."""
    query = select(CustomField).where(CustomField.workspace_id == scope.workspace_id, CustomField.key == key)
    found: CustomField | None = await scope.session.scalar(_guarded(query, keep=keep))
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
    return TagOut(id=tag.id, name=tag.name, color=tag.color, version=tag.version)


def topic_out(topic: Topic) -> TopicOut:
    """A topic as agents see it."""
    return TopicOut(id=topic.id, name=topic.name, kind=TopicKind(topic.kind), version=topic.version)


def panel_layout_out(row: PanelLayout | None) -> PanelLayoutOut:
    """Every block once: those that the agent put in order, then those that they do not know of yet."""
    if row is None:
        return PanelLayoutOut(blocks=list(BLOCKS), folded=[], version=0)
    known: list[Block] = [block for kept in row.blocks for block in BLOCKS if block == kept]
    return PanelLayoutOut(
        blocks=[*known, *(block for block in BLOCKS if block not in known)],
        folded=[block for block in BLOCKS if block in row.folded],
        version=row.version,
    )


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
        .order_by(Identity.created_at, _CHANNEL.c.kind, Identity.id)
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


async def _subscriptions(scope: Scope, ids: set[UUID]) -> dict[UUID, list[SubscriptionOut]]:
    rows = await scope.session.execute(
        select(Subscription, Topic)
        .join(Topic, (Topic.workspace_id == Subscription.workspace_id) & (Topic.id == Subscription.topic_id))
        .where(Subscription.workspace_id == scope.workspace_id, Subscription.contact_id.in_(ids), _lasts())
        .order_by(func.lower(Topic.name), Topic.id)
    )
    found: dict[UUID, list[SubscriptionOut]] = defaultdict(list)
    for subscription, topic in rows:
        found[subscription.contact_id].append(
            SubscriptionOut(
                topic_id=topic.id,
                name=topic.name,
                kind=TopicKind(topic.kind),
                subscribed_at=subscription.subscribed_at,
                expires_at=subscription.expires_at,
            )
        )
    return found


async def _uses(scope: Scope, what: InstrumentedAttribute[UUID], of: type[Any], *where: Any) -> list[UseOut]:
    rows = await scope.session.execute(
        select(what, func.count()).where(of.workspace_id == scope.workspace_id, *where).group_by(what)
    )
    return [UseOut(id=id, contacts=contacts) for id, contacts in rows]


def _lasts() -> Any:
    return or_(Subscription.expires_at.is_(None), Subscription.expires_at > func.now())


def _guarded(query: Select[R], *, keep: bool = False, lock: bool = False) -> Select[R]:
    if lock:
        return query.with_for_update().execution_options(populate_existing=True)
    return query.with_for_update(read=True, key_share=True) if keep else query


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


@renders(Topic)
async def _render_topics(_scope: Scope, topics: list[Topic]) -> dict[UUID, TopicOut]:
    return {topic.id: topic_out(topic) for topic in topics}
