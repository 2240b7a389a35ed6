"""Wire shapes of contacts."""

from datetime import datetime
from typing import Any
from uuid import UUID

from obrol.runtime.wire import Out


class IdentityOut(Out):
    """How one channel knows the contact."""

    channel_id: UUID
    channel_kind: str
    external_id: str


class TagOut(Out):
    """A tag."""

    id: UUID
    name: str
    color: str


class FieldOut(Out):
    """A custom field with this contact's value; null when it is empty."""

    id: UUID
    key: str
    name: str
    type: str
    value: Any


class PageOut(Out):
    """The page that a visitor is on."""

    url: str
    title: str


class ContactOut(Out):
    """A contact, whole."""

    id: UUID
    name: str
    email: str | None
    phone: str | None
    locale: str | None
    time_zone: str | None
    picture_id: UUID | None
    picture_url: str | None
    identities: list[IdentityOut]
    tags: list[TagOut]
    fields: list[FieldOut]
    page: PageOut | None
    first_seen_at: datetime
    last_seen_at: datetime
    version: int
