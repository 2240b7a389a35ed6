"""Connecting: a channel comes, breaks, goes, and comes back. Its conversations stay whatever happens."""

import base64
import os
from collections.abc import Mapping
from typing import Any

from obrol.channels.access import connector_of, seal_owner
from obrol.channels.actions.checking import clean_credentials, clean_settings
from obrol.channels.contract.registry import Registry, UnknownKind
from obrol.channels.errors import KindUnknown
from obrol.channels.events import ChannelBroken, ChannelChanged, ChannelConnected, ChannelRemoved
from obrol.channels.models import Channel
from obrol.kit.ids import new_id
from obrol.runtime.sealing import Seal
from obrol.runtime.unit_of_work import UnitOfWork

REASON_LIMIT = 500  # characters
PUBLIC_ID_BYTES = 15  # 120 random bits: a webhook address is not to be guessed; 24 letters of base 32 without padding


async def connect(
    uow: UnitOfWork, *, kind: str, name: str, settings: Mapping[str, Any], credentials: Mapping[str, Any]
) -> Channel:
    """Connect an account. Refuses with KindUnknown, SettingsRefused and CredentialsRefused."""
    try:
        form = uow.tools.get(Registry).get_connector(kind).describe_setup()
    except UnknownKind:
        raise KindUnknown from None
    channel = Channel(
        workspace_id=uow.workspace_id,
        id=new_id(),
        public_id=_new_public_id(),
        kind=kind,
        name=name,
        settings=clean_settings(form, settings),
    )
    channel.credentials = _sealed(uow, channel, clean_credentials(form, credentials))
    uow.session.add(channel)
    uow.record(ChannelConnected, channel=channel)
    return channel


async def break_off(uow: UnitOfWork, channel: Channel, *, reason: str) -> None:
    """Send nothing on a channel until somebody mends it, and tell people; saying it twice changes nothing."""
    if channel.state == "broken":
        return
    channel.break_off(reason[:REASON_LIMIT])
    uow.record(ChannelBroken, channel=channel)


async def reconnect(uow: UnitOfWork, channel: Channel, *, credentials: Mapping[str, Any] | None) -> None:
    """Make a broken or removed channel work again; what waited for it goes on. Refuses with CredentialsRefused.

    Removing a channel forgot its credentials, so one that has some needs them again.
    """
    form = connector_of(uow.scope, channel).describe_setup()
    if credentials is not None or channel.removed_at is not None:
        channel.credentials = _sealed(uow, channel, clean_credentials(form, credentials or {}))
    if channel.removed_at is None and channel.state == "connected":
        if credentials is not None:
            uow.record(ChannelChanged, channel=channel)
        return
    channel.mend()
    channel.removed_at = None
    uow.record(ChannelConnected, channel=channel)


async def disconnect(uow: UnitOfWork, channel: Channel) -> None:
    """Take a channel away and forget its credentials. What was said on it stays; doing it again does nothing."""
    if channel.removed_at is not None:
        return
    channel.removed_at = uow.now
    channel.credentials = None
    uow.record(ChannelRemoved, channel=channel)


def seal_credentials(uow: UnitOfWork, channel: Channel, credentials: Mapping[str, Any]) -> None:
    """Keep fresh credentials; refuses with CredentialsRefused."""
    form = connector_of(uow.scope, channel).describe_setup()
    channel.credentials = _sealed(uow, channel, clean_credentials(form, credentials))


def _sealed(uow: UnitOfWork, channel: Channel, credentials: Mapping[str, Any]) -> bytes | None:
    if not credentials:
        return None
    return uow.tools.get(Seal).seal(credentials, owner=seal_owner(channel))


def _new_public_id() -> str:
    return base64.b32encode(os.urandom(PUBLIC_ID_BYTES)).decode().lower()
