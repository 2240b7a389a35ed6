"""Condition: go one way or the other, by what is known of the contact, the conversation and the run."""

import math
from collections.abc import Sequence
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from obrol.flows.engine.answers import read_number
from obrol.flows.engine.limits import CHECKS, VALUE_LENGTH
from obrol.flows.engine.names import Path, TagName
from obrol.flows.engine.step import Leave, Move, Options, Step
from obrol.flows.engine.turn import Turn
from obrol.kit.text import fold
from obrol.kit.variables import as_text

Operator = Literal[
    "is", "is_not", "contains", "contains_not", "starts_with", "ends_with",
    "more_than", "less_than", "at_least", "at_most",
    "is_set", "is_not_set",
]  # fmt: skip
ALONE: frozenset[Operator] = frozenset({"is_set", "is_not_set"})


class TagCheck(Options):
    """Whether the contact has a tag."""

    on: Literal["tag"]
    tag: TagName
    operator: Literal["has", "has_not"] = "has"

    def holds(self, turn: Turn) -> bool:
        """Whether this is so right now."""
        return turn.has_tag(self.tag) == (self.operator == "has")

    def __str__(self) -> str:
        return f'tag {self.operator.replace("_", " ")} "{self.tag}"'


class ValueCheck(Options):
    """How what stands at a path compares to a text, in which variables are filled."""

    on: Literal["value"]
    path: Path
    operator: Operator
    value: Annotated[str, Field(max_length=VALUE_LENGTH)] = ""

    @model_validator(mode="after")
    def _there_is_something_to_compare_with(self) -> Self:
        if self.operator not in ALONE and not self.value.strip():
            raise ValueError(f'"{self.operator}" needs a value; use "is_set" or "is_not_set" to look for an empty one')
        return self

    def holds(self, turn: Turn) -> bool:
        """Whether this is so right now."""
        found = turn.look_up(self.path)
        if self.operator in ALONE:
            return (as_text(found).strip() != "") == (self.operator == "is_set")
        return compare(found, self.operator, turn.fill(self.value))

    def __str__(self) -> str:
        words = f"{self.path} {self.operator.replace('_', ' ')}"
        return words if self.operator in ALONE else f'{words} "{self.value}"'


Check = Annotated[TagCheck | ValueCheck, Field(discriminator="on")]


class ConditionOptions(Options):
    match: Literal["all", "any"] = "all"
    checks: Annotated[list[Check], Field(min_length=1, max_length=CHECKS)]


class Condition(Step):
    """Leaves by `yes` or `no` at once."""

    type: Literal["condition"]
    options: ConditionOptions

    def exit_names(self) -> Sequence[str]:
        """`yes` and `no`."""
        return ("yes", "no")

    def enter(self, turn: Turn) -> Move:
        """Look at everything, so that whoever asks why sees it all."""
        results = [check.holds(turn) for check in self.options.checks]
        holds = all(results) if self.options.match == "all" else any(results)
        because = "; ".join(
            f"{check}: {'yes' if result else 'no'}" for check, result in zip(self.options.checks, results, strict=True)
        )
        return Leave("yes" if holds else "no", because)


def compare(found: object, operator: Operator, wanted: str) -> bool:
    """Whether a value compares so to a text. Case and accents do not matter; numbers are compared as numbers.

    Nothing compares to an empty value, except that it is not something and does not contain it.
    """
    match operator:
        case "is":
            return _is(found, wanted)
        case "is_not":
            return not _is(found, wanted)
        case "contains":
            return _contains(found, wanted)
        case "contains_not":
            return not _contains(found, wanted)
        case "starts_with":
            return fold(as_text(found)).startswith(fold(wanted))
        case "ends_with":
            return fold(as_text(found)).endswith(fold(wanted))
        case _:
            return _orders(_as_number(found), operator, _as_number(wanted))


def _is(found: object, wanted: str) -> bool:
    number, other = _as_number(found), _as_number(wanted)
    if number is not None and other is not None:
        return number == other
    return fold(as_text(found)) == fold(wanted)


def _contains(found: object, wanted: str) -> bool:
    if isinstance(found, list):
        return any(_is(item, wanted) for item in found)
    return fold(wanted) in fold(as_text(found))


def _orders(number: float | None, operator: Operator, other: float | None) -> bool:
    if number is None or other is None:
        return False
    match operator:
        case "more_than":
            return number > other
        case "less_than":
            return number < other
        case "at_least":
            return number >= other
        case _:
            return number <= other


def _as_number(value: object) -> float | None:
    match value:
        case bool():
            return None
        case int() | float():
            return value if math.isfinite(value) else None
        case str():
            return read_number(value)
        case _:
            return None
