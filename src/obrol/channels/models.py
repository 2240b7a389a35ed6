"""Rows: connected channels, and the raw deliveries that their vendors made."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKeyConstraint, Index, func, text
from sqlalchemy.orm import Mapped, mapped_column

from obrol.runtime.rows import Base, Stamped, Tenanted


class Channel(Tenanted, Stamped, Base):
    """One connected account of one kind of channel."""

    __tablename__ = "channel"

    public_id: Mapped[str] = mapped_column(unique=True)  # in the script tag and the webhook address
    kind: Mapped[str]
    name: Mapped[str]
    settings: Mapped[dict[str, Any]]
    credentials: Mapped[bytes | None]  # encrypted with the key outside the database
    state: Mapped[str] = mapped_column(server_default="connected")
    state_reason: Mapped[str | None]
    bot_id: Mapped[UUID | None]
    start_flow_id: Mapped[UUID | None]
    removed_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(server_default=text("1"))
    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012
    __table_args__ = (
        ForeignKeyConstraint(["workspace_id"], ["workspace.id"], ondelete="CASCADE"),
        CheckConstraint("state IN ('connected', 'broken')", name="state"),
        CheckConstraint("(state = 'broken') = (state_reason IS NOT NULL)", name="broken_has_a_reason"),
        Index("ix_channel_workspace_id_bot_id", "workspace_id", "bot_id"),
    )

    def break_off(self, reason: str) -> None:
        self.state, self.state_reason = "broken", reason

    def mend(self) -> None:
        self.state, self.state_reason = "connected", None


class InboundDelivery(Tenanted, Base):
    """A payload as the vendor sent it, kept before it is understood; a repeat is the same row."""

    __tablename__ = "inbound_delivery"

    channel_id: Mapped[UUID]
    provider_id: Mapped[str]
    raw: Mapped[dict[str, Any]]
    state: Mapped[str] = mapped_column(server_default="stored")
    received_at: Mapped[datetime] = mapped_column(server_default=func.now())
    __table_args__ = (
        ForeignKeyConstraint(
            ["workspace_id", "channel_id"], ["channel.workspace_id", "channel.id"], ondelete="CASCADE"
        ),
        CheckConstraint("state IN ('stored', 'understood', 'puzzling')", name="state"),
        Index(
            "uq_inbound_delivery_channel_provider",
            "workspace_id",
            "channel_id",
            "provider_id",
            unique=True,
        ),
    )
