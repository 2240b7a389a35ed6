"""Subflows that an agent runs while the team keeps the conversation."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("conversation", sa.Column("controlled_run", postgresql.JSONB(), nullable=True))
    op.add_column("run", sa.Column("controlled_by_id", sa.Uuid(), nullable=True))


def downgrade() -> None:
    raise NotImplementedError("A house is not unbuilt: restore a backup instead.")
