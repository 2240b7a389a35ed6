"""Files under random keys, and the signed links that lead to them."""

import tracemalloc
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest

from obrol.kit.clock import FrozenClock
from obrol.kit.refusals import Unavailable
from obrol.runtime.blobs import KEY, BlobGone, Blobs, Dresser, read_link
from obrol.runtime.settings import Settings
from obrol.runtime.signing import Signer

NOON = datetime(2026, 3, 1, 12, 20, tzinfo=UTC)
ACME = UUID("0190a1b2-0000-7000-8000-000000000001")
CAT = UUID("0190a1b2-0000-7000-8000-0000000000ca")


@pytest.fixture
def blobs(tmp_path: Path) -> Blobs:
    return Blobs(Settings(data=tmp_path))


@pytest.fixture
def clock() -> FrozenClock:
    return FrozenClock(NOON)


@pytest.fixture
def dresser(clock: FrozenClock) -> Dresser:
    return Dresser(Signer(b"a secret of the house", clock))


def a_file(folder: Path, content: bytes) -> Path:
    path = folder / "incoming"
    path.write_bytes(content)
    return path


async def content_of(blobs: Blobs, key: str, *part: int) -> bytes:
    blob = await blobs.open(key, *part)
    return b"".join([chunk async for chunk in blob.chunks])


def test_a_key_is_random_and_says_whose_and_when() -> None:
    keys = {Blobs.new_key(ACME, NOON) for _ in range(1000)}
    assert len(keys) == 1000
    assert all(KEY.fullmatch(key) and key.startswith(f"{ACME}/2026/03/") for key in keys)


async def test_what_is_put_can_be_opened_whole_or_in_part(blobs: Blobs, tmp_path: Path) -> None:
    key = Blobs.new_key(ACME, NOON)
    await blobs.put(key, a_file(tmp_path, bytes(range(256)) * 40))
    assert await content_of(blobs, key) == bytes(range(256)) * 40
    assert await content_of(blobs, key, 250, 260) == bytes([*range(250, 256), *range(4)])
    assert await content_of(blobs, key, 10_200) == bytes(range(216, 256))
    blob = await blobs.open(key, 5, 6)
    assert blob.size == 256 * 40


async def test_files_lie_under_the_data_folder_and_nowhere_else(blobs: Blobs, tmp_path: Path) -> None:
    key = Blobs.new_key(ACME, NOON)
    await blobs.put(key, a_file(tmp_path, b"x"))
    assert (tmp_path / "files" / key).read_bytes() == b"x"
    assert not (tmp_path / "files" / key).stat().st_mode & 0o111
    assert {path.name for path in (tmp_path / "files" / key).parent.iterdir()} == {key.rpartition("/")[2]}


@pytest.mark.parametrize("key", ["../escape", "/etc/passwd", "name.png", f"{ACME}/2026/03/../x", ""])
async def test_a_key_that_was_not_made_here_is_a_mistake(blobs: Blobs, tmp_path: Path, key: str) -> None:
    with pytest.raises(AssertionError):
        await blobs.put(key, a_file(tmp_path, b"x"))


async def test_what_was_deleted_is_gone_and_deleting_again_is_fine(blobs: Blobs, tmp_path: Path) -> None:
    key = Blobs.new_key(ACME, NOON)
    await blobs.put(key, a_file(tmp_path, b"x"))
    await blobs.delete(key)
    await blobs.delete(key, Blobs.new_key(ACME, NOON))
    with pytest.raises(BlobGone):
        await blobs.open(key)


async def test_a_large_file_passes_through_in_small_pieces(blobs: Blobs, tmp_path: Path) -> None:
    key = Blobs.new_key(ACME, NOON)
    source = a_file(tmp_path, b"")
    with source.open("wb") as file:
        file.truncate(25_000_000)
    tracemalloc.start()
    await blobs.put(key, source)
    blob = await blobs.open(key)
    read = 0
    async for chunk in blob.chunks:
        read += len(chunk)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert read == blob.size == 25_000_000
    assert peak < 4_000_000


async def test_a_store_out_of_reach_is_a_refusal(tmp_path: Path) -> None:
    (tmp_path / "files").write_text("in the way", "utf-8")
    with pytest.raises(Unavailable):
        await Blobs(Settings(data=tmp_path)).put(Blobs.new_key(ACME, NOON), a_file(tmp_path, b"x"))
    # A port that nobody listens on.
    away = Blobs(Settings(data=tmp_path, files_url="https://127.0.0.1:9/bucket"))
    with pytest.raises(Unavailable):
        await away.open(Blobs.new_key(ACME, NOON))


async def test_a_store_can_be_named_by_its_address(tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    blobs = Blobs(Settings(data=tmp_path, files_url=elsewhere.as_uri()))
    key = Blobs.new_key(ACME, NOON)
    await blobs.put(key, a_file(tmp_path, b"x"))
    assert (elsewhere / key).read_bytes() == b"x"
    assert await content_of(blobs, key) == b"x"
    assert not (tmp_path / "files").exists()


def test_a_link_is_the_same_within_the_hour_and_good_for_a_day(dresser: Dresser, clock: FrozenClock) -> None:
    first = dresser.link(ACME, CAT)
    clock.advance(timedelta(minutes=39))
    assert dresser.link(ACME, CAT) == first
    clock.advance(timedelta(minutes=2))
    assert dresser.link(ACME, CAT) != first
    signer = Signer(b"a secret of the house", clock)
    token = first.removeprefix("/files/")
    assert read_link(signer, token) == (ACME, CAT, datetime(2026, 3, 2, 13, tzinfo=UTC))
    clock.at = datetime(2026, 3, 2, 12, 59, 59, tzinfo=UTC)
    assert read_link(signer, token) is not None
    clock.at = datetime(2026, 3, 2, 13, tzinfo=UTC)
    assert read_link(signer, token) is None


def test_a_token_of_another_purpose_or_length_is_no_link(clock: FrozenClock) -> None:
    signer = Signer(b"a secret of the house", clock)
    ids = ACME.bytes + CAT.bytes
    assert read_link(signer, signer.sign("file", ids, NOON + timedelta(hours=1))) is not None
    assert read_link(signer, signer.sign("visitor", ids, NOON + timedelta(hours=1))) is None
    assert read_link(signer, signer.sign("file", ids + b"!", NOON + timedelta(hours=1))) is None


def media(attachment_id: Any = str(CAT), media_type: str = "image/png") -> dict[str, Any]:
    return {"attachment_id": attachment_id, "name": "cat", "media_type": media_type, "size": 3}


def test_every_media_is_dressed_wherever_it_stands(dresser: Dresser) -> None:
    payload = {
        "message": {"content": {"kind": "cards", "cards": [{"title": "a", "image": None}, {"image": media()}, {}]}},
        "list": [1, "two", None, [media(media_type="audio/ogg"), [media(CAT)]]],
        "conversation": {"contact": {"picture_id": str(CAT), "picture_url": None}, "version": 3},
    }
    before = repr(payload)
    dressed: Any = dresser.dress(ACME, payload)
    link = dresser.link(ACME, CAT)
    pictured = media() | {"url": link, "thumbnail_url": link + "/thumb"}
    assert dressed["message"]["content"]["cards"] == [{"title": "a", "image": None}, {"image": pictured}, {}]
    assert dressed["list"][3][0] == media(media_type="audio/ogg") | {"url": link, "thumbnail_url": None}
    assert dressed["list"][3][1][0]["url"] == link
    assert dressed["conversation"]["contact"]["picture_url"] == link + "/thumb"
    assert repr(payload) == before


def test_where_there_is_nothing_to_dress_nothing_is_copied(dresser: Dresser) -> None:
    payload = {"a": {"picture_id": None, "picture_url": None}, "b": [{"c": []}]}
    assert dresser.dress(ACME, payload) is payload
    untouched = {"deep": [1, 2]}
    dressed = dresser.dress(ACME, {"untouched": untouched, "media": media()})
    assert dressed["untouched"] is untouched


@pytest.mark.parametrize("media_type", ["image/svg+xml", "image/heic", "text/html", "video/mp4", "nonsense"])
def test_only_pictures_of_ours_have_a_thumbnail(dresser: Dresser, media_type: str) -> None:
    assert dresser.dress(ACME, media(media_type=media_type))["thumbnail_url"] is None


def test_workspaces_have_links_of_their_own(dresser: Dresser) -> None:
    assert dresser.link(ACME, CAT) != dresser.link(uuid4(), CAT)
