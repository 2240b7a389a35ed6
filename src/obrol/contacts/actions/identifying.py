"""Identifying: from how a channel knows somebody to the contact that we know, made when they are new."""

from datetime import timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert

from obrol.contacts.events import ContactChanged
from obrol.contacts.models import Contact, Identity
from obrol.kit.ids import new_id
from obrol.kit.text import fold
from obrol.runtime.unit_of_work import UnitOfWork

NAME_LIMIT = 200  # characters
# A visitor who only stays on a page is written down this often: their socket says so far more often.
SEEN_EVERY = timedelta(minutes=1)


async def identify(
    uow: UnitOfWork,
    *,
    channel_id: UUID,
    external_id: str,
    name: str | None = None,
    locale: str | None = None,
    page_url: str | None = None,
    page_title: str | None = None,
) -> Contact:
    """The contact whom this channel knows under that id, made when nobody is known; sixteen at once make one."""
    contact = await _find(uow, channel_id, external_id)
    if contact is None:
        made_id = new_id()
        shown = (name or "").strip()[:NAME_LIMIT] or stand_in_name(made_id, locale)
        contact = Contact(workspace_id=uow.workspace_id, id=made_id, name=shown, name_folded=fold(shown), locale=locale)
        uow.session.add(contact)
        await uow.session.flush()
        known = await uow.session.scalar(
            insert(Identity)
            .values(
                workspace_id=uow.workspace_id,
                id=new_id(),
                contact_id=made_id,
                channel_id=channel_id,
                external_id=external_id,
            )
            .on_conflict_do_nothing(index_elements=["workspace_id", "channel_id", "external_id"])
            .returning(Identity.id)
        )
        if known is None:  # somebody was quicker by a moment: theirs is the contact
            await uow.session.delete(contact)
            await uow.session.flush()
            contact = await _find(uow, channel_id, external_id)
            assert contact is not None
    _note_seen(uow, contact, locale=locale, page_url=page_url, page_title=page_title)
    return contact


async def see(
    uow: UnitOfWork,
    *,
    channel_id: UUID,
    external_id: str,
    locale: str | None = None,
    page_url: str | None = None,
    page_title: str | None = None,
) -> None:
    """Note that somebody is there, and on which page; nothing when they never wrote."""
    contact = await _find(uow, channel_id, external_id)
    if contact is not None and _note_seen(uow, contact, locale=locale, page_url=page_url, page_title=page_title):
        uow.record(ContactChanged, contact=contact)


def stand_in_name(contact_id: UUID, locale: str | None) -> str:
    """What somebody is called until they tell: "Pengunjung 4F2A", and "Visitor 4F2A" to those who read English."""
    word = "Visitor" if (locale or "").lower().startswith("en") else "Pengunjung"
    return f"{word} {contact_id.hex[-4:].upper()}"


def _note_seen(
    uow: UnitOfWork, contact: Contact, *, locale: str | None, page_url: str | None, page_title: str | None
) -> bool:
    moved = page_url is not None and page_url != contact.page_url
    stale = contact.last_seen_at is None or uow.now - contact.last_seen_at > SEEN_EVERY
    if not moved and not stale:
        return False
    contact.last_seen_at = uow.now
    if page_url is not None:
        contact.page_url, contact.page_title = page_url, page_title
    if locale is not None and contact.locale is None:
        contact.locale = locale
    return True


async def _find(uow: UnitOfWork, channel_id: UUID, external_id: str) -> Contact | None:
    return await uow.session.scalar(
        select(Contact)
        .join(Identity, (Identity.workspace_id == Contact.workspace_id) & (Identity.contact_id == Contact.id))
        .where(
            Identity.workspace_id == uow.workspace_id,
            Identity.channel_id == channel_id,
            Identity.external_id == external_id,
        )
    )
