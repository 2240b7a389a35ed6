"""Material: what the data files of this folder say, as Python; nothing else reads them."""

import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Literal

FOLDER: Final = Path(__file__).parent

Locale = Literal["id", "en"]
ChannelKey = Literal["toko", "grosir"]
# `new`: a stranger tells their name on the way; `bot`: nobody of the team comes; `small`: as written, without opening.
Kind = Literal["", "new", "bot", "small"]

_ATTACHED: Final = re.compile(r"\[(image|file) ([a-z-]+)\] ?")
_SIGNS: Final = {">": "contact", "*": "press", "<": "agent", "#": "note", "+": "wait", "!": "do"}


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody invented: a name, what friends say, and a town."""

    name: str
    called: str
    city: str
    locale: Locale


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a dialogue: who does what. `attached` names a picture or a file."""

    who: Literal["contact", "press", "agent", "note", "wait", "do"]
    text: str
    attached: tuple[Literal["image", "file"], str] | None = None


@dataclass(frozen=True, slots=True)
class Dialogue:
    """One visit of a customer, from their first word to the end."""

    name: str
    channel: ChannelKey
    locale: Locale
    kind: Kind
    lines: tuple[Line, ...]

    @property
    def presses(self) -> bool:
        """Whether it says itself what is pressed, and needs no opening."""
        return self.kind != "" or any(line.who == "press" for line in self.lines)

    @property
    def orders(self) -> bool:
        return any(line.who == "press" and line.text == "order" for line in self.lines)


@dataclass(frozen=True, slots=True)
class Material:
    """Everything that the demo world is made of."""

    shop: dict[str, Any]
    people: tuple[Person, ...]
    dialogues: tuple[Dialogue, ...]
    flows: dict[str, dict[str, Any]]


def read_material() -> Material:
    """The files of this folder."""
    dialogues = [
        dialogue
        for path in sorted((FOLDER / "dialogues").glob("*.txt"))
        for dialogue in _dialogues(path.read_text("utf-8"))
    ]
    return Material(
        shop=json.loads((FOLDER / "shop.json").read_text("utf-8")),
        people=tuple(_people((FOLDER / "people.txt").read_text("utf-8"))),
        dialogues=tuple(dialogues),
        flows={path.stem: json.loads(path.read_text("utf-8")) for path in sorted((FOLDER / "flows").glob("*.json"))},
    )


def _people(text: str) -> list[Person]:
    people: list[Person] = []
    locale: Locale = "id"
    for line in text.partition("\n\n")[2].splitlines():
        if line.startswith("== "):
            locale = "en" if line == "== English" else "id"
        elif line:
            names, _, city = line.rpartition(", ")
            name, _, called = names.partition(" / ")
            people.append(Person(name, called or name.split()[0], city, locale))
    return people


def _dialogues(text: str) -> list[Dialogue]:
    head, *scripts = re.split(r"(?m)^== ", text)
    told = dict(line.split(" ", 1) for line in head.splitlines() if line)
    return [_dialogue(script, told) for script in scripts]


def _dialogue(script: str, told: dict[str, str]) -> Dialogue:
    name, *written = [line for line in script.splitlines() if line]
    kind = ""
    if written[0].startswith("? "):
        kind = written.pop(0)[2:]
    return Dialogue(
        name=name,
        channel=told.get("channel", "toko"),  # type: ignore[arg-type] # our own files; a test plays them all
        locale=told.get("locale", "id"),  # type: ignore[arg-type] # as above
        kind=kind,  # type: ignore[arg-type] # as above
        lines=tuple(_line(line) for line in written),
    )


def _line(written: str) -> Line:
    who, text = _SIGNS[written[0]], written[2:]
    found = _ATTACHED.match(text)
    attached = (found[1], found[2]) if found else None
    return Line(who, text[found.end() :] if found else text, attached)  # type: ignore[arg-type] # as above
