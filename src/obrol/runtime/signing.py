"""Signing: tokens that say something until an hour, made and believed with the house's secret alone.

Every purpose has a key of its own, so that a link to a file can never be shown as a visitor's token.
A token is the URL-safe base64 of: version (1 byte), end in Unix seconds (5), payload, and half of a SHA-256 HMAC (16).
"""

import base64
import binascii
import hmac
from datetime import UTC, datetime, timedelta

from obrol.kit.clock import Clock, SystemClock

VERSION = b"\x01"
EXPIRY_BYTES = 5  # Unix seconds until the year 36812
MAC_BYTES = 16  # 128 bits: RFC 2104, section 5, allows half of the hash
HEAD = len(VERSION) + EXPIRY_BYTES
PAYLOAD_LIMIT = 1_024  # bytes; a token travels in URLs and headers
TOKEN_LIMIT = 4 * (HEAD + PAYLOAD_LIMIT + MAC_BYTES) // 3 + 4  # characters
MAX_EXPIRY = datetime(9999, 1, 1, tzinfo=UTC)


class Signer:
    """Makes and believes tokens; one per process is enough, and making one costs nothing."""

    def __init__(self, secret: bytes, clock: Clock | None = None) -> None:
        self._root = hkdf_extract(secret, salt=b"obrol signing v1")
        self._keys: dict[str, bytes] = {}
        self.clock = clock or SystemClock()

    def sign(self, purpose: str, payload: bytes, expires_at: datetime) -> str:
        """The token that says `payload` for one purpose until `expires_at`, which is counted in whole seconds."""
        assert len(payload) <= PAYLOAD_LIMIT, "a token is no place for documents"
        ends = int(min(expires_at, MAX_EXPIRY).timestamp())
        said = VERSION + ends.to_bytes(EXPIRY_BYTES, "big") + payload
        return _encode(said + self._mac(purpose, said))

    def verify(self, purpose: str, token: str) -> bytes | None:
        """What a token says; None when it is not ours, was made for another purpose, or has ended."""
        believed = self.read(purpose, token)
        return believed[0] if believed else None

    def read(self, purpose: str, token: str) -> tuple[bytes, datetime] | None:
        """What a token says and until when; None as for `verify`."""
        raw = _decode(token)
        if raw is None or len(raw) < HEAD + MAC_BYTES or raw[: len(VERSION)] != VERSION:
            return None
        said, mac = raw[:-MAC_BYTES], raw[-MAC_BYTES:]
        if not hmac.compare_digest(mac, self._mac(purpose, said)):
            return None
        expires_at = datetime.fromtimestamp(int.from_bytes(said[len(VERSION) : HEAD], "big"), UTC)
        return (said[HEAD:], expires_at) if self.clock.now() < expires_at else None

    def _mac(self, purpose: str, said: bytes) -> bytes:
        key = self._keys.get(purpose)
        if key is None:
            key = self._keys[purpose] = hkdf_expand(self._root, purpose.encode())
        return hmac.digest(key, said, "sha256")[:MAC_BYTES]


def hkdf_extract(secret: bytes, *, salt: bytes) -> bytes:
    """RFC 5869, section 2.2. Two lines of our own: the library that has it costs 6 MiB of idle memory."""
    return hmac.digest(salt, secret, "sha256")


def hkdf_expand(root: bytes, info: bytes) -> bytes:
    """RFC 5869, section 2.3, for the one block (32 bytes) that a key needs."""
    return hmac.digest(root, info + b"\x01", "sha256")


def rounded_up(at: datetime, step: timedelta) -> datetime:
    """The next instant that is a whole number of steps since 1970: ends that repeat make links that repeat."""
    seconds = int(step.total_seconds())
    return datetime.fromtimestamp(-(-int(at.timestamp()) // seconds) * seconds, UTC)


def _encode(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def _decode(token: str) -> bytes | None:
    if len(token) > TOKEN_LIMIT or not token.isascii():
        return None
    try:
        raw = base64.urlsafe_b64decode(token + "=" * (-len(token) % 4))
    except (binascii.Error, ValueError):
        return None
    # Base64 has spellings that differ and mean the same; one of them is ours.
    return raw if _encode(raw) == token else None
