"""Sniffing: what a file is, by its bytes; what somebody says it is does not count.

What may be shown in place is a short list, and its signatures are written here: a mistake on this side would put a
stranger's bytes into our page. Everything else is a `file`, which is only ever downloaded; a library names it
as well as it can, and that name is decoration.
"""

import codecs
import io
import re
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Literal

Kind = Literal["image", "audio", "video", "file"]

HEAD = 4_096  # bytes that signatures and names are looked for in
TRACKS = 256 * 1024  # bytes in which a container lists its tracks: enough for any that plays while it loads
BOXES_LIMIT = 64  # boxes at the top level of an MP4 that are stepped over
BOX_HEAD = 8
LONG_BOX_HEAD = 16

# Media type → kind and the endings that such a file may have; the first one is given to a file with another.
INLINE: dict[str, tuple[Kind, tuple[str, ...]]] = {
    "image/png": ("image", (".png",)),
    "image/jpeg": ("image", (".jpg", ".jpeg", ".jpe", ".jfif")),
    "image/webp": ("image", (".webp",)),
    "image/gif": ("image", (".gif",)),
    "audio/mpeg": ("audio", (".mp3",)),
    "audio/mp4": ("audio", (".m4a", ".mp4", ".m4b")),
    "audio/aac": ("audio", (".aac",)),
    "audio/ogg": ("audio", (".ogg", ".oga", ".opus")),
    "audio/wav": ("audio", (".wav",)),
    "audio/webm": ("audio", (".webm", ".weba")),
    "video/mp4": ("video", (".mp4", ".m4v")),
    "video/webm": ("video", (".webm",)),
}
UNKNOWN = "application/octet-stream"
MEDIA_TYPE = re.compile(r"[a-z0-9.+_-]+/[a-z0-9.+_-]+", re.IGNORECASE)

# QuickTime (`qt  `) and pictures in MP4 clothes (`heic`, `avif`) are not among them: browsers do not play or show them.
MP4_BRANDS = (b"isom", b"iso", b"mp4", b"avc1", b"dash", b"M4V ", b"MSNV", b"cmf")
M4A_BRANDS = (b"M4A ", b"M4B ")


@dataclass(frozen=True, slots=True)
class Sniffed:
    """What a file is. Only what is not a `file` may be shown in place."""

    media_type: str
    kind: Kind


def sniff(file: Path | BinaryIO, name: str = "") -> Sniffed:
    """What a file is, by its bytes; its name only helps to choose between kinds of archive that begin alike."""
    if isinstance(file, Path):
        with file.open("rb") as opened:
            return sniff(opened, name)
    file.seek(0)
    head = file.read(HEAD)
    media_type = inline_type(head, file)
    if media_type is not None:
        return Sniffed(media_type, INLINE[media_type][0])
    return Sniffed(_name_of(head, name), "file")


def image_type(head: bytes) -> str | None:
    """The type of a picture that we decode, from its first twelve bytes; None for everything else."""
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return "image/png"
    if head.startswith(b"\xff\xd8\xff"):
        return "image/jpeg"
    if head.startswith((b"GIF87a", b"GIF89a")):
        return "image/gif"
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "image/webp"
    return None


def inline_type(head: bytes, file: BinaryIO | None = None) -> str | None:
    """The media type, when it is one of those that may be shown in place."""
    file = file or io.BytesIO(head)
    if picture := image_type(head):
        return picture
    if head[:4] == b"RIFF" and head[8:12] == b"WAVE":
        return "audio/wav"
    if head.startswith(b"OggS"):
        return "audio/ogg" if _is_ogg_sound(head) else None
    if head.startswith(b"\x1a\x45\xdf\xa3"):
        return _webm_type(head, file)
    if head[4:8] == b"ftyp":
        return _mp4_type(head, file)
    if head.startswith(b"ID3") or _is_mpeg_frame(head):
        return "audio/mpeg"
    # ADTS: twelve bits of sync, layer 0 (ISO 13818-7).
    if len(head) > 1 and head[0] == 0xFF and head[1] & 0xF6 == 0xF0:  # noqa: PLR2004 - the sync itself
        return "audio/aac"
    return None


def ends_honestly(name: str, media_type: str) -> str:
    """The name with an ending that fits what is shown in place: a film saved as `.html` would open as a page."""
    if media_type not in INLINE:
        return name
    endings = INLINE[media_type][1]
    return name if name.lower().endswith(endings) else name + endings[0]


def _is_ogg_sound(head: bytes) -> bool:
    # The first page holds the first packet, which names the codec: at byte 28 when it has one segment, as it must.
    return head[28:].startswith((b"OpusHead", b"\x01vorbis", b"Speex   ", b"\x7fFLAC"))


def _webm_type(head: bytes, file: BinaryIO) -> str | None:
    # Matroska begins alike; its DocType tells it from WebM, and browsers play only WebM.
    if b"\x42\x82\x84webm" not in head[:64]:
        return None
    file.seek(0)
    start = file.read(TRACKS)
    if b"V_VP" in start or b"V_AV1" in start:
        return "video/webm"
    return "audio/webm" if b"A_OPUS" in start or b"A_VORBIS" in start else None


def _mp4_type(head: bytes, file: BinaryIO) -> str | None:
    brand = head[8:12]
    if brand in M4A_BRANDS:
        return "audio/mp4"
    if not brand.startswith(MP4_BRANDS):
        return None
    tracks = _beginning_of_box(b"moov", file)
    if b"vide" in tracks:
        return "video/mp4"
    # Recorders of some browsers write spoken messages under a film's brand.
    return "audio/mp4" if b"soun" in tracks else "video/mp4"


def _beginning_of_box(wanted: bytes, file: BinaryIO) -> bytes:
    """What is in a box at the top level of an MP4 (ISO 14496-12, section 4.2), as far as we look."""
    at, end = 0, file.seek(0, io.SEEK_END)
    for _ in range(BOXES_LIMIT):
        file.seek(at)
        head = file.read(LONG_BOX_HEAD)
        size, kind = int.from_bytes(head[:4], "big"), head[4:8]
        if kind == wanted:
            return file.read(TRACKS)
        if size == 1:
            size = int.from_bytes(head[8:16], "big")
        at += size
        if size < BOX_HEAD or at >= end:
            break
    return b""


def _is_mpeg_frame(head: bytes) -> bool:
    # Eleven bits of sync, a version and layer III; then a bit rate and a sampling rate that exist (ISO 11172-3).
    if len(head) < 4 or head[0] != 0xFF or head[1] & 0xE0 != 0xE0:  # noqa: PLR2004 - the sync itself
        return False
    version, layer = head[1] >> 3 & 3, head[1] >> 1 & 3
    rate, sampling = head[2] >> 4, head[2] >> 2 & 3
    return version != 1 and layer == 1 and rate not in {0, 15} and sampling != 3  # noqa: PLR2004 - reserved


def _name_of(head: bytes, name: str) -> str:
    import puremagic  # noqa: PLC0415 - 2 MiB that only an upload needs

    try:
        guesses = puremagic.magic_string(head)
    except (ValueError, puremagic.PureError):
        guesses = []
    ending = "." + name.lower().rpartition(".")[2]
    fitting = [guess.mime_type for guess in guesses if guess.mime_type and guess.extension == ending]
    if fitting:
        return _decoration(fitting[0])
    if head.startswith(b"PK\x03\x04"):
        return "application/zip"
    named = [guess.mime_type for guess in guesses if guess.mime_type]
    if named:
        return _decoration(named[0])
    return "text/plain" if _is_text(head) else UNKNOWN


def _decoration(media_type: str) -> str:
    # A library's guess never makes something that may be shown.
    return media_type if media_type not in INLINE and MEDIA_TYPE.fullmatch(media_type) else UNKNOWN


def _is_text(head: bytes) -> bool:
    try:
        codecs.getincrementaldecoder("utf-8")().decode(head)  # a character may be cut where we stopped reading
    except UnicodeDecodeError:
        return False
    return b"\0" not in head
