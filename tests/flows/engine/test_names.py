"""Names in a document, and what a choice is called on the wire."""

import pytest
from flows.engine.playing import FLOW_ID
from pydantic import TypeAdapter, ValidationError

from obrol.channels.contract.content import ACTION_ID_LIMIT
from obrol.flows.engine.names import Path, Place, action_id, step_and_choice


def test_a_choice_on_the_wire_can_be_told_apart_again() -> None:
    assert step_and_choice(FLOW_ID, action_id(FLOW_ID, "menu", "coffee")) == ("menu", "coffee")


def test_the_longest_choice_fits_the_shortest_payload_of_any_channel() -> None:
    assert len(action_id(FLOW_ID, "s" * 32, "c" * 20)) <= ACTION_ID_LIMIT


@pytest.mark.parametrize("action", ["", "menu", "0000f10e", "0000f10e/menu", "aaaaaaaa/menu/coffee", "///", "MENU/a/b"])
def test_what_is_not_of_this_flow_is_nothing(action: str) -> None:
    assert step_and_choice(FLOW_ID, action) is None


@pytest.mark.parametrize(
    "place", ["contact.name", "contact.email", "contact.phone", "contact.locale", "contact.fields.Order-1", "run.x_1"]
)
def test_a_flow_may_keep_a_value_in(place: str) -> None:
    assert TypeAdapter(Place).validate_python(place) == place


@pytest.mark.parametrize(
    "place",
    ["contact.id", "contact.tags", "agent.name", "run", "run.X", "run.a.b", "contact.fields.", "contact.fields.a b"],
)
def test_a_flow_may_not_keep_a_value_in(place: str) -> None:
    with pytest.raises(ValidationError):
        TypeAdapter(Place).validate_python(place)


@pytest.mark.parametrize("path", ["", "a b", "a..b", "{{a}}", "a" * 201])
def test_what_cannot_be_looked_up_is_no_path(path: str) -> None:
    with pytest.raises(ValidationError):
        TypeAdapter(Path).validate_python(path)
