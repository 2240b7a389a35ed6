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
