"""Configuring: what a channel is called, how it looks, and which bot answers on it."""

from uuid import UUID

from sqlalchemy.orm.attributes import flag_modified

from obrol.channels.access import connector_of
from obrol.channels.actions import connecting
from obrol.channels.actions.checking import clean_settings
from obrol.channels.errors import BotUnknown, StartFlowUnknown
from obrol.channels.events import ChannelChanged
from obrol.channels.models import Channel
from obrol.channels.queries import is_bot, is_flow_of
from obrol.channels.schemas import ChannelPatch
from obrol.runtime.unit_of_work import UnitOfWork


async def change(uow: UnitOfWork, channel: Channel, patch: ChannelPatch) -> None:
    """Change what is given, settings one by one; nothing given changes nothing.

    Refuses with SettingsRefused, CredentialsRefused, BotUnknown and StartFlowUnknown.
    """
    if not patch.model_fields_set:
        return
    if patch.name is not None:
        channel.name = patch.name
    if patch.settings is not None:
        form = connector_of(uow.scope, channel).describe_setup()
        channel.settings = clean_settings(form, {**channel.settings, **patch.settings})
    if patch.credentials is not None:
        connecting.seal_credentials(uow, channel, patch.credentials)
    if patch.model_fields_set & {"bot_id", "start_flow_id"}:
        bot_id = patch.bot_id if "bot_id" in patch.model_fields_set else channel.bot_id
        if "start_flow_id" in patch.model_fields_set:
            start_flow_id = patch.start_flow_id
        else:
            start_flow_id = await _kept(uow, channel.start_flow_id, bot_id)
        await attach(uow, channel, bot_id, start_flow_id=start_flow_id)
    uow.record(ChannelChanged, channel=channel)


async def attach(uow: UnitOfWork, channel: Channel, bot_id: UUID | None, *, start_flow_id: UUID | None) -> None:
    """Let a bot answer here, with a flow that greets; None takes it off. Refuses with BotUnknown, StartFlowUnknown.

    The start flow may be unpublished still: until it is, the bot says nothing.
    """
    if bot_id is not None and not await is_bot(uow.scope, bot_id):
        raise BotUnknown
    if start_flow_id is not None and not await _belongs(uow, start_flow_id, bot_id):
        raise StartFlowUnknown
    channel.bot_id, channel.start_flow_id = bot_id, start_flow_id


async def announce_again(uow: UnitOfWork, channel: Channel) -> None:
    """Say that what others show of a channel has changed, though its own row has not: its bot has a new name."""
    flag_modified(channel, "name")  # a new version, so that nobody takes the news for old
    uow.record(ChannelChanged, channel=channel)


async def _kept(uow: UnitOfWork, start_flow_id: UUID | None, bot_id: UUID | None) -> UUID | None:
    """The start flow as it was, unless it is another bot's now."""
    return start_flow_id if start_flow_id is not None and await _belongs(uow, start_flow_id, bot_id) else None


async def _belongs(uow: UnitOfWork, flow_id: UUID, bot_id: UUID | None) -> bool:
    return bot_id is not None and await is_flow_of(uow.scope, flow_id, bot_id)
