"""Rows: sequences, and the contacts in them."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKeyConstraint, Index, func, text
from sqlalchemy.orm import Mapped, mapped_column

from obrol.runtime.rows import Base, Stamped, Tenanted


class EnrollmentStatus(StrEnum):
    """How a contact stands to a sequence: in it, through it, or taken out before its end."""

    ACTIVE = "active"
    COMPLETED = "completed"
    LEFT = "left"


class Sequence(Tenanted, Stamped, Base):
    """Messages that follow one another over days, to whoever is enrolled."""

    __tablename__ = "sequence"

    name: Mapped[str]
    version: Mapped[int] = mapped_column(server_default=text("1"))
    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012
    __table_args__ = (
        ForeignKeyConstraint(["workspace_id"], ["workspace.id"], ondelete="CASCADE"),
        Index("uq_sequence_workspace_id_name", "workspace_id", func.lower(text("name")), unique=True),
    )


class Enrollment(Tenanted, Stamped, Base):
    """A contact's way through a sequence. They may go it again, but never twice at once."""

    __tablename__ = "enrollment"

    sequence_id: Mapped[UUID]
    contact_id: Mapped[UUID]
    status: Mapped[str] = mapped_column(server_default="active")
    began_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(server_default=text("1"))
    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012
    __table_args__ = (
        ForeignKeyConstraint(
            ["workspace_id", "sequence_id"], ["sequence.workspace_id", "sequence.id"], ondelete="CASCADE"
        ),
        ForeignKeyConstraint(
            ["workspace_id", "contact_id"], ["contact.workspace_id", "contact.id"], ondelete="CASCADE"
        ),
        CheckConstraint("status IN ('active', 'completed', 'left')", name="status"),
        CheckConstraint("(status = 'active') = (ended_at IS NULL)", name="ended_has_a_time"),
        Index(
            "uq_enrollment_active",
            "workspace_id",
            "contact_id",
            "sequence_id",
            unique=True,
            postgresql_where=text("status = 'active'"),
        ),
        Index("ix_enrollment_workspace_id_sequence_id_status", "workspace_id", "sequence_id", "status"),
        Index("ix_enrollment_workspace_id_contact_id", "workspace_id", "contact_id"),
    )

    def leave(self, at: datetime) -> None:
        self.status, self.ended_at = EnrollmentStatus.LEFT, at
