"""Stopping: runs that end because their flow does."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import func, select, update

from obrol.flows.actions import controlling
from obrol.flows.models import Run
from obrol.inbox.queries.conversations import find_conversation
from obrol.runtime.unit_of_work import UnitOfWork


async def stop_runs(uow: UnitOfWork, flow_ids: Sequence[UUID]) -> None:
    """End every run of these flows; what they had planned already still leaves, their timers do nothing."""
    await _stop_those_under_control(uow, flow_ids)
    await uow.session.execute(
        update(Run)
        .where(Run.workspace_id == uow.workspace_id, Run.flow_id.in_(flow_ids), Run.status == "active")
        # The version moves too: a step that is being taken this very moment does not commit over it.
        .values(status="ended", ended_reason="flow_removed", ended_at=func.now(), version=Run.version + 1)
        .execution_options(synchronize_session=False)
    )


async def _stop_those_under_control(uow: UnitOfWork, flow_ids: Sequence[UUID]) -> None:
    """Agents see these on their conversations, and are told."""
    conversation_ids = await uow.session.scalars(
        select(Run.conversation_id)
        .where(
            Run.workspace_id == uow.workspace_id,
            Run.flow_id.in_(flow_ids),
            Run.status == "active",
            Run.controlled_by_id.is_not(None),
        )
        .order_by(Run.conversation_id)
    )
    for conversation_id in conversation_ids.all():
        conversation = await find_conversation(uow.scope, conversation_id, lock=True)
        if conversation is not None:
            await controlling.stop(uow, conversation)
    await uow.session.flush()
