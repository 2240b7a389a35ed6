"""Reading channels, connected or removed."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select, text

from obrol.channels.models import Channel, InboundDelivery
from obrol.channels.schemas import BotRef, ChannelOut
from obrol.kit.text import without_controls
from obrol.runtime.events import renders
from obrol.runtime.unit_of_work import Scope


@dataclass(frozen=True, slots=True)
class Place:
    """Where a channel is: what a door needs before it knows any workspace."""

    workspace_id: UUID
    channel_id: UUID


async def find_channel(scope: Scope, channel_id: UUID, *, lock: bool = False) -> Channel | None:
    """The row, removed or not, locked until the transaction ends if asked."""
    statement = select(Channel).where(Channel.workspace_id == scope.workspace_id, Channel.id == channel_id)
    if lock:
        statement = statement.with_for_update().execution_options(populate_existing=True)
    return await scope.session.scalar(statement)


async def find_channel_by_public_id(scope: Scope, public_id: str) -> Place | None:
    """Where the connected channel with this address is, in whichever workspace."""
    if without_controls(public_id) != public_id:  # PostgreSQL would not even take the question
        return None
    found = (
        await scope.session.execute(
            text("SELECT workspace_id, id FROM channel_by_public_id(:public_id)"), {"public_id": public_id}
        )
    ).one_or_none()
    return Place(found.workspace_id, found.id) if found else None


async def list_channels(scope: Scope, *, removed: bool = False) -> Sequence[Channel]:
    """The connected channels (or the removed ones), oldest first."""
    statement = select(Channel).where(Channel.workspace_id == scope.workspace_id).order_by(Channel.id)
    wanted = Channel.removed_at.is_not(None) if removed else Channel.removed_at.is_(None)
    return (await scope.session.scalars(statement.where(wanted))).all()


async def list_channels_of_bot(scope: Scope, bot_id: UUID, *, lock: bool = False) -> Sequence[Channel]:
    """The connected channels that a bot answers on."""
    statement = select(Channel).where(
        Channel.workspace_id == scope.workspace_id, Channel.bot_id == bot_id, Channel.removed_at.is_(None)
    )
    if lock:
        statement = statement.with_for_update().execution_options(populate_existing=True)
    return (await scope.session.scalars(statement.order_by(Channel.id))).all()


async def find_delivery(scope: Scope, delivery_id: UUID) -> InboundDelivery | None:
    """The row."""
    return await scope.session.get(InboundDelivery, (scope.workspace_id, delivery_id))


async def is_bot(scope: Scope, bot_id: UUID) -> bool:
    """Whether this workspace has the bot. Bots belong to flows, which are above: only their rows are looked at."""
    return await _exists(scope, "SELECT 1 FROM bot WHERE workspace_id = :workspace_id AND id = :id", id=bot_id)


async def is_flow_of(scope: Scope, flow_id: UUID, bot_id: UUID) -> bool:
    """Whether a flow belongs to a bot of this workspace."""
    statement = "SELECT 1 FROM flow WHERE workspace_id = :workspace_id AND id = :id AND bot_id = :bot_id"
    return await _exists(scope, statement, id=flow_id, bot_id=bot_id)


async def find_bot_name(scope: Scope, bot_id: UUID | None) -> str | None:
    """What a bot of this workspace is called; as above, only its row is looked at."""
    statement = text("SELECT name FROM bot WHERE workspace_id = :workspace_id AND id = :id")
    name: str | None = await scope.session.scalar(statement, {"workspace_id": scope.workspace_id, "id": bot_id})
    return name


async def _exists(scope: Scope, statement: str, **values: UUID) -> bool:
    return await scope.session.scalar(text(statement), {"workspace_id": scope.workspace_id, **values}) is not None


_BOTS = text("SELECT id, name FROM bot WHERE workspace_id = :workspace_id AND id = ANY(:ids)")


@renders(Channel)
async def channels_out(scope: Scope, rows: Sequence[Channel]) -> dict[UUID, ChannelOut]:
    """The whole resource of each channel, as it stands in this transaction."""
    ids = [row.bot_id for row in rows if row.bot_id is not None]
    found = (await scope.session.execute(_BOTS, {"workspace_id": scope.workspace_id, "ids": ids})).all() if ids else []
    bots = {bot.id: BotRef(id=bot.id, name=bot.name) for bot in found}
    return {
        row.id: ChannelOut.model_validate(
            {
                "id": row.id,
                "kind": row.kind,
                "name": row.name,
                "state": row.state,
                "state_reason": row.state_reason,
                "bot": bots.get(row.bot_id) if row.bot_id else None,
                "start_flow_id": row.start_flow_id,
                "settings": row.settings,
                "public_id": row.public_id,
                "removed_at": row.removed_at,
                "created_at": row.created_at,
                "version": row.version,
            }
        )
        for row in rows
    }
