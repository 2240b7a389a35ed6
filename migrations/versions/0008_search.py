"""Search within channels, with one typing mistake in a name, and in the words as they were written."""

from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

# LIKE is not leakproof, so under row-level security no trigram index would be used for it (decision 15).
# The functions look with their owner's rights and only ever at the workspace that is set.
FUNCTIONS = (
    # By status and channel, because that is how the indexes of the list are ordered.
    """
    CREATE FUNCTION newest_conversations(p_channels uuid[], p_most integer)
    RETURNS TABLE (id uuid, contact_id uuid, last_activity_at timestamptz)
    LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    DECLARE
        ws uuid := NULLIF(current_setting('obrol.workspace', true), '')::uuid;
        statuses text[] := ARRAY['open', 'snoozed', 'done'];
    BEGIN
        IF p_channels IS NULL THEN
            RETURN QUERY SELECT n.id, n.contact_id, n.last_activity_at FROM unnest(statuses) AS s, LATERAL (
                SELECT c.id, c.contact_id, c.last_activity_at FROM conversation c
                WHERE c.workspace_id = ws AND c.status = s ORDER BY c.last_activity_at DESC, c.id DESC LIMIT p_most
            ) n ORDER BY n.last_activity_at DESC LIMIT p_most;
        ELSE
            RETURN QUERY SELECT n.id, n.contact_id, n.last_activity_at
            FROM unnest(p_channels) AS ch, unnest(statuses) AS s, LATERAL (
                SELECT c.id, c.contact_id, c.last_activity_at FROM conversation c
                WHERE c.workspace_id = ws AND c.channel_id = ch AND c.status = s
                ORDER BY c.last_activity_at DESC, c.id DESC LIMIT p_most
            ) n ORDER BY n.last_activity_at DESC LIMIT p_most;
        END IF;
    END
    $$
    """,
    # A common name is found among the newest conversations at once; only a rare one reaches the trigram index,
    # which has nothing to go by for fewer than three letters.
    """
    CREATE FUNCTION search_names(p_words text, p_pattern text, p_channels uuid[], p_most integer)
    RETURNS TABLE (conversation_id uuid)
    LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    DECLARE
        ws uuid := NULLIF(current_setting('obrol.workspace', true), '')::uuid;
        found_so_far integer;
    BEGIN
        RETURN QUERY
            SELECT r.id FROM newest_conversations(p_channels, CASE WHEN length(p_words) < 3 THEN 3000 ELSE 1000 END) r,
            LATERAL (
                SELECT 1 FROM contact t
                WHERE t.workspace_id = ws AND t.id = r.contact_id AND t.name_folded LIKE p_pattern OFFSET 0
            ) t LIMIT p_most;
        GET DIAGNOSTICS found_so_far = ROW_COUNT;
        IF found_so_far >= p_most OR length(p_words) < 3 THEN RETURN; END IF;
        RETURN QUERY
            SELECT c.id FROM (
                SELECT t.id FROM contact t WHERE t.workspace_id = ws AND t.name_folded LIKE p_pattern OFFSET 0
            ) t JOIN conversation c ON c.workspace_id = ws AND c.contact_id = t.id
            WHERE p_channels IS NULL OR c.channel_id = ANY(p_channels)
            ORDER BY c.last_activity_at DESC LIMIT p_most;
    END
    $$
    """,
    # Candidates for a name with a mistake in it; the caller decides which are only one mistake away.
    # 0.3: one wrong letter among four leaves two of five trigrams, which is 0.4.
    """
    CREATE FUNCTION search_similar_names(p_words text, p_swapped text[], p_channels uuid[], p_most integer)
    RETURNS TABLE (conversation_id uuid, name_folded text)
    LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp
    SET pg_trgm.word_similarity_threshold = 0.3 AS $$
    DECLARE
        ws uuid := NULLIF(current_setting('obrol.workspace', true), '')::uuid;
    BEGIN
        RETURN QUERY
            SELECT c.id, t.name_folded FROM (
                SELECT s.id, s.name_folded::text, word_similarity(p_words, s.name_folded) AS likeness FROM contact s
                WHERE s.workspace_id = ws AND (s.name_folded %> p_words OR s.name_folded LIKE ANY(p_swapped))
                ORDER BY s.name_folded LIKE ANY(p_swapped) DESC, likeness DESC LIMIT p_most
            ) t JOIN conversation c ON c.workspace_id = ws AND c.contact_id = t.id
            WHERE p_channels IS NULL OR c.channel_id = ANY(p_channels)
            ORDER BY c.last_activity_at DESC;
    END
    $$
    """,
    """
    CREATE FUNCTION search_messages(p_words text, p_pattern text, p_channels uuid[], p_most integer)
    RETURNS TABLE (message_id uuid, conversation_id uuid, pos integer, created_at timestamptz, content jsonb)
    LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    DECLARE
        ws uuid := NULLIF(current_setting('obrol.workspace', true), '')::uuid;
        oldest timestamptz;
        found_so_far integer;
    BEGIN
        RETURN QUERY
            SELECT r.id, r.conversation_id, r.pos, r.created_at, r.content FROM (
                SELECT m.* FROM message m WHERE m.workspace_id = ws ORDER BY m.created_at DESC LIMIT 3000
            ) r
            WHERE r.search_text LIKE p_pattern AND (p_channels IS NULL OR r.channel_id = ANY(p_channels))
            LIMIT p_most;
        GET DIAGNOSTICS found_so_far = ROW_COUNT;
        IF found_so_far >= p_most OR length(p_words) < 3 THEN RETURN; END IF;
        SELECT m.created_at INTO oldest FROM message m WHERE m.workspace_id = ws
            ORDER BY m.created_at DESC OFFSET 2999 LIMIT 1;
        IF oldest IS NULL THEN RETURN; END IF;
        RETURN QUERY
            SELECT s.id, s.conversation_id, s.pos, s.created_at, s.content FROM (
                SELECT m.id, m.conversation_id, m.pos, m.created_at, m.content FROM message m
                WHERE m.workspace_id = ws AND m.search_text LIKE p_pattern AND m.created_at < oldest
                    AND (p_channels IS NULL OR m.channel_id = ANY(p_channels))
                OFFSET 0
            ) s ORDER BY s.created_at DESC LIMIT p_most - found_so_far;
    END
    $$
    """,
)


def upgrade() -> None:
    op.execute("DROP FUNCTION search_messages(text, integer)")
    op.execute("DROP FUNCTION search_names(text, integer)")
    for statement in FUNCTIONS:
        op.execute(statement)


def downgrade() -> None:
    raise NotImplementedError("A house is not unbuilt: restore a backup instead.")
