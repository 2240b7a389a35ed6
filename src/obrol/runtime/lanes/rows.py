"""Rows: lanes and the jobs that wait in them. Narrow, and gone when done: a queue table must stay small."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, Identity, Index, func, text
from sqlalchemy.orm import Mapped, mapped_column

from obrol.runtime.rows import Base


class Lane(Base):
    """A queue of one key; whoever holds the lease works it. A lane without jobs has no row."""

    __tablename__ = "lane"

    workspace_id: Mapped[UUID] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(primary_key=True)
    # From one sequence, never reused: a worker that slept through its lease cannot match a later holder's.
    epoch: Mapped[int] = mapped_column(BigInteger, server_default=text("0"))
    owner: Mapped[str | None]
    lease_until: Mapped[datetime | None]
    wake_at: Mapped[datetime]
    __table_args__ = (
        Index("ix_lane_wake_at", "wake_at"),
        {"postgresql_with": {"fillfactor": "70", "autovacuum_vacuum_scale_factor": "0.01"}},
    )


class LaneJob(Base):
    """One piece of later work."""

    __tablename__ = "lane_job"

    workspace_id: Mapped[UUID] = mapped_column(primary_key=True)
    id: Mapped[int] = mapped_column(BigInteger, Identity(always=True), primary_key=True)
    lane: Mapped[str]
    kind: Mapped[str]
    payload: Mapped[dict[str, Any]]
    run_at: Mapped[datetime] = mapped_column(server_default=func.clock_timestamp())
    state: Mapped[str] = mapped_column(server_default="waiting")
    attempts: Mapped[int] = mapped_column(server_default=text("0"))
    dedup_key: Mapped[str | None]
    last_error: Mapped[str | None]
    created_at: Mapped[datetime] = mapped_column(server_default=func.clock_timestamp())
    __table_args__ = (
        CheckConstraint("state IN ('waiting', 'dead')", name="state"),
        Index("ix_lane_job_due", "workspace_id", "lane", "run_at", "id", postgresql_where=text("state = 'waiting'")),
        Index("ix_lane_job_dead", "workspace_id", "id", postgresql_where=text("state = 'dead'")),
        Index(
            "uq_lane_job_dedup_key",
            "workspace_id",
            "dedup_key",
            unique=True,
            postgresql_where=text("dedup_key IS NOT NULL"),
        ),
        {"postgresql_with": {"fillfactor": "70", "autovacuum_vacuum_scale_factor": "0.01"}},
    )
