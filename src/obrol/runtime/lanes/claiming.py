"""Claiming: taking a lane, keeping it, and letting it go without losing a wake-up.

The statements below are the whole protocol. `lane_claim` and `lane_next_wake` run with the owner's rights,
because a worker looks for work before it knows in which workspace that work is (migrations/).
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from obrol.runtime.db import FastConnection


@dataclass(frozen=True, slots=True)
class Lease:
    """The right to work one lane until the lease ends or somebody with a higher epoch holds it."""

    workspace_id: UUID
    key: str
    epoch: int


@dataclass(frozen=True, slots=True)
class DueJob:
    """A job whose time has come."""

    id: int
    kind: str
    payload: dict[str, Any]
    attempts: int


class Fenced(Exception):  # noqa: N818 - a fact about the lease
    """The lease was lost: somebody else works the lane, and this transaction must not commit."""


CLAIM = "SELECT workspace_id, key, epoch FROM lane_claim($1, $2, $3, $4)"
NEXT_WAKE = "SELECT lane_next_wake()"

KEEP = text(
    """
    UPDATE lane SET lease_until = clock_timestamp() + make_interval(secs => :lease)
    WHERE workspace_id = :workspace_id AND key = :key AND epoch = :epoch
    RETURNING 1
    """
)
NEXT_JOB = text(
    """
    SELECT id, kind, payload, attempts FROM lane_job
    WHERE workspace_id = :workspace_id AND lane = :key AND state = 'waiting'
      AND run_at <= clock_timestamp() + make_interval(secs => :ahead)
      AND NOT id = ANY(CAST(:but AS bigint[]))
    ORDER BY run_at, id LIMIT 1
    """
)
END_JOB = text("DELETE FROM lane_job WHERE workspace_id = :workspace_id AND id = :id")
POSTPONE_JOB = text(
    """
    UPDATE lane_job SET attempts = attempts + :burnt, last_error = :error,
        run_at = clock_timestamp() + make_interval(secs => :after)
    WHERE workspace_id = :workspace_id AND id = :id
    """
)
BURY_JOB = text(
    """
    UPDATE lane_job SET state = 'dead', attempts = attempts + 1, last_error = :error, dedup_key = NULL
    WHERE workspace_id = :workspace_id AND id = :id
    """
)
LOCK_LANE = text("SELECT 1 FROM lane WHERE workspace_id = :workspace_id AND key = :key AND epoch = :epoch FOR UPDATE")
# A second statement, so that it sees every job committed while we waited for the lock.
FREE_LANE = text(
    """
    WITH next AS (
        SELECT min(run_at) AS at FROM lane_job
        WHERE workspace_id = :workspace_id AND lane = :key AND state = 'waiting'
    ), gone AS (
        DELETE FROM lane WHERE workspace_id = :workspace_id AND key = :key AND (SELECT at FROM next) IS NULL
    )
    UPDATE lane SET owner = NULL, lease_until = NULL, wake_at = (SELECT at FROM next)
    WHERE workspace_id = :workspace_id AND key = :key AND (SELECT at FROM next) IS NOT NULL
    """
)


async def claim(connection: FastConnection, *, owner: str, lease: float, most: int, ahead: float = 0.0) -> list[Lease]:
    """Take up to `most` lanes that have something due; two workers never get the same one."""
    rows = await connection.fetch(CLAIM, owner, lease, most, ahead)
    return [Lease(row["workspace_id"], row["key"], row["epoch"]) for row in rows]


async def next_wake(connection: FastConnection) -> datetime | None:
    """When the next lane wants to be worked, if any."""
    wake: datetime | None = await connection.fetchval(NEXT_WAKE)
    return wake


async def keep(session: AsyncSession, held: Lease, *, lease: float) -> None:
    """Renew the lease inside this transaction; raises Fenced when it is no longer ours, so nothing commits."""
    values = {"workspace_id": held.workspace_id, "key": held.key, "epoch": held.epoch, "lease": lease}
    if await session.scalar(KEEP, values) is None:
        raise Fenced


async def next_job(
    session: AsyncSession, held: Lease, *, ahead: float = 0.0, but: Collection[int] = ()
) -> DueJob | None:
    """The oldest job of the lane whose time has come, leaving some out."""
    values = {"workspace_id": held.workspace_id, "key": held.key, "ahead": ahead, "but": list(but)}
    row = (await session.execute(NEXT_JOB, values)).one_or_none()
    return DueJob(row.id, row.kind, row.payload, row.attempts) if row else None


async def free(session: AsyncSession, held: Lease) -> None:
    """Let the lane go; its next wake-up is its next job, and without jobs it disappears."""
    values = {"workspace_id": held.workspace_id, "key": held.key}
    if await session.scalar(LOCK_LANE, values | {"epoch": held.epoch}) is not None:
        await session.execute(FREE_LANE, values)
