"""Access: the only way from an id to a bot or a flow."""

from uuid import UUID

from obrol.flows import queries
from obrol.flows.engine.linting import lint
from obrol.flows.engine.reading import read_document
from obrol.flows.errors import BotNotFound, FlowNotFound, VersionNotFound
from obrol.flows.models import Bot, Flow, FlowVersion
from obrol.flows.schemas import BotOut, FlowDetail
from obrol.runtime.unit_of_work import Scope
from obrol.workspaces.access import Permission, demand


async def bot_for(scope: Scope, bot_id: UUID, *, to: Permission, lock: bool = False) -> Bot:
    """The bot this actor may do `to` with; BotNotFound outside the workspace, NotAllowed by role."""
    bot = await queries.find_bot(scope, bot_id, lock=lock)
    if bot is None:
        raise BotNotFound
    demand(scope.actor, to)
    return bot


async def flow_for(scope: Scope, flow_id: UUID, *, to: Permission, lock: bool = False) -> Flow:
    """The flow this actor may do `to` with; FlowNotFound outside the workspace, NotAllowed by role."""
    flow = await queries.find_flow(scope, flow_id, lock=lock)
    if flow is None:
        raise FlowNotFound
    demand(scope.actor, to)
    return flow


async def version_for(scope: Scope, flow_id: UUID, number: int, *, to: Permission) -> FlowVersion:
    """A published version of a flow this actor may do `to` with; VersionNotFound when there never was one."""
    flow = await flow_for(scope, flow_id, to=to)
    version = await queries.find_version_row(scope, flow.id, number)
    if version is None:
        raise VersionNotFound
    return version


async def describe_bot(scope: Scope, bot: Bot) -> BotOut:
    """The bot with the channels that it answers on."""
    shown: BotOut = (await queries.bots_out(scope, [bot]))[bot.id]
    return shown


async def describe_flow(scope: Scope, flow: Flow) -> FlowDetail:
    """The flow with its draft, and what the linter says about it."""
    shown = (await queries.flows_out(scope, [flow]))[flow.id]
    return FlowDetail(**shown.model_dump(), draft=flow.draft, problems=lint(read_document(flow.draft)))
