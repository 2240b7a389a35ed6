"""Rows: bots, flows, their immutable versions, and the runs that walk them."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKeyConstraint, Index, func, text
from sqlalchemy.orm import Mapped, mapped_column

from obrol.runtime.rows import Base, Stamped, Tenanted


class Bot(Tenanted, Stamped, Base):
    """A named set of flows that answers on the channels it is attached to."""

    __tablename__ = "bot"

    name: Mapped[str]
    version: Mapped[int] = mapped_column(server_default=text("1"))
    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012
    __table_args__ = (ForeignKeyConstraint(["workspace_id"], ["workspace.id"], ondelete="CASCADE"),)


class Flow(Tenanted, Stamped, Base):
    """A conversation plan: a draft that is edited, and versions that run."""

    __tablename__ = "flow"

    bot_id: Mapped[UUID]
    name: Mapped[str]
    draft: Mapped[dict[str, Any]]
    published_version: Mapped[int | None]
    version: Mapped[int] = mapped_column(server_default=text("1"))
    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012
    __table_args__ = (
        ForeignKeyConstraint(["workspace_id", "bot_id"], ["bot.workspace_id", "bot.id"], ondelete="CASCADE"),
        Index("ix_flow_workspace_id_bot_id", "workspace_id", "bot_id"),
    )


class FlowVersion(Base):
    """A published document; it never changes, because runs finish on it."""

    __tablename__ = "flow_version"

    workspace_id: Mapped[UUID] = mapped_column(primary_key=True)
    flow_id: Mapped[UUID] = mapped_column(primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    document: Mapped[dict[str, Any]]
    published_at: Mapped[datetime] = mapped_column(server_default=func.now())
    published_by_id: Mapped[UUID | None]
    __table_args__ = (
        ForeignKeyConstraint(["workspace_id", "flow_id"], ["flow.workspace_id", "flow.id"], ondelete="CASCADE"),
    )


class Run(Tenanted, Base):
    """One walk of a conversation through a flow version."""

    __tablename__ = "run"

    conversation_id: Mapped[UUID]
    flow_id: Mapped[UUID]
    flow_version: Mapped[int]
    state: Mapped[dict[str, Any]]  # the engine's Run, as JSON
    status: Mapped[str] = mapped_column(server_default="active")
    ended_reason: Mapped[str | None]
    # The answering epoch that the run speaks under; a run of an older epoch stays silent.
    epoch: Mapped[int]
    # The agent who lets it run while the team answers; null when it runs because the bot does.
    controlled_by_id: Mapped[UUID | None]
    started_at: Mapped[datetime] = mapped_column(server_default=func.now())
    ended_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(server_default=text("1"))
    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012
    __table_args__ = (
        ForeignKeyConstraint(
            ["workspace_id", "conversation_id"],
            ["conversation.workspace_id", "conversation.id"],
            ondelete="CASCADE",
        ),
        CheckConstraint("status IN ('active', 'ended')", name="status"),
        CheckConstraint("(status = 'ended') = (ended_at IS NOT NULL)", name="ended_has_a_time"),
        # One active run per conversation: a second flow replaces the first.
        Index(
            "uq_run_active",
            "workspace_id",
            "conversation_id",
            unique=True,
            postgresql_where=text("status = 'active'"),
        ),
        Index("ix_run_workspace_id_flow_id", "workspace_id", "flow_id"),
        # What a pressed old button looks through, and what counts how often a conversation started over.
        Index("ix_run_conversation", "workspace_id", "conversation_id", "started_at"),
    )

    @property
    def is_active(self) -> bool:
        return self.status == "active"

    @property
    def is_controlled(self) -> bool:
        return self.controlled_by_id is not None

    def end(self, reason: str, at: datetime) -> None:
        self.status, self.ended_reason, self.ended_at = "ended", reason, at

    def take_up(self, epoch: int) -> None:
        """It goes on, also after it had ended, and speaks under the epoch of now."""
        self.status, self.ended_reason, self.ended_at = "active", None, None
        self.epoch, self.controlled_by_id = epoch, None
