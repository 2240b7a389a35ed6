"""Keeping bots: they are made, named, and taken away."""

from obrol.channels.actions import configuring
from obrol.channels.queries import list_channels_of_bot
from obrol.flows.actions.stopping import stop_runs
from obrol.flows.errors import BotInUse
from obrol.flows.events import BotChanged, BotCreated, BotRemoved
from obrol.flows.models import Bot
from obrol.flows.queries import list_flows
from obrol.kit.ids import new_id
from obrol.runtime.unit_of_work import UnitOfWork


async def make(uow: UnitOfWork, *, name: str) -> Bot:
    """Make a bot; it says nothing until it has a flow and a channel."""
    bot = Bot(workspace_id=uow.workspace_id, id=new_id(), name=name)
    uow.session.add(bot)
    uow.record(BotCreated, bot=bot)
    return bot


async def rename(uow: UnitOfWork, bot: Bot, *, name: str) -> None:
    """Give it another name, which its channels show as well."""
    if bot.name == name:
        return
    bot.name = name
    uow.record(BotChanged, bot=bot)
    for channel in await list_channels_of_bot(uow.scope, bot.id, lock=True):
        await configuring.announce_again(uow, channel)


async def remove(uow: UnitOfWork, bot: Bot) -> None:
    """Take it away with its flows; their runs stop. Refuses with BotInUse while it answers on a channel."""
    channels = await list_channels_of_bot(uow.scope, bot.id)
    if channels:
        raise BotInUse(channels=[{"id": channel.id, "name": channel.name} for channel in channels])
    await stop_runs(uow, [flow.id for flow in await list_flows(uow.scope, bot_id=bot.id)])
    await uow.session.delete(bot)
    uow.record(BotRemoved, bot_id=bot.id)
