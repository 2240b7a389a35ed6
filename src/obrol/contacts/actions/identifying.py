"""Identifying: whom a channel tells us about, and what they do now."""

from datetime import timedelta
from typing import Final
from uuid import UUID
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from sqlalchemy import or_, select, text, update

from obrol.contacts import queries
from obrol.contacts.actions.naming import clean_name, name_of_stranger
from obrol.contacts.events import ContactAdded, ContactChanged
from obrol.contacts.models import Contact, Identity
from obrol.kit.ids import new_id
from obrol.kit.text import fold, without_controls
from obrol.runtime.actor import Actor, ActorKind
from obrol.runtime.unit_of_work import UnitOfWork
from obrol.workspaces.queries import get_workspace

SEEN_EVERY: Final = timedelta(minutes=1)  # how exact "last seen" is while somebody stays on a page
URL_LIMIT: Final = 2_000  # characters; the same as links in messages
TITLE_LIMIT: Final = 200  # characters
LOCALE_LIMIT: Final = 35  # characters; BCP 47, 4.4.1
ZONE_LIMIT: Final = 64  # characters; the longest name has 32


async def identify(
    uow: UnitOfWork,
    *,
    channel_id: UUID,
    external_id: str,
    name: str | None = None,
    locale: str | None = None,
    time_zone: str | None = None,
    page_url: str | None = None,
    page_title: str | None = None,
) -> Contact:
    """Find the contact that a channel knows by this name, or make one. Never two, however many ask at once.

    What is given describes a new contact. One that is known stays as it is: `see` tells what they do now,
    and locks them, which may only happen after their conversation is locked.
    """
    contact = await queries.find_by_identity(uow.scope, channel_id=channel_id, external_id=external_id)
    if contact is not None:
        return contact
    contact_id = new_id()
    called = clean_name(name) or name_of_stranger(contact_id, locale or (await get_workspace(uow.scope)).locale)
    page = clean_page(page_url, page_title)
    made = await uow.session.scalar(
        _MAKE,
        {
            "workspace_id": uow.workspace_id,
            "contact_id": contact_id,
            "identity_id": new_id(),
            "channel_id": channel_id,
            "external_id": external_id,
            "name": called,
            "name_folded": fold(called),
            "locale": clean_locale(locale),
            "time_zone": clean_time_zone(time_zone),
            "page_url": page[0],
            "page_title": page[1],
            "now": uow.now,
        },
    )
    # Whoever else made them has committed by now, or the statement would still wait.
    contact = await queries.find_by_identity(uow.scope, channel_id=channel_id, external_id=external_id)
    assert contact is not None
    if made is not None:
        uow.record(ContactAdded, by=as_actor(contact), contact=contact)
    return contact


async def see(
    uow: UnitOfWork,
    *,
    channel_id: UUID,
    external_id: str,
    locale: str | None = None,
    time_zone: str | None = None,
    page_url: str | None = None,
    page_title: str | None = None,
) -> None:
    """Note that the contact is here, on this page. Somebody unknown is left unknown.

    Called for every sign of life: it writes when the page, language or time zone is another, and else once a minute.
    """
    url, title = clean_page(page_url, page_title)
    language, zone = clean_locale(locale), clean_time_zone(time_zone)
    news = [Contact.last_seen_at < uow.now - SEEN_EVERY]
    values: dict[str, object] = {"last_seen_at": uow.now, "version": Contact.version + 1}
    if url is not None:
        news.append(Contact.page_url.is_distinct_from(url))
        values |= {"page_url": url, "page_title": title}
    if language is not None:
        news.append(Contact.locale.is_distinct_from(language))
        values["locale"] = language
    if zone is not None:
        news.append(Contact.time_zone.is_distinct_from(zone))
        values["time_zone"] = zone
    who = (
        select(Identity.contact_id)
        .where(
            Identity.workspace_id == uow.workspace_id,
            Identity.channel_id == channel_id,
            Identity.external_id == external_id,
        )
        .scalar_subquery()
    )
    contact = await uow.session.scalar(
        update(Contact)
        .where(Contact.workspace_id == uow.workspace_id, Contact.id == who, or_(*news))
        .values(values)
        .returning(Contact)
        .execution_options(synchronize_session=False, populate_existing=True)
    )
    if contact is not None:
        uow.record(ContactChanged, by=as_actor(contact), contact=contact)


def as_actor(contact: Contact) -> Actor:
    """The contact as whoever does something."""
    return Actor(ActorKind.CONTACT, contact.id, contact.name)


def clean_page(url: str | None, title: str | None) -> tuple[str | None, str | None]:
    """A page as we keep it; what is no web address is none, because agents will press it."""
    if url is None or len(url) > URL_LIMIT or not url.lower().startswith(("https://", "http://")):
        return None, None
    return without_controls(url), " ".join(without_controls(title or "").split())[:TITLE_LIMIT]


def clean_locale(locale: str | None) -> str | None:
    """A language as we keep it; what is no language tag is none."""
    if locale is None or len(locale) > LOCALE_LIMIT or not locale.replace("-", "").replace("_", "").isascii():
        return None
    tag = locale.replace("_", "-")
    return tag if all(part.isalnum() for part in tag.split("-")) else None


def clean_time_zone(name: str | None) -> str | None:
    """A time zone as we keep it; what the zone database does not know is none."""
    if not name or len(name) > ZONE_LIMIT:
        return None
    try:
        return ZoneInfo(name).key
    # A folder of the zone database ("America") is an OSError, a name that climbs out of it a ValueError.
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None


# The identity first: its unique index lets one of sixteen in, and only that one makes a contact.
_MAKE = text(
    """
    WITH known AS (
        INSERT INTO identity (workspace_id, id, contact_id, channel_id, external_id)
        VALUES (:workspace_id, :identity_id, :contact_id, :channel_id, :external_id)
        ON CONFLICT (workspace_id, channel_id, external_id) DO NOTHING
        RETURNING workspace_id, contact_id
    )
    INSERT INTO contact (workspace_id, id, name, name_folded, locale, time_zone, page_url, page_title,
        first_seen_at, last_seen_at)
    SELECT workspace_id, contact_id, :name, :name_folded, :locale, :time_zone, :page_url, :page_title, :now, :now
    FROM known
    RETURNING id
    """
)
