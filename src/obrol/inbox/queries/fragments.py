"""The one place where rows become JSON.

PostgreSQL builds the resources itself, for three readers alike: the message path (one statement, design.md 2b),
the list (fifty rows in a few milliseconds) and events. `tests/inbox/queries` holds them against schemas.py.
"""

CONVERSATION_JSON = """
jsonb_build_object(
    'id', c.id,
    'channel', jsonb_build_object('id', ch.id, 'name', ch.name, 'kind', ch.kind),
    'contact', jsonb_build_object('id', ct.id, 'name', ct.name, 'picture_id', ct.picture_id, 'picture_url', NULL),
    'bot_id', ch.bot_id,
    'status', c.status,
    'done_reason', c.done_reason,
    'snoozed_until', c.snoozed_until,
    'answering', c.answering,
    'answering_epoch', c.answering_epoch,
    'paused_until', c.paused_until,
    'controlled_run', c.controlled_run,
    'assignee', CASE WHEN ag.id IS NULL THEN NULL ELSE jsonb_build_object('id', ag.id, 'name', ag.name) END,
    'team_id', c.team_id,
    'last_pos', c.last_pos,
    'visitor_seq', c.visitor_seq,
    'team_seen_seq', c.team_seen_seq,
    'inbound_count', c.inbound_count,
    'last_message', CASE WHEN c.last_message_at IS NULL THEN NULL ELSE jsonb_build_object(
        'preview', c.last_preview, 'author_kind', c.last_author, 'kind', c.last_kind, 'at', c.last_message_at) END,
    'waiting_since', c.waiting_since,
    'created_at', c.created_at,
    'last_activity_at', c.last_activity_at,
    'version', c.version
)
"""

CONVERSATION_JOINS = """
JOIN contact ct ON ct.workspace_id = c.workspace_id AND ct.id = c.contact_id
JOIN channel ch ON ch.workspace_id = c.workspace_id AND ch.id = c.channel_id
LEFT JOIN agent ag ON ag.workspace_id = c.workspace_id AND ag.id = c.assignee_id
"""

# A line of one agent's list; `r` is that agent's read mark, if there is one.
ROW_JSON = f"""
jsonb_build_object(
    'conversation', {CONVERSATION_JSON},
    'read_inbound_count', COALESCE(r.inbound_count, 0),
    'pinned', r.pinned_at IS NOT NULL,
    'mark_version', COALESCE(r.version, 0)
)
"""

MARK_JOIN = """
LEFT JOIN read_mark r ON r.workspace_id = c.workspace_id AND r.agent_id = :agent_id AND r.conversation_id = c.id
"""

MESSAGE_JSON = """
jsonb_build_object(
    'id', m.id,
    'conversation_id', m.conversation_id,
    'pos', m.pos,
    'visitor_seq', m.visitor_seq,
    'direction', m.direction,
    'author', jsonb_build_object('kind', m.author_kind, 'id', m.author_id, 'name', m.author_name),
    'persona_id', m.persona_id,
    'shown_as', CASE WHEN m.shown_name IS NULL THEN NULL ELSE jsonb_build_object(
        'name', m.shown_name, 'picture_id', m.shown_picture_id, 'picture_url', NULL) END,
    'content', m.content,
    'delivery', m.delivery,
    'delivery_reason', m.delivery_reason,
    'flow_id', m.flow_id,
    'flow_version', m.flow_version,
    'step_id', m.step_id,
    'planned_epoch', m.planned_epoch,
    'created_at', m.created_at,
    'sent_at', m.sent_at,
    'version', m.version
)
"""

NOTE_JSON = """
jsonb_build_object(
    'id', n.id,
    'conversation_id', n.conversation_id,
    'author', jsonb_build_object('kind', n.author_kind, 'id', n.author_id, 'name', n.author_name),
    'text', n.text,
    'mentions', (
        SELECT COALESCE(jsonb_agg(jsonb_build_object('id', who.id, 'name', who.name) ORDER BY who.id), '[]'::jsonb)
        FROM mention said JOIN agent who ON who.workspace_id = said.workspace_id AND who.id = said.agent_id
        WHERE said.workspace_id = n.workspace_id AND said.note_id = n.id),
    'created_at', n.created_at,
    'edited_at', n.edited_at,
    'version', n.version
)
"""

DELIVERY_JSON = """
jsonb_build_object(
    'message_id', m.id,
    'visitor_seq', m.visitor_seq,
    'delivery', m.delivery,
    'delivery_reason', m.delivery_reason,
    'sent_at', m.sent_at,
    'version', m.version
)
"""
