"""Editing: what agents and flows learn about a contact."""

from collections.abc import Callable, Mapping
from typing import Final, Literal

from obrol.contacts.actions.identifying import clean_locale, clean_time_zone
from obrol.contacts.actions.naming import call, clean_name, name_of_stranger
from obrol.contacts.errors import DoesNotFit
from obrol.contacts.events import ContactChanged
from obrol.contacts.models import Contact
from obrol.kit.text import without_controls
from obrol.runtime.unit_of_work import UnitOfWork
from obrol.workspaces.queries import get_workspace
from obrol.workspaces.schemas import normal_email

Attribute = Literal["name", "email", "phone", "locale", "time_zone"]
HOME_REGION: Final = "ID"  # where a number without a country code is at home


async def edit(uow: UnitOfWork, contact: Contact, changes: Mapping[Attribute, str | None]) -> None:
    """Change what is known of a contact (locked); None or nothing forgets it, and a name becomes a stranger's again.

    Refuses with DoesNotFit, and then has changed nothing. What is the same already is not announced.
    """
    wanted = {attribute: _in_normal_form(attribute, value) for attribute, value in changes.items()}
    if "name" in wanted and wanted["name"] is None:
        wanted["name"] = name_of_stranger(contact.id, contact.locale or (await get_workspace(uow.scope)).locale)
    news = {attribute: value for attribute, value in wanted.items() if getattr(contact, attribute) != value}
    if not news:
        return
    for attribute, value in news.items():
        if attribute == "name" and value is not None:
            call(contact, value)
        else:
            setattr(contact, attribute, value)
    await uow.session.flush()
    uow.record(ContactChanged, contact=contact)


def _in_normal_form(attribute: Attribute, value: str | None) -> str | None:
    line = " ".join(without_controls(value or "").split())
    return _NORMAL[attribute](line) if line else None


def _email(value: str) -> str:
    try:
        return normal_email(value)
    except ValueError:
        raise DoesNotFit("This is not an e-mail address.") from None


def _phone(value: str) -> str:
    import phonenumbers  # noqa: PLC0415 - a noticeable part of every start, and few people type numbers

    try:
        number = phonenumbers.parse(value, HOME_REGION)
    except phonenumbers.NumberParseException:
        raise DoesNotFit("This is not a phone number.") from None
    if not phonenumbers.is_possible_number(number):
        raise DoesNotFit("This is not a phone number.")
    return str(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164))


def _locale(value: str) -> str:
    tag = clean_locale(value)
    if tag is None:
        raise DoesNotFit("This is not a language.")
    return tag


def _time_zone(value: str) -> str:
    zone = clean_time_zone(value)
    if zone is None:
        raise DoesNotFit("This is not a time zone.")
    return zone


_NORMAL: Final[dict[Attribute, Callable[[str], str | None]]] = {
    "name": clean_name,
    "email": _email,
    "phone": _phone,
    "locale": _locale,
    "time_zone": _time_zone,
}
