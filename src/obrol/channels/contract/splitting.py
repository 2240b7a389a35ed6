"""Splitting a long text where a reader would pause: paragraph, line, sentence, word, and last of all grapheme."""

import re
from collections.abc import Iterator

import regex

from obrol.channels.contract.capabilities import TextLimit, Unit

_PARAGRAPH = re.compile(r"\n[^\S\n]*\n")
_LINE = re.compile(r"\n")
# A full stop after a digit ends no sentence: it is "1." of a list or half a number.
_SENTENCE = re.compile(r"(?:(?<!\d)[.]|[!?…])[\"'”’)\]]*(?=\s)|[。！？][\"”’」』）]*")  # noqa: RUF001 - full-width on purpose
# White space without the no-break spaces, which are there to keep two words together.
_WORD = re.compile(r"[^\S\u00a0\u202f]+")


def split(text: str, limit: TextLimit) -> list[str]:
    """The text in pieces that fit the limit. Nothing but white space around the cuts is dropped."""
    if limit.holds(text):
        return [text]
    return list(_pieces(text.strip(), limit))


def _pieces(rest: str, limit: TextLimit) -> Iterator[str]:
    while not limit.holds(rest):
        cut = _best_cut(rest, _reach(rest, limit))
        yield rest[:cut].rstrip()
        rest = rest[cut:].lstrip()
    if rest:
        yield rest


def _reach(text: str, limit: TextLimit) -> int:
    """How many code points from the start fit."""
    text = text[: limit.max]  # no code point is shorter than one unit
    match limit.unit:
        case Unit.CHARACTERS:
            return len(text)
        case Unit.UTF16:
            return _whole(text.encode("utf-16-le")[: limit.max * 2], "utf-16-le")
        case Unit.BYTES:
            return _whole(text.encode()[: limit.max], "utf-8")


def _whole(cut: bytes, encoding: str) -> int:
    """How many whole code points there are; half of one at the end is left out."""
    return len(cut.decode(encoding, "ignore"))


def _best_cut(text: str, reach: int) -> int:
    """Where to cut at or before `reach`. A pause in the first half would leave a stub, so a smaller one is better."""
    for pause in (_PARAGRAPH, _LINE):
        if cut := _last(pause, text, reach, at_least=reach // 2):
            return cut
    if cut := _last_sentence(text, reach, at_least=reach // 2):
        return cut
    return _last(_WORD, text, reach, at_least=1) or _last_grapheme(text, reach)


def _last(pause: re.Pattern[str], text: str, reach: int, *, at_least: int) -> int:
    # A pause may begin right at the reach: the piece before it still fits.
    starts = (match.start() for match in pause.finditer(text, 0, reach + 2))
    return max((start for start in starts if at_least <= start <= reach), default=0)


def _last_sentence(text: str, reach: int, *, at_least: int) -> int:
    ends = (match.end() for match in _SENTENCE.finditer(text, 0, reach + 1))
    return max((end for end in ends if at_least <= end <= reach), default=0)


def _last_grapheme(text: str, reach: int) -> int:
    cut = 0
    for match in regex.finditer(r"\X", text):
        if match.end() > reach:
            break
        cut = match.end()
    # One grapheme longer than a whole message is a joke of combining marks: it is cut anywhere.
    return cut or reach
