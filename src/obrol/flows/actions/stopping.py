"""Stopping: runs that end because their flow does."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import func, update

from obrol.flows.models import Run
from obrol.runtime.unit_of_work import UnitOfWork


async def stop_runs(uow: UnitOfWork, flow_ids: Sequence[UUID]) -> None:
    """End every run of these flows; what they had planned already still leaves, their timers do nothing."""
    await uow.session.execute(
        update(Run)
        .where(Run.workspace_id == uow.workspace_id, Run.flow_id.in_(flow_ids), Run.status == "active")
        # The version moves too: a step that is being taken this very moment does not commit over it.
        .values(status="ended", ended_reason="flow_removed", ended_at=func.now(), version=Run.version + 1)
        .execution_options(synchronize_session=False)
    )
