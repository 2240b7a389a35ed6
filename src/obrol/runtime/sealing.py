"""Sealing: credentials at rest, encrypted with a key that is never in the database."""

import os
from collections.abc import Mapping
from typing import Any

import orjson
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from obrol.kit.refusals import Refusal

# The first byte of everything sealed: what a later way of sealing will tell this one apart by.
FIRST_WAY = b"\x01"
KEY_LENGTH = 32  # bytes: AES-256
NONCE_LENGTH = 12  # bytes: NIST SP 800-38D, 8.2; random is safe for 2^32 seals with one key
# The house secret also signs sessions and links, so each use gets a key of its own.
PURPOSE = b"obrol: credentials at rest, 1"


class SealBroken(Refusal):
    """It was sealed with another key or for another owner, or somebody changed it; 503, so that work waits for it."""

    status = 503
    code = "credentials_unreadable"
    message = "The stored credentials were sealed with another key. Enter them again, or bring back the old secret key."


class Seal:
    """Seals and opens with a key that is derived from the house secret."""

    def __init__(self, secret: bytes) -> None:
        key = HKDF(algorithm=SHA256(), length=KEY_LENGTH, salt=None, info=PURPOSE).derive(secret)
        self._cipher = AESGCM(key)

    def seal(self, document: Mapping[str, Any], *, owner: str) -> bytes:
        """The document as bytes that only this secret opens, and only for this owner: moved elsewhere, it is noise."""
        nonce = os.urandom(NONCE_LENGTH)
        return FIRST_WAY + nonce + self._cipher.encrypt(nonce, orjson.dumps(document), owner.encode())

    def open(self, sealed: bytes, *, owner: str) -> dict[str, Any]:
        """What was sealed; refuses with SealBroken what this secret did not seal for this owner."""
        way, nonce, rest = sealed[:1], sealed[1 : 1 + NONCE_LENGTH], sealed[1 + NONCE_LENGTH :]
        if way != FIRST_WAY or len(nonce) != NONCE_LENGTH:
            raise SealBroken
        try:
            opened: dict[str, Any] = orjson.loads(self._cipher.decrypt(nonce, rest, owner.encode()))
        except InvalidTag:
            raise SealBroken from None
        return opened
