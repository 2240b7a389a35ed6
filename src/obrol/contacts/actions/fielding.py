"""Fielding: what a workspace keeps about its contacts, in fields of its own making."""

import math
import re
from collections.abc import Callable
from datetime import MAXYEAR, MINYEAR, UTC, date, datetime
from typing import Any, Final

import orjson
from sqlalchemy import delete
from sqlalchemy.dialects.postgresql import insert

from obrol.contacts import queries
from obrol.contacts.errors import DoesNotFit, FieldKeyTaken, FieldNotFound, TooMany
from obrol.contacts.events import ContactFieldChanged, CustomFieldChanged, CustomFieldMade, CustomFieldRemoved
from obrol.contacts.models import Contact, CustomField, FieldType, FieldValue
from obrol.contacts.schemas import CustomFieldIn, CustomFieldPatch
from obrol.kit.ids import new_id
from obrol.kit.text import without_controls
from obrol.kit.variables import as_text
from obrol.runtime.unit_of_work import UnitOfWork

MOST_FIELDS: Final = 200  # of a workspace; every contact shows them all
TEXT_LIMIT: Final = 1_000  # characters
LONG_TEXT_LIMIT: Final = 10_000  # characters: the longest text that a contact can write
LIST_LIMIT: Final = 100  # items
JSON_LIMIT: Final = 20_000  # bytes
JSON_DEPTH: Final = 20  # levels
LARGEST_NUMBER: Final = 10**15  # a float, here and in JavaScript, counts this far by ones
_NUMBER: Final = re.compile(r"-?\d{1,16}(?:\.\d{1,16})?")
_YES: Final = frozenset({"yes", "true", "1", "ya"})
_NO: Final = frozenset({"no", "false", "0", "tidak"})


async def make_field(uow: UnitOfWork, wanted: CustomFieldIn) -> CustomField:
    """Make a custom field, behind the others. Refuses with FieldKeyTaken or TooMany."""
    there = await queries.count_fields(uow.scope)
    if there >= MOST_FIELDS:
        raise TooMany
    made = await uow.session.scalar(
        insert(CustomField)
        .values(workspace_id=uow.workspace_id, id=new_id(), position=there, **wanted.model_dump())
        .on_conflict_do_nothing(index_elements=["workspace_id", "key"])
        .returning(CustomField.id)
    )
    if made is None:
        raise FieldKeyTaken
    field = await queries.find_field(uow.scope, made)
    assert field is not None
    uow.record(CustomFieldMade, custom_field=field)
    return field


async def change_field(uow: UnitOfWork, field: CustomField, changes: CustomFieldPatch) -> None:
    """Change the name, description or choices of a field (locked). What is the same already is not announced.

    Values that are no choice any more stay until somebody writes another.
    """
    news = {
        name: value for name, value in changes.model_dump(exclude_none=True).items() if value != getattr(field, name)
    }
    if not news:
        return
    for name, value in news.items():
        setattr(field, name, value)
    await uow.session.flush()
    uow.record(CustomFieldChanged, custom_field=field)


async def remove_from_workspace(uow: UnitOfWork, field: CustomField) -> None:
    """Remove a field (locked) and every value in it. One fact says so, not one for each contact."""
    await uow.session.delete(field)
    await uow.session.flush()
    uow.record(CustomFieldRemoved, field_id=field.id, field_key=field.key)


async def set_field(uow: UnitOfWork, contact: Contact, field: CustomField | str, value: Any) -> None:
    """Keep a value of the contact (locked) in a field, given as row or by its key; None and blank text clear it.

    Refuses with FieldNotFound or DoesNotFit, and then has changed nothing. The same value: nothing.
    """
    field = await _known(uow, field)
    fitting = fitting_value(field, value)
    if fitting is None:
        await clear_field(uow, contact, field)
        return
    statement = insert(FieldValue).values(
        workspace_id=uow.workspace_id, contact_id=contact.id, field_id=field.id, value=fitting, set_at=uow.now
    )
    changed = await uow.session.scalar(
        statement.on_conflict_do_update(
            index_elements=["workspace_id", "contact_id", "field_id"],
            set_={"value": statement.excluded.value, "set_at": statement.excluded.set_at},
            where=FieldValue.value.is_distinct_from(statement.excluded.value),
        ).returning(FieldValue.field_id)
    )
    if changed is not None:
        await _changed(uow, contact, field, fitting)


async def clear_field(uow: UnitOfWork, contact: Contact, field: CustomField | str) -> None:
    """Forget the contact's (locked) value of a field. FieldNotFound for an unknown key; empty already: nothing."""
    field = await _known(uow, field)
    cleared = await uow.session.scalar(
        delete(FieldValue)
        .where(
            FieldValue.workspace_id == uow.workspace_id,
            FieldValue.contact_id == contact.id,
            FieldValue.field_id == field.id,
        )
        .returning(FieldValue.field_id)
    )
    if cleared is not None:
        await _changed(uow, contact, field, None)


def fitting_value(field: CustomField, value: Any) -> Any:
    """The value in the form that the field's type keeps; None when there is none. Refuses with DoesNotFit."""
    if isinstance(value, str):
        value = without_controls(value).strip()
    if value is None or value == "":
        return None
    return _FITTING[FieldType(field.type)](field, value)


async def _known(uow: UnitOfWork, field: CustomField | str) -> CustomField:
    if isinstance(field, CustomField):
        return field
    found = await queries.find_field_keyed(uow.scope, field, keep=True)
    if found is None:
        raise FieldNotFound
    return found


async def _changed(uow: UnitOfWork, contact: Contact, field: CustomField, value: Any) -> None:
    contact.touch()
    await uow.session.flush()
    uow.record(ContactFieldChanged, contact=contact, field=queries.field_out(field, value))


def _text(limit: int) -> Callable[[CustomField, Any], str]:
    def fit(_field: CustomField, value: Any) -> str:
        text = as_text(value) if isinstance(value, str | bool | int | float) else ""
        if not text:
            raise DoesNotFit("This field keeps text.")
        if len(text) > limit:
            raise DoesNotFit(f"This field keeps at most {limit} characters.")
        return text

    return fit


def _number(_field: CustomField, value: Any) -> int | float:
    if isinstance(value, str) and _NUMBER.fullmatch(value):
        value = float(value) if "." in value else int(value)
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise DoesNotFit("This field keeps a number, such as 12 or 3.5.")
    if abs(value) > LARGEST_NUMBER or math.isnan(value):
        raise DoesNotFit("This number is too large.")
    return value


def _yes_no(_field: CustomField, value: Any) -> bool:
    if isinstance(value, bool):
        return value
    word = str(value).casefold() if isinstance(value, str | int) else ""
    if word not in _YES | _NO:
        raise DoesNotFit("This field keeps yes or no.")
    return word in _YES


def _date(_field: CustomField, value: Any) -> str:
    try:
        return date.fromisoformat(value).isoformat()
    except (TypeError, ValueError):
        raise DoesNotFit("This field keeps a date, such as 2027-01-31.") from None


def _date_time(_field: CustomField, value: Any) -> str:
    try:
        at = datetime.fromisoformat(value)
    except (TypeError, ValueError):
        at = None
    # Without a zone nobody can tell when it is; on the first and the last day of the calendar UTC may not exist.
    if at is None or at.tzinfo is None or at.year in {MINYEAR, MAXYEAR}:
        raise DoesNotFit("This field keeps a moment, such as 2027-01-31T09:00+07:00.")
    return at.astimezone(UTC).isoformat()


def _list(field: CustomField, value: Any) -> list[str] | None:
    items = value if isinstance(value, list) else [value]
    if len(items) > LIST_LIMIT:
        raise DoesNotFit(f"This field keeps at most {LIST_LIMIT} items.")
    fit = _text(TEXT_LIMIT)
    texts = [without_controls(fit(field, item)).strip() for item in items if item != ""]
    if field.choices and not set(texts) <= set(field.choices):
        raise DoesNotFit("This field keeps only what it offers: " + ", ".join(field.choices)[:TEXT_LIMIT])
    return list(dict.fromkeys(text for text in texts if text)) or None


def _json(_field: CustomField, value: Any) -> Any:
    kept = _storable(value, JSON_DEPTH)
    try:
        size = len(orjson.dumps(kept))
    except TypeError:
        raise DoesNotFit("This field keeps no whole numbers of more than 64 bits.") from None
    if size > JSON_LIMIT:
        raise DoesNotFit(f"This field keeps at most {JSON_LIMIT} bytes.")
    return kept


def _storable(value: Any, levels: int) -> Any:
    """The value without what JSON or PostgreSQL cannot hold: U+0000, in keys neither, and NaN."""
    if levels < 0:
        raise DoesNotFit(f"This field keeps at most {JSON_DEPTH} levels.")
    if isinstance(value, dict):
        return {without_controls(str(key)): _storable(item, levels - 1) for key, item in value.items()}
    if isinstance(value, list):
        return [_storable(item, levels - 1) for item in value]
    if isinstance(value, float) and not math.isfinite(value):
        raise DoesNotFit("This field keeps no numbers without end.")
    return without_controls(value) if isinstance(value, str) else value


_FITTING: Final[dict[FieldType, Callable[[CustomField, Any], Any]]] = {
    FieldType.TEXT: _text(TEXT_LIMIT),
    FieldType.LONG_TEXT: _text(LONG_TEXT_LIMIT),
    FieldType.NUMBER: _number,
    FieldType.YES_NO: _yes_no,
    FieldType.DATE: _date,
    FieldType.DATE_TIME: _date_time,
    FieldType.LIST: _list,
    FieldType.JSON: _json,
}
