"""Hashing: passwords become argon2id hashes, off the event loop and a few at a time."""

import asyncio
import unicodedata
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from typing import Final

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from pydantic import SecretStr

from obrol.kit.text import fold
from obrol.workspaces.errors import PasswordTooEasy
from obrol.workspaces.schemas import PASSWORD_LEAST

# OWASP Password Storage Cheat Sheet, "Argon2id": 19 MiB, two passes, one lane.
_HASHER: Final = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)
# Two at a time: a flood of sign-ins waits here, in 40 MB, and leaves the event loop to the messages.
_THREADS: Final = ThreadPoolExecutor(max_workers=2, thread_name_prefix="argon2")


async def hash_password(password: SecretStr) -> str:
    """The hash to keep of a password."""
    return await asyncio.get_running_loop().run_in_executor(_THREADS, _HASHER.hash, _bytes_of(password))


async def is_right(password: SecretStr, password_hash: str | None) -> bool:
    """Whether the password fits the hash. Without a hash it never does, after the same work (reliability.md A-16)."""
    fits = await asyncio.get_running_loop().run_in_executor(_THREADS, _verify, password, password_hash)
    return fits and password_hash is not None


def is_outdated(password_hash: str) -> bool:
    """Whether the hash was made with other numbers than today's."""
    return _HASHER.check_needs_rehash(password_hash)


def refuse_easy(password: SecretStr, *, name: str, email: str) -> None:
    """Refuses (PasswordTooEasy) what is short, repeats one character, or is the person's own name or e-mail."""
    words = fold(password.get_secret_value())
    known = {fold(name), fold(email), fold(email.partition("@")[0])}
    bare = words.strip("0123456789!?.*#- ")
    if len(password.get_secret_value()) < PASSWORD_LEAST:
        raise PasswordTooEasy(f"Choose a password of at least {PASSWORD_LEAST} characters.")
    if len(set(words)) < 3 or words in known or bare in known:  # noqa: PLR2004 - "ababababab" is not a password
        raise PasswordTooEasy


def _verify(password: SecretStr, password_hash: str | None) -> bool:
    try:
        return _HASHER.verify(password_hash or _hash_of_nobody(), _bytes_of(password))
    except (VerificationError, InvalidHashError):
        return False


@cache
def _hash_of_nobody() -> str:
    return _HASHER.hash("nobody has this password")


def _bytes_of(password: SecretStr) -> bytes:
    # Two keyboards may spell one letter in two ways (RFC 8265, section 4.2).
    # JSON can spell half of a surrogate pair: a wrong password like any other, or an odd one that stays the same.
    return unicodedata.normalize("NFKC", password.get_secret_value()).encode(errors="surrogatepass")
