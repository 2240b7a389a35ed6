"""Casting: the customers, with what the shop knows of each before they write."""

import re
from datetime import datetime, timedelta
from random import Random
from typing import Any, Final

from obrol.contacts.actions.naming import name_of_stranger
from obrol.entrypoints.demo_world.material import Person
from obrol.entrypoints.demo_world.thread import Contact
from obrol.kit.ids import id_at
from obrol.kit.text import fold

STRANGERS: Final = 27  # visitors who never said who they are; with the people of people.txt they are 300
# RFC 2606: nobody's addresses.
DOMAINS: Final = ("example.com", "example.org", "example.net", "surel.example", "kantor.example")
# 0840 is no network of the Indonesian numbering plan: possible to write, impossible to reach.
NUMBERS: Final = "+62840000"
HAS_EMAIL: Final = 0.72
HAS_PHONE: Final = 0.62


def cast(
    people: tuple[Person, ...], shop: dict[str, Any], pages: list[tuple[str, str]], *, rng: Random, now: datetime
) -> list[Contact]:
    """All contacts, strangers last."""
    contacts = [_known(number, person, shop, pages, rng, now) for number, person in enumerate(people)]
    return contacts + [_stranger(pages, rng, now) for _ in range(STRANGERS)]


def email_of(contact: Contact, rng: Random) -> str:
    """An address that this contact may have."""
    local = ".".join(re.findall("[a-z]+", fold(contact.name)))
    return f"{local}@{rng.choice(DOMAINS)}"


def forget_who(contact: Contact) -> None:
    """Make them a stranger again: somebody who will tell on the way."""
    contact.name = name_of_stranger(contact.id, contact.locale)
    contact.email = contact.phone = None
    contact.fields.clear()


def _known(
    number: int, person: Person, shop: dict[str, Any], pages: list[tuple[str, str]], rng: Random, now: datetime
) -> Contact:
    contact = _somebody(person.name, person.called, person.city, person.locale, pages, rng, now)
    if rng.random() < HAS_EMAIL:
        contact.email = email_of(contact, rng)
    if rng.random() < HAS_PHONE:
        contact.phone = f"{NUMBERS}{1000 + number * 7 % 9000:04}"
    _describe(contact, shop, rng, now)
    return contact


def _stranger(pages: list[tuple[str, str]], rng: Random, now: datetime) -> Contact:
    contact = _somebody("", "", "", "en" if rng.random() < 0.2 else "id", pages, rng, now)  # noqa: PLR2004 - one in five
    contact.name = name_of_stranger(contact.id, contact.locale)
    return contact


def _somebody(
    name: str, called: str, city: str, locale: str, pages: list[tuple[str, str]], rng: Random, now: datetime
) -> Contact:
    shop_page = next(page for page in pages if ("lang=en" in page[0]) == (locale == "en"))
    return Contact(
        id=id_at(int((now - timedelta(days=rng.randint(31, 300))).timestamp() * 1000), rng.randbytes(10)),
        name=name,
        called=called,
        city=city,
        locale=locale,
        external_id=rng.randbytes(16).hex(),
        page=shop_page if rng.random() < 0.8 else None,  # noqa: PLR2004 - the others came from elsewhere
    )


def _describe(contact: Contact, shop: dict[str, Any], rng: Random, now: datetime) -> None:
    """A few of the fields, as a shop fills them: never all of them."""
    drawn: dict[str, tuple[float, Any]] = {
        "city": (0.75, contact.city),
        "brew_method": (0.3, rng.choice(sorted(shop["methods"]))),
        "pack_size": (0.25, sorted(rng.sample(("250 g", "500 g", "1 kg"), rng.choice((1, 1, 2))))),
        "subscriber": (0.2, rng.random() < 0.7),  # noqa: PLR2004 - most who were asked said yes
        "orders_total": (0.45, rng.randrange(85_000, 4_200_000, 5_000)),
        "birthday": (0.3, f"{rng.randint(1965, 2006)}-{rng.randint(1, 12):02}-{rng.randint(1, 28):02}"),
        "last_visit_at": (0.35, (now - timedelta(hours=rng.randint(20, 2000))).replace(microsecond=0).isoformat()),
    }
    written = now - timedelta(days=rng.randint(31, 60))
    for key, (chance, value) in drawn.items():
        if rng.random() < chance:
            contact.fields[key] = (value, written)
    if "orders_total" in contact.fields:
        contact.tags["Pelanggan"] = written
    if contact.fields.get("subscriber", (False,))[0]:
        contact.tags["Pelanggan tetap"] = written
