"""Files come in, become safe, and go into messages; what is too much or nobody's is refused."""

import asyncio
import io
from pathlib import Path
from typing import Any
from uuid import UUID

import httpx
import pytest
from acme import Acme, found_acme
from pictures import SECRET, a_photo, a_song, painted, saved
from PIL import Image
from serving import Served
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from obrol.channels.contract import content as contents
from obrol.channels.contract.content import Card, Cards, Media, Text
from obrol.inbox.actions import attaching
from obrol.inbox.actions.attaching import clean_name
from obrol.inbox.errors import AttachmentOfOtherKind, AttachmentUnknown
from obrol.inbox.models import Attachment
from obrol.kit.ids import new_id
from obrol.runtime.blobs import Dresser
from obrol.runtime.uploads import of_bytes
from obrol.runtime.web import House


async def bring(browser: httpx.AsyncClient, content: bytes, name: str = "cat.jpg", **headers: str) -> httpx.Response:
    return await browser.post("/api/attachments", files={"file": (name, content, "text/html")}, headers=headers)


async def rows(acme: Acme) -> list[Attachment]:
    async with acme.looking() as scope:
        return list(await scope.session.scalars(select(Attachment).where(Attachment.workspace_id == acme.workspace_id)))


def stored_files(acme: Acme) -> list[Path]:
    files = acme.house.settings.data / "files"
    return [path for path in (files / str(acme.workspace_id)).rglob("*") if path.is_file()]


def refused(answer: httpx.Response) -> tuple[int, str]:
    assert answer.headers["content-type"] == "application/problem+json"
    return answer.status_code, answer.json()["code"]


async def test_a_photograph_becomes_a_picture_without_its_secrets(acme: Acme, served: Served) -> None:
    assert SECRET in a_photo()
    async with served.browser(acme, acme.bo) as bo:
        answer = await bring(bo, a_photo(turned=6), "Kucing.jpg")
        assert answer.status_code == 201, answer.text
        attachment = answer.json()
        assert {key: attachment[key] for key in ("kind", "name", "media_type", "width", "height")} == {
            "kind": "image",
            "name": "Kucing.jpg",
            "media_type": "image/jpeg",
            "width": 600,
            "height": 900,
        }
        async with served.stranger() as nobody:
            picture = await nobody.get(attachment["url"])
            small = await nobody.get(attachment["thumbnail_url"])
    assert picture.status_code == small.status_code == 200
    assert len(picture.content) == attachment["size"]
    assert SECRET not in picture.content + small.content
    assert Image.open(io.BytesIO(small.content)).size == (320, 480)
    (row,) = await rows(acme)
    assert (row.uploaded_by_kind, row.uploaded_by_id) == ("agent", acme.bo.id)


@pytest.mark.parametrize(
    ("content", "name", "kind", "media_type", "kept_as"),
    [
        (a_song(), "song.html", "audio", "audio/mpeg", "song.html.mp3"),
        (saved(painted(), "PNG"), "cat.svg", "image", "image/png", "cat.svg.png"),
        (b"<html><script>alert(1)</script>", "cat.png", "file", "text/html", "cat.png"),
        (b"<svg onload='alert(1)'/>", "cat.png", "file", "image/svg+xml", "cat.png"),
        (b"%PDF-1.7 ...", "Daftar harga.pdf", "file", "application/pdf", "Daftar harga.pdf"),
        (b"MZ" + bytes(100), "setup.exe", "file", None, "setup.exe"),
        (a_photo()[:2_000], "half.jpg", "file", "application/octet-stream", "half.jpg"),
        (b"GIF89a/*<script>alert(1)</script>*/", "x.gif", "file", "application/octet-stream", "x.gif"),
    ],
)
async def test_a_file_is_what_its_bytes_are(
    acme: Acme, served: Served, content: bytes, name: str, kind: str, media_type: str | None, kept_as: str
) -> None:
    async with served.browser(acme) as ada:
        attachment = (await bring(ada, content, name)).json()
    assert attachment["kind"] == kind
    assert media_type is None or attachment["media_type"] == media_type
    assert attachment["name"] == kept_as
    assert (attachment["thumbnail_url"] is not None) == (kind == "image")


async def test_26_megabytes_are_refused_before_they_are_read(acme: Acme, served: Served) -> None:
    async with served.browser(acme) as ada:
        announced = await bring(ada, bytes(26_000_000), "film.bin")
        assert refused(announced) == (413, "file_too_large")
        assert announced.json()["limit"] == 25_000_000

        sent = 0

        async def endless() -> Any:
            nonlocal sent
            yield b'--b\r\nContent-Disposition: form-data; name="file"; filename="x"\r\n\r\n'
            while sent < 200_000_000:
                yield bytes(100_000)
                sent += 100_000

        # Without a length: counted as it comes.
        with_no_end = await ada.post(
            "/api/attachments", content=endless(), headers={"Content-Type": "multipart/form-data; boundary=b"}
        )
        assert refused(with_no_end) == (413, "file_too_large")
    assert await rows(acme) == []
    assert stored_files(acme) == []


async def test_a_picture_may_have_ten_megabytes_and_another_file_more(acme: Acme, served: Served) -> None:
    picture = saved(painted(), "PNG")
    async with served.browser(acme) as ada:
        too_large = await bring(ada, picture + bytes(10_000_000), "cat.png")
        assert refused(too_large) == (413, "file_too_large")
        assert "10 MB" in too_large.json()["detail"]
        assert (await bring(ada, bytes(12_000_000), "data.bin")).status_code == 201
        assert (await bring(ada, bytes(25_000_000), "data.bin")).status_code == 201
        assert refused(await bring(ada, bytes(25_000_001), "data.bin")) == (413, "file_too_large")


async def test_an_empty_file_is_refused(acme: Acme, served: Served) -> None:
    async with served.browser(acme) as ada:
        answer = await bring(ada, b"", "empty.txt")
        assert refused(answer) == (415, "file_not_taken")
        assert answer.json()["detail"] == "This file is empty."


async def test_a_picture_of_fifty_thousand_by_fifty_thousand_is_refused(acme: Acme, served: Served) -> None:
    content = bytearray(saved(painted(40, 40), "GIF"))
    content[6:10] = (50_000).to_bytes(2, "little") * 2
    async with served.browser(acme) as ada:
        assert refused(await bring(ada, bytes(content), "bomb.gif")) == (422, "picture_too_big")
    assert stored_files(acme) == []


@pytest.mark.parametrize(
    ("request_of", "status", "code"),
    [
        ({"json": {"file": "x"}}, 422, "not_an_upload"),
        ({"files": {"other": ("a", b"x")}}, 422, "not_an_upload"),
        ({"files": [("file", ("a", b"x")), ("file", ("b", b"y"))]}, 422, "not_an_upload"),
        ({"files": {"file": ("a", b"x")}, "data": {"surprise": "field"}}, 422, "not_an_upload"),
        ({"files": {"file": ("a", b"x")}, "headers": {"Origin": "https://evil.example"}}, 403, "foreign_origin"),
    ],
)
async def test_anything_but_one_file_of_ours_is_refused(
    acme: Acme, served: Served, request_of: dict[str, Any], status: int, code: str
) -> None:
    async with served.browser(acme) as ada:
        assert refused(await ada.post("/api/attachments", **request_of)) == (status, code)
    assert await rows(acme) == []


async def test_nobody_brings_a_file_without_signing_in(acme: Acme, served: Served) -> None:
    async with served.stranger() as nobody:
        assert refused(await bring(nobody, b"x")) == (401, "not_signed_in")
        no_token = await nobody.post("/widget/api/attachments", files={"file": ("a", b"x")})
        assert refused(no_token) == (401, "visitor_unknown")


async def test_a_browser_that_goes_away_leaves_nothing(acme: Acme, served: Served) -> None:
    cookie = await served.cookie_of(acme, acme.ada)
    reader, writer = await asyncio.open_connection("127.0.0.1", served.port)
    head = (
        f"POST /api/attachments HTTP/1.1\r\nHost: 127.0.0.1:{served.port}\r\nCookie: obrol_session={cookie}\r\n"
        "Content-Type: multipart/form-data; boundary=b\r\nContent-Length: 5000\r\n\r\n"
        '--b\r\nContent-Disposition: form-data; name="file"; filename="x"\r\n\r\nhalf of it'
    )
    writer.write(head.encode())
    await writer.drain()
    await asyncio.sleep(0.1)
    writer.close()
    await writer.wait_closed()
    assert await reader.read() == b""
    assert await rows(acme) == []
    assert stored_files(acme) == []


async def test_names_lead_nowhere(acme: Acme, served: Served) -> None:
    names = [
        "../../../etc/passwd",
        "..\\..\\boot.ini",
        "/etc/cron.d/x",
        "a\u202egnp.exe",
        "\u0000nul",
        "x" * 300 + ".txt",
    ]
    before = set(acme.house.settings.data.parent.rglob("*"))
    async with served.browser(acme) as ada:
        kept = [(await bring(ada, b"words", name)).json()["name"] for name in names]
    assert kept == ["passwd", "boot.ini", "x", "agnp.exe", "%00nul", "x" * 251 + ".txt"]
    new = {path for path in acme.house.settings.data.parent.rglob("*") if path.is_file()} - before
    assert new == set(stored_files(acme))
    assert len(new) == len(names)


@pytest.mark.parametrize(
    ("name", "media_type", "clean"),
    [
        ("cat.png", "image/png", "cat.png"),
        ("", "image/png", "file.png"),
        ("   ", "text/plain", "file"),
        ("...", "text/plain", "file"),
        ("a/b\\c.txt", "text/plain", "c.txt"),
        ("line\r\nSet-Cookie: x=1.txt", "text/plain", "lineSet-Cookie: x=1.txt"),
        ("\u202efdp.exe\u202c", "text/plain", "fdp.exe"),
        ("half \ud800.txt", "text/plain", "half .txt"),
        ("cafe\u0301.txt", "text/plain", "café.txt"),
        ("x" * 400, "video/mp4", "x" * 251 + ".mp4"),
        ("." + "y" * 400, "text/plain", "y" * 255),
    ],
)
def test_a_name_is_cleaned(name: str, media_type: str, clean: str) -> None:
    assert clean_name(name, media_type) == clean
    assert clean_name(clean, media_type) == clean
    media = Media(attachment_id=new_id(), name=clean, media_type=media_type, size=1)
    assert media.name == clean


async def a_file(acme: Acme, content: bytes = b"words", name: str = "a.txt", **how: Any) -> dict[str, Any]:
    async with of_bytes(content, name) as upload:
        kept = await attaching.keep(acme.house.transactions, acme.workspace_id, acme.ada, upload, **how)
    return kept.model_dump(mode="json")


def media_of(attachment: dict[str, Any], **lies: Any) -> dict[str, Any]:
    facts = ("attachment_id", "name", "media_type", "size", "width", "height")
    return {key: attachment[key] for key in facts} | lies


async def test_a_message_says_what_we_know_of_its_file_and_not_what_it_claims(acme: Acme, served: Served) -> None:
    conversation_id = await acme.a_conversation()
    picture = await a_file(acme, a_photo(), "cat.jpg")
    lies = media_of(picture, name="<b>bold</b>", media_type="text/html", size=1, width=1, height=99_999)
    async with served.desk(acme) as desk, served.browser(acme, acme.bo) as bo:
        said = {"id": str(new_id()), "content": {"kind": "image", "media": lies, "caption": "Our cat"}}
        answer = await bo.post(f"/api/conversations/{conversation_id}/messages", json=said)
        assert answer.status_code == 201, answer.text
        again = await bo.post(f"/api/conversations/{conversation_id}/messages", json=said)
        assert again.status_code == 200
        heard = (await desk.event("message.queued"))["message"]["content"]["media"]
        shown = answer.json()["content"]["media"]
    assert media_of(shown) == media_of(picture) == media_of(heard)
    assert (shown["url"], shown["thumbnail_url"]) == (picture["url"], picture["thumbnail_url"])
    assert heard["url"] == shown["url"]
    (message,) = [message for message in await acme.messages(conversation_id) if message.direction == "outbound"]
    assert set(message.content["media"]) == set(media_of(picture))


async def test_a_file_of_another_workspace_is_unknown(acme: Acme, served: Served, house: House) -> None:
    other = await found_acme(house)
    theirs = await a_file(other, a_photo())
    conversation_id = await acme.a_conversation()
    async with served.browser(acme) as ada:
        for unknown in (theirs, theirs | {"attachment_id": str(new_id())}):
            said = {"id": str(new_id()), "content": {"kind": "image", "media": media_of(unknown), "caption": ""}}
            answer = await ada.post(f"/api/conversations/{conversation_id}/messages", json=said)
            assert refused(answer) == (422, "attachment_unknown")


@pytest.mark.parametrize("kind", ["image", "audio", "video"])
async def test_a_document_cannot_be_shown_as_something_else(acme: Acme, kind: str) -> None:
    document = await a_file(acme)
    shapes: dict[str, type[contents.Captioned]] = {
        "image": contents.Image,
        "audio": contents.Audio,
        "video": contents.Video,
    }
    async with acme.acting() as uow:
        with pytest.raises(AttachmentOfOtherKind):
            await attaching.check_media(uow, shapes[kind].model_validate({"media": media_of(document)}))
        as_file = contents.File.model_validate({"media": media_of(document)})
        assert await attaching.check_media(uow, as_file) == as_file


async def test_anything_may_be_sent_as_a_file(acme: Acme) -> None:
    picture = await a_file(acme, a_photo())
    async with acme.acting() as uow:
        checked = await attaching.check_media(uow, contents.File.model_validate({"media": media_of(picture, size=0)}))
    assert checked.media.size == picture["size"]


async def test_the_pictures_of_cards_are_checked_too(acme: Acme) -> None:
    picture = await a_file(acme, a_photo())
    document = await a_file(acme)

    def cards(*media: dict[str, Any]) -> Cards:
        bare = Card(title="Nothing to see")
        return Cards(cards=[bare, *(Card.model_validate({"title": "Look", "image": one}) for one in media)])

    async with acme.acting() as uow:
        checked = await attaching.check_media(uow, cards(media_of(picture, size=1)))
        assert checked.cards[0].image is None
        assert checked.cards[1].image is not None
        assert checked.cards[1].image.size == picture["size"]
        with pytest.raises(AttachmentOfOtherKind):
            await attaching.check_media(uow, cards(media_of(picture), media_of(document)))
        with pytest.raises(AttachmentUnknown):
            await attaching.check_media(uow, cards(media_of(picture, attachment_id=str(new_id()))))


async def test_words_need_no_look_at_the_database(acme: Acme) -> None:
    words = Text(text="Hello")
    async with acme.acting() as uow:
        await uow.session.close()
        assert await attaching.check_media(uow, words) is words


async def test_channels_that_fetch_get_whole_addresses(acme: Acme) -> None:
    picture = await a_file(acme, a_photo())
    async with acme.acting() as uow:
        links = await attaching.links_of(uow, contents.Image.model_validate({"media": media_of(picture)}))
        assert await attaching.links_of(uow, Text(text="Hello")) == {}
    assert links == {UUID(picture["attachment_id"]): acme.house.settings.base_url + picture["url"]}


async def test_a_visitor_brings_a_picture_and_the_team_sees_it(acme: Acme, served: Served) -> None:
    async with served.desk(acme) as desk, served.visitor(acme) as visitor, served.stranger() as browser:
        brought = await browser.post(
            "/widget/api/attachments",
            files={"file": ("cat.jpg", a_photo())},
            headers={"Authorization": f"Bearer {visitor.token}"},
        )
        assert brought.status_code == 201, brought.text
        content = {"kind": "image", "media": media_of(brought.json(), size=3), "caption": ""}
        await visitor.send({"type": "send", "id": str(new_id()), "content": content})
        await visitor.expect("ack")
        media = (await desk.event("message.received"))["message"]["content"]["media"]
        assert media["size"] == brought.json()["size"]
        assert (await browser.get(media["thumbnail_url"])).status_code == 200
        own = (await visitor.expect("messages"))["messages"][0]["content"]["media"]
        assert own["url"] == media["url"]
    (row,) = await rows(acme)
    assert row.uploaded_by_kind == "contact"


async def test_a_visitor_cannot_send_what_somebody_else_brought(acme: Acme, served: Served) -> None:
    of_the_team = await a_file(acme, a_photo())
    async with served.visitor(acme) as visitor, served.visitor(acme) as other, served.stranger() as browser:
        brought = await browser.post(
            "/widget/api/attachments",
            files={"file": ("cat.jpg", a_photo())},
            headers={"Authorization": f"Bearer {other.token}"},
        )
        for attachment in (of_the_team, brought.json()):
            content = {"kind": "image", "media": media_of(attachment), "caption": ""}
            await visitor.send({"type": "send", "id": str(new_id()), "content": content})
            assert (await visitor.expect("refused"))["code"] == "attachment_unknown"


async def test_a_visitor_who_brings_too_many_files_waits(acme: Acme, served: Served) -> None:
    token = await served.visitor_token(acme)
    async with served.stranger() as browser:
        answers = [
            await browser.post(
                "/widget/api/attachments",
                files={"file": ("a.txt", b"words")},
                headers={"Authorization": f"Bearer {token}"},
            )
            for _ in range(12)
        ]
    assert [answer.status_code for answer in answers[:10]] == [201] * 10
    assert refused(answers[-1]) == (429, "too_many_requests")


async def test_a_row_that_cannot_be_written_leaves_no_file(acme: Acme) -> None:
    never_founded = new_id()
    async with of_bytes(a_photo(), "cat.jpg") as upload:
        with pytest.raises(IntegrityError):
            await attaching.keep(acme.house.transactions, never_founded, acme.ada, upload)
    folder = acme.house.settings.data / "files" / str(never_founded)
    assert folder.is_dir()
    assert not [path for path in folder.rglob("*") if path.is_file()]


async def test_the_dresser_of_the_house_is_the_one_of_its_links(acme: Acme) -> None:
    picture = await a_file(acme, a_photo())
    dresser = acme.house.tools.get(Dresser)
    assert dresser.link(acme.workspace_id, UUID(picture["attachment_id"])) == picture["url"]
