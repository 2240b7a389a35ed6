"""Routes of a visitor: the widget's settings, a token, a message, a file; and the frame that the loader opens."""

from typing import Annotated

import orjson
from fastapi import APIRouter, Header, Query, Request, Response
from fastapi.responses import FileResponse

from obrol.inbox.actions import attaching
from obrol.inbox.schemas import AttachmentOut
from obrol.kit.refusals import ForeignOrigin, TooManyRequests
from obrol.runtime.actor import SYSTEM, Actor, ActorKind
from obrol.runtime.db import NO_WORKSPACE
from obrol.runtime.limits import Limits
from obrol.runtime.signing import Signer
from obrol.runtime.uploads import IN_OPENAPI, Body
from obrol.runtime.web import House, TheHouse, client_address, own_origins, refuse_foreign_origin
from obrol.runtime.web_apps import folder_of
from obrol.widget.access import (
    Visitor,
    channel_of_visitor,
    channel_of_widget,
    find_thread,
    is_allowed,
    issue_token,
    visitor_of,
)
from obrol.widget.actions.writing_in import Surroundings, write_in
from obrol.widget.errors import VisitorUnknown
from obrol.widget.schemas import AckOut, SessionIn, SessionOut, VisitorMessageIn, WidgetConfig

router = APIRouter(prefix="/widget", tags=["widget"])

CONFIG_FOR = 60  # seconds that a browser may keep the settings


@router.get("/api/config", response_model=WidgetConfig)
async def get_widget_config(
    request: Request, house: TheHouse, channel: Annotated[str, Query(min_length=1, max_length=100)]
) -> Response:
    """How the widget looks; only for pages that may show it."""
    async with house.transactions.look(NO_WORKSPACE, SYSTEM) as scope:
        _, row = await channel_of_widget(scope, channel)
    origin = request.headers.get("origin")
    headers = {"Cache-Control": f"public, max-age={CONFIG_FOR}", "Vary": "Origin"}
    if origin is not None and origin not in own_origins(request):
        if not is_allowed(origin, row.settings["allowed_origins"]):
            raise ForeignOrigin
        headers["Access-Control-Allow-Origin"] = origin
    settings = row.settings
    config = WidgetConfig(
        name=row.name,
        color=settings["color"],
        title=settings["title"],
        greeting=settings["greeting"],
        position=settings["position"],
        launcher=settings["launcher"],
    )
    return Response(config.model_dump_json(), media_type="application/json", headers=headers)


@router.get("/frame", include_in_schema=False)
async def get_frame(
    request: Request, house: TheHouse, channel: Annotated[str, Query(min_length=1, max_length=100)]
) -> Response:
    """The page inside the iframe; browsers show it only on the channel's allowed pages."""
    async with house.transactions.look(NO_WORKSPACE, SYSTEM) as scope:
        _, row = await channel_of_widget(scope, channel)
    ancestors = " ".join(["'self'", *sorted(own_origins(request)), *row.settings["allowed_origins"]])
    policy = (
        "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' blob: data:; "
        "media-src 'self' blob:; font-src 'self'; connect-src 'self'; form-action 'none'; base-uri 'none'; "
        f"frame-ancestors {ancestors}"
    )
    return FileResponse(
        folder_of("widget") / "frame.html",
        headers={
            "Content-Security-Policy": policy,
            "Cache-Control": "no-cache",
            "Referrer-Policy": "no-referrer",
            "X-Content-Type-Options": "nosniff",
            "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
        },
    )


@router.post("/api/session")
async def post_visitor_session(request: Request, house: TheHouse, body: SessionIn) -> SessionOut:
    """A token for a browser that has none; nothing is stored until it says something."""
    refuse_foreign_origin(request)
    if not house.tools.get(Limits).may_begin(client_address(request)):
        raise TooManyRequests(retry_after=60)
    async with house.transactions.look(NO_WORKSPACE, SYSTEM) as scope:
        workspace_id, channel = await channel_of_widget(scope, body.channel)
    token, expires_at = issue_token(house.tools.get(Signer), workspace_id, channel.id)
    return SessionOut(token=token, expires_at=expires_at)


@router.post("/api/messages", response_model=AckOut, status_code=201)
async def post_visitor_message(
    request: Request,
    house: TheHouse,
    body: VisitorMessageIn,
    authorization: Annotated[str | None, Header()] = None,
) -> Response:
    """Say something without a socket; the same door as the socket's `send`."""
    refuse_foreign_origin(request)
    visitor = _visitor(house, authorization)
    if not house.tools.get(Limits).may_write(visitor.external_id):
        raise TooManyRequests(retry_after=2)
    thread = await find_thread(house.database, visitor)
    said = await write_in(house.transactions, visitor, body.id, body.content, thread=thread, around=Surroundings())
    return Response(
        orjson.dumps({"id": body.id, "seq": said.seq, "at": said.at}), status_code=201, media_type="application/json"
    )


@router.post("/api/attachments", status_code=201, openapi_extra=IN_OPENAPI)
async def post_visitor_attachment(
    request: Request,
    house: TheHouse,
    authorization: Annotated[str | None, Header()] = None,
) -> AttachmentOut:
    """Bring a file, to be put in a message."""
    refuse_foreign_origin(request)
    visitor = _visitor(house, authorization)
    if not house.tools.get(Limits).may_upload(visitor.external_id):
        raise TooManyRequests(retry_after=10)
    who = Actor(ActorKind.CONTACT, None, visitor.external_id)
    async with house.transactions.look(visitor.workspace_id, who) as scope:
        await channel_of_visitor(scope, visitor)
    body = Body(request.stream(), request.headers)
    return await attaching.take(house.transactions, visitor.workspace_id, who, body, brought_by=visitor.external_id)


def _visitor(house: House, authorization: str | None) -> Visitor:
    scheme, _, token = (authorization or "").partition(" ")
    if scheme.lower() != "bearer":
        raise VisitorUnknown
    return visitor_of(house.tools.get(Signer), token)
