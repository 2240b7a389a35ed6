"""Reading bots, flows, their versions and their runs."""

from collections import OrderedDict
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Uuid, column, func, select, table, text

from obrol.channels.models import Channel
from obrol.contacts.models import CustomField, Topic
from obrol.flows.engine.document import FlowVersion as Version
from obrol.flows.engine.reading import read_document
from obrol.flows.models import Bot, Flow, FlowVersion, Run
from obrol.flows.schemas import BotOut, ChannelRef, FlowOut
from obrol.inbox.jobs import DeliverMessage, lane_of
from obrol.inbox.models import Attachment, Delivery, Message
from obrol.runtime.events import renders
from obrol.runtime.lanes.rows import LaneJob
from obrol.runtime.unit_of_work import Scope
from obrol.workspaces.models import Team

# Versions never change, so each process keeps the ones it walked last: reading a large one takes milliseconds.
KEPT_VERSIONS = 200
# What a run can have under way is among the newest; a long conversation is not read from its start.
NEWEST_LOOKED_AT = 50  # messages
# The rows of a module above, of which only the ids are read, to know which are there.
_SEQUENCE = table("sequence", column("workspace_id", Uuid), column("id", Uuid))
_kept: OrderedDict[tuple[UUID, int], Version] = OrderedDict()


async def find_bot(scope: Scope, bot_id: UUID, *, lock: bool = False) -> Bot | None:
    """The row, locked until the transaction ends if asked."""
    statement = select(Bot).where(Bot.workspace_id == scope.workspace_id, Bot.id == bot_id)
    if lock:
        statement = statement.with_for_update().execution_options(populate_existing=True)
    return await scope.session.scalar(statement)


async def list_bots(scope: Scope) -> Sequence[Bot]:
    """All bots, oldest first."""
    return (
        await scope.session.scalars(select(Bot).where(Bot.workspace_id == scope.workspace_id).order_by(Bot.id))
    ).all()


async def find_flow(scope: Scope, flow_id: UUID, *, lock: bool = False) -> Flow | None:
    """The row, locked until the transaction ends if asked."""
    statement = select(Flow).where(Flow.workspace_id == scope.workspace_id, Flow.id == flow_id)
    if lock:
        statement = statement.with_for_update().execution_options(populate_existing=True)
    return await scope.session.scalar(statement)


async def list_flows(scope: Scope, *, bot_id: UUID | None = None) -> Sequence[Flow]:
    """The flows of a bot, or all, oldest first."""
    statement = select(Flow).where(Flow.workspace_id == scope.workspace_id).order_by(Flow.id)
    if bot_id is not None:
        statement = statement.where(Flow.bot_id == bot_id)
    return (await scope.session.scalars(statement)).all()


async def find_version_row(scope: Scope, flow_id: UUID, number: int) -> FlowVersion | None:
    """A published version as it lies in the table."""
    return await scope.session.get(FlowVersion, (scope.workspace_id, flow_id, number))


async def list_versions(scope: Scope, flow_id: UUID) -> Sequence[FlowVersion]:
    """The published versions of a flow, newest first."""
    statement = (
        select(FlowVersion)
        .where(FlowVersion.workspace_id == scope.workspace_id, FlowVersion.flow_id == flow_id)
        .order_by(FlowVersion.number.desc())
    )
    return (await scope.session.scalars(statement)).all()


async def find_version(scope: Scope, flow_id: UUID, number: int) -> Version | None:
    """A published version, ready to be walked."""
    key = (flow_id, number)
    if key in _kept:
        _kept.move_to_end(key)
        return _kept[key]
    row = await find_version_row(scope, flow_id, number)
    if row is None:
        return None
    version = Version(flow_id, number, read_document(row.document))
    _kept[key] = version
    if len(_kept) > KEPT_VERSIONS:
        _kept.popitem(last=False)
    return version


async def find_run(scope: Scope, run_id: UUID, *, lock: bool = False) -> Run | None:
    """The row, locked until the transaction ends if asked."""
    statement = select(Run).where(Run.workspace_id == scope.workspace_id, Run.id == run_id)
    if lock:
        statement = statement.with_for_update().execution_options(populate_existing=True)
    return await scope.session.scalar(statement)


async def find_active_run(scope: Scope, conversation_id: UUID, *, lock: bool = True) -> Run | None:
    """The run that a conversation is in, locked unless somebody only looks."""
    statement = select(Run).where(
        Run.workspace_id == scope.workspace_id, Run.conversation_id == conversation_id, Run.status == "active"
    )
    if lock:
        statement = statement.with_for_update().execution_options(populate_existing=True)
    return await scope.session.scalar(statement)


async def list_latest_runs(scope: Scope, conversation_id: UUID, *, most: int) -> Sequence[Run]:
    """The newest runs of a conversation, whatever became of them."""
    return (
        await scope.session.scalars(
            select(Run)
            .where(Run.workspace_id == scope.workspace_id, Run.conversation_id == conversation_id)
            .order_by(Run.started_at.desc(), Run.id.desc())
            .limit(most)
        )
    ).all()


async def count_runs_since(scope: Scope, conversation_id: UUID, *, within: timedelta) -> int:
    """How many runs a conversation began lately, by the database's clock."""
    count = await scope.session.scalar(
        select(func.count())
        .select_from(Run)
        .where(
            Run.workspace_id == scope.workspace_id,
            Run.conversation_id == conversation_id,
            Run.started_at > func.clock_timestamp() - within,
        )
    )
    return count or 0


async def find_next_departure(scope: Scope, conversation_id: UUID, *, epoch: int | None) -> datetime | None:
    """When the last of the bot's words of this epoch that have yet to leave is tried next; None when all have left.

    Without an epoch: of those that an agent lets the bot say.
    """
    newest = (
        select(Message.delivery, Message.author_kind, Message.planned_epoch)
        .where(Message.workspace_id == scope.workspace_id, Message.conversation_id == conversation_id)
        .order_by(Message.pos.desc())
        .limit(NEWEST_LOOKED_AT)
        .subquery()
    )
    queued = await scope.session.scalar(
        select(func.count())
        .select_from(newest)
        .where(
            newest.c.delivery == Delivery.QUEUED,
            newest.c.author_kind == "bot",
            newest.c.planned_epoch.is_not_distinct_from(epoch),
        )
    )
    if not queued:
        return None
    departure: datetime | None = await scope.session.scalar(
        select(func.max(LaneJob.run_at)).where(
            LaneJob.workspace_id == scope.workspace_id,
            LaneJob.lane == lane_of(conversation_id),
            LaneJob.kind == DeliverMessage.name,
            LaneJob.state == "waiting",
        )
    )
    return departure


async def database_time(scope: Scope) -> datetime:
    """The instant, by the one clock that every server and every timer shares."""
    now: datetime | None = await scope.session.scalar(select(func.clock_timestamp()))
    assert now is not None
    return now


async def find_attachments(scope: Scope, ids: set[UUID]) -> dict[UUID, Attachment]:
    """Those of the files that are here."""
    found = await scope.session.scalars(
        select(Attachment).where(Attachment.workspace_id == scope.workspace_id, Attachment.id.in_(ids))
    )
    return {row.id: row for row in found}


async def find_teams(scope: Scope, ids: set[UUID]) -> set[UUID]:
    """Those of the teams that are here."""
    return set(
        await scope.session.scalars(select(Team.id).where(Team.workspace_id == scope.workspace_id, Team.id.in_(ids)))
    )


async def find_field_keys(scope: Scope, keys: set[str]) -> set[str]:
    """Those of the custom fields that are here."""
    statement = select(CustomField.key).where(CustomField.workspace_id == scope.workspace_id, CustomField.key.in_(keys))
    return set(await scope.session.scalars(statement))


async def find_topics(scope: Scope, ids: set[UUID]) -> set[UUID]:
    """Those of the topics that are here."""
    return set(
        await scope.session.scalars(select(Topic.id).where(Topic.workspace_id == scope.workspace_id, Topic.id.in_(ids)))
    )


async def find_sequences(scope: Scope, ids: set[UUID]) -> set[UUID]:
    """Those of the sequences that are here."""
    return set(
        await scope.session.scalars(
            select(_SEQUENCE.c.id).where(_SEQUENCE.c.workspace_id == scope.workspace_id, _SEQUENCE.c.id.in_(ids))
        )
    )


async def list_documents(scope: Scope) -> Sequence[tuple[Flow, Any]]:
    """Every flow with the document that new runs walk, None for one that was never published; by name."""
    rows = await scope.session.execute(
        select(Flow, FlowVersion.document)
        .outerjoin(
            FlowVersion,
            (FlowVersion.workspace_id == Flow.workspace_id)
            & (FlowVersion.flow_id == Flow.id)
            & (FlowVersion.number == Flow.published_version),
        )
        .where(Flow.workspace_id == scope.workspace_id)
        .order_by(func.lower(Flow.name), Flow.id)
    )
    return [(flow, document) for flow, document in rows]


async def list_channels_that_start(scope: Scope, flow_id: UUID) -> Sequence[Channel]:
    """The connected channels whose start flow this is."""
    return (
        await scope.session.scalars(
            select(Channel)
            .where(
                Channel.workspace_id == scope.workspace_id,
                Channel.start_flow_id == flow_id,
                Channel.removed_at.is_(None),
            )
            .order_by(Channel.id)
        )
    ).all()


@renders(Bot)
async def bots_out(scope: Scope, rows: Sequence[Bot]) -> dict[UUID, BotOut]:
    """The whole resource of each bot, with the channels that it answers on."""
    channels = await scope.session.scalars(
        select(Channel)
        .where(
            Channel.workspace_id == scope.workspace_id,
            Channel.bot_id.in_([row.id for row in rows]),
            Channel.removed_at.is_(None),
        )
        .order_by(Channel.id)
    )
    of_bot: dict[UUID | None, list[ChannelRef]] = {}
    for channel in channels:
        of_bot.setdefault(channel.bot_id, []).append(ChannelRef(id=channel.id, name=channel.name, kind=channel.kind))
    return {
        row.id: BotOut(
            id=row.id,
            name=row.name,
            channels=of_bot.get(row.id, []),
            created_at=row.created_at,
            version=row.version,
        )
        for row in rows
    }


# JSONB compares what documents say, not how they are spelled.
_CHANGED = text(
    """
    SELECT f.id FROM flow f
    LEFT JOIN flow_version v ON v.workspace_id = f.workspace_id AND v.flow_id = f.id AND v.number = f.published_version
    WHERE f.workspace_id = :workspace_id AND f.id = ANY(:ids) AND f.draft IS DISTINCT FROM v.document
    """
)


@renders(Flow)
async def flows_out(scope: Scope, rows: Sequence[Flow]) -> dict[UUID, FlowOut]:
    """The whole resource of each flow, its document apart."""
    values = {"workspace_id": scope.workspace_id, "ids": [row.id for row in rows]}
    changed = set(await scope.session.scalars(_CHANGED, values))
    return {
        row.id: FlowOut(
            id=row.id,
            bot_id=row.bot_id,
            name=row.name,
            published_version=row.published_version,
            has_changes=row.id in changed,
            created_at=row.created_at,
            version=row.version,
        )
        for row in rows
    }
