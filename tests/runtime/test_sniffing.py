"""What a file is: the short list that may be shown in place, and everything else, which may not."""

import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from obrol.runtime.sniffing import INLINE, UNKNOWN, Sniffed, ends_honestly, image_type, sniff


def box(kind: bytes, inside: bytes = b"") -> bytes:
    return (len(inside) + 8).to_bytes(4, "big") + kind + inside


def mp4(brand: bytes, *tracks: bytes, before: bytes = b"") -> bytes:
    return box(b"ftyp", brand + bytes(4)) + before + box(b"moov", b"".join(box(b"hdlr", bytes(8) + t) for t in tracks))


def webm(doctype: bytes, codec: bytes) -> bytes:
    return b"\x1a\x45\xdf\xa3\x9f\x42\x86\x81\x01\x42\x82" + bytes([0x80 | len(doctype)]) + doctype + bytes(40) + codec


def ogg(codec: bytes) -> bytes:
    return b"OggS\0\2" + bytes(20) + b"\x01\x13" + codec + bytes(20)


SHOWN = [
    (b"\x89PNG\r\n\x1a\n" + bytes(20), "image/png"),
    (b"\xff\xd8\xff\xe0\0\x10JFIF", "image/jpeg"),
    (b"\xff\xd8\xff\xdb", "image/jpeg"),
    (b"RIFF\0\0\0\0WEBPVP8 ", "image/webp"),
    (b"GIF87a" + bytes(20), "image/gif"),
    (b"GIF89a<script>alert(1)</script>", "image/gif"),
    (b"ID3\x04" + bytes(20), "audio/mpeg"),
    (b"\xff\xfb\x90\x64" + bytes(20), "audio/mpeg"),
    (b"\xff\xf3\x40\xc0" + bytes(20), "audio/mpeg"),
    (b"\xff\xf1\x50\x80" + bytes(20), "audio/aac"),
    (b"\xff\xf9\x50\x80" + bytes(20), "audio/aac"),
    (mp4(b"M4A ", b"soun"), "audio/mp4"),
    (mp4(b"isom", b"soun"), "audio/mp4"),
    (mp4(b"isom", b"soun", b"vide"), "video/mp4"),
    (mp4(b"mp42", b"vide", before=box(b"mdat", bytes(300_000))), "video/mp4"),
    (mp4(b"avc1"), "video/mp4"),
    (mp4(b"iso5", b"vide"), "video/mp4"),
    (ogg(b"OpusHead"), "audio/ogg"),
    (ogg(b"\x01vorbis"), "audio/ogg"),
    (b"RIFF\0\0\0\0WAVEfmt ", "audio/wav"),
    (webm(b"webm", b"V_VP9"), "video/webm"),
    (webm(b"webm", b"A_OPUS"), "audio/webm"),
    (webm(b"webm", b"A_OPUS V_AV1"), "video/webm"),
]

DOWNLOADED = [
    b"<!DOCTYPE html><html><script>alert(1)</script>",
    b"<html><script>alert(1)</script>",
    b"\n\n  <script>alert(1)</script>",
    b"\xef\xbb\xbf<html>",
    b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>',
    b'<?xml version="1.0"?><x:script xmlns:x="http://www.w3.org/1999/xhtml">1</x:script>',
    b"%PDF-1.7\n1 0 obj",
    b"MZ\x90\0\x03\0\0\0" + bytes(60),
    b"\x7fELF\2\1\1" + bytes(60),
    b"PK\x03\x04\x14\0" + bytes(60),
    b"#!/bin/sh\nrm -r /\n",
    b"<?php system('id');",
    b"BM" + bytes(60),
    b"\xff\xfe<\0h\0t\0m\0l\0>\0",  # UTF-16, which begins almost like a sound
    mp4(b"qt  ", b"vide"),
    mp4(b"heic"),
    mp4(b"avif"),
    mp4(b"3gp4", b"vide"),
    ogg(b"\x80theora"),
    webm(b"matroska", b"V_VP9"),
    webm(b"webm", b"S_TEXT"),
    b"SIMPLE  =                    T",  # FITS
    b"FWS\x09" + bytes(20),  # Flash
    b"\0\0\x01\0\x01\0" + bytes(20),  # ICO
    b"II*\0" + bytes(20),  # TIFF
    b"plain words",
    b"\x00",
]


@pytest.mark.parametrize(("content", "media_type"), SHOWN)
def test_what_may_be_shown_is_known_by_its_bytes(content: bytes, media_type: str) -> None:
    assert sniff(io.BytesIO(content), "invoice.html") == Sniffed(media_type, INLINE[media_type][0])


@pytest.mark.parametrize("content", DOWNLOADED)
@pytest.mark.parametrize("name", ["cat.png", "song.mp3", "film.mp4", ""])
def test_whatever_its_name_says_the_rest_is_only_downloaded(content: bytes, name: str) -> None:
    found = sniff(io.BytesIO(content), name)
    assert found.kind == "file"
    assert found.media_type not in INLINE


@pytest.mark.parametrize(
    ("content", "name", "media_type"),
    [
        (b"%PDF-1.7\n", "a.pdf", "application/pdf"),
        (b"plain words\n", "a.csv", "text/plain"),
        ("kopi susu ☕".encode() * 500, "", "text/plain"),
        (b"PK\x03\x04\x14\0" + bytes(60), "a", "application/zip"),
        (
            b"PK\x03\x04\x14\0\x06\0" + bytes(60),
            "Daftar Harga.DOCX",
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        ),
        (b"words and \0", "", UNKNOWN),
        (b"<html></html>", "a.html", "text/html"),
    ],
)
def test_files_are_named_as_well_as_can_be(content: bytes, name: str, media_type: str) -> None:
    assert sniff(io.BytesIO(content), name).media_type == media_type


def test_a_path_is_sniffed_like_its_content(tmp_path: Path) -> None:
    path = tmp_path / "anything"
    path.write_bytes(mp4(b"isom", b"vide"))
    assert sniff(path) == Sniffed("video/mp4", "video")


@given(st.binary(max_size=400), st.text(max_size=30))
def test_any_bytes_are_something(content: bytes, name: str) -> None:
    found = sniff(io.BytesIO(content), name)
    assert (found.media_type in INLINE) == (found.kind != "file")


@given(
    st.sampled_from(
        [b"\0\0\0\x18ftypisom", b"\x1a\x45\xdf\xa3", b"OggS", b"RIFF", b"PK\x03\x04", b"\xff\xd8\xff", b"<"]
    ),
    st.binary(max_size=200),
)
def test_a_known_beginning_with_any_end_is_something(head: bytes, rest: bytes) -> None:
    sniff(io.BytesIO(head + rest), "a.b")


def test_boxes_that_lead_nowhere_are_not_followed_for_ever() -> None:
    endless = box(b"ftyp", b"isom" + bytes(4)) + box(b"free") * 10_000 + box(b"moov", b"soun")
    assert sniff(io.BytesIO(endless)).media_type == "video/mp4"
    far = box(b"ftyp", b"isom" + bytes(4)) + b"\0\0\0\x01free" + (2**64 - 1).to_bytes(8, "big")
    assert sniff(io.BytesIO(far)).media_type == "video/mp4"


def test_twelve_bytes_tell_a_picture() -> None:
    pictures = {media_type for content, media_type in SHOWN if image_type(content[:12])}
    assert pictures == {"image/png", "image/jpeg", "image/webp", "image/gif"}


@pytest.mark.parametrize(
    ("name", "media_type", "honest"),
    [
        ("cat.png", "image/png", "cat.png"),
        ("cat.JPEG", "image/jpeg", "cat.JPEG"),
        ("cat.png", "image/jpeg", "cat.png.jpg"),
        ("film.html", "video/mp4", "film.html.mp4"),
        ("voice", "audio/ogg", "voice.ogg"),
        ("page.html", "text/html", "page.html"),
    ],
)
def test_what_is_shown_ends_in_what_it_is(name: str, media_type: str, honest: str) -> None:
    assert ends_honestly(name, media_type) == honest
