"""Routes of files: bringing one, and the signed links that lead to one."""

from typing import Any, Final

from fastapi import APIRouter, Request, Response

from obrol.inbox.access import attachment_behind_link
from obrol.inbox.actions import attaching
from obrol.inbox.errors import LinkExpired
from obrol.inbox.schemas import AttachmentOut
from obrol.runtime.actor import SYSTEM
from obrol.runtime.blobs import BlobGone, Blobs, read_link
from obrol.runtime.signing import Signer
from obrol.runtime.uploads import IN_OPENAPI, Body
from obrol.runtime.web import TheHouse, WhoIsSignedIn
from obrol.runtime.web_files import StoredFile, answer
from obrol.workspaces.access import Permission, demand

router = APIRouter(tags=["files"])

A_FILE: Final[dict[int | str, dict[str, Any]]] = {
    200: {"description": "The file.", "content": {"*/*": {"schema": {"type": "string", "format": "binary"}}}},
    206: {"description": "The part that was asked for."},
    304: {"description": "It is what the browser has."},
    416: {"description": "The file has no such part."},
}


@router.post("/api/attachments", status_code=201, openapi_extra=IN_OPENAPI)
async def post_attachment(request: Request, house: TheHouse, who: WhoIsSignedIn) -> AttachmentOut:
    """Bring a file, to be put in a message."""
    demand(who.actor, Permission.ANSWER)
    body = Body(request.stream(), request.headers)
    return await attaching.take(house.transactions, who.workspace_id, who.actor, body)


@router.get("/files/{token}", response_class=Response, responses=A_FILE)
async def get_file(request: Request, house: TheHouse, token: str) -> Response:
    """The file behind a signed link."""
    return await _answer(request, house, token, small=False)


@router.get("/files/{token}/thumb", response_class=Response, responses=A_FILE)
async def get_thumbnail(request: Request, house: TheHouse, token: str) -> Response:
    """A small picture of the picture behind a signed link."""
    return await _answer(request, house, token, small=True)


async def _answer(request: Request, house: TheHouse, token: str, *, small: bool) -> Response:
    signer = house.tools.get(Signer)
    link = read_link(signer, token)
    if link is None:
        raise LinkExpired
    workspace_id, attachment_id, until = link
    # Closed before the bytes flow: a slow reader holds a file open, and no connection.
    async with house.transactions.look(workspace_id, SYSTEM) as scope:
        attachment = await attachment_behind_link(scope, attachment_id)
    file = StoredFile(attachment.blob_key, str(attachment.id), attachment.name, attachment.media_type, until)
    if small and attachment.kind != "image":
        raise LinkExpired
    if small and attachment.thumbnail_key is not None:
        file = StoredFile(attachment.thumbnail_key, f"{attachment.id}-small", "thumbnail.webp", "image/webp", until)
    try:
        return await answer(request, house.tools.get(Blobs), file, signer.clock.now())
    except BlobGone:
        raise LinkExpired from None
