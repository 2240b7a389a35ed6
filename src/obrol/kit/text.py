"""Text: folding for search, and previews for lists."""

import re
import unicodedata

PREVIEW_LENGTH = 140  # characters; two lines of the conversation list at 360 px


_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")


def fold(text: str) -> str:
    """Lower case without accents, spaces squeezed: what names and words are compared by."""
    if text.isascii():  # most messages, forty times faster
        return " ".join(text.lower().split())
    decomposed = unicodedata.normalize("NFKD", text)
    bare = "".join(char for char in decomposed if not unicodedata.combining(char))
    return " ".join(bare.casefold().split())


def split_at_found(text: str, folded: str) -> tuple[str, str, str]:
    """The text before the first place where folded words stand, that place as it is written, and the text after it.

    Everything is "before" when they stand nowhere.
    """
    origins: list[int] = []  # for each folded character, the one that it came from
    bare = ""
    for at, char in enumerate(text):
        piece = " " if char.isspace() else fold(char)
        bare += piece
        origins += [at] * len(piece)
    found = bare.find(folded)
    if found < 0 or not folded:
        return text, "", ""
    start, end = origins[found], origins[found + len(folded) - 1] + 1
    while end < len(text) and unicodedata.combining(text[end]):
        end += 1
    return text[:start], text[start:end], text[end:]


def is_one_typo_away(folded: str, name: str) -> bool:
    """Whether some word of a folded name, or several in a row, begin with these but for one mistake.

    A mistake is one letter wrong, missing or too many, or two neighbours in the wrong order.
    """
    starts = [0, *(at + 1 for at, char in enumerate(name) if char == " ")]
    lengths = (len(folded) - 1, len(folded), len(folded) + 1)
    return any(_is_one_mistake(folded, name[start : start + length]) for start in starts for length in lengths)


def _is_one_mistake(one: str, other: str) -> bool:
    while one and other and one[0] == other[0]:
        one, other = one[1:], other[1:]
    while one and other and one[-1] == other[-1]:
        one, other = one[:-1], other[:-1]
    is_swapped = len(one) == 2 and one == other[::-1]  # noqa: PLR2004 - a pair
    return is_swapped or max(len(one), len(other)) <= 1


def preview(text: str, length: int = PREVIEW_LENGTH) -> str:
    """One line of at most `length` characters, ended with an ellipsis when something was left out."""
    line = " ".join(text.split())
    return line if len(line) <= length else line[: length - 1].rstrip() + "…"


def first_name(name: str) -> str:
    """The first word of a name."""
    return name.split(maxsplit=1)[0] if name.strip() else ""


def without_controls(text: str) -> str:
    """The text without control characters (tabs and line breaks stay) and without halves of surrogate pairs.

    PostgreSQL stores no U+0000, and nothing can send a half, which JSON can spell and UTF-8 cannot.
    """
    return _UNPRINTABLE.sub("", text)
