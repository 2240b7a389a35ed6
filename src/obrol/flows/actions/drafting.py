"""Drafting: flows are made, named, written and taken away. A draft runs nowhere."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from obrol.flows.actions.stopping import stop_runs
from obrol.flows.engine.document import FORMAT, FlowDocument
from obrol.flows.engine.problems import DocumentUnreadable
from obrol.flows.engine.reading import read_document
from obrol.flows.errors import BotUnknown, DocumentRefused, FlowInUse
from obrol.flows.events import FlowChanged, FlowCreated, FlowRemoved
from obrol.flows.models import Flow
from obrol.flows.queries import find_bot, list_channels_that_start
from obrol.kit.ids import new_id
from obrol.runtime.unit_of_work import UnitOfWork

BLANK: Mapping[str, Any] = {"format": FORMAT, "start": "end", "steps": {"end": {"type": "end"}}}


async def make(uow: UnitOfWork, *, bot_id: UUID, name: str, draft: Mapping[str, Any] | None = None) -> Flow:
    """Make a flow, with a draft or with next to nothing. Refuses with BotUnknown and DocumentRefused."""
    if await find_bot(uow.scope, bot_id) is None:
        raise BotUnknown
    flow = Flow(workspace_id=uow.workspace_id, id=new_id(), bot_id=bot_id, name=name, draft=_kept(draft or BLANK))
    uow.session.add(flow)
    uow.record(FlowCreated, flow=flow)
    return flow


async def rename(uow: UnitOfWork, flow: Flow, *, name: str) -> None:
    """Give it another name."""
    if flow.name == name:
        return
    flow.name = name
    uow.record(FlowChanged, flow=flow)


async def write(uow: UnitOfWork, flow: Flow, document: Mapping[str, Any]) -> None:
    """Replace the draft. Refuses with DocumentRefused what is not a flow; what only the linter minds is kept."""
    draft = _kept(document)
    if draft == flow.draft:
        return
    flow.draft = draft
    uow.record(FlowChanged, flow=flow)


async def remove(uow: UnitOfWork, flow: Flow) -> None:
    """Take it away with all its versions; its runs stop. Refuses with FlowInUse while a channel starts with it."""
    channels = await list_channels_that_start(uow.scope, flow.id)
    if channels:
        raise FlowInUse(channels=[{"id": channel.id, "name": channel.name} for channel in channels])
    await stop_runs(uow, [flow.id])
    await uow.session.delete(flow)
    uow.record(FlowRemoved, flow_id=flow.id, bot_id=flow.bot_id)


def read(document: Mapping[str, Any]) -> FlowDocument:
    """The document, or DocumentRefused with every reason why it is none."""
    try:
        return read_document(document)
    except DocumentUnreadable as unreadable:
        raise DocumentRefused(unreadable.problems) from None


def _kept(document: Mapping[str, Any]) -> dict[str, Any]:
    # With every default written out: what a later format takes for granted does not change what this one said.
    return read(document).model_dump(mode="json")
