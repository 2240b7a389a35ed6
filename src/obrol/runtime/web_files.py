"""Web files: the answer that carries a stored file. Whatever the file is, it cannot act as a page of ours.

Three walls, each enough by itself: what is not on the short list (sniffing.py) is only downloaded, browsers may not
guess another type, and a document that should open in spite of both finds itself in a sandbox without scripts.
"""

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from urllib.parse import quote

from fastapi import Request, Response
from fastapi.responses import StreamingResponse

from obrol.runtime.blobs import Blob, Blobs
from obrol.runtime.sniffing import INLINE, UNKNOWN

# A picture or a film that is opened in a tab is shown by a page that the browser makes around it.
POLICY: Final = "sandbox; default-src 'none'; img-src 'self'; style-src 'unsafe-inline'; frame-ancestors 'none'"
# That page asks for the film once more, and without an origin it may not: no script runs in either sandbox.
POLICY_OF_PLAYED: Final = (
    "sandbox allow-same-origin; default-src 'none'; media-src 'self'; style-src 'unsafe-inline'; frame-ancestors 'none'"
)
_RANGE: Final = re.compile(r"bytes=(\d{0,15})-(\d{0,15})")
_NOT_IN_QUOTES: Final = re.compile(r"[^\x20-\x7e]|[\"\\%]")


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A file as it is offered: its bytes never change under one `tag`."""

    key: str
    tag: str
    name: str
    media_type: str
    until: datetime  # when its link ends, and with it the browser's copy


async def answer(request: Request, blobs: Blobs, file: StoredFile, now: datetime) -> Response:
    """The file, the part of it that was asked for, or that nothing changed; raises BlobGone."""
    tag = f'"{file.tag}"'
    headers = headers_of(file, now) | {"ETag": tag}
    if _names(request.headers.get("if-none-match", ""), tag):
        return Response(status_code=304, headers=headers)
    asked = request.headers.get("range")
    if asked is None or request.headers.get("if-range", tag) != tag or not _RANGE.fullmatch(asked):
        # A list of ranges, too: answering with the whole file is always right.
        blob = await blobs.open(file.key)
        return _stream(blob, blob.size, 200, headers)
    return await _part(blobs, file.key, asked, headers)


def headers_of(file: StoredFile, now: datetime) -> dict[str, str]:
    """What every answer with a file says, whole or not."""
    inline = file.media_type in INLINE
    played = inline and INLINE[file.media_type][0] in {"audio", "video"}
    keep = max(0, int((file.until - now).total_seconds()))
    return {
        "Content-Type": file.media_type if inline else UNKNOWN,
        "Content-Disposition": disposition("inline" if inline else "attachment", file.name),
        "X-Content-Type-Options": "nosniff",
        "Content-Security-Policy": POLICY_OF_PLAYED if played else POLICY,
        "Cross-Origin-Resource-Policy": "same-origin",
        "Referrer-Policy": "no-referrer",
        "Cache-Control": f"private, max-age={keep}, immutable",
        "Accept-Ranges": "bytes",
    }


def disposition(how: str, name: str) -> str:
    """Content-Disposition with a name in any script (RFC 6266, RFC 8187) and no way out of the header."""
    simple = _NOT_IN_QUOTES.sub("_", name)
    spelled = "" if simple == name else f"; filename*=UTF-8''{quote(name, safe='', errors='replace')}"
    return f'{how}; filename="{simple}"{spelled}'


async def _part(blobs: Blobs, key: str, asked: str, headers: dict[str, str]) -> Response:
    size = (await blobs.open(key, 0, 1)).size
    place = part_of(asked, size)
    if place is None:
        return Response(status_code=416, headers=headers | {"Content-Range": f"bytes */{size}"})
    start, end = place
    blob = await blobs.open(key, start, end)
    return _stream(blob, end - start, 206, headers | {"Content-Range": f"bytes {start}-{end - 1}/{size}"})


def part_of(asked: str, size: int) -> tuple[int, int] | None:
    """The first byte of a Range and the one after its last; None when the file has no such part (RFC 9110, 14.1.2)."""
    match = _RANGE.fullmatch(asked)
    assert match is not None, "asked before"
    first, last = match[1], match[2]
    if not first:
        start, end = max(0, size - int(last or 0)), size
    else:
        start, end = int(first), min(size, int(last) + 1 if last else size)
    return (start, end) if start < end else None


def _stream(blob: Blob, length: int, status: int, headers: dict[str, str]) -> Response:
    return StreamingResponse(blob.chunks, status_code=status, headers=headers | {"Content-Length": str(length)})


def _names(listed: str, tag: str) -> bool:
    return any(one.strip().removeprefix("W/") in {tag, "*"} for one in listed.split(","))
