"""Text: folding for search, and previews for lists."""

import unicodedata

PREVIEW_LENGTH = 140  # characters; two lines of the conversation list at 360 px


def fold(text: str) -> str:
    """Lower case without accents, spaces squeezed: what names and words are compared by."""
    decomposed = unicodedata.normalize("NFKD", text)
    bare = "".join(char for char in decomposed if not unicodedata.combining(char))
    return " ".join(bare.casefold().split())


def preview(text: str, length: int = PREVIEW_LENGTH) -> str:
    """One line of at most `length` characters, ended with an ellipsis when something was left out."""
    line = " ".join(text.split())
    return line if len(line) <= length else line[: length - 1].rstrip() + "…"


def without_controls(text: str) -> str:
    """The text without NUL and other control characters (tabs and line breaks stay): PostgreSQL stores no NUL."""
    return "".join(char for char in text if char in "\n\t" or unicodedata.category(char) != "Cc")
