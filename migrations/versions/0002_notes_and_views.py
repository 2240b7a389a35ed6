"""Notes that are edited, and how each agent sees a conversation."""

import sqlalchemy as sa
from alembic import op

from obrol.runtime.migrating import guard_tenant_table

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("note", sa.Column("edited_at", sa.DateTime(timezone=True), nullable=True))
    op.create_table(
        "conversation_view",
        sa.Column("workspace_id", sa.Uuid(), nullable=False),
        sa.Column("agent_id", sa.Uuid(), nullable=False),
        sa.Column("conversation_id", sa.Uuid(), nullable=False),
        sa.Column("hides_bot_messages", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace_id", "agent_id"],
            ["agent.workspace_id", "agent.id"],
            name=op.f("fk_conversation_view_workspace_id_agent_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id", "conversation_id"],
            ["conversation.workspace_id", "conversation.id"],
            name=op.f("fk_conversation_view_workspace_id_conversation_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("workspace_id", "agent_id", "conversation_id", name=op.f("pk_conversation_view")),
    )
    op.create_index(
        "ix_conversation_view_workspace_id_conversation_id",
        "conversation_view",
        ["workspace_id", "conversation_id"],
        unique=False,
    )
    guard_tenant_table(op.execute, "conversation_view")


def downgrade() -> None:
    raise NotImplementedError("A house is not unbuilt: restore a backup instead.")
