"""Mentions: which documents speak of a tag, a field, a topic or a sequence, so that nobody removes it unawares."""

import re
from collections.abc import Callable
from typing import Any, cast
from uuid import UUID

Speaks = Callable[[str, str], bool]
"""(name of the option, its text) → whether it speaks of the thing."""


def of_tag(name: str) -> Speaks:
    """Steps that put the tag on or take it off, and conditions that ask for it."""
    return lambda key, text: key == "tag" and text.strip().lower() == name.lower()


def of_field(key: str) -> Speaks:
    """Steps that keep something in the field, and texts and conditions that look it up."""
    named = re.compile(rf"\bcontact\.fields\.{re.escape(key)}(?![A-Za-z0-9_-])")
    return lambda _, text: named.search(text) is not None


def of_topic(topic_id: UUID) -> Speaks:
    """Steps about the topic."""
    return lambda key, text: key == "topic_id" and text.lower() == str(topic_id)


def of_sequence(sequence_id: UUID) -> Speaks:
    """Steps about the sequence."""
    return lambda key, text: key == "sequence_id" and text.lower() == str(sequence_id)


def mentions(document: Any, speaks: Speaks, *, key: str = "") -> bool:
    """Whether any text in a flow's document speaks of the thing."""
    if isinstance(document, str):
        return speaks(key, document)
    if isinstance(document, list):
        return any(mentions(item, speaks, key=key) for item in document)
    if isinstance(document, dict):
        known = cast("dict[str, Any]", document)
        return any(mentions(value, speaks, key=name) for name, value in known.items())
    return False
