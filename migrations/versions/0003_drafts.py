"""What agents have begun to write, and how the composer behaves for each of them."""

import sqlalchemy as sa
from alembic import op

from obrol.runtime.migrating import guard_tenant_table

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("agent", sa.Column("enter_sends", sa.Boolean(), server_default=sa.text("true"), nullable=False))
    op.add_column("agent", sa.Column("undo_send", sa.Boolean(), server_default=sa.text("false"), nullable=False))
    op.create_table(
        "draft",
        sa.Column("workspace_id", sa.Uuid(), nullable=False),
        sa.Column("agent_id", sa.Uuid(), nullable=False),
        sa.Column("conversation_id", sa.Uuid(), nullable=False),
        sa.Column("mode", sa.String(), nullable=False),
        sa.Column("reply", sa.String(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("persona_id", sa.Uuid(), nullable=True),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("mode IN ('reply', 'note')", name=op.f("ck_draft_mode")),
        sa.ForeignKeyConstraint(
            ["workspace_id", "agent_id"],
            ["agent.workspace_id", "agent.id"],
            name=op.f("fk_draft_workspace_id_agent_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id", "conversation_id"],
            ["conversation.workspace_id", "conversation.id"],
            name=op.f("fk_draft_workspace_id_conversation_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("workspace_id", "agent_id", "conversation_id", name=op.f("pk_draft")),
    )
    op.create_index("ix_draft_workspace_id_conversation_id", "draft", ["workspace_id", "conversation_id"])
    guard_tenant_table(op.execute, "draft")


def downgrade() -> None:
    raise NotImplementedError("A house is not unbuilt: restore a backup instead.")
