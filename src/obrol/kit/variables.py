"""Variables: `{{path}}` and `{{path | fallback text}}` in texts, filled by plain look-ups.

There is no template language: a path walks mappings by key and nothing else, so a text from a stranger can read what
it is given and call nothing. Filled values are never looked at again, and every text takes linear time.
What looks like a variable and is none (`{{ 7*7 }}`) stays as it was written.
"""

import math
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

OUTPUT_LIMIT = 65_536  # bytes of UTF-8: reliability.md A-32; more than any channel takes as one message
PATH_LIMIT = 200  # characters; the longest real path is contact.fields. and a key
NUMBER_BITS_LIMIT = 1_024  # Python refuses to print integers far above this, and no field holds one

# Letters and digits with blanks between them: what people write who do not know paths.
_NAME = re.compile(r"\w[\w .'-]*")
_PATH = re.compile(r"[A-Za-z0-9_-]+(?:\.[A-Za-z0-9_-]+)*")


@dataclass(frozen=True)
class Variable:
    """One `{{…}}` of a text: the path that it looks up, and what stands there when the path is empty."""

    path: str
    fallback: str | None


@dataclass(frozen=True)
class Filled:
    """A filled text, which paths were empty without a fallback (in order, each once), and whether it was cut."""

    text: str
    empty: tuple[str, ...]
    cut: bool


def fill(template: str, values: Mapping[str, object], *, encode: Callable[[str], str] | None = None) -> Filled:
    """The template with every variable looked up; `encode` is applied to values and fallbacks (links need it).

    An unknown or empty path without a fallback becomes nothing and is reported in `empty`, so that a flow can go on
    and an agent's composer can refuse. What exceeds OUTPUT_LIMIT is cut off at a whole character.
    """
    pieces: list[str] = []
    empty: dict[str, None] = {}
    left = OUTPUT_LIMIT
    for part in _parts(template):
        if isinstance(part, Variable):
            piece = as_text(look_up(part.path, values))
            if not piece.strip():
                piece = part.fallback or ""
                if part.fallback is None:
                    empty[part.path] = None
            # A value is cut before it is encoded: encoding only ever makes it longer.
            piece = encode(piece[:left]) if encode else piece
        else:
            piece = part
        # A character is at least a byte, so the slice bounds the work on an endless value.
        fitting = piece[:left].encode("utf-8", "surrogatepass")
        if len(piece) > left or len(fitting) > left:
            pieces.append(fitting[:left].decode("utf-8", "ignore"))
            return Filled("".join(pieces), tuple(empty), cut=True)
        pieces.append(piece)
        left -= len(fitting)
    return Filled("".join(pieces), tuple(empty), cut=False)


def variables_in(template: str) -> list[Variable]:
    """Every variable of a text in the order written, repeated ones too."""
    return [part for part in _parts(template) if isinstance(part, Variable)]


def misnamed_in(template: str) -> list[str]:
    """What stands between braces, reads like a name and is no path (`{{First Name}}`), in order, each once.

    `fill` leaves it as it is; whoever writes to people would rather know of it.
    """
    found: dict[str, None] = {}
    for part in _parts(template):
        if isinstance(part, str) and part.endswith("}}") and "{{" in part:
            name = part[part.rindex("{{") + 2 : -2].partition("|")[0].strip()
            if _NAME.fullmatch(name):
                found[name] = None
    return list(found)


def only_variable(template: str) -> Variable | None:
    """The variable that a text consists of and nothing else, so that its value may keep its type."""
    parts = list(_parts(template.strip()))
    return parts[0] if len(parts) == 1 and isinstance(parts[0], Variable) else None


def is_path(path: str) -> bool:
    """Whether this could be the path of a variable."""
    return len(path) <= PATH_LIMIT and _PATH.fullmatch(path) is not None


def look_up(path: str, values: Mapping[str, object]) -> object:
    """What stands at a path, or None. Only mappings are walked and only by key; no attribute is ever touched."""
    found: object = values
    for key in path.split("."):
        if not isinstance(found, Mapping) or key not in found:
            return None
        found = found[key]
    return found


def as_text(value: object) -> str:
    """A value as people write it; anything but text, numbers, yes or no, times, ids and lists of them is empty.

    A mapping's own text stands under its empty key, which is how `now` is a moment and `now.time` a part of it.
    """
    if isinstance(value, Mapping):
        value = value.get("")
    if isinstance(value, list | tuple | set | frozenset):
        return ", ".join(text for text in map(_scalar_as_text, value) if text)
    return _scalar_as_text(value)


def moment(at: datetime) -> dict[str, str]:
    """The values of a `now` variable: `now` itself and its parts, in the zone that `at` is in."""
    return {
        "": _moment_as_text(at),
        "date": at.strftime("%Y-%m-%d"),
        "time": at.strftime("%H:%M"),
        "year": str(at.year),
        "month": str(at.month),
        "day": str(at.day),
        "hour": str(at.hour),
        "minute": str(at.minute),
        "weekday": str(at.isoweekday()),  # 1 is Monday; a name would need a language
    }


def _parts(template: str) -> Iterator[str | Variable]:
    position = 0
    while (end := template.find("}}", position)) != -1:
        # The nearest opening before the end wins: whatever stands before it was never closed.
        start = template.rfind("{{", position, end)
        variable = None if start == -1 else _read(template[start + 2 : end])
        if variable is None:
            yield template[position : end + 2]
        else:
            if start > position:
                yield template[position:start]
            yield variable
        position = end + 2
    if position < len(template):
        yield template[position:]


def _read(inside: str) -> Variable | None:
    path, bar, fallback = inside.partition("|")
    path = path.strip()
    if not is_path(path):
        return None
    return Variable(path, fallback.strip() if bar else None)


def _scalar_as_text(value: object) -> str:
    match value:
        case str():
            return value
        case bool():
            return "yes" if value else "no"
        case int():
            return str(value) if value.bit_length() <= NUMBER_BITS_LIMIT else ""
        case float():
            return format(Decimal(repr(value)), "f").removesuffix(".0") if math.isfinite(value) else ""
        case datetime():
            return _moment_as_text(value)
        case date() | UUID():
            return str(value)
        case _:
            return ""


def _moment_as_text(at: datetime) -> str:
    return at.strftime("%Y-%m-%d %H:%M")
