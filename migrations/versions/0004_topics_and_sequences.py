"""Topics that contacts agree to, sequences that they are in, and how each agent arranged the panel."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy import Text
from sqlalchemy.dialects import postgresql

from obrol.runtime.migrating import guard_tenant_table

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

NOW = sa.text("now()")
FIRST = sa.text("1")


def upgrade() -> None:
    op.create_table(
        "topic",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), server_default="recurring", nullable=False),
        sa.Column("version", sa.Integer(), server_default=FIRST, nullable=False),
        sa.Column("workspace_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=NOW, nullable=False),
        sa.CheckConstraint("kind IN ('once', 'recurring')", name=op.f("ck_topic_kind")),
        _of_a_workspace("topic"),
        sa.PrimaryKeyConstraint("workspace_id", "id", name=op.f("pk_topic")),
    )
    op.create_index("uq_topic_workspace_id_name", "topic", ["workspace_id", sa.text("lower(name)")], unique=True)
    op.create_table(
        "subscription",
        sa.Column("workspace_id", sa.Uuid(), nullable=False),
        sa.Column("contact_id", sa.Uuid(), nullable=False),
        sa.Column("topic_id", sa.Uuid(), nullable=False),
        sa.Column("subscribed_at", sa.DateTime(timezone=True), server_default=NOW, nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=True),
        _of("subscription", "contact"),
        _of("subscription", "topic"),
        sa.PrimaryKeyConstraint("workspace_id", "contact_id", "topic_id", name=op.f("pk_subscription")),
    )
    op.create_index("ix_subscription_workspace_id_topic_id", "subscription", ["workspace_id", "topic_id"])
    op.create_table(
        "panel_layout",
        sa.Column("workspace_id", sa.Uuid(), nullable=False),
        sa.Column("agent_id", sa.Uuid(), nullable=False),
        sa.Column("blocks", postgresql.JSONB(astext_type=Text()), nullable=False),
        sa.Column("folded", postgresql.JSONB(astext_type=Text()), nullable=False),
        sa.Column("version", sa.Integer(), server_default=FIRST, nullable=False),
        _of("panel_layout", "agent"),
        sa.PrimaryKeyConstraint("workspace_id", "agent_id", name=op.f("pk_panel_layout")),
    )
    op.create_table(
        "sequence",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), server_default=FIRST, nullable=False),
        sa.Column("workspace_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=NOW, nullable=False),
        _of_a_workspace("sequence"),
        sa.PrimaryKeyConstraint("workspace_id", "id", name=op.f("pk_sequence")),
    )
    op.create_index("uq_sequence_workspace_id_name", "sequence", ["workspace_id", sa.text("lower(name)")], unique=True)
    op.create_table(
        "enrollment",
        sa.Column("sequence_id", sa.Uuid(), nullable=False),
        sa.Column("contact_id", sa.Uuid(), nullable=False),
        sa.Column("status", sa.String(), server_default="active", nullable=False),
        sa.Column("began_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), server_default=FIRST, nullable=False),
        sa.Column("workspace_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=NOW, nullable=False),
        sa.CheckConstraint("status IN ('active', 'completed', 'left')", name=op.f("ck_enrollment_status")),
        sa.CheckConstraint("(status = 'active') = (ended_at IS NULL)", name=op.f("ck_enrollment_ended_has_a_time")),
        _of("enrollment", "contact"),
        _of("enrollment", "sequence"),
        sa.PrimaryKeyConstraint("workspace_id", "id", name=op.f("pk_enrollment")),
    )
    op.create_index(
        "uq_enrollment_active",
        "enrollment",
        ["workspace_id", "contact_id", "sequence_id"],
        unique=True,
        postgresql_where=sa.text("status = 'active'"),
    )
    op.create_index(
        "ix_enrollment_workspace_id_sequence_id_status", "enrollment", ["workspace_id", "sequence_id", "status"]
    )
    op.create_index("ix_enrollment_workspace_id_contact_id", "enrollment", ["workspace_id", "contact_id"])
    for table in ("topic", "subscription", "panel_layout", "sequence", "enrollment"):
        guard_tenant_table(op.execute, table)


def _of_a_workspace(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["workspace_id"], ["workspace.id"], name=op.f(f"fk_{table}_workspace_id"), ondelete="CASCADE"
    )


def _of(table: str, owner: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["workspace_id", f"{owner}_id"],
        [f"{owner}.workspace_id", f"{owner}.id"],
        name=op.f(f"fk_{table}_workspace_id_{owner}_id"),
        ondelete="CASCADE",
    )


def downgrade() -> None:
    raise NotImplementedError("A house is not unbuilt: restore a backup instead.")
