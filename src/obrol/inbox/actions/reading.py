"""Reading: what each agent has read, and what each side has seen of the other."""

from sqlalchemy import text
from sqlalchemy.dialects.postgresql import insert

from obrol.inbox.events import ConversationRead, ConversationSeenByTeam, MessageDeliveryChanged
from obrol.inbox.models import Conversation, ReadMark
from obrol.inbox.queries.fragments import DELIVERY_JSON
from obrol.inbox.schemas import DeliveryOut
from obrol.runtime.unit_of_work import UnitOfWork

_SEEN = text(
    """
    UPDATE conversation SET team_seen_seq = visitor_seq
    WHERE workspace_id = :workspace_id AND id = :id AND team_seen_seq < visitor_seq AND inbound_count <= :read
    RETURNING team_seen_seq
    """
)

# Monotonic: a late "delivered" never undoes "read".
_CAME_FURTHER = text(
    f"""
    UPDATE message m SET delivery = :state, version = version + 1
    WHERE m.workspace_id = :workspace_id AND m.conversation_id = :id AND m.direction = 'outbound'
        AND m.visitor_seq <= :seq AND m.delivery = ANY(:below)
    RETURNING {DELIVERY_JSON}
    """  # noqa: S608 - built from constants
)
_BELOW = {"delivered": ["sent"], "read": ["sent", "delivered"]}


async def read(uow: UnitOfWork, conversation: Conversation, *, inbound_count: int) -> None:
    """Note that the agent has read this many inbound messages; reading never goes back."""
    assert uow.actor.id is not None
    counted = min(inbound_count, conversation.inbound_count)
    statement = insert(ReadMark).values(
        workspace_id=uow.workspace_id,
        agent_id=uow.actor.id,
        conversation_id=conversation.id,
        inbound_count=counted,
    )
    moved = (
        await uow.session.execute(
            statement.on_conflict_do_update(
                index_elements=["workspace_id", "agent_id", "conversation_id"],
                set_={"inbound_count": statement.excluded.inbound_count, "version": ReadMark.version + 1},
                where=ReadMark.inbound_count < statement.excluded.inbound_count,
            ).returning(ReadMark.inbound_count, ReadMark.pinned_at, ReadMark.version)
        )
    ).one_or_none()
    if moved is None:
        return
    uow.record(
        ConversationRead,
        conversation_id=conversation.id,
        agent_id=uow.actor.id,
        read_inbound_count=moved.inbound_count,
        pinned=moved.pinned_at is not None,
        mark_version=moved.version,
    )
    seen = await uow.session.scalar(_SEEN, {"workspace_id": uow.workspace_id, "id": conversation.id, "read": counted})
    if seen is not None:
        uow.record(ConversationSeenByTeam, conversation_id=conversation.id, team_seen_seq=seen)


async def contact_came_to(uow: UnitOfWork, conversation: Conversation, *, seq: int, state: str) -> None:
    """Note that the contact has got (`delivered`) or seen (`read`) everything up to a place in what they are shown."""
    rows = await uow.session.scalars(
        _CAME_FURTHER,
        {
            "workspace_id": uow.workspace_id,
            "id": conversation.id,
            "seq": min(seq, conversation.visitor_seq),
            "state": state,
            "below": _BELOW[state],
        },
    )
    deliveries = [DeliveryOut.model_validate(document) for document in rows]
    if deliveries:
        uow.record(
            MessageDeliveryChanged,
            conversation_id=conversation.id,
            visitor_seq=conversation.visitor_seq,
            deliveries=deliveries,
        )
