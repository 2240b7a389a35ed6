"""Custom fields keep values of their type, or refuse them with nothing changed."""

from typing import Any
from uuid import UUID

import pytest
from acme import Acme
from hypothesis import given
from hypothesis import strategies as st

from obrol.contacts import queries
from obrol.contacts.actions import fielding
from obrol.contacts.errors import DoesNotFit, FieldKeyTaken, FieldNotFound
from obrol.contacts.models import CustomField, FieldType
from obrol.contacts.schemas import CustomFieldIn

DEEP: Any = []
for _ in range(30):
    DEEP = [DEEP]


async def make(acme: Acme, key: str = "city", type: FieldType = FieldType.TEXT, **more: Any) -> CustomField:
    async with acme.acting() as uow:
        return await fielding.make_field(uow, CustomFieldIn(key=key, name=key.title(), type=type, **more))


async def put(acme: Acme, field: CustomField | str, value: Any) -> None:
    async with acme.acting() as uow:
        contact = await queries.find_contact(uow.scope, acme.walt.id, lock=True)
        assert contact is not None
        await fielding.set_field(uow, contact, field, value)


async def value_of(acme: Acme, field_id: UUID) -> Any:
    async with acme.looking() as scope:
        walt = (await queries.contacts_out(scope, [acme.walt.id]))[acme.walt.id]
        return next(field.value for field in walt.fields if field.id == field_id)


def a_field(type: FieldType, choices: list[str] | None = None) -> CustomField:
    return CustomField(key="x", name="X", type=type, choices=choices or [])


@pytest.mark.parametrize(
    ("type", "value", "kept"),
    [
        (FieldType.TEXT, " Bandung\x00 ", "Bandung"),
        (FieldType.TEXT, 12, "12"),
        (FieldType.TEXT, 12.5, "12.5"),
        (FieldType.TEXT, True, "yes"),
        (FieldType.LONG_TEXT, "one\ntwo", "one\ntwo"),
        (FieldType.NUMBER, 3, 3),
        (FieldType.NUMBER, -3.5, -3.5),
        (FieldType.NUMBER, "1250", 1250),
        (FieldType.NUMBER, "-3.5", -3.5),
        (FieldType.NUMBER, "١٢", 12),
        (FieldType.YES_NO, True, True),
        (FieldType.YES_NO, "Ya", True),
        (FieldType.YES_NO, "no", False),
        (FieldType.YES_NO, 0, False),
        (FieldType.DATE, "2027-01-31", "2027-01-31"),
        (FieldType.DATE_TIME, "2027-01-31T09:00+07:00", "2027-01-31T02:00:00+00:00"),
        (FieldType.DATE_TIME, "2027-01-31T09:00:00Z", "2027-01-31T09:00:00+00:00"),
        (FieldType.LIST, ["a", " b ", "a", ""], ["a", "b"]),
        (FieldType.LIST, "a", ["a"]),
        (FieldType.JSON, {"a\x00": [1, None, {"b": "c\x00"}]}, {"a": [1, None, {"b": "c"}]}),
        (FieldType.JSON, "\\u0000", "\\u0000"),
    ],
)
async def test_a_value_is_kept_in_the_form_of_its_type(acme: Acme, type: FieldType, value: Any, kept: Any) -> None:
    field = await make(acme, type=type)
    await put(acme, field, value)
    assert await value_of(acme, field.id) == kept
    async with acme.looking() as scope:
        assert (await queries.contact_context(scope, acme.walt.id))["fields"] == {"city": kept}
    told = await acme.events("contact.field_changed")
    assert [row.payload["field"]["value"] for row in told] == [kept]
    assert told[0].payload["contact"]["version"] == 2


@pytest.mark.parametrize(
    ("type", "value"),
    [
        (FieldType.TEXT, ["a"]),
        (FieldType.TEXT, {}),
        (FieldType.TEXT, "x" * 1_001),
        (FieldType.TEXT, 10**400),
        (FieldType.LONG_TEXT, "x" * 10_001),
        (FieldType.NUMBER, "twelve"),
        (FieldType.NUMBER, "1e5"),
        (FieldType.NUMBER, True),
        (FieldType.NUMBER, [1]),
        (FieldType.NUMBER, 10**16),
        (FieldType.NUMBER, 10**400),
        (FieldType.NUMBER, float("inf")),
        (FieldType.NUMBER, float("nan")),
        (FieldType.YES_NO, "perhaps"),
        (FieldType.YES_NO, 2),
        (FieldType.YES_NO, []),
        (FieldType.DATE, "31.1.2027"),
        (FieldType.DATE, "2027-02-30"),
        (FieldType.DATE, 20270131),
        (FieldType.DATE_TIME, "2027-01-31T09:00"),
        (FieldType.DATE_TIME, "0001-01-01T00:00+14:00"),
        (FieldType.DATE_TIME, "9999-12-31T23:59-14:00"),
        (FieldType.DATE_TIME, 5),
        (FieldType.LIST, ["a"] * 101),
        (FieldType.LIST, [["a"]]),
        (FieldType.LIST, {"a": 1}),
        (FieldType.JSON, "x" * 20_001),
        (FieldType.JSON, [2**70]),
        (FieldType.JSON, [float("nan")]),
        (FieldType.JSON, DEEP),
    ],
)
async def test_what_does_not_fit_changes_nothing(acme: Acme, type: FieldType, value: Any) -> None:
    field = await make(acme, type=type)
    with pytest.raises(DoesNotFit):
        await put(acme, field, value)
    assert await value_of(acme, field.id) is None
    assert await acme.events("contact.field_changed") == []


# The characters that a database or a wire stumbles over come up far more often than chance would have it.
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text("a\x00\\u0\ud800\n "),
    lambda inside: st.lists(inside) | st.dictionaries(st.text("a\x00\\"), inside),
)


@given(type=st.sampled_from(FieldType), value=JSON)
def test_whatever_comes_is_kept_in_a_form_that_stays_the_same_or_is_refused(type: FieldType, value: Any) -> None:
    field = a_field(type)
    try:
        kept = fielding.fitting_value(field, value)
    except DoesNotFit:
        return
    assert fielding.fitting_value(field, kept) == kept
    assert "\x00" not in repr(kept).replace("\\\\", "")
    assert "\\x00" not in repr(kept).replace("\\\\", "")


def test_a_list_with_choices_keeps_only_those() -> None:
    field = a_field(FieldType.LIST, ["red", "blue"])
    assert fielding.fitting_value(field, ["blue", "red"]) == ["blue", "red"]
    with pytest.raises(DoesNotFit, match="red, blue"):
        fielding.fitting_value(field, ["green"])


async def test_nothing_clears_a_field_and_only_once(acme: Acme) -> None:
    field = await make(acme)
    for value in ("Bandung", None, " ", "Bogor", ""):
        await put(acme, field, value)
    assert await value_of(acme, field.id) is None
    told = [row.payload["field"]["value"] for row in await acme.events("contact.field_changed")]
    assert told == ["Bandung", None, "Bogor", None]
    async with acme.looking() as scope:
        assert (await queries.contact_context(scope, acme.walt.id))["fields"] == {}


async def test_the_same_value_again_is_not_told(acme: Acme) -> None:
    field = await make(acme, type=FieldType.NUMBER)
    await put(acme, field, 5)
    await put(acme, field, "5")
    assert len(await acme.events("contact.field_changed")) == 1


async def test_flows_name_fields_by_key(acme: Acme) -> None:
    field = await make(acme)
    await put(acme, "city", "Bandung")
    assert await value_of(acme, field.id) == "Bandung"
    with pytest.raises(FieldNotFound):
        await put(acme, "town", "Bandung")


async def test_two_fields_never_share_a_key(acme: Acme) -> None:
    await make(acme)
    with pytest.raises(FieldKeyTaken):
        await make(acme)


async def test_fields_stand_in_the_order_in_which_they_were_made(acme: Acme) -> None:
    for key in ("size", "city", "age"):
        await make(acme, key)
    async with acme.looking() as scope:
        walt = (await queries.contacts_out(scope, [acme.walt.id]))[acme.walt.id]
    assert [(field.key, field.value) for field in walt.fields] == [("size", None), ("city", None), ("age", None)]
