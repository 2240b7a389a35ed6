"""Tokens: believed when they are ours, whole, for this purpose and in time; never otherwise."""

import base64
import random
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from obrol.kit.clock import FrozenClock
from obrol.runtime.signing import PAYLOAD_LIMIT, Signer, hkdf_expand, hkdf_extract, rounded_up

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
SECRET = b"a secret of the house that nobody else knows"
HOUR = timedelta(hours=1)


@pytest.fixture
def clock() -> FrozenClock:
    return FrozenClock(NOON)


@pytest.fixture
def signer(clock: FrozenClock) -> Signer:
    return Signer(SECRET, clock)


def test_a_token_says_what_was_signed_until_it_ends(signer: Signer, clock: FrozenClock) -> None:
    token = signer.sign("file", b"the payload", NOON + HOUR)
    assert signer.read("file", token) == (b"the payload", NOON + HOUR)
    clock.advance(HOUR - timedelta(seconds=1))
    assert signer.verify("file", token) == b"the payload"
    clock.advance(timedelta(seconds=1))
    assert signer.verify("file", token) is None


def test_another_house_or_another_purpose_does_not_believe_it(signer: Signer, clock: FrozenClock) -> None:
    token = signer.sign("file", b"x", NOON + HOUR)
    assert signer.verify("file", token) is not None
    for purpose in ("visitor", "", "file ", "File", "fil"):
        assert signer.verify(purpose, token) is None
    assert Signer(SECRET + b"!", clock).verify("file", token) is None
    assert Signer(SECRET, clock).verify("file", token) == b"x"


def test_every_flipped_bit_of_five_thousand_is_refused(signer: Signer) -> None:
    rng = random.Random(40)  # noqa: S311 - chooses which bits to flip
    tried = 0
    while tried < 5_000:
        token = signer.sign("file", rng.randbytes(rng.choice([0, 1, 2, 3, 31, 32, 33])), NOON + HOUR)
        assert signer.verify("file", token) is not None
        raw = bytearray(base64.urlsafe_b64decode(token + "=" * (-len(token) % 4)))
        bit = rng.randrange(len(raw) * 8)
        raw[bit // 8] ^= 1 << bit % 8
        assert signer.verify("file", base64.urlsafe_b64encode(raw).rstrip(b"=").decode()) is None
        # The text itself, too: the last character carries bits that base64 throws away.
        place = rng.choice([rng.randrange(len(token)), len(token) - 1])
        other = rng.choice("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".replace(token[place], ""))
        assert signer.verify("file", token[:place] + other + token[place + 1 :]) is None
        tried += 2


def test_a_longer_life_cannot_be_written_into_a_token(signer: Signer) -> None:
    token = signer.sign("file", b"x", NOON - HOUR)
    raw = bytearray(base64.urlsafe_b64decode(token + "=" * (-len(token) % 4)))
    raw[1:6] = int((NOON + HOUR).timestamp()).to_bytes(5, "big")
    assert signer.verify("file", base64.urlsafe_b64encode(raw).rstrip(b"=").decode()) is None


@pytest.mark.parametrize("spelling", ["{}=", "{}==", " {}", "{}\n", "{}.", "{}A", "A{}", "{}{}", "{}\u0661", "", "AQ"])
def test_a_token_has_one_spelling(signer: Signer, spelling: str) -> None:
    token = signer.sign("file", b"twelve bytes", NOON + HOUR)
    assert signer.verify("file", token) is not None
    assert signer.verify("file", spelling.format(token, token)) is None


@given(st.text(max_size=200))
def test_a_stranger_can_show_anything(text: str) -> None:
    assert Signer(SECRET).verify("file", text) is None


@given(st.binary(max_size=PAYLOAD_LIMIT), st.text(max_size=20))
def test_every_payload_comes_back(payload: bytes, purpose: str) -> None:
    signer = Signer(SECRET, FrozenClock(NOON))
    assert signer.verify(purpose, signer.sign(purpose, payload, NOON + HOUR)) == payload


def test_a_token_that_never_ends_is_cut_to_the_calendar(signer: Signer) -> None:
    assert signer.verify("visitor", signer.sign("visitor", b"", datetime.max.replace(tzinfo=UTC))) == b""


def test_keys_are_derived_as_rfc_5869_says() -> None:
    # Appendix A.1, cut to one block.
    root = hkdf_extract(b"\x0b" * 22, salt=bytes(range(13)))
    assert root.hex() == "077709362c2e32df0ddc3f0dc47bba6390b6c73bb50f9c3122ec844ad7c2b3e5"
    key = hkdf_expand(root, bytes(range(0xF0, 0xFA)))
    assert key.hex() == "3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf"


def test_ends_that_are_rounded_up_repeat_within_a_step() -> None:
    assert rounded_up(NOON, HOUR) == NOON
    assert {rounded_up(NOON + timedelta(minutes=m), HOUR) for m in (1, 30, 59, 60)} == {NOON + HOUR}
