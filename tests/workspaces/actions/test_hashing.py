"""Passwords are slow to guess, whether or not they belong to somebody."""

import statistics
import time

import pytest
from pydantic import SecretStr

from obrol.workspaces.actions import hashing
from obrol.workspaces.errors import PasswordTooEasy

RIGHT = SecretStr("kopi susu gula aren")
WRONG = SecretStr("teh tarik tanpa gula")


async def test_only_the_right_password_fits(password_hash: str) -> None:
    kept = await hashing.hash_password(RIGHT)
    assert await hashing.is_right(RIGHT, kept)
    assert not await hashing.is_right(WRONG, kept)
    assert not await hashing.is_right(RIGHT, None)
    assert not await hashing.is_right(RIGHT, "none")


async def test_the_same_password_twice_has_two_hashes_of_argon2id() -> None:
    one, other = await hashing.hash_password(RIGHT), await hashing.hash_password(RIGHT)
    assert one != other
    assert one.startswith("$argon2id$v=19$m=19456,t=2,p=1$")
    assert not hashing.is_outdated(one)
    assert hashing.is_outdated("$argon2id$v=19$m=8,t=1,p=1$c29tZXNhbHQ$RdescudvJCsgt3ub+b0dWg")


async def test_two_spellings_of_one_letter_are_one_password() -> None:
    kept = await hashing.hash_password(SecretStr("caf\u00e9 cortado"))
    assert await hashing.is_right(SecretStr("cafe\u0301 cortado"), kept)


async def test_nobody_costs_as_much_as_somebody() -> None:
    kept = await hashing.hash_password(RIGHT)
    await hashing.is_right(WRONG, None)
    somebody: list[float] = []
    nobody: list[float] = []
    for _ in range(15):
        for times, password_hash in ((somebody, kept), (nobody, None)):
            began = time.perf_counter()
            await hashing.is_right(WRONG, password_hash)
            times.append(time.perf_counter() - began)
    # Without the work the ratio would be below a hundredth; the bounds only leave room for a busy machine.
    assert 0.4 < statistics.median(nobody) / statistics.median(somebody) < 2.5


@pytest.mark.parametrize(
    "easy", ["123456789", "          ", "abababababab", "Ada Lovelace", "adalovelace99!!", "Ada Lovelace 1"]
)
def test_what_everybody_can_guess_is_refused(easy: str) -> None:
    with pytest.raises(PasswordTooEasy):
        hashing.refuse_easy(SecretStr(easy), name="Ada Lovelace", email="adalovelace@acme.example")


def test_an_ordinary_sentence_is_taken() -> None:
    hashing.refuse_easy(RIGHT, name="Ada Lovelace", email="ada@acme.example")
