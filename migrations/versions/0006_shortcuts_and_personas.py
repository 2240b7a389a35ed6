"""Shortcuts and personas, and what the contact sees of whoever wrote a message."""

import sqlalchemy as sa
from alembic import op

from obrol.runtime.migrating import guard_tenant_table

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("message", sa.Column("shown_name", sa.String(), nullable=True))
    op.add_column("message", sa.Column("shown_picture_id", sa.Uuid(), nullable=True))
    op.create_table(
        "shortcut",
        sa.Column("owner_id", sa.Uuid(), nullable=True),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("name_folded", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("category", sa.String(), nullable=True),
        sa.Column("used_count", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("last_used_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), server_default=sa.text("1"), nullable=False),
        sa.Column("workspace_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace_id"], ["workspace.id"], name=op.f("fk_shortcut_workspace_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id", "owner_id"],
            ["agent.workspace_id", "agent.id"],
            name=op.f("fk_shortcut_workspace_id_owner_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("workspace_id", "id", name=op.f("pk_shortcut")),
    )
    op.create_index(
        "uq_shortcut_shared_name",
        "shortcut",
        ["workspace_id", "name_folded"],
        unique=True,
        postgresql_where=sa.text("owner_id IS NULL"),
    )
    op.create_index(
        "uq_shortcut_personal_name",
        "shortcut",
        ["workspace_id", "owner_id", "name_folded"],
        unique=True,
        postgresql_where=sa.text("owner_id IS NOT NULL"),
    )
    op.create_table(
        "shortcut_attachment",
        sa.Column("workspace_id", sa.Uuid(), nullable=False),
        sa.Column("shortcut_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("attachment_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace_id", "shortcut_id"],
            ["shortcut.workspace_id", "shortcut.id"],
            name=op.f("fk_shortcut_attachment_workspace_id_shortcut_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id", "attachment_id"],
            ["attachment.workspace_id", "attachment.id"],
            name=op.f("fk_shortcut_attachment_workspace_id_attachment_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("workspace_id", "shortcut_id", "position", name=op.f("pk_shortcut_attachment")),
    )
    op.create_index(
        "ix_shortcut_attachment_workspace_id_attachment_id",
        "shortcut_attachment",
        ["workspace_id", "attachment_id"],
        unique=False,
    )
    op.create_table(
        "persona",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("name_folded", sa.String(), nullable=False),
        sa.Column("picture_id", sa.Uuid(), nullable=True),
        sa.Column("version", sa.Integer(), server_default=sa.text("1"), nullable=False),
        sa.Column("workspace_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace_id"], ["workspace.id"], name=op.f("fk_persona_workspace_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id", "picture_id"],
            ["attachment.workspace_id", "attachment.id"],
            name=op.f("fk_persona_workspace_id_picture_id"),
        ),
        sa.PrimaryKeyConstraint("workspace_id", "id", name=op.f("pk_persona")),
    )
    op.create_index("uq_persona_name", "persona", ["workspace_id", "name_folded"], unique=True)
    for table in ("shortcut", "shortcut_attachment", "persona"):
        guard_tenant_table(op.execute, table)


def downgrade() -> None:
    raise NotImplementedError("A house is not unbuilt: restore a backup instead.")
