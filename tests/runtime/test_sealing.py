import pytest

from obrol.runtime.sealing import Seal, SealBroken

SECRET = b"a house secret of thirty-two bytes"
TOKEN = {"token": "123:secret", "page": {"id": 7}}


def test_what_was_sealed_opens_again() -> None:
    assert Seal(SECRET).open(Seal(SECRET).seal(TOKEN, owner="channel"), owner="channel") == TOKEN


def test_nothing_of_it_can_be_read() -> None:
    assert b"secret" not in Seal(SECRET).seal(TOKEN, owner="channel")


def test_the_same_document_is_sealed_differently_each_time() -> None:
    seal = Seal(SECRET)

    assert seal.seal(TOKEN, owner="channel") != seal.seal(TOKEN, owner="channel")


def test_another_secret_does_not_open_it() -> None:
    sealed = Seal(SECRET).seal(TOKEN, owner="channel")

    with pytest.raises(SealBroken):
        Seal(b"another house secret of some bytes").open(sealed, owner="channel")


def test_it_cannot_be_moved_to_another_owner() -> None:
    seal = Seal(SECRET)

    with pytest.raises(SealBroken):
        seal.open(seal.seal(TOKEN, owner="channel"), owner="another channel")


@pytest.mark.parametrize("place", [0, 1, 12, 13, 30, -1])
def test_a_single_changed_bit_breaks_it(place: int) -> None:
    sealed = bytearray(Seal(SECRET).seal(TOKEN, owner="channel"))
    sealed[place] ^= 1

    with pytest.raises(SealBroken):
        Seal(SECRET).open(bytes(sealed), owner="channel")


@pytest.mark.parametrize("rubbish", [b"", b"\x01", b"\x01" + bytes(11), b"\x01" + bytes(12), b"\x02" + bytes(40)])
def test_what_is_no_seal_at_all_is_refused(rubbish: bytes) -> None:
    with pytest.raises(SealBroken):
        Seal(SECRET).open(rubbish, owner="channel")
