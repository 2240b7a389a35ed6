"""Reading: untrusted JSON → a flow document, or every reason why not. Nothing else makes a document of JSON."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from obrol.flows.engine import limits
from obrol.flows.engine.document import FORMAT, FlowDocument
from obrol.flows.engine.problems import DocumentUnreadable, Problem, error
from obrol.flows.engine.registry import STEP_TYPES

NAME_SHOWN = 60  # characters of a name from a stranger's document that a message repeats
# U+0000 and half a surrogate pair: JSON can spell them and PostgreSQL cannot hold them.
_UNSTORABLE = re.compile(r"[\x00\ud800-\udfff]")


def read_document(raw: str | bytes | Mapping[str, Any]) -> FlowDocument:
    """The document of a JSON text or of already parsed JSON; refuses with DocumentUnreadable, never otherwise."""
    parsed = read_json(raw)
    problems = list(_format_problems(parsed))
    if problems:
        raise DocumentUnreadable(problems)
    try:
        return FlowDocument.model_validate(parsed)
    except ValidationError as refused:
        details = refused.errors(include_url=False, include_context=True, include_input=False)
        raise DocumentUnreadable([_problem(detail) for detail in details[: limits.PROBLEMS]]) from None


def read_json(raw: str | bytes | Mapping[str, Any]) -> dict[str, Any]:
    """JSON that is small, shallow and storable, whatever it says: all that an unfinished draft has to be.

    Refuses with DocumentUnreadable: larger than DOCUMENT_BYTES, deeper than DOCUMENT_DEPTH, not JSON, not an object,
    a name written twice, a number that is none, a character that cannot be stored.
    """
    try:
        text = raw if isinstance(raw, str | bytes) else json.dumps(raw, ensure_ascii=False, allow_nan=False)
        if len(text.encode(errors="surrogatepass") if isinstance(text, str) else text) > limits.DOCUMENT_BYTES:
            raise _refused("too_large", f"The document is larger than {limits.DOCUMENT_BYTES:,} bytes.")
        parsed = json.loads(text, object_pairs_hook=_each_name_once, parse_constant=_no_such_number)
    except RecursionError:
        raise _refused("too_deep", _TOO_DEEP) from None
    except DocumentUnreadable:
        raise
    except (ValueError, TypeError) as refused:
        raise _refused("not_json", f"The document is not JSON: {refused}.") from None
    if not isinstance(parsed, dict):
        raise _refused("not_a_document", "The document is not a JSON object.")
    _must_be_shallow_and_storable(parsed)
    return parsed


_TOO_DEEP = f"The document is nested deeper than {limits.DOCUMENT_DEPTH} levels."


def _refused(code: str, message: str) -> DocumentUnreadable:
    return DocumentUnreadable([error(code, message)])


def _each_name_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    # Python keeps the last of two equal names in silence: a step would be gone.
    found: dict[str, Any] = {}
    for name, value in pairs:
        if name in found:
            raise _refused("name_twice", f'The name "{_shown(name)}" is written twice in one object.')
        found[name] = value
    return found


def _no_such_number(constant: str) -> Any:
    raise _refused("not_json", f"{constant} is not a number in JSON.")


def _must_be_shallow_and_storable(parsed: dict[str, Any]) -> None:
    # A list of what is left to look at instead of recursion: the document chooses its depth, not our stack.
    left: list[tuple[Any, int]] = [(parsed, 1)]
    while left:
        value, depth = left.pop()
        if depth > limits.DOCUMENT_DEPTH:
            raise _refused("too_deep", _TOO_DEEP)
        if isinstance(value, dict):
            left += [(name, depth) for name in value]
            left += [(item, depth + 1) for item in value.values()]
        elif isinstance(value, list):
            left += [(item, depth + 1) for item in value]
        elif isinstance(value, str) and _UNSTORABLE.search(value):
            raise _refused("unstorable_text", "A text in the document holds a character that cannot be stored.")


def _format_problems(parsed: dict[str, Any]) -> Iterator[Problem]:
    written = parsed.get("format")
    if isinstance(written, int) and not isinstance(written, bool) and written > FORMAT:
        yield error(
            "newer_format",
            f"The document has format {_shown(str(written))}, and this Obrol reads formats up to {FORMAT}. "
            "Update Obrol, or export the flow from there again.",
            place="format",
        )
    elif written != FORMAT or isinstance(written, bool | float):
        yield error("unknown_format", f'The document must say "format": {FORMAT}.', place="format")
    steps = parsed.get("steps")
    # Before the steps are looked at one by one: a hundred thousand bad ones are one mistake.
    if isinstance(steps, dict) and len(steps) > limits.STEPS:
        yield error("too_many_steps", f"The document has more than {limits.STEPS:,} steps.", place="steps")


def _problem(detail: ErrorDetails) -> Problem:
    """Pydantic's finding as a sentence that names the step."""
    location = list(detail["loc"])
    if len(location) == 1 or location[0] not in {"steps", "layout"}:
        return error("bad_document", f"{_place(location)}: {_reason(detail)}.", place=_place(location))
    where, step_id, *inside = location
    shown = _shown(str(step_id))
    if inside == ["[key]"]:
        return error(
            "bad_step_id",
            f'"{shown}" cannot be the id of a step: up to 32 of a-z, 0-9, "-" and "_", the first a-z or 0-9.',
            place=str(where),
        )
    # Inside the union Pydantic names the type before the place; people know it from the step.
    if inside and inside[0] in STEP_TYPES:
        inside = inside[1:]
    place = _place(inside)
    at = f'Step "{shown}"' if where == "steps" else f'The layout of step "{shown}"'
    if detail["type"] == "union_tag_invalid" and not inside:
        tag = _shown(str(detail["ctx"]["tag"]))
        return error(
            "unknown_step_type",
            f'{at} has the type "{tag}", which this Obrol does not know.',
            step_id=shown,
            place="type",
        )
    if detail["type"] == "union_tag_not_found" and not inside:
        return error("unknown_step_type", f"{at} does not say its type.", step_id=shown, place="type")
    return error(
        "bad_step",
        f"{at}: {place}: {_reason(detail)}." if place else f"{at}: {_reason(detail)}.",
        step_id=shown,
        place=place,
    )


def _reason(detail: ErrorDetails) -> str:
    reason = detail["msg"].removeprefix("Value error, ")
    return _shown(reason[:1].lower() + reason[1:], 200)


def _place(location: Sequence[int | str]) -> str:
    return ".".join(_shown(str(part)) for part in location)


def _shown(name: str, length: int = NAME_SHOWN) -> str:
    return name if len(name) <= length else name[: length - 1] + "…"
