"""Alembic's entry point: `obrol migrate` hands over an open connection of the database's owner."""

from alembic import context
from sqlalchemy import text

connection = context.config.attributes["connection"]
target_metadata = context.config.attributes.get("metadata")

context.configure(
    connection=connection, target_metadata=target_metadata, compare_type=True, compare_server_default=True
)
with context.begin_transaction():
    # A migration that waits behind a long transaction makes everybody else wait behind it: better to fail and retry.
    connection.execute(text("SET LOCAL lock_timeout = '5s'"))
    context.run_migrations()
