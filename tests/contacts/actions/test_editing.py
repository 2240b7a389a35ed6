"""What is known of a contact is kept in one form, or refused with nothing changed."""

from uuid import UUID

import pytest
from acme import Acme

from obrol.contacts import queries
from obrol.contacts.actions import editing
from obrol.contacts.actions.editing import Attribute
from obrol.contacts.errors import DoesNotFit
from obrol.contacts.models import Contact


async def edit(acme: Acme, changes: dict[Attribute, str | None], contact_id: UUID | None = None) -> Contact:
    async with acme.acting() as uow:
        contact = await queries.find_contact(uow.scope, contact_id or acme.walt.id, lock=True)
        assert contact is not None
        await editing.edit(uow, contact, changes)
        return contact


@pytest.mark.parametrize(
    ("attribute", "given", "kept"),
    [
        ("name", "  Walt\n  Ágoston ", "Walt Ágoston"),
        ("email", " Walt@Shop.Example ", "walt@shop.example"),
        ("phone", "0812-3456-7890", "+6281234567890"),
        ("phone", "+62 812 3456 7890", "+6281234567890"),
        ("phone", "+44 20 7946 0958", "+442079460958"),
        ("locale", "id_ID", "id-ID"),
        ("time_zone", "Asia/Makassar", "Asia/Makassar"),
    ],
)
async def test_a_value_is_kept_in_its_normal_form(acme: Acme, attribute: Attribute, given: str, kept: str) -> None:
    contact = await edit(acme, {attribute: given})
    assert getattr(contact, attribute) == kept
    assert contact.version == 2
    assert [row.payload["contact"][attribute] for row in await acme.events("contact.changed")] == [kept]


async def test_a_name_is_searched_without_accents_and_capitals(acme: Acme) -> None:
    assert (await edit(acme, {"name": "Wált ÁGOSTON"})).name_folded == "walt agoston"


@pytest.mark.parametrize(
    ("attribute", "given"),
    [
        ("email", "no address"),
        ("email", "a@b@c.example"),
        ("phone", "call me"),
        ("phone", "12"),
        ("phone", "+99999999999999999999"),
        ("locale", "not a language!"),
        ("time_zone", "Mars/Olympus"),
        ("time_zone", "../../etc/passwd"),
    ],
)
async def test_what_does_not_fit_changes_nothing_at_all(acme: Acme, attribute: Attribute, given: str) -> None:
    with pytest.raises(DoesNotFit):
        await edit(acme, {"name": "Somebody else", attribute: given})
    assert (await edit(acme, {})).name == "Walt"
    assert await acme.events("contact.changed") == []


async def test_nothing_forgets_a_value_and_a_name_becomes_a_strangers(acme: Acme) -> None:
    await edit(acme, {"email": "walt@shop.example", "phone": "0812 3456 7890"})
    contact = await edit(acme, {"email": None, "phone": " ", "name": ""})
    assert (contact.email, contact.phone) == (None, None)
    assert contact.name == f"Visitor {contact.id.hex[-4:].upper()}"
    assert contact.name_folded == contact.name.lower()


async def test_the_same_again_is_not_announced(acme: Acme) -> None:
    await edit(acme, {"email": "walt@shop.example"})
    await edit(acme, {"email": "WALT@shop.example", "name": "Walt"})
    assert len(await acme.events("contact.changed")) == 1
