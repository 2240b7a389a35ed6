"""Access: the only way from an id to a channel, and from a channel to its connector and its credentials."""

from contextlib import AbstractAsyncContextManager
from uuid import UUID

import httpx

from obrol.channels import queries
from obrol.channels.contract.capabilities import Capabilities
from obrol.channels.contract.connector import Connector
from obrol.channels.contract.registry import Registry, UnknownKind
from obrol.channels.contract.setup import ChannelContext, ChannelFacts
from obrol.channels.errors import ChannelNotFound, ConnectorGone
from obrol.channels.models import Channel
from obrol.channels.schemas import ChannelDetail
from obrol.runtime.sealing import Seal
from obrol.runtime.settings import Settings
from obrol.runtime.unit_of_work import Scope
from obrol.workspaces.access import Permission, demand, may


async def channel_for(
    scope: Scope, channel_id: UUID, *, to: Permission, lock: bool = False, removed_too: bool = False
) -> Channel:
    """The channel this actor may do `to` with; ChannelNotFound outside the workspace, NotAllowed by role."""
    channel = await queries.find_channel(scope, channel_id, lock=lock)
    if channel is None:
        raise ChannelNotFound
    if channel.removed_at is not None and not removed_too:
        raise ChannelNotFound
    demand(scope.actor, to)
    return channel


async def capabilities_of(scope: Scope, channel_id: UUID) -> Capabilities:
    """What can be done on a channel, removed or not; refuses with ChannelNotFound and ConnectorGone."""
    channel = await queries.find_channel(scope, channel_id)
    if channel is None:
        raise ChannelNotFound
    return _capabilities(scope, channel)


def connector_of(scope: Scope, channel: Channel) -> Connector:
    """The code for this kind of channel; refuses with ConnectorGone when this build has none."""
    try:
        return scope.tools.get(Registry).get_connector(channel.kind)
    except UnknownKind:
        raise ConnectorGone from None


def facts_of(scope: Scope, channel: Channel) -> ChannelFacts:
    """What the connector may know of a channel, credentials included; refuses with SealBroken."""
    credentials = (
        {}
        if channel.credentials is None
        else scope.tools.get(Seal).open(channel.credentials, owner=seal_owner(channel))
    )
    return ChannelFacts(channel.id, channel.settings, credentials, _webhook_address(scope, channel))


def context_of(scope: Scope, channel: Channel) -> ChannelContext:
    """What a connector needs to send; refuses with SealBroken."""
    return ChannelContext(facts_of(scope, channel), _no_way_out)


def seal_owner(channel: Channel) -> str:
    """Whom the credentials of a channel are sealed for: copied to another row they do not open."""
    return f"{channel.workspace_id}/{channel.id}"


async def describe(scope: Scope, channel: Channel) -> ChannelDetail:
    """The channel with what can be done on it; its webhook's address only for those who set it up."""
    shown = (await queries.channels_out(scope, [channel]))[channel.id]
    sets_it_up = may(scope.actor, Permission.MANAGE_CHANNELS)
    return ChannelDetail(
        **shown.model_dump(),
        webhook_address=_webhook_address(scope, channel) if sets_it_up else None,
        has_credentials=channel.credentials is not None,
        capabilities=_capabilities(scope, channel),
    )


def _capabilities(scope: Scope, channel: Channel) -> Capabilities:
    # Without credentials: a key that was lost must not take the composer away.
    return connector_of(scope, channel).capabilities(ChannelFacts(channel.id, channel.settings))


def _webhook_address(scope: Scope, channel: Channel) -> str | None:
    if not connector_of(scope, channel).describe_setup().has_webhook:
        return None
    return f"{scope.tools.get(Settings).base_url}/hooks/{channel.public_id}"


def _no_way_out() -> AbstractAsyncContextManager[httpx.AsyncClient]:
    # The guarded client comes with the first connector that talks to a vendor; until then nothing leaves the house.
    raise RuntimeError("this build has no connector that talks HTTP")
