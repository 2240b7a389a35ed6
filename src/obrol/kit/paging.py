"""Paging: cursors that clients carry and never read."""

import base64
import binascii
import json
from typing import Any

from obrol.kit.refusals import Malformed


class BadCursor(Malformed):
    """The cursor was not made by us."""

    code = "bad_cursor"
    message = "This page address is not one of ours."


def to_cursor(*parts: Any) -> str:
    """Parts (JSON values) → an opaque, URL-safe string."""
    raw = json.dumps(parts, separators=(",", ":"), default=str).encode()
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def from_cursor(cursor: str, *kinds: type) -> list[Any]:
    """The parts of a cursor, one per kind and of that kind; refuses anything else with BadCursor."""
    try:
        raw = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4))
        parts = json.loads(raw)
    except (binascii.Error, ValueError, RecursionError):
        raise BadCursor from None
    if not isinstance(parts, list) or len(parts) != len(kinds):
        raise BadCursor
    if any(type(part) is not kind for part, kind in zip(parts, kinds, strict=True)):
        raise BadCursor
    return parts
