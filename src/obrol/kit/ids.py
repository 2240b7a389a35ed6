"""Ids: UUIDv7, so that they sort by the time they were made.

Written here because Python gains `uuid.uuid7` only in 3.14 and Obrol runs on 3.11.
"""

import os
import time
from uuid import UUID


def new_id() -> UUID:
    """A fresh UUIDv7: 48 bits of Unix milliseconds, then 74 random bits (RFC 9562, section 5.7)."""
    milliseconds = time.time_ns() // 1_000_000
    return id_at(milliseconds, os.urandom(10))


def id_at(milliseconds: int, entropy: bytes) -> UUID:
    """The UUIDv7 of a given Unix millisecond and ten bytes of entropy; the demo world needs it repeatable."""
    value = (milliseconds & 0xFFFF_FFFF_FFFF) << 80
    value |= int.from_bytes(entropy, "big")
    value &= ~(0xF << 76) & ~(0x3 << 62)
    value |= (0x7 << 76) | (0x2 << 62)
    return UUID(int=value)
