"""Colleagues who are named in notes, and replies that wait for their time."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy import Text
from sqlalchemy.dialects import postgresql

from obrol.runtime.migrating import guard_tenant_table

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "mention",
        sa.Column("workspace_id", sa.Uuid(), nullable=False),
        sa.Column("note_id", sa.Uuid(), nullable=False),
        sa.Column("agent_id", sa.Uuid(), nullable=False),
        sa.Column("conversation_id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["workspace_id", "agent_id"],
            ["agent.workspace_id", "agent.id"],
            name=op.f("fk_mention_workspace_id_agent_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id", "note_id"],
            ["note.workspace_id", "note.id"],
            name=op.f("fk_mention_workspace_id_note_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("workspace_id", "note_id", "agent_id", name=op.f("pk_mention")),
    )
    op.create_index("ix_mention_of_agent", "mention", ["workspace_id", "agent_id", "created_at"])
    op.create_table(
        "scheduled_reply",
        sa.Column("conversation_id", sa.Uuid(), nullable=False),
        sa.Column("agent_id", sa.Uuid(), nullable=False),
        sa.Column("contents", postgresql.JSONB(astext_type=Text()), nullable=False),
        sa.Column("persona_id", sa.Uuid(), nullable=True),
        sa.Column("send_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("send_anyway", sa.Boolean(), nullable=False),
        sa.Column("known_pos", sa.Integer(), nullable=False),
        sa.Column("known_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("held_because", sa.String(), nullable=True),
        sa.Column("version", sa.Integer(), server_default=sa.text("1"), nullable=False),
        sa.Column("workspace_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace_id", "agent_id"],
            ["agent.workspace_id", "agent.id"],
            name=op.f("fk_scheduled_reply_workspace_id_agent_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id", "conversation_id"],
            ["conversation.workspace_id", "conversation.id"],
            name=op.f("fk_scheduled_reply_workspace_id_conversation_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("workspace_id", "id", name=op.f("pk_scheduled_reply")),
    )
    op.create_index("ix_scheduled_reply_workspace_id_agent_id", "scheduled_reply", ["workspace_id", "agent_id"])
    op.create_index(
        "ix_scheduled_reply_workspace_id_conversation_id", "scheduled_reply", ["workspace_id", "conversation_id"]
    )
    guard_tenant_table(op.execute, "mention")
    guard_tenant_table(op.execute, "scheduled_reply")


def downgrade() -> None:
    raise NotImplementedError("A house is not unbuilt: restore a backup instead.")
