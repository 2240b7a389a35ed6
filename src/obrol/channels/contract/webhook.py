"""The pure half of the webhook door: what comes in, what a connector says to it, and how signatures are compared."""

import base64
import binascii
import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Literal, Self

# Wide enough for a queue at the vendor and a clock that drifts, narrow enough that a recorded request grows stale.
SIGNATURE_LIFETIME = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class Delivery:
    """A payload as it came. It survives being stored as JSON, byte for byte."""

    body: bytes
    content_type: str = "application/json"
    query: Mapping[str, str] = field(default_factory=dict)
    received_at: datetime | None = None

    def to_json(self) -> dict[str, Any]:
        """For the row that keeps it. `received_at` has a column of its own."""
        try:
            words, encoding = self.body.decode("utf-8"), "utf-8"
        except UnicodeDecodeError:
            words, encoding = base64.b64encode(self.body).decode("ascii"), "base64"
        # PostgreSQL holds no U+0000 in JSON, and a hostile body may well contain it.
        if "\x00" in words:
            words, encoding = base64.b64encode(self.body).decode("ascii"), "base64"
        return {"body": words, "encoding": encoding, "content_type": self.content_type, "query": dict(self.query)}

    @classmethod
    def from_json(cls, raw: Mapping[str, Any], *, received_at: datetime | None = None) -> Self:
        """What `to_json` kept."""
        words: str = raw["body"]
        body = base64.b64decode(words) if raw["encoding"] == "base64" else words.encode("utf-8")
        return cls(body, raw["content_type"], raw["query"], received_at)


@dataclass(frozen=True, slots=True)
class WebhookRequest:
    """A request at the door: raw bytes, since a signature covers bytes and not what they mean."""

    method: Literal["GET", "POST"]
    address: str  # the public one that the vendor called, which some vendors sign too
    headers: Mapping[str, str]  # names in lower case
    delivery: Delivery

    @property
    def body(self) -> bytes:
        """The bytes that were signed."""
        return self.delivery.body


@dataclass(frozen=True, slots=True)
class Accepted:
    """Genuine: store it under `delivery_key` (a repeat is the same key), answer 200, parse later."""

    delivery_key: str


@dataclass(frozen=True, slots=True)
class Refused:
    """Not genuine: answer 403 and keep nothing. `why` is for our log, never for the caller."""

    why: str


@dataclass(frozen=True, slots=True)
class Handshake:
    """The vendor checks that the address is ours: answer exactly this, store nothing."""

    body: str
    status: int = 200
    content_type: str = "text/plain"


Verdict = Accepted | Refused | Handshake


def body_key(body: bytes) -> str:
    """A delivery key for vendors that send none: the same bytes are the same delivery."""
    return hashlib.sha256(body).hexdigest()


def is_signed(
    body: bytes,
    *,
    secret: str,
    signature: str,
    digest: Literal["sha1", "sha256"] = "sha256",
    encoding: Literal["hex", "base64"] = "hex",
) -> bool:
    """Whether `signature` is the HMAC of exactly these bytes. An empty secret signs nothing. Takes constant time."""
    if not secret:
        return False
    try:
        given = bytes.fromhex(signature) if encoding == "hex" else base64.b64decode(signature, validate=True)
    except (ValueError, binascii.Error):
        return False
    return hmac.compare_digest(hmac.digest(secret.encode(), body, digest), given)


def is_same_secret(expected: str, given: str) -> bool:
    """Whether a shared secret was sent. An empty one is none. Takes constant time."""
    return bool(expected) and hmac.compare_digest(expected.encode(), given.encode("utf-8", "replace"))


def is_fresh(signed_at: datetime, *, received_at: datetime, within: timedelta = SIGNATURE_LIFETIME) -> bool:
    """Whether a signed time is near the time that the request came, on either side."""
    return abs(received_at - signed_at) <= within
