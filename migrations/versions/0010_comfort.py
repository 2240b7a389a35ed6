"""Comfort: keys, sound and notifications as each agent wants them."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

SWITCHES = {"single_keys": "true", "list_hidden": "false", "sound": "true", "desktop_notifications": "false"}


def upgrade() -> None:
    for name, default in SWITCHES.items():
        op.add_column("agent", sa.Column(name, sa.Boolean(), server_default=sa.text(default), nullable=False))
    op.add_column("agent", sa.Column("notify_about", sa.String(), server_default="mine", nullable=False))
    op.create_check_constraint(op.f("ck_agent_notify_about"), "agent", "notify_about IN ('mine', 'all')")


def downgrade() -> None:
    raise NotImplementedError("A house is not unbuilt: restore a backup instead.")
