"""Condition: what holds for Walt, who likes coffee, lives in Bandung and has been here three times."""

import pytest
from flows.engine.playing import Json, Play, flow, step

from obrol.flows.engine.registry import STEP_TYPES
from obrol.flows.engine.steps.condition import compare


def way(*checks: Json, match: str = "all", text: str = "hi") -> str | None:
    play = Play(flow(a=step("condition", {"match": match, "checks": list(checks)})), text=text)
    return play.outcome.walked[0].exit


def value(path: str, operator: str, wanted: str = "") -> Json:
    return {"on": "value", "path": path, "operator": operator, "value": wanted}


def tag(name: str, operator: str = "has") -> Json:
    return {"on": "tag", "tag": name, "operator": operator}


@pytest.mark.parametrize(
    "check",
    [
        tag("coffee"),
        tag("tea", "has_not"),
        value("contact.fields.city", "is", "bandung"),
        value("contact.fields.city", "is", "BÁNDUNG "),
        value("contact.fields.city", "is_not", "Jakarta"),
        value("contact.fields.city", "contains", "and"),
        value("contact.fields.city", "contains_not", "kar"),
        value("contact.fields.city", "starts_with", "ban"),
        value("contact.fields.city", "ends_with", "dung"),
        value("contact.fields.city", "is_set"),
        value("contact.email", "is_not_set"),
        value("contact.email", "is_not", "walt@contoh.id"),
        value("contact.email", "contains_not", "@"),
        value("unknown.path", "is_not_set"),
        value("contact.fields.visits", "is", "3"),
        value("contact.fields.visits", "is", "3,0"),
        value("contact.fields.visits", "is_not", "4"),
        value("contact.fields.visits", "more_than", "2"),
        value("contact.fields.visits", "less_than", "1.250"),
        value("contact.fields.visits", "at_least", "3"),
        value("contact.fields.visits", "at_most", "3"),
        value("contact.fields.drinks", "contains", "espresso"),
        value("contact.fields.drinks", "contains_not", "esp"),
        value("contact.tags", "contains", "Coffee"),
        value("channel.kind", "is", "webchat"),
        value("conversation.answering", "is", "bot"),
        value("run.last_reply", "is", "hi"),
        value("contact.fields.city", "is", "{{contact.fields.city}}"),
        value("contact.fields.visits", "is", "{{contact.fields.visits}}"),
    ],
)
def test_it_holds_that(check: Json) -> None:
    assert way(check) == "yes"


@pytest.mark.parametrize(
    "check",
    [
        tag("tea"),
        tag("coffee", "has_not"),
        value("contact.fields.city", "is", "Jakarta"),
        value("contact.fields.city", "is_not", "Bandung"),
        value("contact.fields.city", "more_than", "2"),
        value("contact.fields.city", "is_not_set"),
        value("contact.email", "is_set"),
        value("contact.email", "contains", "@"),
        value("contact.email", "at_most", "5"),
        value("contact.fields.visits", "more_than", "many"),
        value("contact.fields.visits", "more_than", "3"),
        value("contact.fields.visits", "less_than", "3"),
        value("contact.fields.drinks", "contains", "esp"),
    ],
)
def test_it_does_not_hold_that(check: Json) -> None:
    assert way(check) == "no"


YES, NO = tag("coffee"), tag("tea")


@pytest.mark.parametrize(
    ("match", "checks", "exit"),
    [
        ("all", [YES, YES], "yes"),
        ("all", [YES, NO], "no"),
        ("any", [NO, YES], "yes"),
        ("any", [NO, NO], "no"),
    ],
)
def test_all_or_any_of_the_checks_must_hold(match: str, checks: list[Json], exit: str) -> None:
    assert way(*checks, match=match) == exit


def test_it_says_why() -> None:
    checks = [tag("tea", "has_not"), value("contact.fields.city", "starts_with", "J"), value("contact.email", "is_set")]
    play = Play(flow(a=step("condition", {"match": "any", "checks": checks})))
    assert play.outcome.walked[0].because == (
        'tag has not "tea": yes; contact.fields.city starts with "J": no; contact.email is set: no'
    )


def test_yes_or_no_and_endless_numbers_are_no_numbers() -> None:
    assert not compare(found=True, operator="at_least", wanted="0")
    assert not compare(float("inf"), "at_least", "0")
    assert not compare(float("nan"), "is", "0")
    assert compare(found=True, operator="is", wanted="yes")


@pytest.mark.parametrize("operator", ["is", "contains", "more_than"])
def test_a_comparison_needs_something_to_compare_with(operator: str) -> None:
    with pytest.raises(ValueError, match="needs a value"):
        STEP_TYPES["condition"].model_validate(step("condition", {"checks": [value("a", operator, " ")]}))


def test_it_never_rests() -> None:
    built = STEP_TYPES["condition"].model_validate(step("condition", {"checks": [YES]}))
    assert [built.rests_before(exit) for exit in built.exit_names()] == [False, False]
    assert built.needs() == frozenset()
