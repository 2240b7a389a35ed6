"""Tables that stand apart from row-level security, and why; everything else belongs to a workspace."""

# Known before any workspace is: who signs in, and how often they tried.
BEFORE_ANY_WORKSPACE = frozenset({"account", "session", "sign_in_attempt", "alembic_version"})
