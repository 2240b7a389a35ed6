import base64
import hashlib
import hmac
from datetime import UTC, datetime, timedelta
from typing import Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from obrol.channels.contract.webhook import Delivery, body_key, is_fresh, is_same_secret, is_signed

SECRET = "a secret of some length"
BODY = b'{"events": []}'
NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)


def signature(digest: str = "sha256") -> bytes:
    return hmac.new(SECRET.encode(), BODY, getattr(hashlib, digest)).digest()


@pytest.mark.parametrize("digest", ["sha1", "sha256"])
def test_a_signature_fits_exactly_these_bytes(digest: Literal["sha1", "sha256"]) -> None:
    in_hex, in_base64 = signature(digest).hex(), base64.b64encode(signature(digest)).decode()

    assert is_signed(BODY, secret=SECRET, signature=in_hex, digest=digest)
    assert is_signed(BODY, secret=SECRET, signature=in_base64, digest=digest, encoding="base64")
    assert not is_signed(BODY + b" ", secret=SECRET, signature=in_hex, digest=digest)


@pytest.mark.parametrize("given", ["", "zz", signature().hex()[:-2], signature("sha1").hex(), "é" * 64, "0" * 64])
def test_a_forged_signature_does_not_fit(given: str) -> None:
    assert not is_signed(BODY, secret=SECRET, signature=given)
    assert not is_signed(BODY, secret=SECRET, signature=given, encoding="base64")


def test_an_empty_secret_signs_nothing() -> None:
    by_nobody = hmac.new(b"", BODY, hashlib.sha256).hexdigest()

    assert not is_signed(BODY, secret="", signature=by_nobody)
    assert not is_same_secret("", "")


def test_a_shared_secret_is_compared_whole() -> None:
    assert is_same_secret(SECRET, SECRET)
    assert not is_same_secret(SECRET, SECRET[:-1])
    assert not is_same_secret(SECRET, "é" + SECRET)


def test_a_signed_time_is_fresh_for_five_minutes_on_either_side() -> None:
    for minutes in (-5, 0, 5):
        assert is_fresh(NOW + timedelta(minutes=minutes), received_at=NOW)
    for minutes in (-6, 6):
        assert not is_fresh(NOW + timedelta(minutes=minutes), received_at=NOW)


@given(st.binary())
def test_a_payload_survives_being_stored_byte_for_byte(body: bytes) -> None:
    delivery = Delivery(body, "text/plain", {"a": "b"}, NOW)

    stored = delivery.to_json()

    assert Delivery.from_json(stored, received_at=NOW) == delivery
    assert "\x00" not in stored["body"]


def test_the_same_bytes_are_the_same_delivery() -> None:
    assert body_key(BODY) == body_key(bytes(BODY))
    assert body_key(BODY) != body_key(BODY + b" ")
