"""Naming: what a contact is called, by themselves or by us until they say."""

from typing import Final
from uuid import UUID

from obrol.contacts.models import Contact
from obrol.contacts.schemas import NAME_LIMIT
from obrol.kit.text import fold, without_controls

_STRANGER: Final = {"en": "Visitor", "id": "Pengunjung"}


def clean_name(name: str | None) -> str | None:
    """The name on one line and of bearable length; None when nothing is left."""
    line = " ".join(without_controls(name or "").split())
    return line[:NAME_LIMIT].rstrip() or None


def name_of_stranger(contact_id: UUID, locale: str) -> str:
    """Something to call them until they say: "Visitor 4F2A", in the language that they read or we do."""
    word = _STRANGER.get(locale.replace("_", "-").partition("-")[0].lower(), _STRANGER["en"])
    return f"{word} {contact_id.hex[-4:].upper()}"


def call(contact: Contact, name: str) -> None:
    """Give the contact a name, and search the form that it looks for."""
    contact.name, contact.name_folded = name, fold(name)
