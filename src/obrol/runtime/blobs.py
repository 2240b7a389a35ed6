"""Blobs: the bytes of files, in a folder or in any S3, and the signed links by which browsers reach them.

A key is random, so that no name that somebody chose ever becomes a path. What is written under a key never changes.
"""

import asyncio
import contextlib
import os
import re
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid4

import orjson
import structlog

from obrol.kit.refusals import Unavailable
from obrol.runtime.holding import refuse_while_holding
from obrol.runtime.settings import Settings
from obrol.runtime.signing import Signer, rounded_up
from obrol.runtime.sniffing import INLINE

if TYPE_CHECKING:
    from obstore.store import ObjectStore

log = structlog.get_logger(__name__)

KEY = re.compile(r"[0-9a-f-]{36}/\d{4}/\d{2}/[0-9a-f]{32}(-small)?")
CHUNK = 256 * 1024  # bytes of a file in memory for each reader
PARTS_AT_ONCE = 2  # parts of 5 MiB of one file in memory while it is written
STORE_WITHIN = "30s"  # of one request to a store that is not a folder
STORE_RETRIES = 2
STORE_RETRIES_FOR = timedelta(seconds=10)  # somebody waits for the answer

LINK_PURPOSE = "file"
LINK_LASTS = timedelta(hours=24)
LINK_STEP = timedelta(hours=1)  # within an hour a file's link is the same one, and browsers keep what it led to
PATH = "/files/"


class BlobGone(Exception):  # noqa: N818 - a fact about the store
    """There is nothing under this key any more."""


@dataclass(frozen=True, slots=True)
class Blob:
    """A stored file, opened: how large it is as a whole, and the part that was asked for."""

    size: int
    chunks: AsyncIterator[bytes]


class Blobs:
    """Files under random keys: in the data folder, or where OBROL_FILES_URL says."""

    def __init__(self, settings: Settings) -> None:
        self._url = settings.files_url
        self._folder = settings.data / "files"
        self._opened: ObjectStore | None = None

    @staticmethod
    def new_key(workspace_id: UUID, now: datetime) -> str:
        """A key that nobody can guess, and that tells an operator whose file it is and from when."""
        return f"{workspace_id}/{now:%Y/%m}/{uuid4().hex}"

    async def put(self, key: str, file: Path) -> None:
        """Keep a file under a key that is new; on disk when this returns. Refuses with Unavailable."""
        import obstore  # noqa: PLC0415 - 5 MiB that a server without files does not need

        assert KEY.fullmatch(key), "keys are made here"
        refuse_while_holding()
        with _as_unavailable("put", key):
            await obstore.put_async(self._store, key, file, max_concurrency=PARTS_AT_ONCE)
        if self._url is None:
            await asyncio.to_thread(_flush, self._folder / key)

    async def open(self, key: str, start: int = 0, end: int | None = None) -> Blob:
        """A file from byte `start` up to and without `end`; raises BlobGone, refuses with Unavailable."""
        import obstore  # noqa: PLC0415 - as above

        refuse_while_holding()
        options: Any = {"range": {"offset": start} if end is None else (start, end)} if start or end else {}
        with _as_unavailable("open", key):
            found = await obstore.get_async(self._store, key, options=options)
        return Blob(found.meta["size"], _chunks(found.stream(min_chunk_size=CHUNK), key))

    async def delete(self, *keys: str) -> None:
        """Forget files; a key that is not there is fine. Refuses with Unavailable."""
        import obstore  # noqa: PLC0415 - as above

        refuse_while_holding()
        for key in keys:
            with contextlib.suppress(BlobGone), _as_unavailable("delete", key):
                await obstore.delete_async(self._store, key)

    @property
    def _store(self) -> "ObjectStore":
        if self._opened is None:
            from obstore.store import LocalStore, from_url  # noqa: PLC0415 - as above

            if self._url is None:
                self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
                self._opened = LocalStore(prefix=self._folder, mkdir=True)
            elif self._url.startswith(("memory:", "file:")):
                self._opened = from_url(self._url)
            else:
                self._opened = from_url(
                    self._url,
                    # Whether the store speaks TLS is for whoever wrote down its address: many stand in the same rack.
                    client_options={"timeout": STORE_WITHIN, "allow_http": True},
                    retry_config={"max_retries": STORE_RETRIES, "retry_timeout": STORE_RETRIES_FOR},
                )
        return self._opened


class Dresser:
    """Adds to what goes out what is only true when it goes out: signed links to files and pictures."""

    def __init__(self, signer: Signer) -> None:
        self._signer = signer

    def link(self, workspace_id: UUID, attachment_id: UUID) -> str:
        """The address of a file on this server, good for a day, the same for everybody who asks within the hour."""
        ends = rounded_up(self._signer.clock.now() + LINK_LASTS, LINK_STEP)
        return PATH + self._signer.sign(LINK_PURPOSE, workspace_id.bytes + attachment_id.bytes, ends)

    def media_links(self, workspace_id: UUID, attachment_id: UUID, media_type: str) -> dict[str, str | None]:
        """The two links of a media: to the file, and to its thumbnail when it is a picture."""
        link = self.link(workspace_id, attachment_id)
        is_picture = INLINE.get(media_type, ("file",))[0] == "image"
        return {"url": link, "thumbnail_url": f"{link}/thumb" if is_picture else None}

    def dress(self, workspace_id: UUID, payload: dict[str, Any]) -> dict[str, Any]:
        """The payload with `url` and `thumbnail_url` in every media and `picture_url` beside every `picture_id`.

        What it was given stays as it was; parts without files are passed on, not copied.
        """
        dressed: dict[str, Any] = self._dressed(workspace_id, payload)
        return dressed

    def dress_text(self, workspace_id: UUID, document: str) -> str:
        """The same for a document as PostgreSQL encoded it; one without files is not even parsed."""
        if not _has_files(document):
            return document
        return orjson.dumps(self.dress(workspace_id, orjson.loads(document))).decode()

    def _dressed(self, workspace_id: UUID, value: Any) -> Any:
        if type(value) is dict:
            return self._dressed_dict(workspace_id, value)
        if type(value) is list:
            for at, item in enumerate(value):
                if type(item) is dict or type(item) is list:
                    dressed = self._dressed(workspace_id, item)
                    if dressed is not item:
                        return [*value[:at], dressed, *(self._dressed(workspace_id, left) for left in value[at + 1 :])]
        return value

    def _dressed_dict(self, workspace_id: UUID, value: dict[str, Any]) -> dict[str, Any]:
        changed: dict[str, Any] = {}
        for key, item in value.items():
            if type(item) is dict or type(item) is list:
                dressed = self._dressed(workspace_id, item)
                if dressed is not item:
                    changed[key] = dressed
        if (attachment_id := value.get("attachment_id")) is not None:
            changed |= self.media_links(workspace_id, _as_id(attachment_id), str(value.get("media_type")))
        if (picture_id := value.get("picture_id")) is not None:
            changed["picture_url"] = f"{self.link(workspace_id, _as_id(picture_id))}/thumb"
        return {**value, **changed} if changed else value


def _has_files(document: str) -> bool:
    # PostgreSQL writes one space after each colon, and escapes every quotation mark within a text.
    return '"attachment_id": "' in document or '"picture_id": "' in document


def read_link(signer: Signer, token: str) -> tuple[UUID, UUID, datetime] | None:
    """The workspace and the attachment that a link names, and until when; None when it is not ours or has ended."""
    said = signer.read(LINK_PURPOSE, token)
    if said is None or len(said[0]) != 32:  # noqa: PLR2004 - two ids
        return None
    return UUID(bytes=said[0][:16]), UUID(bytes=said[0][16:]), said[1]


def _as_id(value: Any) -> UUID:
    return value if isinstance(value, UUID) else UUID(value)


async def _chunks(stream: AsyncIterator[bytes], key: str) -> AsyncIterator[bytes]:
    with _as_unavailable("read", key):
        async for chunk in stream:
            yield chunk


@contextlib.contextmanager
def _as_unavailable(what: str, key: str) -> Iterator[None]:
    from obstore.exceptions import BaseError  # noqa: PLC0415 - as above

    try:
        yield
    except FileNotFoundError:
        log.warning("blob_gone", key=key)
        raise BlobGone from None
    except (BaseError, OSError) as error:
        log.exception("blobs_away", doing=what, key=key)
        raise Unavailable("The files are out of reach right now. Please try again in a moment.") from error


def _flush(path: Path) -> None:
    # The store renames a file into place and leaves the rest to the system; an acknowledged file survives a power cut.
    for place in (path, path.parent, path.parent.parent, path.parent.parent.parent):
        descriptor = os.open(place, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
