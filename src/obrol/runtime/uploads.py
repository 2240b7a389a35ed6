"""Uploads: the one file of a multipart body, written to disk as it comes and refused as soon as it is too much.

The body is read by us and not by the framework, which would take all of it, of whatever size, before a route is asked.
"""

import asyncio
import tempfile
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, Final

from obrol.kit.refusals import Malformed, Refusal
from obrol.runtime.sniffing import HEAD

if TYPE_CHECKING:
    from python_multipart.multipart import MultipartCallbacks

FIELD = "file"
WRAPPING = 16 * 1024  # bytes of boundaries and headers around one file
WRITE_AT = 1024 * 1024  # bytes kept in memory before they are written
WITHIN = 900.0  # seconds: 25 MB at 28 kB/s, a telephone at the edge of its network
# The shape of the body, for a route that gives us the request as it comes.
IN_OPENAPI: Final[dict[str, Any]] = {
    "requestBody": {
        "required": True,
        "content": {
            "multipart/form-data": {
                "schema": {
                    "type": "object",
                    "required": [FIELD],
                    "additionalProperties": False,
                    "properties": {FIELD: {"type": "string", "format": "binary"}},
                }
            }
        },
    }
}

Inspect = Callable[[bytes, int], None]
"""(the first bytes of the file, how many bytes there are so far) → raises a refusal when that is too much."""


class NotAnUpload(Malformed):
    """The body is not a multipart form with one file in the field `file`, or it ends before its end."""

    code = "not_an_upload"
    message = "The upload is not complete. Please try again."


class UploadTooSlow(Refusal):
    """The file did not arrive within a quarter of an hour."""

    status = 408
    code = "upload_too_slow"
    message = "The upload took too long. Please try again."


@dataclass(frozen=True, slots=True)
class Body:
    """A request's body that nobody has read yet, and the headers that describe it."""

    chunks: AsyncIterator[bytes]
    headers: Mapping[str, str]

    @property
    def length(self) -> int:
        """How many bytes are announced; 0 when nothing is."""
        said = self.headers.get("content-length", "")
        return int(said) if said.isascii() and said.isdigit() else 0


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that came, in a folder of its own that is gone when we are done with it."""

    folder: Path
    name: str
    size: int

    @property
    def path(self) -> Path:
        """Where its bytes are."""
        return self.folder / "source"


@asynccontextmanager
async def received(body: Body, inspect: Inspect) -> AsyncIterator[Upload]:
    """The file of a multipart body; refuses what `inspect` refuses, NotAnUpload and UploadTooSlow."""
    inspect(b"", max(0, body.length - WRAPPING))
    with tempfile.TemporaryDirectory(prefix="obrol-upload-") as folder:
        upload = await _read(body, Path(folder), inspect)
        yield upload


@asynccontextmanager
async def of_bytes(data: bytes, name: str) -> AsyncIterator[Upload]:
    """A file that we hold already, as if it had been uploaded."""
    with tempfile.TemporaryDirectory(prefix="obrol-upload-") as folder:
        upload = Upload(Path(folder), name, len(data))
        await asyncio.to_thread(upload.path.write_bytes, data)
        yield upload


async def _read(body: Body, folder: Path, inspect: Inspect) -> Upload:
    from python_multipart.exceptions import FormParserError  # noqa: PLC0415 - 4 MiB that only an upload needs

    with (folder / "source").open("wb") as file:
        form = _Form(file, inspect)
        try:
            parser = _parser(body, form.callbacks)
            async with asyncio.timeout(WITHIN):
                async for chunk in body.chunks:
                    parser.write(chunk)
                    if len(form.waiting) >= WRITE_AT:
                        await asyncio.to_thread(form.write)
            parser.finalize()
        except FormParserError:
            raise NotAnUpload from None
        except TimeoutError:
            raise UploadTooSlow from None
        if not form.is_complete:
            raise NotAnUpload
        await asyncio.to_thread(form.write)
    return Upload(folder, form.name, form.size)


def _parser(body: Body, callbacks: "MultipartCallbacks") -> Any:
    from python_multipart.multipart import MultipartParser, parse_options_header  # noqa: PLC0415 - as above

    kind, options = parse_options_header(body.headers.get("content-type", ""))
    if kind != b"multipart/form-data" or not options.get(b"boundary"):
        raise NotAnUpload
    return MultipartParser(options[b"boundary"], callbacks)


class _Form:
    """What the parser calls: exactly one part, which is a file in the field `file`."""

    def __init__(self, file: BinaryIO, inspect: Inspect) -> None:
        self.name = ""
        self.size = 0
        self.waiting = bytearray()
        self.is_complete = False
        self._file = file
        self._inspect = inspect
        self._head = b""
        self._parts = 0
        self._field, self._value = b"", b""
        self._disposition = ""
        self.callbacks: MultipartCallbacks = {
            "on_part_begin": self._begin,
            "on_header_field": self._add_to_field,
            "on_header_value": self._add_to_value,
            "on_header_end": self._end_header,
            "on_headers_finished": self._open,
            "on_part_data": self._take,
            "on_end": self._end,
        }

    def write(self) -> None:
        self._file.write(self.waiting)
        self.waiting.clear()

    def _begin(self) -> None:
        self._parts += 1
        if self._parts > 1:
            raise NotAnUpload("Upload one file at a time, in the field `file` and nothing beside it.")

    def _add_to_field(self, data: bytes, start: int, end: int) -> None:
        self._field += data[start:end]

    def _add_to_value(self, data: bytes, start: int, end: int) -> None:
        self._value += data[start:end]

    def _end_header(self) -> None:
        if self._field.lower() == b"content-disposition":
            # Browsers write the name in UTF-8 as it is; what is not UTF-8 is only a name.
            self._disposition = self._value.decode("utf-8", "replace")
        self._field, self._value = b"", b""

    def _open(self) -> None:
        name, filename = _names(self._disposition)
        if name != FIELD or filename is None:
            raise NotAnUpload("Upload one file, in the field `file`.")
        self.name = filename

    def _take(self, data: bytes, start: int, end: int) -> None:
        self.size += end - start
        if len(self._head) < HEAD:
            self._head += data[start : min(end, start + HEAD)]
        self._inspect(self._head, self.size)
        self.waiting += data[start:end]

    def _end(self) -> None:
        self.is_complete = self._parts == 1


def _names(disposition: str) -> tuple[str | None, str | None]:
    """The field and the file that a Content-Disposition names."""
    from python_multipart.multipart import parse_options_header  # noqa: PLC0415 - as above

    # The library reads and writes Latin-1, byte for byte; so does this, around it.
    kind, options = parse_options_header(disposition.encode("utf-8", "replace").decode("latin-1"))
    if kind != b"form-data":
        return None, None
    field, name = options.get(b"name"), options.get(b"filename")
    return (
        None if field is None else field.decode("utf-8", "replace"),
        None if name is None else name.decode("utf-8", "replace"),
    )
