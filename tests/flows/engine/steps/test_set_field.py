"""Set field: values are kept with their type, in the contact or in the run."""

import pytest
from flows.engine.playing import Play, flow, step

from obrol.flows.engine.effects import SetAttribute, SetField


def setting(place: str, value: object) -> Play:
    return Play(flow(a=step("set_field", {"place": place, "value": value})))


@pytest.mark.parametrize(
    ("value", "kept"),
    [
        ("Jakarta", "Jakarta"),
        ("  Jakarta\n", "Jakarta"),
        ("City of {{contact.fields.city}}", "City of Bandung"),
        (7, 7),
        (7.5, 7.5),
        (True, True),
        ("7", "7"),
        ("{{contact.fields.visits}}", 3),
        (" {{ contact.fields.visits }} ", 3),
        ("{{contact.fields.visits}}x", "3x"),
        ("{{contact.fields.none | 5}}", "5"),
        ("{{contact.fields.drinks}}", "Espresso, Teh Tarik"),
        ("", None),
        ("  ", None),
        ("{{contact.email}}", None),
    ],
)
def test_a_value_is_kept_with_its_type(value: object, kept: object) -> None:
    play = setting("contact.fields.it", value)
    assert play.done == [SetField(step_id="a", key="it", value=kept)]  # type: ignore[arg-type]
    (effect,) = play.of(SetField)
    assert type(effect.value) is type(kept)
    assert setting("run.it", value).run.variables == {"it": kept}


def test_a_variable_of_the_run_needs_no_effect() -> None:
    assert setting("run.it", 1).done == []


@pytest.mark.parametrize("name", ["name", "phone", "locale"])
def test_what_we_know_of_the_contact_itself_is_text(name: str) -> None:
    play = setting(f"contact.{name}", 5)
    assert play.done == [SetAttribute(step_id="a", name=name, value="5")]  # type: ignore[arg-type]


@pytest.mark.parametrize("value", [10**16, float("inf")])
def test_a_number_that_json_cannot_carry_everywhere_is_refused(value: float) -> None:
    with pytest.raises(ValueError, match="value"):
        setting("run.it", value)
