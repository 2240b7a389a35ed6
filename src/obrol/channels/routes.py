"""The HTTP doors of channels: managing them, and the webhook door that their vendors deliver to."""

from typing import Annotated, Literal
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response, status

from obrol.channels import access, queries
from obrol.channels.access import channel_for
from obrol.channels.actions import accepting, configuring, connecting
from obrol.channels.contract.registry import Registry
from obrol.channels.contract.webhook import Delivery, Handshake, WebhookRequest
from obrol.channels.errors import (
    BotUnknown,
    ChannelNotFound,
    ConnectorGone,
    CredentialsRefused,
    DeliveryTooLarge,
    KindUnknown,
    SettingsRefused,
    StartFlowUnknown,
)
from obrol.channels.schemas import ChannelDetail, ChannelIn, ChannelKindOut, ChannelOut, ChannelPatch, ConnectionIn
from obrol.kit.refusals import NotAllowed, NotSignedIn
from obrol.runtime.actor import SYSTEM
from obrol.runtime.web import AgentDoor, AgentLook, TheHouse
from obrol.runtime.wire import refuses
from obrol.workspaces.access import Permission, demand

BODY_LIMIT = 1_000_000  # bytes; the largest batch of a vendor that we know is under 400 kB

router = APIRouter(tags=["channels"])

_SEEN = refuses(NotSignedIn, NotAllowed, ChannelNotFound, ConnectorGone)


@router.get("/api/channel-kinds", responses=refuses(NotSignedIn, NotAllowed))
async def list_channel_kinds(scope: AgentLook) -> list[ChannelKindOut]:
    """The kinds of channels that can be connected, with their forms."""
    demand(scope.actor, Permission.MANAGE_CHANNELS)
    registry = scope.tools.get(Registry)
    forms = [registry.get_connector(kind).describe_setup() for kind in registry.kinds]
    return [
        ChannelKindOut(
            kind=form.kind,
            guide=form.guide,
            has_webhook=form.has_webhook,
            settings_form=form.settings.model_json_schema(),
            credentials_form=form.credentials.model_json_schema(),
        )
        for form in forms
        if form.offered
    ]


@router.get("/api/channels", responses=refuses(NotSignedIn, NotAllowed))
async def list_channels(scope: AgentLook, removed: Annotated[bool, Query()] = False) -> list[ChannelOut]:  # noqa: FBT002 - a query
    """The connected channels, or those that were removed."""
    demand(scope.actor, Permission.ANSWER)
    found = await queries.list_channels(scope, removed=removed)
    shown = await queries.channels_out(scope, list(found))
    return [shown[channel.id] for channel in found]


@router.post(
    "/api/channels",
    status_code=status.HTTP_201_CREATED,
    responses=refuses(NotSignedIn, NotAllowed, KindUnknown, SettingsRefused, CredentialsRefused),
)
async def connect_channel(uow: AgentDoor, body: ChannelIn) -> ChannelDetail:
    """Connect a channel."""
    demand(uow.actor, Permission.MANAGE_CHANNELS)
    channel = await connecting.connect(
        uow, kind=body.kind, name=body.name, settings=body.settings, credentials=body.credentials
    )
    await uow.session.flush()
    return await access.describe(uow.scope, channel)


@router.get("/api/channels/{channel_id}", responses=_SEEN)
async def get_channel(scope: AgentLook, channel_id: UUID) -> ChannelDetail:
    """One channel, also one that was removed, with what can be done on it."""
    channel = await channel_for(scope, channel_id, to=Permission.ANSWER, removed_too=True)
    return await access.describe(scope, channel)


@router.patch(
    "/api/channels/{channel_id}",
    responses=_SEEN | refuses(SettingsRefused, CredentialsRefused, BotUnknown, StartFlowUnknown),
)
async def change_channel(uow: AgentDoor, channel_id: UUID, body: ChannelPatch) -> ChannelDetail:
    """Change a channel's name, settings, credentials, bot or start flow."""
    channel = await channel_for(uow.scope, channel_id, to=Permission.MANAGE_CHANNELS, lock=True)
    await configuring.change(uow, channel, body)
    await uow.session.flush()
    return await access.describe(uow.scope, channel)


@router.put("/api/channels/{channel_id}/connection", responses=_SEEN | refuses(CredentialsRefused))
async def reconnect_channel(uow: AgentDoor, channel_id: UUID, body: ConnectionIn) -> ChannelDetail:
    """Make a broken or removed channel work again."""
    channel = await channel_for(uow.scope, channel_id, to=Permission.MANAGE_CHANNELS, lock=True, removed_too=True)
    await connecting.reconnect(uow, channel, credentials=body.credentials)
    await uow.session.flush()
    return await access.describe(uow.scope, channel)


@router.delete("/api/channels/{channel_id}", status_code=status.HTTP_204_NO_CONTENT, responses=_SEEN)
async def disconnect_channel(uow: AgentDoor, channel_id: UUID) -> None:
    """Take a channel away; its conversations stay."""
    channel = await channel_for(uow.scope, channel_id, to=Permission.MANAGE_CHANNELS, lock=True, removed_too=True)
    await connecting.disconnect(uow, channel)


@router.get("/hooks/{public_id}", include_in_schema=False)
async def answer_handshake(house: TheHouse, request: Request, public_id: str) -> Response:
    """A vendor asks whether this address is ours."""
    return await _take(house, request, public_id, "GET")


@router.post("/hooks/{public_id}", include_in_schema=False)
async def take_delivery(house: TheHouse, request: Request, public_id: str) -> Response:
    """A vendor brings what happened on a channel."""
    return await _take(house, request, public_id, "POST")


async def _take(house: TheHouse, request: Request, public_id: str, method: Literal["GET", "POST"]) -> Response:
    # The whole body first: a slow sender must not hold a connection to the database.
    body = await _body(request)
    async with house.transactions.begin_anywhere(SYSTEM) as uow:
        # lint: allow ids-through-access - a webhook is nobody; its signature is checked below
        place = await queries.find_channel_by_public_id(uow.scope, public_id)
        if place is None:
            raise ChannelNotFound
        await uow.act_in(place.workspace_id, SYSTEM)
        # lint: allow ids-through-access - as above
        channel = await queries.find_channel(uow.scope, place.channel_id)
        if channel is None:
            raise ChannelNotFound
        delivery = Delivery(
            body,
            content_type=request.headers.get("content-type", ""),
            query=dict(request.query_params),
            received_at=uow.now,
        )
        address = f"{house.settings.base_url}{request.url.path}"
        headers = {name.lower(): value for name, value in request.headers.items()}
        verdict = await accepting.accept(uow, channel, WebhookRequest(method, address, headers, delivery))
    if isinstance(verdict, Handshake):
        return Response(verdict.body, status_code=verdict.status, media_type=verdict.content_type)
    return Response(status_code=status.HTTP_200_OK)


async def _body(request: Request) -> bytes:
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > BODY_LIMIT:
            raise DeliveryTooLarge
    return bytes(body)
