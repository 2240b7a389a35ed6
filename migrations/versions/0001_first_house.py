"""The first house: every table, its guards, and the doors that come before any workspace."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy import Text
from sqlalchemy.dialects import postgresql

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

ROLE = "obrol_app"
TENANT_TABLES = (
    "agent",
    "team",
    "team_member",
    "invitation",
    "contact",
    "identity",
    "tag",
    "contact_tag",
    "custom_field",
    "field_value",
    "channel",
    "inbound_delivery",
    "bot",
    "flow",
    "flow_version",
    "run",
    "conversation",
    "message",
    "note",
    "read_mark",
    "attachment",
    "send_attempt",
    "event",
    "lane",
    "lane_job",
)

FUNCTIONS = (
    # Lanes: a worker looks for work before it knows in which workspace that work is.
    "CREATE SEQUENCE lane_epoch",
    """
    CREATE FUNCTION lane_claim(p_owner text, p_lease double precision, p_most integer, p_ahead double precision)
    RETURNS TABLE (workspace_id uuid, key text, epoch bigint)
    LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
        UPDATE lane l SET owner = p_owner, epoch = nextval('lane_epoch'),
            lease_until = clock_timestamp() + make_interval(secs => p_lease)
        FROM (
            SELECT d.workspace_id, d.key FROM lane d
            WHERE d.wake_at <= clock_timestamp() + make_interval(secs => p_ahead)
              AND (d.lease_until IS NULL OR d.lease_until < clock_timestamp())
            ORDER BY d.wake_at LIMIT p_most
            FOR UPDATE SKIP LOCKED
        ) due
        WHERE l.workspace_id = due.workspace_id AND l.key = due.key
        RETURNING l.workspace_id, l.key, l.epoch
    $$
    """,
    """
    CREATE FUNCTION lane_next_wake() RETURNS timestamptz
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
        SELECT min(GREATEST(wake_at, COALESCE(lease_until, wake_at))) FROM
            (SELECT wake_at, lease_until FROM lane ORDER BY wake_at LIMIT 100) AS soonest
    $$
    """,
    """
    CREATE FUNCTION lane_depth() RETURNS TABLE (waiting bigint, dead bigint, oldest timestamptz)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
        SELECT count(*) FILTER (WHERE state = 'waiting'), count(*) FILTER (WHERE state = 'dead'),
            min(run_at) FILTER (WHERE state = 'waiting') FROM lane_job
    $$
    """,
    # Doors that come before any workspace is known.
    """
    CREATE FUNCTION workspaces_of(p_account uuid)
    RETURNS TABLE (workspace_id uuid, workspace_name text, agent_id uuid, disabled_at timestamptz)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
        SELECT w.id, w.name::text, a.id, a.disabled_at FROM agent a JOIN workspace w ON w.id = a.workspace_id
        WHERE a.account_id = p_account ORDER BY w.created_at, w.id
    $$
    """,
    """
    CREATE FUNCTION who_holds(p_sessions uuid[])
    RETURNS TABLE (session_id uuid, account_id uuid, workspace_id uuid, agent_id uuid, agent_name text, role text,
        team_ids uuid[], last_seen_at timestamptz, expires_at timestamptz)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
        SELECT s.id, s.account_id, s.workspace_id, a.id, a.name::text, a.role::text,
            ARRAY(SELECT m.team_id FROM team_member m WHERE m.workspace_id = a.workspace_id AND m.agent_id = a.id),
            s.last_seen_at, s.expires_at
        FROM session s
        JOIN agent a ON a.workspace_id = s.workspace_id AND a.id = s.agent_id AND a.account_id = s.account_id
        WHERE s.id = ANY(p_sessions) AND a.disabled_at IS NULL
    $$
    """,
    """
    CREATE FUNCTION invitation_by_token(p_hash bytea) RETURNS TABLE (workspace_id uuid, id uuid)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
        SELECT i.workspace_id, i.id FROM invitation i WHERE i.token_hash = p_hash
    $$
    """,
    """
    CREATE FUNCTION channel_by_public_id(p_public_id text) RETURNS TABLE (workspace_id uuid, id uuid)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
        SELECT c.workspace_id, c.id FROM channel c WHERE c.public_id = p_public_id AND c.removed_at IS NULL
    $$
    """,
    # Search: LIKE is not leakproof, so under row-level security no trigram index would be used for it.
    # The functions look with their owner's rights and only ever at the workspace that is set.
    # The newest first: a common word is found among them at once; only a rare one reaches the index.
    """
    CREATE FUNCTION search_messages(p_pattern text, p_most integer)
    RETURNS TABLE (message_id uuid, conversation_id uuid, pos integer, created_at timestamptz, words text)
    LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    DECLARE
        ws uuid := NULLIF(current_setting('obrol.workspace', true), '')::uuid;
        oldest timestamptz;
        found_so_far integer;
    BEGIN
        RETURN QUERY
            SELECT r.id, r.conversation_id, r.pos, r.created_at, r.search_text::text FROM (
                SELECT m.* FROM message m WHERE m.workspace_id = ws ORDER BY m.created_at DESC LIMIT 3000
            ) r WHERE r.search_text LIKE p_pattern LIMIT p_most;
        GET DIAGNOSTICS found_so_far = ROW_COUNT;
        IF found_so_far >= p_most OR length(p_pattern) < 5 THEN RETURN; END IF;
        SELECT m.created_at INTO oldest FROM message m WHERE m.workspace_id = ws
            ORDER BY m.created_at DESC OFFSET 2999 LIMIT 1;
        IF oldest IS NULL THEN RETURN; END IF;
        RETURN QUERY
            SELECT s.id, s.conversation_id, s.pos, s.created_at, s.search_text FROM (
                SELECT m.id, m.conversation_id, m.pos, m.created_at, m.search_text::text FROM message m
                WHERE m.workspace_id = ws AND m.search_text LIKE p_pattern AND m.created_at < oldest
                OFFSET 0
            ) s ORDER BY s.created_at DESC LIMIT p_most - found_so_far;
    END
    $$
    """,
    """
    CREATE FUNCTION search_names(p_pattern text, p_most integer)
    RETURNS TABLE (conversation_id uuid, last_activity_at timestamptz)
    LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    DECLARE
        ws uuid := NULLIF(current_setting('obrol.workspace', true), '')::uuid;
        found_so_far integer;
    BEGIN
        IF length(p_pattern) >= 5 THEN
            RETURN QUERY
                SELECT c.id, c.last_activity_at FROM (
                    SELECT t.id FROM contact t WHERE t.workspace_id = ws AND t.name_folded LIKE p_pattern OFFSET 0
                ) t JOIN conversation c ON c.workspace_id = ws AND c.contact_id = t.id
                ORDER BY c.last_activity_at DESC LIMIT p_most;
            RETURN;
        END IF;
        RETURN QUERY
            SELECT r.id, r.last_activity_at FROM (
                SELECT c.id, c.contact_id, c.last_activity_at FROM conversation c WHERE c.workspace_id = ws
                ORDER BY c.last_activity_at DESC LIMIT 3000
            ) r JOIN contact t ON t.workspace_id = ws AND t.id = r.contact_id
            WHERE t.name_folded LIKE p_pattern LIMIT p_most;
    END
    $$
    """,
)


def guard() -> None:
    for statement in FUNCTIONS:
        op.execute(statement)
    for table in TENANT_TABLES:
        op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
        op.execute(
            f"CREATE POLICY of_the_workspace ON {table} "
            "USING (workspace_id = NULLIF(current_setting('obrol.workspace', true), '')::uuid)"
        )
    op.execute("ALTER TABLE workspace ENABLE ROW LEVEL SECURITY")
    op.execute(
        "CREATE POLICY of_the_workspace ON workspace "
        "USING (id = NULLIF(current_setting('obrol.workspace', true), '')::uuid)"
    )
    op.execute(f"GRANT USAGE ON SCHEMA public TO {ROLE}")
    op.execute(f"GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {ROLE}")
    op.execute(f"REVOKE INSERT, UPDATE, DELETE ON alembic_version FROM {ROLE}")
    op.execute(f"GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO {ROLE}")


def upgrade() -> None:
    op.create_table(
        "account",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("email", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("password_hash", sa.String(), nullable=False),
        sa.Column("locale", sa.String(), nullable=True),
        sa.Column("theme", sa.String(), nullable=True),
        sa.Column("time_zone", sa.String(), nullable=True),
        sa.Column("version", sa.Integer(), server_default=sa.text("1"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account")),
        sa.UniqueConstraint("email", name=op.f("uq_account_email")),
    )
    op.create_table(
        "event",
        sa.Column("workspace_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column(
            "xid", sa.BigInteger(), server_default=sa.text("(pg_current_xact_id()::text)::bigint"), nullable=False
        ),
        sa.Column("type", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), server_default=sa.text("clock_timestamp()"), nullable=False),
        sa.Column("actor", postgresql.JSONB(astext_type=Text()), nullable=False),
        sa.Column("audience", postgresql.JSONB(astext_type=Text()), nullable=False),
        sa.Column("conversation_id", sa.Uuid(), nullable=True),
        sa.Column("on_timeline", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("payload", postgresql.JSONB(astext_type=Text()), nullable=False),
        sa.PrimaryKeyConstraint("workspace_id", "id", name=op.f("pk_event")),
    )
    op.create_index("ix_event_feed", "event", ["workspace_id", "xid", "id"], unique=False)
    op.create_index(
        "ix_event_timeline",
        "event",
        ["workspace_id", "conversation_id", "id"],
        unique=False,
        postgresql_where=sa.text("on_timeline"),
    )
    op.create_table(
        "lane",
        sa.Column("workspace_id", sa.Uuid(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("epoch", sa.BigInteger(), server_default=sa.text("0"), nullable=False),
        sa.Column("owner", sa.String(), nullable=True),
        sa.Column("lease_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("wake_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("workspace_id", "key", name=op.f("pk_lane")),
        postgresql_with={"fillfactor": "70", "autovacuum_vacuum_scale_factor": "0.01"},
    )
    op.create_index("ix_lane_wake_at", "lane", ["wake_at"], unique=False)
    op.create_table(
        "lane_job",
        sa.Column("workspace_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("lane", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("payload", postgresql.JSONB(astext_type=Text()), nullable=False),
        sa.Column("run_at", sa.DateTime(timezone=True), server_default=sa.text("clock_timestamp()"), nullable=False),
        sa.Column("state", sa.String(), server_default="waiting", nullable=False),
        sa.Column("attempts", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("dedup_key", sa.String(), nullable=True),
        sa.Column("last_error", sa.String(), nullable=True),
        sa.Column(
            "created_at", sa.DateTime(timezone=True), server_default=sa.text("clock_timestamp()"), nullable=False
        ),
        sa.CheckConstraint("state IN ('waiting', 'dead')", name=op.f("ck_lane_job_state")),
        sa.PrimaryKeyConstraint("workspace_id", "id", name=op.f("pk_lane_job")),
        postgresql_with={"fillfactor": "70", "autovacuum_vacuum_scale_factor": "0.01"},
    )
    op.create_index(
        "ix_lane_job_dead", "lane_job", ["workspace_id", "id"], unique=False, postgresql_where=sa.text("state = 'dead'")
    )
    op.create_index(
        "ix_lane_job_due",
        "lane_job",
        ["workspace_id", "lane", "run_at", "id"],
        unique=False,
        postgresql_where=sa.text("state = 'waiting'"),
    )
    op.create_index(
        "uq_lane_job_dedup_key",
        "lane_job",
        ["workspace_id", "dedup_key"],
        unique=True,
        postgresql_where=sa.text("dedup_key IS NOT NULL"),
    )
    op.create_table(
        "sign_in_attempt",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_in_attempt")),
    )
    op.create_index("ix_sign_in_attempt_key_at", "sign_in_attempt", ["key", "at"], unique=False)
    op.create_index("ix_sign_in_attempt_at", "sign_in_attempt", ["at"], unique=False)
    op.create_table(
        "workspace",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("time_zone", sa.String(), server_default="Asia/Jakarta", nullable=False),
        sa.Column("locale", sa.String(), server_default="id", nullable=False),
        sa.Column("pause_minutes", sa.Integer(), server_default=sa.text("30"), nullable=False),
        sa.Column("version", sa.Integer(), server_default=sa.text("1"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.CheckConstraint("pause_minutes BETWEEN 0 AND 10080", name=op.f("ck_workspace_pause_minutes")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_workspace")),
    )
    op.create_table(
        "agent",
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("email", sa.String(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("disabled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("picture_id", sa.Uuid(), nullable=True),
        sa.Column("version", sa.Integer(), server_default=sa.text("1"), nullable=False),
        sa.Column("workspace_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.CheckConstraint("role IN ('owner', 'admin', 'supervisor', 'agent')", name=op.f("ck_agent_role")),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_agent_account_id")),
        sa.ForeignKeyConstraint(
            ["workspace_id"], ["workspace.id"], name=op.f("fk_agent_workspace_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("workspace_id", "id", name=op.f("pk_agent")),
    )
    op.create_index("ix_agent_account_id", "agent", ["account_id"], unique=False)
    op.create_index("uq_agent_workspace_id_account_id", "agent", ["workspace_id", "account_id"], unique=True)
    op.create_table(
        "attachment",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("media_type", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("width", sa.Integer(), nullable=True),
        sa.Column("height", sa.Integer(), nullable=True),
        sa.Column("blob_key", sa.String(), nullable=False),
        sa.Column("thumbnail_key", sa.String(), nullable=True),
        sa.Column("uploaded_by_kind", sa.String(), nullable=False),
        sa.Column("uploaded_by_id", sa.Uuid(), nullable=True),
        sa.Column("workspace_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.CheckConstraint("kind IN ('image', 'audio', 'video', 'file')", name=op.f("ck_attachment_kind")),
        sa.CheckConstraint("size >= 0", name=op.f("ck_attachment_size")),
        sa.ForeignKeyConstraint(
            ["workspace_id"], ["workspace.id"], name=op.f("fk_attachment_workspace_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("workspace_id", "id", name=op.f("pk_attachment")),
    )
    op.create_table(
        "bot",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), server_default=sa.text("1"), nullable=False),
        sa.Column("workspace_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace_id"], ["workspace.id"], name=op.f("fk_bot_workspace_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("workspace_id", "id", name=op.f("pk_bot")),
    )
    op.create_table(
        "channel",
        sa.Column("public_id", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("settings", postgresql.JSONB(astext_type=Text()), nullable=False),
        sa.Column("credentials", sa.LargeBinary(), nullable=True),
        sa.Column("state", sa.String(), server_default="connected", nullable=False),
        sa.Column("state_reason", sa.String(), nullable=True),
        sa.Column("bot_id", sa.Uuid(), nullable=True),
        sa.Column("start_flow_id", sa.Uuid(), nullable=True),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), server_default=sa.text("1"), nullable=False),
        sa.Column("workspace_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.CheckConstraint(
            "(state = 'broken') = (state_reason IS NOT NULL)", name=op.f("ck_channel_broken_has_a_reason")
        ),
        sa.CheckConstraint("state IN ('connected', 'broken')", name=op.f("ck_channel_state")),
        sa.ForeignKeyConstraint(
            ["workspace_id"], ["workspace.id"], name=op.f("fk_channel_workspace_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("workspace_id", "id", name=op.f("pk_channel")),
        sa.UniqueConstraint("public_id", name=op.f("uq_channel_public_id")),
    )
    op.create_index("ix_channel_workspace_id_bot_id", "channel", ["workspace_id", "bot_id"], unique=False)
    op.create_table(
        "contact",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("name_folded", sa.String(), nullable=False),
        sa.Column("email", sa.String(), nullable=True),
        sa.Column("phone", sa.String(), nullable=True),
        sa.Column("locale", sa.String(), nullable=True),
        sa.Column("time_zone", sa.String(), nullable=True),
        sa.Column("picture_id", sa.Uuid(), nullable=True),
        sa.Column("page_url", sa.String(), nullable=True),
        sa.Column("page_title", sa.String(), nullable=True),
        sa.Column("first_seen_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("last_seen_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("version", sa.Integer(), server_default=sa.text("1"), nullable=False),
        sa.Column("workspace_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace_id"], ["workspace.id"], name=op.f("fk_contact_workspace_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("workspace_id", "id", name=op.f("pk_contact")),
    )
    op.create_index(
        "ix_contact_name_folded",
        "contact",
        ["name_folded"],
        unique=False,
        postgresql_using="gin",
        postgresql_ops={"name_folded": "gin_trgm_ops"},
    )
    op.create_index("ix_contact_workspace_id_email", "contact", ["workspace_id", "email"], unique=False)
    op.create_index("ix_contact_workspace_id_phone", "contact", ["workspace_id", "phone"], unique=False)
    op.create_table(
        "custom_field",
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("type", sa.String(), nullable=False),
        sa.Column("description", sa.String(), server_default="", nullable=False),
        sa.Column(
            "choices", postgresql.JSONB(astext_type=Text()), server_default=sa.text("'[]'::jsonb"), nullable=False
        ),
        sa.Column("position", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("version", sa.Integer(), server_default=sa.text("1"), nullable=False),
        sa.Column("workspace_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.CheckConstraint(
            "type IN ('text', 'long_text', 'number', 'yes_no', 'date', 'date_time', 'list', 'json')",
            name=op.f("ck_custom_field_type"),
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id"], ["workspace.id"], name=op.f("fk_custom_field_workspace_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("workspace_id", "id", name=op.f("pk_custom_field")),
    )
    op.create_index("uq_custom_field_workspace_id_key", "custom_field", ["workspace_id", "key"], unique=True)
    op.create_table(
        "invitation",
        sa.Column("token_hash", sa.LargeBinary(), nullable=False),
        sa.Column("email", sa.String(), nullable=True),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("team_ids", postgresql.JSONB(astext_type=Text()), nullable=False),
        sa.Column("invited_by_id", sa.Uuid(), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("accepted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("workspace_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.CheckConstraint("role IN ('owner', 'admin', 'supervisor', 'agent')", name=op.f("ck_invitation_role")),
        sa.ForeignKeyConstraint(
            ["workspace_id"], ["workspace.id"], name=op.f("fk_invitation_workspace_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("workspace_id", "id", name=op.f("pk_invitation")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_invitation_token_hash")),
    )
    op.create_table(
        "session",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("token_hash", sa.LargeBinary(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("workspace_id", sa.Uuid(), nullable=False),
        sa.Column("agent_id", sa.Uuid(), nullable=False),
        sa.Column("user_agent", sa.String(), nullable=False),
        sa.Column("ip", sa.String(), nullable=False),
        sa.Column("last_seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_session_account_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_session")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_session_token_hash")),
    )
    op.create_index(op.f("ix_session_account_id"), "session", ["account_id"], unique=False)
    op.create_table(
        "tag",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("color", sa.String(), server_default="gray", nullable=False),
        sa.Column("version", sa.Integer(), server_default=sa.text("1"), nullable=False),
        sa.Column("workspace_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace_id"], ["workspace.id"], name=op.f("fk_tag_workspace_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("workspace_id", "id", name=op.f("pk_tag")),
    )
    op.create_index("uq_tag_workspace_id_name", "tag", ["workspace_id", sa.literal_column("lower(name)")], unique=True)
    op.create_table(
        "team",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), server_default=sa.text("1"), nullable=False),
        sa.Column("workspace_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace_id"], ["workspace.id"], name=op.f("fk_team_workspace_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("workspace_id", "id", name=op.f("pk_team")),
    )
    op.create_index("uq_team_workspace_id_name", "team", ["workspace_id", "name"], unique=True)
    op.create_table(
        "contact_tag",
        sa.Column("workspace_id", sa.Uuid(), nullable=False),
        sa.Column("contact_id", sa.Uuid(), nullable=False),
        sa.Column("tag_id", sa.Uuid(), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace_id", "contact_id"],
            ["contact.workspace_id", "contact.id"],
            name=op.f("fk_contact_tag_workspace_id_contact_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id", "tag_id"],
            ["tag.workspace_id", "tag.id"],
            name=op.f("fk_contact_tag_workspace_id_tag_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("workspace_id", "contact_id", "tag_id", name=op.f("pk_contact_tag")),
    )
    op.create_index("ix_contact_tag_workspace_id_tag_id", "contact_tag", ["workspace_id", "tag_id"], unique=False)
    op.create_table(
        "conversation",
        sa.Column("contact_id", sa.Uuid(), nullable=False),
        sa.Column("channel_id", sa.Uuid(), nullable=False),
        sa.Column("status", sa.String(), server_default="open", nullable=False),
        sa.Column("done_reason", sa.String(), nullable=True),
        sa.Column("snoozed_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answering", sa.String(), server_default="bot", nullable=False),
        sa.Column("answering_epoch", sa.Integer(), server_default=sa.text("1"), nullable=False),
        sa.Column("paused_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("assignee_id", sa.Uuid(), nullable=True),
        sa.Column("team_id", sa.Uuid(), nullable=True),
        sa.Column("last_pos", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("visitor_seq", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("inbound_count", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("team_seen_seq", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("last_preview", sa.String(), nullable=True),
        sa.Column("last_author", sa.String(), nullable=True),
        sa.Column("last_kind", sa.String(), nullable=True),
        sa.Column("last_message_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_activity_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("waiting_since", sa.DateTime(timezone=True), nullable=True),
        sa.Column("window_expires_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), server_default=sa.text("1"), nullable=False),
        sa.Column("workspace_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.CheckConstraint(
            "(status = 'snoozed') = (snoozed_until IS NOT NULL)", name=op.f("ck_conversation_snoozed_has_a_time")
        ),
        sa.CheckConstraint(
            "answering = 'team' OR paused_until IS NULL", name=op.f("ck_conversation_only_the_team_has_a_countdown")
        ),
        sa.CheckConstraint("answering IN ('bot', 'team')", name=op.f("ck_conversation_answering")),
        sa.CheckConstraint(
            "status = 'done' OR done_reason IS NULL", name=op.f("ck_conversation_only_done_has_a_reason")
        ),
        sa.CheckConstraint("status IN ('open', 'snoozed', 'done')", name=op.f("ck_conversation_status")),
        sa.ForeignKeyConstraint(
            ["workspace_id", "channel_id"],
            ["channel.workspace_id", "channel.id"],
            name=op.f("fk_conversation_workspace_id_channel_id"),
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id", "contact_id"],
            ["contact.workspace_id", "contact.id"],
            name=op.f("fk_conversation_workspace_id_contact_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("workspace_id", "id", name=op.f("pk_conversation")),
    )
    op.create_index(
        "ix_conversation_list", "conversation", ["workspace_id", "status", "last_activity_at", "id"], unique=False
    )
    op.create_index(
        "ix_conversation_list_of_channel",
        "conversation",
        ["workspace_id", "channel_id", "status", "last_activity_at", "id"],
        unique=False,
    )
    op.create_index(
        "ix_conversation_snoozed",
        "conversation",
        ["snoozed_until"],
        unique=False,
        postgresql_where=sa.text("status = 'snoozed'"),
    )
    op.create_index(
        "ix_conversation_workspace_id_contact_id", "conversation", ["workspace_id", "contact_id"], unique=False
    )
    op.create_index(
        "uq_conversation_contact_channel", "conversation", ["workspace_id", "channel_id", "contact_id"], unique=True
    )
    op.create_table(
        "field_value",
        sa.Column("workspace_id", sa.Uuid(), nullable=False),
        sa.Column("contact_id", sa.Uuid(), nullable=False),
        sa.Column("field_id", sa.Uuid(), nullable=False),
        sa.Column("value", postgresql.JSONB(astext_type=Text()), nullable=False),
        sa.Column("set_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace_id", "contact_id"],
            ["contact.workspace_id", "contact.id"],
            name=op.f("fk_field_value_workspace_id_contact_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id", "field_id"],
            ["custom_field.workspace_id", "custom_field.id"],
            name=op.f("fk_field_value_workspace_id_field_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("workspace_id", "contact_id", "field_id", name=op.f("pk_field_value")),
    )
    op.create_index("ix_field_value_workspace_id_field_id", "field_value", ["workspace_id", "field_id"], unique=False)
    op.create_table(
        "flow",
        sa.Column("bot_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("draft", postgresql.JSONB(astext_type=Text()), nullable=False),
        sa.Column("published_version", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), server_default=sa.text("1"), nullable=False),
        sa.Column("workspace_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace_id", "bot_id"],
            ["bot.workspace_id", "bot.id"],
            name=op.f("fk_flow_workspace_id_bot_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("workspace_id", "id", name=op.f("pk_flow")),
    )
    op.create_index("ix_flow_workspace_id_bot_id", "flow", ["workspace_id", "bot_id"], unique=False)
    op.create_table(
        "identity",
        sa.Column("contact_id", sa.Uuid(), nullable=False),
        sa.Column("channel_id", sa.Uuid(), nullable=False),
        sa.Column("external_id", sa.String(), nullable=False),
        sa.Column("workspace_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace_id", "contact_id"],
            ["contact.workspace_id", "contact.id"],
            name=op.f("fk_identity_workspace_id_contact_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("workspace_id", "id", name=op.f("pk_identity")),
    )
    op.create_index("ix_identity_workspace_id_contact_id", "identity", ["workspace_id", "contact_id"], unique=False)
    op.create_index(
        "uq_identity_workspace_id_channel_id_external_id",
        "identity",
        ["workspace_id", "channel_id", "external_id"],
        unique=True,
    )
    op.create_table(
        "inbound_delivery",
        sa.Column("channel_id", sa.Uuid(), nullable=False),
        sa.Column("provider_id", sa.String(), nullable=False),
        sa.Column("raw", postgresql.JSONB(astext_type=Text()), nullable=False),
        sa.Column("state", sa.String(), server_default="stored", nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("workspace_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("state IN ('stored', 'understood', 'puzzling')", name=op.f("ck_inbound_delivery_state")),
        sa.ForeignKeyConstraint(
            ["workspace_id", "channel_id"],
            ["channel.workspace_id", "channel.id"],
            name=op.f("fk_inbound_delivery_workspace_id_channel_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("workspace_id", "id", name=op.f("pk_inbound_delivery")),
    )
    op.create_index(
        "uq_inbound_delivery_channel_provider",
        "inbound_delivery",
        ["workspace_id", "channel_id", "provider_id"],
        unique=True,
    )
    op.create_table(
        "team_member",
        sa.Column("workspace_id", sa.Uuid(), nullable=False),
        sa.Column("team_id", sa.Uuid(), nullable=False),
        sa.Column("agent_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace_id", "agent_id"],
            ["agent.workspace_id", "agent.id"],
            name=op.f("fk_team_member_workspace_id_agent_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id", "team_id"],
            ["team.workspace_id", "team.id"],
            name=op.f("fk_team_member_workspace_id_team_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("workspace_id", "team_id", "agent_id", name=op.f("pk_team_member")),
    )
    op.create_index("ix_team_member_workspace_id_agent_id", "team_member", ["workspace_id", "agent_id"], unique=False)
    op.create_table(
        "flow_version",
        sa.Column("workspace_id", sa.Uuid(), nullable=False),
        sa.Column("flow_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("document", postgresql.JSONB(astext_type=Text()), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("published_by_id", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(
            ["workspace_id", "flow_id"],
            ["flow.workspace_id", "flow.id"],
            name=op.f("fk_flow_version_workspace_id_flow_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("workspace_id", "flow_id", "number", name=op.f("pk_flow_version")),
    )
    op.create_table(
        "message",
        sa.Column("conversation_id", sa.Uuid(), nullable=False),
        sa.Column("pos", sa.Integer(), nullable=False),
        sa.Column("visitor_seq", sa.Integer(), nullable=True),
        sa.Column("direction", sa.String(), nullable=False),
        sa.Column("author_kind", sa.String(), nullable=False),
        sa.Column("author_id", sa.Uuid(), nullable=True),
        sa.Column("author_name", sa.String(), nullable=False),
        sa.Column("persona_id", sa.Uuid(), nullable=True),
        sa.Column("content", postgresql.JSONB(astext_type=Text()), nullable=False),
        sa.Column("content_hash", sa.LargeBinary(), nullable=False),
        sa.Column("search_text", sa.String(), nullable=False),
        sa.Column("delivery", sa.String(), nullable=False),
        sa.Column("delivery_reason", sa.String(), nullable=True),
        sa.Column("channel_id", sa.Uuid(), nullable=False),
        sa.Column("external_id", sa.String(), nullable=True),
        sa.Column("planned_epoch", sa.Integer(), nullable=True),
        sa.Column("flow_id", sa.Uuid(), nullable=True),
        sa.Column("flow_version", sa.Integer(), nullable=True),
        sa.Column("step_id", sa.String(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), server_default=sa.text("1"), nullable=False),
        sa.Column("workspace_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "(direction = 'inbound') = (author_kind = 'contact')", name=op.f("ck_message_contacts_write_inbound")
        ),
        sa.CheckConstraint("author_kind IN ('contact', 'agent', 'bot')", name=op.f("ck_message_author_kind")),
        sa.CheckConstraint(
            "delivery IN ('queued', 'sent', 'delivered', 'read', 'failed', 'unknown', 'held')",
            name=op.f("ck_message_delivery"),
        ),
        sa.CheckConstraint("direction IN ('inbound', 'outbound')", name=op.f("ck_message_direction")),
        sa.ForeignKeyConstraint(
            ["workspace_id", "conversation_id"],
            ["conversation.workspace_id", "conversation.id"],
            name=op.f("fk_message_workspace_id_conversation_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("workspace_id", "id", name=op.f("pk_message")),
    )
    op.create_index(
        "ix_message_newest", "message", ["workspace_id", sa.literal_column("created_at DESC")], unique=False
    )
    op.create_index(
        "ix_message_search_text",
        "message",
        ["search_text"],
        unique=False,
        postgresql_using="gin",
        postgresql_ops={"search_text": "gin_trgm_ops"},
        postgresql_with={"fastupdate": "on"},
    )
    op.create_index(
        "uq_message_external_id",
        "message",
        ["workspace_id", "channel_id", "external_id"],
        unique=True,
        postgresql_where=sa.text("external_id IS NOT NULL"),
    )
    op.create_index("uq_message_pos", "message", ["workspace_id", "conversation_id", "pos"], unique=True)
    op.create_index(
        "uq_message_visitor_seq",
        "message",
        ["workspace_id", "conversation_id", "visitor_seq"],
        unique=True,
        postgresql_where=sa.text("visitor_seq IS NOT NULL"),
    )
    op.create_table(
        "note",
        sa.Column("conversation_id", sa.Uuid(), nullable=False),
        sa.Column("author_kind", sa.String(), nullable=False),
        sa.Column("author_id", sa.Uuid(), nullable=True),
        sa.Column("author_name", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), server_default=sa.text("1"), nullable=False),
        sa.Column("workspace_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace_id", "conversation_id"],
            ["conversation.workspace_id", "conversation.id"],
            name=op.f("fk_note_workspace_id_conversation_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("workspace_id", "id", name=op.f("pk_note")),
    )
    op.create_index("ix_note_conversation", "note", ["workspace_id", "conversation_id", "created_at"], unique=False)
    op.create_table(
        "read_mark",
        sa.Column("workspace_id", sa.Uuid(), nullable=False),
        sa.Column("agent_id", sa.Uuid(), nullable=False),
        sa.Column("conversation_id", sa.Uuid(), nullable=False),
        sa.Column("inbound_count", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace_id", "agent_id"],
            ["agent.workspace_id", "agent.id"],
            name=op.f("fk_read_mark_workspace_id_agent_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id", "conversation_id"],
            ["conversation.workspace_id", "conversation.id"],
            name=op.f("fk_read_mark_workspace_id_conversation_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("workspace_id", "agent_id", "conversation_id", name=op.f("pk_read_mark")),
    )
    op.create_index(
        "ix_read_mark_workspace_id_conversation_id", "read_mark", ["workspace_id", "conversation_id"], unique=False
    )
    op.create_table(
        "run",
        sa.Column("conversation_id", sa.Uuid(), nullable=False),
        sa.Column("flow_id", sa.Uuid(), nullable=False),
        sa.Column("flow_version", sa.Integer(), nullable=False),
        sa.Column("state", postgresql.JSONB(astext_type=Text()), nullable=False),
        sa.Column("status", sa.String(), server_default="active", nullable=False),
        sa.Column("ended_reason", sa.String(), nullable=True),
        sa.Column("epoch", sa.Integer(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), server_default=sa.text("1"), nullable=False),
        sa.Column("workspace_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("(status = 'ended') = (ended_at IS NOT NULL)", name=op.f("ck_run_ended_has_a_time")),
        sa.CheckConstraint("status IN ('active', 'ended')", name=op.f("ck_run_status")),
        sa.ForeignKeyConstraint(
            ["workspace_id", "conversation_id"],
            ["conversation.workspace_id", "conversation.id"],
            name=op.f("fk_run_workspace_id_conversation_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("workspace_id", "id", name=op.f("pk_run")),
    )
    op.create_index("ix_run_conversation", "run", ["workspace_id", "conversation_id", "started_at"], unique=False)
    op.create_index("ix_run_workspace_id_flow_id", "run", ["workspace_id", "flow_id"], unique=False)
    op.create_index(
        "uq_run_active",
        "run",
        ["workspace_id", "conversation_id"],
        unique=True,
        postgresql_where=sa.text("status = 'active'"),
    )
    op.create_table(
        "send_attempt",
        sa.Column("workspace_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("message_id", sa.Uuid(), nullable=False),
        sa.Column("piece", sa.Integer(), server_default=sa.text("1"), nullable=False),
        sa.Column("began_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("outcome", sa.String(), nullable=True),
        sa.Column("external_id", sa.String(), nullable=True),
        sa.Column("detail", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(
            ["workspace_id", "message_id"],
            ["message.workspace_id", "message.id"],
            name=op.f("fk_send_attempt_workspace_id_message_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("workspace_id", "id", name=op.f("pk_send_attempt")),
    )
    op.create_index("ix_send_attempt_message", "send_attempt", ["workspace_id", "message_id", "began_at"], unique=False)
    guard()


def downgrade() -> None:
    raise NotImplementedError("A house is not unbuilt: restore a backup instead.")
