"""Tags: one of a name, on a contact or not, each change told once."""

import asyncio
from typing import Any
from uuid import UUID

import pytest
from acme import Acme

from obrol.contacts import queries
from obrol.contacts.actions import tagging
from obrol.contacts.errors import DoesNotFit, TagNameTaken
from obrol.contacts.models import Tag


async def add(acme: Acme, tag: str | Tag) -> Tag:
    async with acme.acting() as uow:
        contact = await queries.find_contact(uow.scope, acme.walt.id, lock=True)
        assert contact is not None
        return await tagging.add_tag(uow, contact, tag)


async def remove(acme: Acme, tag: str | Tag) -> None:
    async with acme.acting() as uow:
        contact = await queries.find_contact(uow.scope, acme.walt.id, lock=True)
        assert contact is not None
        await tagging.remove_tag(uow, contact, tag)


async def tags_of_walt(acme: Acme) -> list[str]:
    async with acme.looking() as scope:
        return [tag.name for tag in (await queries.contacts_out(scope, [acme.walt.id]))[acme.walt.id].tags]


async def test_a_new_name_becomes_a_tag_and_is_put_on_the_contact(acme: Acme) -> None:
    tag = await add(acme, "  VIP   customer ")
    assert tag.name == "VIP customer"
    assert await tags_of_walt(acme) == ["VIP customer"]
    told = await acme.events("tag.made", "contact.tag_added")
    assert [row.type for row in told] == ["tag.made", "contact.tag_added"]
    assert told[1].payload["tag"] == {"id": str(tag.id), "name": "VIP customer", "color": "gray", "version": 1}
    assert told[1].payload["contact"]["tags"] == [told[1].payload["tag"]]
    assert told[1].payload["contact"]["version"] == 2


async def test_capitals_do_not_make_another_tag(acme: Acme) -> None:
    assert (await add(acme, "vip")).id == (await add(acme, "VIP")).id
    assert await tags_of_walt(acme) == ["vip"]
    assert len(await acme.events("contact.tag_added")) == 1


async def test_eight_who_invent_one_tag_at_once_make_one(acme: Acme) -> None:
    async def invent() -> UUID:
        async with acme.acting() as uow:
            return (await tagging.find_or_make_tag(uow, "vip")).id

    assert len(set(await asyncio.gather(*(invent() for _ in range(8))))) == 1
    assert len(await acme.events("tag.made")) == 1


async def test_a_tag_is_taken_off_by_row_or_by_name_and_once(acme: Acme) -> None:
    tag = await add(acme, "vip")
    await remove(acme, tag)
    await remove(acme, tag)
    await add(acme, tag)
    await remove(acme, " Vip ")
    await remove(acme, "never heard of it")
    assert await tags_of_walt(acme) == []
    versions = [row.payload["contact"]["version"] for row in await acme.events("contact.tag_removed")]
    assert versions == [3, 5]


@pytest.mark.parametrize("name", ["", " \n", "\x00", "x" * 61])
async def test_a_tag_has_a_name_of_bearable_length(acme: Acme, name: str) -> None:
    with pytest.raises(DoesNotFit):
        await add(acme, name)
    assert await acme.events() == []


async def test_flows_see_tags_by_name(acme: Acme) -> None:
    await add(acme, "vip")
    async with acme.looking() as scope:
        assert (await queries.contact_context(scope, acme.walt.id))["tags"] == ("vip",)


async def change(acme: Acme, tag: Tag, **changes: Any) -> None:
    async with acme.acting() as uow:
        row = await queries.find_tag(uow.scope, tag.id, lock=True)
        assert row is not None
        await tagging.change_tag(uow, row, **changes)


async def test_a_tag_gets_another_name_and_colour_on_everybody_who_has_it(acme: Acme) -> None:
    tag = await add(acme, "vip")
    await change(acme, tag, name="Regular", color="teal")
    await change(acme, tag, name="Regular")
    assert await tags_of_walt(acme) == ["Regular"]
    told = [row.payload["tag"] for row in await acme.events("tag.changed")]
    assert [(one["name"], one["color"], one["version"]) for one in told] == [("Regular", "teal", 2)]


async def test_two_tags_cannot_have_one_name_but_one_may_change_its_capitals(acme: Acme) -> None:
    tag = await add(acme, "vip")
    await add(acme, "regular")
    with pytest.raises(TagNameTaken):
        await change(acme, tag, name="REGULAR")
    await change(acme, tag, name="VIP")
    assert await tags_of_walt(acme) == ["regular", "VIP"]


async def test_a_tag_that_is_removed_is_taken_off_everybody(acme: Acme) -> None:
    tag = await add(acme, "vip")
    async with acme.acting() as uow:
        row = await queries.find_tag(uow.scope, tag.id, lock=True)
        assert row is not None
        await tagging.remove_from_workspace(uow, row)
    assert await tags_of_walt(acme) == []
    (told,) = await acme.events("tag.removed")
    assert told.payload == {"tag_id": str(tag.id), "tag_name": "vip"}


async def test_putting_a_tag_on_waits_for_whoever_removes_it_and_then_makes_it_anew(acme: Acme) -> None:
    tag = await add(acme, "vip")
    async with acme.acting() as removing:
        row = await queries.find_tag(removing.scope, tag.id, lock=True)
        assert row is not None
        await tagging.remove_from_workspace(removing, row)
        adding = asyncio.create_task(add(acme, "vip"))
        await asyncio.sleep(0.2)
        assert not adding.done()
    assert (await adding).id != tag.id
    assert await tags_of_walt(acme) == ["vip"]
