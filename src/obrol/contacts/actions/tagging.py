"""Tagging: words on contacts, by which people and flows find and tell them apart."""

from typing import Final

from sqlalchemy import delete, func, text
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.exc import IntegrityError

from obrol.contacts import queries
from obrol.contacts.errors import DoesNotFit, TagNameTaken, TooMany
from obrol.contacts.events import ContactTagAdded, ContactTagRemoved, TagChanged, TagMade, TagRemoved
from obrol.contacts.models import Contact, ContactTag, Tag
from obrol.contacts.schemas import TAG_LIMIT, Color
from obrol.kit.ids import new_id
from obrol.kit.text import without_controls
from obrol.runtime.unit_of_work import UnitOfWork

MOST_TAGS: Final = 2_000  # of a workspace; beyond, nobody finds one any more


async def find_or_make_tag(uow: UnitOfWork, name: str, *, color: Color = "gray") -> Tag:
    """The tag of that name, whatever its capitals; made when there is none. Refuses with DoesNotFit or TooMany."""
    name = " ".join(without_controls(name).split())
    if not 1 <= len(name) <= TAG_LIMIT:
        raise DoesNotFit(f"A tag has between 1 and {TAG_LIMIT} characters.")
    found = await queries.find_tag_named(uow.scope, name, keep=True)
    if found is not None:
        return found
    if await queries.count_tags(uow.scope) >= MOST_TAGS:
        raise TooMany
    made = await uow.session.scalar(
        insert(Tag)
        .values(workspace_id=uow.workspace_id, id=new_id(), name=name, color=color)
        .on_conflict_do_nothing(index_elements=[text("workspace_id"), func.lower(text("name"))])
        .returning(Tag.id)
    )
    tag = await queries.find_tag_named(uow.scope, name)
    assert tag is not None
    if made is not None:
        uow.record(TagMade, tag=tag)
    return tag


async def change_tag(uow: UnitOfWork, tag: Tag, *, name: str | None = None, color: Color | None = None) -> None:
    """Give a tag (locked) another name or colour; TagNameTaken when another tag has the name. Same: nothing."""
    if name in {None, tag.name} and color in {None, tag.color}:
        return
    try:
        async with uow.session.begin_nested():
            tag.name, tag.color = name or tag.name, color or tag.color
    except IntegrityError:
        raise TagNameTaken from None
    uow.record(TagChanged, tag=tag)


async def remove_from_workspace(uow: UnitOfWork, tag: Tag) -> None:
    """Remove a tag (locked), and take it off everybody who has it. One fact says so, not one for each contact."""
    await uow.session.delete(tag)
    await uow.session.flush()
    uow.record(TagRemoved, tag_id=tag.id, tag_name=tag.name)


async def add_tag(uow: UnitOfWork, contact: Contact, tag: Tag | str) -> Tag:
    """Put a tag on the contact (locked); a name that is new becomes a tag. Again: nothing."""
    if isinstance(tag, str):
        tag = await find_or_make_tag(uow, tag)
    added = await uow.session.scalar(
        insert(ContactTag)
        .values(workspace_id=uow.workspace_id, contact_id=contact.id, tag_id=tag.id)
        .on_conflict_do_nothing()
        .returning(ContactTag.tag_id)
    )
    if added is not None:
        contact.touch()
        await uow.session.flush()
        uow.record(ContactTagAdded, contact=contact, tag=tag)
    return tag


async def remove_tag(uow: UnitOfWork, contact: Contact, tag: Tag | str) -> None:
    """Take a tag off the contact (locked). One that is not on it, or of a name that nobody knows: nothing."""
    if isinstance(tag, str):
        found = await queries.find_tag_named(uow.scope, " ".join(without_controls(tag).split()))
        if found is None:
            return
        tag = found
    removed = await uow.session.scalar(
        delete(ContactTag)
        .where(
            ContactTag.workspace_id == uow.workspace_id,
            ContactTag.contact_id == contact.id,
            ContactTag.tag_id == tag.id,
        )
        .returning(ContactTag.tag_id)
    )
    if removed is not None:
        contact.touch()
        await uow.session.flush()
        uow.record(ContactTagRemoved, contact=contact, tag=tag)
