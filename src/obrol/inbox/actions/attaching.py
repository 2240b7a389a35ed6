"""Attaching: a file comes in, becomes something safe to show or to download, and may then be put in a message.

Its bytes are stored outside of any transaction, its row afterwards in one: a file without a row is litter that nobody
can reach, a row without a file would be a broken promise.
"""

import asyncio
import contextlib
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final, TypeVar
from uuid import UUID, uuid5

import structlog

from obrol.channels.contract.content import FILE_NAME_LIMIT, Audio, Cards, File, Image, Media, Part, Video
from obrol.inbox.errors import (
    AttachmentOfOtherKind,
    AttachmentUnknown,
    FileNotTaken,
    FileTooLarge,
    PictureTooBig,
)
from obrol.inbox.models import Attachment
from obrol.inbox.queries.attachments import find_attachments
from obrol.inbox.schemas import AttachmentOut
from obrol.kit.ids import new_id
from obrol.kit.refusals import Refusal
from obrol.runtime import imaging, uploads
from obrol.runtime.actor import Actor, ActorKind
from obrol.runtime.blobs import Blobs, Dresser
from obrol.runtime.settings import Settings
from obrol.runtime.sniffing import UNKNOWN, Kind, Sniffed, ends_honestly, image_type, sniff
from obrol.runtime.unit_of_work import Transactions, UnitOfWork
from obrol.runtime.uploads import Body, Upload

log = structlog.get_logger(__name__)

IMAGE_LIMIT: Final = 10_000_000  # bytes; a photograph of fifty million pixels is about that large
FILE_LIMIT: Final = 25_000_000  # bytes of anything else: the most that mail and most channels carry
UNNAMED: Final = "file"
# What no file system shows or takes; and marks that turn the direction of writing, so that `exe.png` reads `gnp.exe`.
_NOT_IN_NAMES: Final = re.compile(
    r"[\x00-\x1f\x7f-\x9f\ud800-\udfff\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069]"
)

C = TypeVar("C", bound=Part)


@dataclass(frozen=True, slots=True)
class Stored:
    """What is in the store now, and what a row says about it."""

    media_type: str
    kind: Kind
    size: int
    width: int | None
    height: int | None
    blob_key: str
    thumbnail_key: str | None


async def take(
    transactions: Transactions, workspace_id: UUID, actor: Actor, body: Body, *, brought_by: str | None = None
) -> AttachmentOut:
    """Take the file of an upload, as it comes in. `brought_by` is the address of a contact who brings it.

    Refuses as soon as it is too much with FileTooLarge; with FileNotTaken what is empty, with PictureTooBig what has
    too many pixels. A picture that cannot be decoded is kept as a file.
    """
    async with uploads.received(body, refuse_too_large) as upload:
        return await keep(transactions, workspace_id, actor, upload, brought_by=brought_by)


async def keep(
    transactions: Transactions, workspace_id: UUID, actor: Actor, upload: Upload, *, brought_by: str | None = None
) -> AttachmentOut:
    """Keep a file that is here already; refuses as `take` does. Opens a unit of work of its own, at the end."""
    if upload.size == 0:
        raise FileNotTaken("This file is empty.")
    blobs = transactions.tools.get(Blobs)
    key = Blobs.new_key(workspace_id, transactions.clock.now())
    try:
        kept = await store(blobs, key, upload)
        async with transactions.begin(workspace_id, actor) as uow:
            attachment = Attachment(
                workspace_id=workspace_id,
                id=new_id(),
                name=clean_name(upload.name, kept.media_type),
                media_type=kept.media_type,
                kind=kept.kind,
                size=kept.size,
                width=kept.width,
                height=kept.height,
                blob_key=kept.blob_key,
                thumbnail_key=kept.thumbnail_key,
                uploaded_by_kind=actor.kind.value,
                uploaded_by_id=actor.id if brought_by is None else _mark(workspace_id, brought_by),
            )
            uow.session.add(attachment)
    except BaseException:
        with contextlib.suppress(Refusal):
            await asyncio.shield(blobs.delete(key, _thumbnail_key(key)))
        raise
    return shown(transactions.tools.get(Dresser), attachment)


def refuse_too_large(head: bytes, size: int) -> None:
    """Refuse with FileTooLarge a file that begins like this and has this many bytes so far."""
    if size > (IMAGE_LIMIT if image_type(head) else FILE_LIMIT):
        what, limit = ("pictures", IMAGE_LIMIT) if image_type(head) else ("files", FILE_LIMIT)
        megabytes = limit // 1_000_000
        raise FileTooLarge(f"This file is larger than the {megabytes} MB that {what} may have.", limit=limit)


async def check_media(uow: UnitOfWork, content: C, *, brought_by: str | None = None) -> C:
    """The content with what we know about its files in place of what it claims.

    Refuses with AttachmentUnknown a file that is not of this workspace or that somebody else than `brought_by`
    brought, and with AttachmentOfOtherKind a file in the place of a picture.
    """
    wanted = {media.attachment_id for media in _media_of(content)}
    if not wanted:
        return content
    found = await find_attachments(uow.scope, wanted)
    if brought_by is not None:
        mark = _mark(uow.workspace_id, brought_by)
        found = {id: row for id, row in found.items() if row.uploaded_by_id == mark and _is_of_contact(row)}
    if wanted - set(found):
        raise AttachmentUnknown
    checked: Part = content
    if isinstance(content, Cards):
        cards = [
            card if card.image is None else card.model_copy(update={"image": _facts(found, card.image, "image")})
            for card in content.cards
        ]
        checked = content.model_copy(update={"cards": cards})
    elif isinstance(content, Image | Audio | Video | File):
        checked = content.model_copy(update={"media": _facts(found, content.media, content.kind)})
    return checked  # type: ignore[return-value] # model_copy keeps the class


async def links_of(uow: UnitOfWork, content: Part) -> dict[UUID, str]:
    """A whole address for every file of a message, good for a day: what a channel gets that fetches files itself."""
    return {media.attachment_id: link_to(uow, media.attachment_id) for media in _media_of(content)}


def link_to(uow: UnitOfWork, attachment_id: UUID) -> str:
    """The whole address of one file, good for a day."""
    return uow.tools.get(Settings).base_url + uow.tools.get(Dresser).link(uow.workspace_id, attachment_id)


def shown(dresser: Dresser, attachment: Attachment) -> AttachmentOut:
    """The attachment as whoever brought it gets it back, ready to be put in a message."""
    links = dresser.media_links(attachment.workspace_id, attachment.id, attachment.media_type)
    assert links["url"] is not None
    return AttachmentOut(
        attachment_id=attachment.id,
        kind=attachment.kind,  # type: ignore[arg-type] # the database holds it to the four
        name=attachment.name,
        media_type=attachment.media_type,
        size=attachment.size,
        width=attachment.width,
        height=attachment.height,
        url=links["url"],
        thumbnail_url=links["thumbnail_url"],
    )


def clean_name(name: str, media_type: str) -> str:
    """A name to show and to download under: no folders, nothing hidden, an ending that fits what is shown in place."""
    name = unicodedata.normalize("NFC", _NOT_IN_NAMES.sub("", name))
    name = re.split(r"[/\\]", name)[-1].strip(" .") or UNNAMED
    honest = ends_honestly(name, media_type)
    if len(honest) <= FILE_NAME_LIMIT:
        return honest
    stem, dot, ending = honest.rpartition(".")
    room = FILE_NAME_LIMIT - len(dot + ending)
    return f"{stem[:room]}{dot}{ending}" if stem and room > 0 else honest[:FILE_NAME_LIMIT]


async def store(blobs: Blobs, key: str, upload: Upload) -> Stored:
    """Make a file safe and put it in the store, without a row yet; refuses as `take` does."""
    found = await asyncio.to_thread(sniff, upload.path, upload.name)
    with upload.path.open("rb") as file:
        refuse_too_large(file.read(16), upload.size)
    if found.kind == "image":
        try:
            return await _store_picture(blobs, key, upload.folder)
        except imaging.TooManyPixels:
            raise PictureTooBig from None
        except imaging.Unreadable:
            # Whoever sent it may still want it to arrive; as a file it does no harm.
            found = Sniffed(UNKNOWN, "file")
    await blobs.put(key, upload.path)
    return Stored(found.media_type, found.kind, upload.size, None, None, key, None)


async def _store_picture(blobs: Blobs, key: str, folder: Path) -> Stored:
    picture = await imaging.redraw(folder)
    await blobs.put(key, picture.path)
    thumbnail_key = None
    if picture.thumbnail is not None:
        thumbnail_key = _thumbnail_key(key)
        await blobs.put(thumbnail_key, picture.thumbnail)
    size = picture.path.stat().st_size
    return Stored(picture.media_type, "image", size, picture.width, picture.height, key, thumbnail_key)


def _thumbnail_key(key: str) -> str:
    return f"{key}-small"


def _mark(workspace_id: UUID, address: str) -> UUID:
    # A visitor brings files before there is a contact to name: an id that follows from their address stands for it.
    return uuid5(workspace_id, address)


def _is_of_contact(attachment: Attachment) -> bool:
    return attachment.uploaded_by_kind == ActorKind.CONTACT


def _media_of(content: Part) -> Iterator[Media]:
    if isinstance(content, Cards):
        yield from (card.image for card in content.cards if card.image is not None)
    elif isinstance(content, Image | Audio | Video | File):
        yield content.media


def _facts(found: dict[UUID, Attachment], media: Media, kind: str) -> Media:
    attachment = found[media.attachment_id]
    if kind not in {attachment.kind, "file"}:
        raise AttachmentOfOtherKind
    return Media(
        attachment_id=attachment.id,
        name=attachment.name,
        media_type=attachment.media_type,
        size=attachment.size,
        width=attachment.width,
        height=attachment.height,
    )
