"""Marks and filters: pins, unread again, and the indexes of the list's filters."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("read_mark", sa.Column("pinned_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("read_mark", sa.Column("version", sa.Integer(), server_default=sa.text("1"), nullable=False))
    op.create_index(
        "ix_read_mark_pinned",
        "read_mark",
        ["workspace_id", "agent_id"],
        unique=False,
        postgresql_where=sa.text("pinned_at IS NOT NULL"),
    )
    op.create_index(
        "ix_conversation_waiting",
        "conversation",
        ["workspace_id", "status", "waiting_since", "id"],
        unique=False,
        postgresql_where=sa.text("waiting_since IS NOT NULL"),
    )
    op.create_index(
        "ix_conversation_list_of_assignee",
        "conversation",
        ["workspace_id", "assignee_id", "status", "last_activity_at", "id"],
        unique=False,
        postgresql_where=sa.text("assignee_id IS NOT NULL"),
    )


def downgrade() -> None:
    raise NotImplementedError("A house is not unbuilt: restore a backup instead.")
