"""Whoever a channel tells us about is one contact, however many times and however many at once."""

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from acme import Acme
from sqlalchemy import func, select

from obrol.contacts import queries
from obrol.contacts.actions import editing, identifying
from obrol.contacts.models import Contact
from obrol.kit.clock import FrozenClock
from obrol.kit.ids import new_id
from obrol.runtime.actor import SYSTEM
from obrol.runtime.unit_of_work import Transactions

SHOP: dict[str, Any] = {"page_url": "https://shop.example/beans", "page_title": "Beans"}


async def identify(acme: Acme, external_id: str, **told: Any) -> Contact:
    async with acme.acting(SYSTEM) as uow:
        return await identifying.identify(uow, channel_id=acme.webchat.id, external_id=external_id, **told)


async def see(acme: Acme, clock: FrozenClock | None = None, *, external_id: str = "walt@webchat", **told: Any) -> None:
    house = acme.house
    transactions = house.transactions
    if clock is not None:
        transactions = Transactions(house.database, house.hints, house.hearings, clock, house.tools)
    async with transactions.begin(acme.workspace_id, SYSTEM) as uow:
        await identifying.see(uow, channel_id=acme.webchat.id, external_id=external_id, **told)


async def the_contact(acme: Acme, contact_id: Any) -> Contact:
    async with acme.looking() as scope:
        contact = await queries.find_contact(scope, contact_id)
        assert contact is not None
        return contact


async def test_somebody_new_is_kept_with_what_the_channel_says(acme: Acme) -> None:
    made = await identify(acme, "jesse", name="  José\n Pérez ", locale="id_ID", **SHOP)
    async with acme.looking() as scope:
        contact = (await queries.contacts_out(scope, [made.id]))[made.id]
    assert (contact.name, contact.locale) == ("José Pérez", "id-ID")
    assert made.name_folded == "jose perez"
    assert contact.page is not None
    assert (contact.page.url, contact.page.title) == (SHOP["page_url"], SHOP["page_title"])
    assert [(one.channel_id, one.channel_kind, one.external_id) for one in contact.identities] == [
        (acme.webchat.id, "webchat", "jesse")
    ]
    added = (await acme.events("contact.added"))[0]
    assert added.payload["contact"] == contact.model_dump(mode="json")
    assert added.actor == {"kind": "contact", "id": str(made.id), "name": "José Pérez"}


async def test_the_same_person_again_is_the_same_contact_and_nothing_is_announced(acme: Acme) -> None:
    first = await identify(acme, "jesse", name="Jesse")
    again = await identify(acme, "jesse", name="Somebody else")
    assert (again.id, again.name) == (first.id, "Jesse")
    assert len(await acme.events("contact.added")) == 1


async def test_the_same_words_on_another_channel_are_another_person(acme: Acme) -> None:
    here = await identify(acme, "jesse")
    async with acme.acting(SYSTEM) as uow:
        there = await identifying.identify(uow, channel_id=acme.fake.id, external_id="jesse")
    assert here.id != there.id


async def test_sixteen_first_messages_of_one_person_at_once_make_one_contact(acme: Acme) -> None:
    made = await asyncio.gather(*(identify(acme, "jesse") for _ in range(16)))
    assert len({contact.id for contact in made}) == 1
    async with acme.looking() as scope:
        assert await scope.session.scalar(select(func.count()).select_from(Contact)) == 2  # and Walt
    assert len(await acme.events("contact.added")) == 1


async def test_sixteen_first_messages_of_sixteen_people_at_once_make_sixteen(acme: Acme) -> None:
    made = await asyncio.gather(*(identify(acme, f"visitor {number}") for number in range(16)))
    assert len({contact.id for contact in made}) == 16


async def test_a_first_message_that_came_to_nothing_leaves_nobody_behind(acme: Acme) -> None:
    async def stumble() -> None:
        async with acme.acting(SYSTEM) as uow:
            await identifying.identify(uow, channel_id=acme.webchat.id, external_id="jesse")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await stumble()
    async with acme.looking() as scope:
        assert await queries.find_by_identity(scope, channel_id=acme.webchat.id, external_id="jesse") is None


@pytest.mark.parametrize(
    ("name", "locale", "begins"),
    [
        (None, None, "Visitor "),
        ("", "id", "Pengunjung "),
        (" \x00\n", "id-ID", "Pengunjung "),
        (None, "en-GB", "Visitor "),
        (None, "fr", "Visitor "),
    ],
)
async def test_a_stranger_gets_a_name_that_can_be_told_apart(
    acme: Acme, name: str | None, locale: str | None, begins: str
) -> None:
    made = await identify(acme, "jesse", name=name, locale=locale)
    assert made.name == f"{begins}{made.id.hex[-4:].upper()}"


async def test_what_a_channel_says_is_never_too_long_or_unprintable(acme: Acme) -> None:
    made = await identify(
        acme,
        "jesse",
        name="x\x00" * 5_000,
        locale="x" * 100,
        page_url="https://shop.example/" + "x" * 5_000,
        page_title="x",
    )
    assert (made.name, made.locale, made.page_url) == ("x" * 200, None, None)


@pytest.mark.parametrize("url", ["javascript:alert(1)", "data:text/html,x", "//shop.example", "", " https://x.example"])
async def test_a_page_that_is_no_web_address_is_not_kept(acme: Acme, url: str) -> None:
    made = await identify(acme, "jesse", page_url=url, page_title="Beans")
    assert (made.page_url, made.page_title) == (None, None)


async def test_a_contact_who_stays_on_a_page_is_written_down_once_a_minute(acme: Acme) -> None:
    clock = FrozenClock(datetime.now(UTC) + timedelta(hours=1))
    for _ in range(10):
        await see(acme, clock, **SHOP)
        clock.advance(timedelta(seconds=15))
    seen = await acme.events("contact.changed")
    assert len(seen) == 2  # at once, and after more than a minute
    walt = await the_contact(acme, acme.walt.id)
    assert walt.version == 3
    assert seen[-1].payload["contact"]["version"] == 3
    assert clock.now() - walt.last_seen_at <= timedelta(minutes=2)


async def test_another_page_is_told_at_once_and_a_ping_without_a_page_forgets_none(acme: Acme) -> None:
    await see(acme, **SHOP)
    await see(acme, page_url="https://shop.example/cart", page_title="Cart")
    await see(acme)
    pages = [row.payload["contact"]["page"]["title"] for row in await acme.events("contact.changed")]
    assert pages == ["Beans", "Cart"]


async def test_where_somebody_is_follows_their_browser_and_nonsense_changes_nothing(acme: Acme) -> None:
    made = await identify(acme, "jesse", time_zone="Asia/Jakarta")
    assert made.time_zone == "Asia/Jakarta"
    for zone in ("Asia/Makassar", "America", "../etc/passwd", "Mars/Olympus", "x" * 65, "", "\ud800", "a\x00b"):
        await see(acme, external_id="jesse", time_zone=zone)
    assert (await the_contact(acme, made.id)).time_zone == "Asia/Makassar"
    told = [row.payload["contact"]["time_zone"] for row in await acme.events("contact.changed")]
    assert told == ["Asia/Makassar"]


async def test_somebody_unknown_is_not_seen(acme: Acme) -> None:
    await see(acme, external_id="nobody", **SHOP)
    assert await acme.events("contact.changed", "contact.added") == []


async def test_seeing_and_editing_at_the_same_time_lose_nothing(acme: Acme) -> None:
    async def rename(number: int) -> None:
        async with acme.acting() as uow:
            contact = await queries.find_contact(uow.scope, acme.walt.id, lock=True)
            assert contact is not None
            await editing.edit(uow, contact, {"name": f"Walt {number}"})

    await asyncio.gather(
        *(rename(number) for number in range(8)),
        *(see(acme, page_url=f"https://shop.example/{number}", page_title="") for number in range(8)),
    )
    walt = await the_contact(acme, acme.walt.id)
    assert walt.version == 17
    versions = [row.payload["contact"]["version"] for row in await acme.events("contact.changed")]
    assert sorted(versions) == list(range(2, 18))


async def test_a_contact_of_another_workspace_is_not_found(acme: Acme) -> None:
    async with acme.looking() as scope:
        assert await queries.contacts_out(scope, [new_id()]) == {}
