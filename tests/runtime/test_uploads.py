"""One file out of a multipart body, read as it comes."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from obrol.kit.refusals import TooLarge
from obrol.runtime import uploads
from obrol.runtime.uploads import Body, NotAnUpload, UploadTooSlow, of_bytes, received

BOUNDARY = "----a-boundary"
FORM = {"content-type": f"multipart/form-data; boundary={BOUNDARY}"}


def part(content: bytes, disposition: str = 'form-data; name="file"; filename="cat.png"') -> bytes:
    return f"--{BOUNDARY}\r\nContent-Disposition: {disposition}\r\n\r\n".encode() + content + b"\r\n"


def form(*parts: bytes) -> bytes:
    return b"".join(parts) + f"--{BOUNDARY}--\r\n".encode()


def body(content: bytes, headers: dict[str, str] = FORM, *, step: int = 7_919) -> Body:
    async def chunks() -> AsyncIterator[bytes]:
        for at in range(0, len(content), step):
            yield content[at : at + step]

    return Body(chunks(), headers)


def up_to(limit: int) -> uploads.Inspect:
    def inspect(_head: bytes, size: int) -> None:
        if size > limit:
            raise TooLarge

    return inspect


async def taken(content: bytes, headers: dict[str, str] = FORM, *, step: int = 7_919) -> tuple[str, bytes]:
    async with received(body(content, headers, step=step), up_to(10_000_000)) as upload:
        assert upload.size == upload.path.stat().st_size
        return upload.name, upload.path.read_bytes()


@pytest.mark.parametrize("step", [1, 7, 64, 100_000])
async def test_a_file_comes_as_it_was_sent(step: int) -> None:
    content = bytes(range(256)) * 20 + b"\r\n--not-the-boundary\r\n"
    assert await taken(form(part(content)), step=step) == ("cat.png", content)


async def test_a_large_file_goes_through_memory_in_pieces() -> None:
    content = b"0123456789abcdef" * 200_000
    assert await taken(form(part(content)), step=65_536) == ("cat.png", content)


async def test_what_was_brought_is_gone_afterwards() -> None:
    folder: Path
    async with received(body(form(part(b"x"))), up_to(10)) as upload:
        folder = upload.folder
        assert folder.stat().st_mode & 0o077 == 0
    assert not folder.exists()


@pytest.mark.parametrize(
    ("disposition", "name"),
    [
        ('form-data; name="file"; filename="menü kopi ☕.png"', "menü kopi ☕.png"),
        ('form-data; name="file"; filename="../../etc/passwd"', "../../etc/passwd"),
        ('form-data; name="file"; filename=""', ""),
        ('form-data; name=file; filename="semi;colon.png"', "semi;colon.png"),
        ("form-data; filename=bare.png; name=file", "bare.png"),
    ],
)
async def test_names_come_as_they_are(disposition: str, name: str) -> None:
    assert (await taken(form(part(b"x", disposition))))[0] == name


async def test_a_name_in_another_encoding_is_only_a_name() -> None:
    content = form(part(b"x")).replace(b"cat.png", b"\xff\xfe\x80.png")
    assert (await taken(content))[0].endswith(".png")


@pytest.mark.parametrize(
    "content",
    [
        b"",
        form(),
        form(part(b"x"))[:-10],
        form(part(b"x", 'form-data; name="other"; filename="a"')),
        form(part(b"x", 'form-data; name="file"')),
        form(part(b"x", "attachment")),
        form(part(b"one"), part(b"two")),
        form(part(b"one"), part(b"two", 'form-data; name="extra"')),
        b"{}",
        b"--" + b"x" * 300,
        f"--{BOUNDARY}\r\nContent-Disposition: {'x' * 200_000}\r\n\r\n".encode(),
        f"--{BOUNDARY}\r\n".encode() + b"A: b\r\n" * 5_000 + b"\r\n",
    ],
)
async def test_anything_but_one_file_is_refused(content: bytes) -> None:
    with pytest.raises(NotAnUpload):
        await taken(content)


@pytest.mark.parametrize(
    "kind",
    [
        "",
        "application/json",
        "multipart/form-data",
        "multipart/mixed; boundary=x",
        "multipart/form-data; boundary=",
        f"multipart/form-data; boundary={'x' * 2_000}",
    ],
)
async def test_a_body_of_another_type_is_refused(kind: str) -> None:
    with pytest.raises(NotAnUpload):
        await taken(form(part(b"x")), {"content-type": kind})


async def test_too_much_is_refused_before_it_is_read() -> None:
    read = 0

    async def chunks() -> AsyncIterator[bytes]:
        nonlocal read
        yield part(b"")[:-2]
        while True:
            read += 65_536
            yield bytes(65_536)

    with pytest.raises(TooLarge):
        async with received(Body(chunks(), FORM), up_to(1_000_000)):
            pass
    assert read < 1_200_000


async def test_what_is_announced_as_too_much_is_not_read_at_all() -> None:
    async def chunks() -> AsyncIterator[bytes]:
        yield b""
        raise AssertionError("not to be read")

    with pytest.raises(TooLarge):
        async with received(Body(chunks(), FORM | {"content-length": "26000000"}), up_to(25_000_000)):
            pass


async def test_an_announcement_that_is_no_number_says_nothing() -> None:
    assert Body(body(b"").chunks, {"content-length": "²"}).length == 0
    assert Body(body(b"").chunks, {"content-length": "-5"}).length == 0
    assert Body(body(b"").chunks, {}).length == 0


async def test_an_upload_that_never_ends_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    async def chunks() -> AsyncIterator[bytes]:
        yield part(b"")[:-2]
        await asyncio.sleep(60)

    monkeypatch.setattr(uploads, "WITHIN", 0.05)
    with pytest.raises(UploadTooSlow):
        async with received(Body(chunks(), FORM), up_to(10)):
            pass


async def test_bytes_that_we_hold_are_like_an_upload() -> None:
    async with of_bytes(b"words", "a.txt") as upload:
        assert (upload.name, upload.size, upload.path.read_bytes()) == ("a.txt", 5, b"words")


@hypothesis_settings(suppress_health_check=[HealthCheck.too_slow], deadline=None, max_examples=150)
@given(st.binary(max_size=600), st.integers(1, 50))
async def test_any_bytes_are_a_file_or_a_refusal(content: bytes, step: int) -> None:
    for whole in (content, form(content), form(part(content)), part(content)):
        try:
            await taken(whole, step=step)
        except NotAnUpload:
            continue
