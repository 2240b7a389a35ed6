"""Signed links: who has one has the file, for a day; whatever the file is, it cannot act."""

import random
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import httpx
import pytest
from acme import Acme
from pictures import a_photo, a_song, painted, saved
from serving import Served

from obrol.inbox.actions import attaching
from obrol.inbox.models import Attachment
from obrol.kit.clock import FrozenClock
from obrol.kit.ids import new_id
from obrol.runtime.blobs import LINK_PURPOSE, Blobs
from obrol.runtime.signing import Signer
from obrol.runtime.sniffing import INLINE
from obrol.runtime.uploads import of_bytes
from obrol.runtime.web_files import StoredFile, disposition, headers_of, part_of

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


async def a_file(acme: Acme, content: bytes, name: str) -> dict[str, Any]:
    async with of_bytes(content, name) as upload:
        kept = await attaching.keep(acme.house.transactions, acme.workspace_id, acme.ada, upload)
    return kept.model_dump(mode="json")


async def get(served: Served, path: str, **headers: str) -> httpx.Response:
    """Without a cookie: the link is the permission."""
    async with served.stranger() as nobody:
        return await nobody.get(path, headers=headers)


async def test_what_is_shown_is_shown_and_walled_in(acme: Acme, served: Served) -> None:
    picture = await a_file(acme, a_photo(), 'Kopi "susu" ☕.jpg')
    answer = await get(served, picture["url"])
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "image/jpeg"
    assert answer.headers["content-disposition"] == (
        "inline; filename=\"Kopi _susu_ _.jpg\"; filename*=UTF-8''Kopi%20%22susu%22%20%E2%98%95.jpg"
    )
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["content-security-policy"].startswith("sandbox; default-src 'none';")
    assert "script" not in answer.headers["content-security-policy"]
    assert answer.headers["cross-origin-resource-policy"] == "same-origin"
    assert answer.headers["referrer-policy"] == "no-referrer"
    assert answer.headers["accept-ranges"] == "bytes"
    assert "set-cookie" not in answer.headers
    private, age, immutable = answer.headers["cache-control"].split(", ")
    assert (private, immutable) == ("private", "immutable")
    assert 86_000 < int(age.removeprefix("max-age=")) <= 90_000


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("page.html", b"<!doctype html><script>alert(1)</script>"),
        ("drawing.svg", b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"),
        ("feed.xml", b'<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml"/>'),
        ("paper.pdf", b"%PDF-1.7 /JS (app.alert(1))"),
        ("setup.exe", b"MZ" + bytes(100)),
        ("run.sh", b"#!/bin/sh\n"),
        ("shell.php", b"<?php system('id');"),
        ("code.js", b"alert(1)"),
        ("words.txt", b"words"),
        ("polyglot.gif", b"GIF89a/*<script>alert(1)</script>*/"),
        ("old.bmp", b"BM" + bytes(100)),
        ("photo.heic", b"\0\0\0\x18ftypheic" + bytes(100)),
        ("archive.zip", b"PK\x03\x04" + bytes(100)),
    ],
)
async def test_everything_else_is_only_downloaded(acme: Acme, served: Served, name: str, content: bytes) -> None:
    answer = await get(served, (await a_file(acme, content, name))["url"])
    assert answer.content == content
    assert answer.headers["content-type"] == "application/octet-stream"
    assert answer.headers["content-disposition"] == f'attachment; filename="{name}"'
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["content-security-policy"].startswith("sandbox;")


def test_of_two_hundred_types_only_the_short_list_is_shown() -> None:
    types = [f"{family}/x-{number}" for family in ("text", "application", "image", "audio") for number in range(50)]
    types += ["text/html", "image/svg+xml", "application/xhtml+xml", "text/xml", "application/pdf", "image/png; x=y"]
    types += [media_type.upper() for media_type in INLINE]
    for media_type in [*types, *INLINE]:
        headers = headers_of(StoredFile("key", "tag", "name", media_type, NOON), NOON)
        is_shown = headers["Content-Disposition"].startswith("inline")
        assert is_shown == (media_type in INLINE)
        policy = headers["Content-Security-Policy"].split("; ")
        assert policy[0] == "sandbox" or (is_shown and policy[0] == "sandbox allow-same-origin")
        assert "default-src 'none'" in policy
        assert not any(word in " ".join(policy) for word in ("script", "allow-scripts", "allow-top-navigation"))
        assert headers["Content-Type"] == (media_type if is_shown else "application/octet-stream")


async def test_a_thumbnail_is_small_and_a_small_picture_is_its_own(acme: Acme, served: Served) -> None:
    large = await a_file(acme, a_photo(), "large.jpg")
    small = await a_file(acme, saved(painted(90, 60), "PNG"), "small.png")
    assert (await get(served, large["thumbnail_url"])).headers["content-type"] == "image/webp"
    own = await get(served, small["thumbnail_url"])
    assert own.headers["content-type"] == "image/png"
    assert own.content == (await get(served, small["url"])).content


async def test_only_a_picture_has_a_thumbnail(acme: Acme, served: Served) -> None:
    song = await a_file(acme, a_song(), "song.mp3")
    assert song["thumbnail_url"] is None
    assert (await get(served, song["url"] + "/thumb")).status_code == 404


@pytest.mark.parametrize(
    ("asked", "start", "end"),
    [
        ("bytes=0-99", 0, 100),
        ("bytes=19900-", 19_900, 20_000),
        ("bytes=19900-90000", 19_900, 20_000),
        ("bytes=-100", 19_900, 20_000),
        ("bytes=-90000", 0, 20_000),
        ("bytes=7-7", 7, 8),
    ],
)
async def test_a_song_can_be_heard_from_the_middle(
    acme: Acme, served: Served, asked: str, start: int, end: int
) -> None:
    song = await a_file(acme, a_song(), "song.mp3")
    answer = await get(served, song["url"], range=asked)
    assert answer.status_code == 206
    assert answer.content == a_song()[start:end]
    assert answer.headers["content-range"] == f"bytes {start}-{end - 1}/20000"
    assert answer.headers["content-length"] == str(end - start)
    assert answer.headers["content-type"] == "audio/mpeg"


@pytest.mark.parametrize("asked", ["bytes=20000-", "bytes=-0", "bytes=-", "bytes=500-400", "bytes=99999999999999-"])
async def test_a_part_that_is_not_there_is_not_given(acme: Acme, served: Served, asked: str) -> None:
    song = await a_file(acme, a_song(), "song.mp3")
    answer = await get(served, song["url"], range=asked)
    assert (answer.status_code, answer.headers["content-range"], answer.content) == (416, "bytes */20000", b"")


@pytest.mark.parametrize("asked", ["bytes=0-1,5-9", "lines=0-1", "bytes=a-b", "bytes 0-1", "bytes=0-" + "9" * 40, ""])
async def test_a_range_in_another_form_is_answered_with_everything(acme: Acme, served: Served, asked: str) -> None:
    song = await a_file(acme, a_song(), "song.mp3")
    answer = await get(served, song["url"], range=asked)
    assert (answer.status_code, len(answer.content)) == (200, 20_000)


def test_a_part_is_never_outside_of_its_file() -> None:
    rng = random.Random(9110)  # noqa: S311 - chooses ranges
    for _ in range(2_000):
        size = rng.randrange(1, 50)
        asked = f"bytes={rng.choice(['', rng.randrange(60)])}-{rng.choice(['', rng.randrange(60)])}"
        place = part_of(asked, size)
        assert place is None or 0 <= place[0] < place[1] <= size


async def test_what_a_browser_has_is_not_sent_again(acme: Acme, served: Served) -> None:
    picture = await a_file(acme, a_photo(), "cat.jpg")
    first = await get(served, picture["url"])
    tag = first.headers["etag"]
    for known in (tag, f'"other", W/{tag}', "*"):
        again = await get(served, picture["url"], **{"if-none-match": known})
        assert (again.status_code, again.content) == (304, b"")
        assert again.headers["etag"] == tag
        assert again.headers["cache-control"].startswith("private")
    assert (await get(served, picture["url"], **{"if-none-match": '"other"'})).status_code == 200
    small = await get(served, picture["thumbnail_url"])
    assert small.headers["etag"] != tag
    part = {"range": "bytes=0-9"}
    assert (await get(served, picture["url"], **part, **{"if-range": tag})).status_code == 206
    assert (await get(served, picture["url"], **part, **{"if-range": '"older"'})).status_code == 200


def is_refused(answer: httpx.Response) -> bool:
    return answer.status_code == 404 and answer.json()["code"] == "link_expired"


async def test_a_link_ends(acme: Acme, served: Served) -> None:
    picture = await a_file(acme, a_photo(), "cat.jpg")
    ids = acme.workspace_id.bytes + UUID(picture["attachment_id"]).bytes
    secret = acme.house.secret
    now = datetime.now(UTC)
    alive = Signer(secret).sign(LINK_PURPOSE, ids, now + timedelta(minutes=1))
    ended = Signer(secret).sign(LINK_PURPOSE, ids, now - timedelta(seconds=1))
    assert (await get(served, f"/files/{alive}")).status_code == 200
    assert is_refused(await get(served, f"/files/{ended}"))
    assert is_refused(await get(served, f"/files/{ended}/thumb"))


async def test_a_link_leads_to_one_file_of_one_workspace(acme: Acme, served: Served) -> None:
    picture = await a_file(acme, a_photo(), "cat.jpg")
    signer = Signer(acme.house.secret)
    soon = signer.clock.now() + timedelta(minutes=1)
    attachment = UUID(picture["attachment_id"]).bytes
    assert is_refused(await get(served, f"/files/{signer.sign(LINK_PURPOSE, new_id().bytes + attachment, soon)}"))
    assert is_refused(
        await get(served, f"/files/{signer.sign(LINK_PURPOSE, acme.workspace_id.bytes + new_id().bytes, soon)}")
    )
    visitors = signer.sign("visitor", acme.workspace_id.bytes + attachment, soon)
    assert is_refused(await get(served, f"/files/{visitors}"))
    strangers = Signer(b"another house").sign(LINK_PURPOSE, acme.workspace_id.bytes + attachment, soon)
    assert is_refused(await get(served, f"/files/{strangers}"))


async def test_a_tampered_link_leads_nowhere(acme: Acme, served: Served) -> None:
    picture = await a_file(acme, a_photo(), "cat.jpg")
    rng = random.Random(40)  # noqa: S311 - chooses what to change
    token = picture["url"].removeprefix("/files/")
    async with served.stranger() as nobody:
        for _ in range(60):
            at = rng.randrange(len(token))
            other = rng.choice(LETTERS.replace(token[at], ""))
            assert is_refused(await nobody.get(f"/files/{token[:at]}{other}{token[at + 1 :]}"))
        for nonsense in ("x", "%00", "..%2f..%2fetc%2fpasswd", "A" * 4_000, token + "A", token[:-1]):
            assert (await nobody.get(f"/files/{nonsense}")).status_code == 404


async def test_a_file_that_was_lost_is_a_link_that_ended(acme: Acme, served: Served) -> None:
    picture = await a_file(acme, a_photo(), "cat.jpg")
    async with acme.looking() as scope:
        row = await scope.session.get(Attachment, (acme.workspace_id, UUID(picture["attachment_id"])))
    await acme.house.tools.get(Blobs).delete(row.blob_key)
    assert is_refused(await get(served, picture["url"]))
    assert is_refused(await get(served, picture["url"], range="bytes=0-1"))


@pytest.mark.parametrize(
    "name",
    [
        'x"; filename="y.html',
        "x\r\nSet-Cookie: a=b",
        "x\\",
        "💥" * 60,
        "half \ud800",
        "100%41.txt",
        "a;b=c.txt",
        "tab\tname",
    ],
)
def test_a_name_cannot_leave_its_header(name: str) -> None:
    header = disposition("attachment", name)
    header.encode("ascii")
    assert not set(header) & {"\r", "\n", "\t", "\\"}
    assert header.count('"') == 2
    assert header.startswith('attachment; filename="')


def test_the_copy_of_a_browser_ends_with_the_link() -> None:
    clock = FrozenClock(NOON)
    file = StoredFile("key", "tag", "name", "image/png", NOON + timedelta(hours=2))
    assert headers_of(file, clock.now())["Cache-Control"] == "private, max-age=7200, immutable"
    clock.advance(timedelta(hours=3))
    assert headers_of(file, clock.now())["Cache-Control"] == "private, max-age=0, immutable"
