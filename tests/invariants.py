"""What must be true of every database, whoever wrote it: the demo world, a test, or people while servers were killed.

`check` asks as the database's owner, who sees every workspace.
"""

from typing import Any
from uuid import UUID

import asyncpg

SHOWN = 5  # offenders named of each kind

# What it says, and a query that gives one text for each offender. `{of:X}` limits X to a workspace, when one is asked.
INVARIANTS: dict[str, str] = {
    "places have no gaps and begin at one": """
        SELECT m.conversation_id::text FROM message m WHERE {of:m}
        GROUP BY m.workspace_id, m.conversation_id
        HAVING min(m.pos) <> 1 OR max(m.pos) <> count(*) OR count(DISTINCT m.pos) <> count(*)
    """,
    "what the visitor is shown has no gaps and begins at one": """
        SELECT m.conversation_id::text FROM message m WHERE {of:m} AND m.visitor_seq IS NOT NULL
        GROUP BY m.workspace_id, m.conversation_id
        HAVING min(m.visitor_seq) <> 1 OR max(m.visitor_seq) <> count(*)
            OR count(DISTINCT m.visitor_seq) <> count(*)
    """,
    "a conversation knows its last place, its last shown place and how often the contact wrote": """
        SELECT c.id || ' says ' || c.last_pos || '/' || c.visitor_seq || '/' || c.inbound_count
            || ', has ' || t.pos || '/' || t.seq || '/' || t.inbound
        FROM conversation c CROSS JOIN LATERAL (
            SELECT count(*) AS pos, count(m.visitor_seq) AS seq,
                count(*) FILTER (WHERE m.direction = 'inbound') AS inbound
            FROM message m WHERE m.workspace_id = c.workspace_id AND m.conversation_id = c.id
        ) t
        WHERE {of:c} AND (c.last_pos, c.visitor_seq, c.inbound_count) <> (t.pos, t.seq, t.inbound)
    """,
    "the contact is shown what they wrote and what was sent, and never what was held or still waits": """
        SELECT m.id || ' ' || m.delivery FROM message m WHERE {of:m} AND (
            (m.delivery IN ('held', 'queued') AND m.visitor_seq IS NOT NULL)
            OR (m.delivery IN ('sent', 'delivered', 'read') AND m.visitor_seq IS NULL)
            OR (m.direction = 'inbound' AND m.delivery <> 'delivered')
            OR (m.direction = 'outbound' AND m.visitor_seq IS NOT NULL AND m.sent_at IS NULL))
    """,
    "only bot messages of an older epoch are held": """
        SELECT m.id::text FROM message m
        JOIN conversation c ON c.workspace_id = m.workspace_id AND c.id = m.conversation_id
        WHERE {of:m} AND m.delivery = 'held'
            AND (m.author_kind <> 'bot' OR m.planned_epoch IS NULL OR m.planned_epoch >= c.answering_epoch)
    """,
    "no bot message was shown after an agent's of a newer epoch": """
        SELECT m.id::text FROM message m WHERE {of:m} AND m.author_kind = 'bot' AND m.visitor_seq IS NOT NULL
            AND EXISTS (SELECT 1 FROM message a WHERE a.workspace_id = m.workspace_id
                AND a.conversation_id = m.conversation_id AND a.author_kind = 'agent'
                AND a.visitor_seq < m.visitor_seq AND a.planned_epoch > m.planned_epoch)
    """,
    "epochs count what was decided: outbound messages have one, and none is ahead of its conversation": """
        SELECT m.id::text FROM message m
        JOIN conversation c ON c.workspace_id = m.workspace_id AND c.id = m.conversation_id
        WHERE {of:m} AND ((m.direction = 'outbound') <> (m.planned_epoch IS NOT NULL)
            OR m.planned_epoch > c.answering_epoch)
    """,
    "messages are on the channel of their conversation, and the contact's are by its contact": """
        SELECT m.id::text FROM message m
        JOIN conversation c ON c.workspace_id = m.workspace_id AND c.id = m.conversation_id
        WHERE {of:m} AND (m.channel_id <> c.channel_id
            OR (m.direction = 'inbound' AND m.author_id IS DISTINCT FROM c.contact_id))
    """,
    "only the team has a countdown, and one that runs has its alarm": """
        SELECT c.id::text FROM conversation c WHERE {of:c} AND c.paused_until IS NOT NULL AND (c.answering <> 'team'
            OR (c.paused_until > clock_timestamp() AND NOT EXISTS (
                SELECT 1 FROM lane_job j WHERE j.workspace_id = c.workspace_id AND j.kind = 'end_pause'
                    AND j.lane = 'conversation:' || c.id AND (j.payload ->> 'epoch')::int = c.answering_epoch)))
    """,
    "what is snoozed has a time and an alarm, and nothing else has a time": """
        SELECT c.id::text FROM conversation c WHERE {of:c} AND (
            (c.status = 'snoozed') <> (c.snoozed_until IS NOT NULL)
            OR (c.status = 'snoozed' AND NOT EXISTS (
                SELECT 1 FROM lane_job j WHERE j.workspace_id = c.workspace_id AND j.kind = 'wake_conversation'
                    AND j.lane = 'conversation:' || c.id
                    AND (j.payload ->> 'expected')::timestamptz = c.snoozed_until)))
    """,
    "whoever waits wrote last, and nobody waits in what is done": """
        SELECT c.id::text FROM conversation c WHERE {of:c} AND c.waiting_since IS NOT NULL AND (c.status = 'done'
            OR 'inbound' IS DISTINCT FROM (SELECT m.direction FROM message m WHERE m.workspace_id = c.workspace_id
                AND m.conversation_id = c.id AND m.visitor_seq = c.visitor_seq))
    """,
    "a conversation that was written in says when, and by whom last": """
        SELECT c.id::text FROM conversation c WHERE {of:c} AND c.last_pos > 0
            AND (c.last_message_at IS NULL OR c.last_author IS NULL OR c.last_kind IS NULL OR c.last_preview IS NULL)
    """,
    "nobody has read more than was written, nor seen more than was shown": """
        SELECT c.id::text FROM conversation c
        LEFT JOIN read_mark r ON r.workspace_id = c.workspace_id AND r.conversation_id = c.id
        WHERE {of:c} AND (r.inbound_count > c.inbound_count OR c.team_seen_seq > c.visitor_seq)
    """,
    "one run at most is active, and none speaks under an epoch to come": """
        SELECT r.conversation_id::text FROM run r
        JOIN conversation c ON c.workspace_id = r.workspace_id AND c.id = r.conversation_id
        WHERE {of:r} AND (r.epoch > c.answering_epoch OR (r.status = 'ended') <> (r.ended_at IS NOT NULL))
    """,
    "a queued message has work that sends it": """
        SELECT m.id::text FROM message m WHERE {of:m} AND m.delivery = 'queued' AND NOT EXISTS (
            SELECT 1 FROM lane_job j WHERE j.workspace_id = m.workspace_id AND j.kind = 'deliver_message'
                AND j.payload ->> 'message_id' = m.id::text)
    """,
    "waiting work has a lane that wakes for it": """
        SELECT j.id || ' ' || j.kind FROM lane_job j
        LEFT JOIN lane l ON l.workspace_id = j.workspace_id AND l.key = j.lane
        WHERE {of:j} AND j.state = 'waiting'
            AND (l.key IS NULL OR (l.owner IS NULL AND l.wake_at > j.run_at))
    """,
    "a file in a message is a file that is here": """
        SELECT m.id::text FROM message m WHERE {of:m} AND m.content ? 'media' AND NOT EXISTS (
            SELECT 1 FROM attachment a WHERE a.workspace_id = m.workspace_id
                AND a.id = (m.content -> 'media' ->> 'attachment_id')::uuid)
    """,
}

# What holds when every message was written by the program and not beside it, as the demo world's are.
TOLD: dict[str, str] = {
    "every message was told once": """
        SELECT m.id || ' ' || count(e.id) FROM message m
        LEFT JOIN event e ON e.workspace_id = m.workspace_id AND e.conversation_id = m.conversation_id
            AND e.type IN ('message.received', 'message.queued') AND e.payload -> 'message' ->> 'id' = m.id::text
        WHERE {of:m} GROUP BY m.id HAVING count(e.id) <> 1
    """,
    "the events of a conversation tell its messages in order": """
        SELECT t.conversation_id::text FROM (
            SELECT e.conversation_id, (e.payload -> 'message' ->> 'pos')::int AS pos,
                lag((e.payload -> 'message' ->> 'pos')::int)
                    OVER (PARTITION BY e.conversation_id ORDER BY e.id) AS before
            FROM event e WHERE {of:e} AND e.type IN ('message.received', 'message.queued')
        ) t WHERE t.pos <= t.before
    """,
}


async def check(
    connection: "asyncpg.Connection[Any]", *, workspace_id: UUID | None = None, told: bool = False
) -> list[str]:
    """Every invariant that does not hold, as a sentence with its first offenders; empty when all is well.

    `told` also asks for the event of each message, which rows that were inserted beside the program do not have.
    """
    found = []
    for sentence, query in (INVARIANTS | (TOLD if told else {})).items():
        limited = query
        for table in ("m", "c", "r", "j", "e"):
            limited = limited.replace("{of:" + table + "}", f"($1::uuid IS NULL OR {table}.workspace_id = $1)")
        statement = f"SELECT * FROM ({limited}) AS offenders LIMIT {SHOWN}"  # noqa: S608 - built from constants
        rows = await connection.fetch(statement, workspace_id)
        if rows:
            found.append(f"Broken: {sentence}: " + ", ".join(str(row[0]) for row in rows))
    return found
