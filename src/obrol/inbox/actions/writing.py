"""Writing: a message, its place in the conversation, its event and its follow-up, in one statement.

This is the path that every message takes (design.md, decision 2b). It runs alone on a connection of the
message path, or inside a unit of work; the statement is the same. It writes nothing when its guard does not hold
(the conversation is not open, the team has taken over, the id was used before), and the caller then finds out why.
"""

import hashlib
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import orjson

from obrol.channels.contract.content import Content, plain_text
from obrol.inbox.models import Persona
from obrol.inbox.queries.fragments import CONVERSATION_JOINS, CONVERSATION_JSON, MESSAGE_JSON
from obrol.kit.text import fold, preview
from obrol.runtime.actor import Actor
from obrol.runtime.events import Hearings

SEARCHED_LENGTH = 4_000  # characters of a message that search looks at

Execute = Callable[..., Awaitable[Any]]
"""(statement, *values) → the first row or None, on whatever connection the caller holds."""


@dataclass(frozen=True, slots=True)
class Origin:
    """Which step of which flow version wrote a bot message."""

    flow_id: UUID
    flow_version: int
    step_id: str


@dataclass(frozen=True, slots=True)
class Draft:
    """A message that is about to be written."""

    id: UUID
    content: Content
    author: Actor
    written: Content | None = None  # as it was written, when filling in variables made `content` of it
    persona: Persona | None = None
    external_id: str | None = None
    origin: Origin | None = None

    @property
    def content_hash(self) -> bytes:
        """What tells a retry (same id, same words) from a mistake; variables may have other values by then."""
        return content_hash(self.written or self.content)


@dataclass(frozen=True, slots=True)
class Written:
    """What the statement answered about a message that came in."""

    pos: int
    visitor_seq: int | None
    created_at: datetime
    left_work: bool  # in a lane, for whoever hears of it


@dataclass(frozen=True, slots=True)
class Spoken(Written):
    """The same of a message that goes out, and the whole of it for whoever sent it."""

    message: dict[str, Any]


def content_hash(content: Content) -> bytes:
    """What tells a retry (same id, same content) from a mistake (same id, other content)."""
    return hashlib.sha256(_encoded(content)).digest()


def _encoded(content: Content) -> bytes:
    return orjson.dumps(content.model_dump(mode="json"), option=orjson.OPT_SORT_KEYS)


async def write_inbound(
    execute: Execute, workspace_id: UUID, conversation_id: UUID, draft: Draft, hearings: Hearings
) -> Written | None:
    """Write what the contact said into an open conversation; None when it is not open or the id is used."""
    words = plain_text(draft.content)
    encoded = _encoded(draft.content)
    heard = hearings.of("message.received")
    row = await execute(
        WRITE_INBOUND,
        workspace_id,
        conversation_id,
        draft.id,
        encoded.decode(),
        hashlib.sha256(encoded).digest(),
        fold(words)[:SEARCHED_LENGTH],
        preview(words),
        draft.content.kind,
        draft.author.name,
        draft.external_id,
        orjson.dumps(draft.author.as_json()).decode(),
        [hearing.name for hearing in heard if not hearing.only_while_bot_answers],
        [hearing.name for hearing in heard if hearing.only_while_bot_answers],
    )
    return None if row is None else Written(*row)


async def write_outbound(
    execute: Execute,
    workspace_id: UUID,
    conversation_id: UUID,
    draft: Draft,
    *,
    epoch: int | None,
    delivered_live: bool,
    after: float,
    pause_minutes: int,
    hearings: Hearings,
) -> Spoken | None:
    """Write what an agent (`epoch` None, only while the team answers) or the bot (only in its epoch) says.

    The bot without an epoch says what an agent lets it say while the team answers: it is never held.

    `delivered_live`: writing it is sending it, because the contact follows the conversation itself.
    `after`: seconds until it is sent; later than now it waits in the conversation's lane.
    """
    words = plain_text(draft.content)
    encoded = _encoded(draft.content)
    origin, persona = draft.origin, draft.persona
    row = await execute(
        WRITE_OUTBOUND,
        workspace_id,
        conversation_id,
        draft.id,
        encoded.decode(),
        hashlib.sha256(encoded).digest() if draft.written is None else draft.content_hash,
        fold(words)[:SEARCHED_LENGTH],
        preview(words),
        draft.content.kind,
        draft.author.kind.value,
        draft.author.id,
        draft.author.name,
        persona.id if persona else None,
        epoch,
        origin.flow_id if origin else None,
        origin.flow_version if origin else None,
        origin.step_id if origin else None,
        delivered_live and after <= 0,
        float(after),
        pause_minutes,
        orjson.dumps(draft.author.as_json()).decode(),
        [hearing.name for hearing in hearings.of("message.queued")],
        persona.name if persona else None,
        persona.picture_id if persona else None,
    )
    if row is None:
        return None
    pos, visitor_seq, created_at, left_work, message = row
    # The message path gives back text, SQLAlchemy what it made of it.
    document = orjson.loads(message) if isinstance(message, str | bytes) else message
    return Spoken(pos, visitor_seq, created_at, left_work, document)


# $1 workspace, $2 conversation, $3 message, $4 content, $5 its hash, $6 folded words, $7 preview, $8 kind of content
_NOT_USED_BEFORE = "NOT EXISTS (SELECT 1 FROM message o WHERE o.workspace_id = $1 AND o.id = $3)"

_LANE = """
, laned AS (
    INSERT INTO lane (workspace_id, key, wake_at)
    SELECT DISTINCT ON (lane) workspace_id, lane, run_at FROM jobs ORDER BY lane, run_at
    ON CONFLICT (workspace_id, key) DO UPDATE SET wake_at = LEAST(lane.wake_at, EXCLUDED.wake_at)
)
"""

WRITE_INBOUND = f"""
WITH bumped AS (
    UPDATE conversation c SET
        last_pos = last_pos + 1, visitor_seq = visitor_seq + 1, inbound_count = inbound_count + 1,
        last_preview = $7, last_author = 'contact', last_kind = $8, last_message_at = clock_timestamp(),
        last_activity_at = clock_timestamp(), waiting_since = COALESCE(waiting_since, clock_timestamp()),
        version = version + 1
    WHERE c.workspace_id = $1 AND c.id = $2 AND c.status = 'open' AND {_NOT_USED_BEFORE}
    RETURNING c.*
), m AS (
    INSERT INTO message (workspace_id, id, conversation_id, pos, visitor_seq, direction, author_kind, author_id,
        author_name, content, content_hash, search_text, delivery, channel_id, external_id, created_at, sent_at)
    SELECT $1, $3, b.id, b.last_pos, b.visitor_seq, 'inbound', 'contact', b.contact_id,
        COALESCE((SELECT k.name FROM contact k WHERE k.workspace_id = $1 AND k.id = b.contact_id), $9),
        CAST($4 AS jsonb), $5, $6, 'delivered', b.channel_id, $10, b.last_message_at, b.last_message_at
    FROM bumped b
    RETURNING *
), told AS (
    INSERT INTO event (workspace_id, type, actor, audience, conversation_id, payload)
    SELECT $1, 'message.received', CAST($11 AS jsonb),
        jsonb_build_object('kind', 'conversation', 'id', c.id), c.id,
        jsonb_build_object('message', {MESSAGE_JSON}, 'conversation', {CONVERSATION_JSON})
    FROM m, bumped c {CONVERSATION_JOINS}
    RETURNING id
), jobs AS (
    INSERT INTO lane_job (workspace_id, lane, kind, payload)
    SELECT $1, 'conversation:' || b.id, 'hear_event', jsonb_build_object('handler', h, 'event_id', told.id)
    FROM told, bumped b,
        unnest(CAST($12 AS text[]) || CASE WHEN b.answering = 'bot'
            OR b.controlled_run IS NOT NULL THEN CAST($13 AS text[]) ELSE '{{}}' END) AS h
    RETURNING workspace_id, lane, run_at
) {_LANE}
SELECT m.pos, m.visitor_seq, m.created_at, EXISTS (SELECT 1 FROM jobs) FROM m
"""  # noqa: S608 - built from constants of this package alone

# Without a persona an agent speaks as the bot of the channel, if there is one.
_SHOWN_NAME = """
CASE WHEN $9 = 'agent' THEN COALESCE(CAST($22 AS text), (
    SELECT o.name FROM channel k JOIN bot o ON o.workspace_id = k.workspace_id AND o.id = k.bot_id
    WHERE k.workspace_id = $1 AND k.id = b.channel_id)) END
"""

WRITE_OUTBOUND = f"""
WITH bumped AS (
    UPDATE conversation c SET
        last_pos = last_pos + 1,
        visitor_seq = visitor_seq + CASE WHEN $17 THEN 1 ELSE 0 END,
        last_preview = CASE WHEN $18 > 0 THEN last_preview ELSE $7 END,
        last_author = CASE WHEN $18 > 0 THEN last_author ELSE $9 END,
        last_kind = CASE WHEN $18 > 0 THEN last_kind ELSE $8 END,
        last_message_at = CASE WHEN $18 > 0 THEN last_message_at ELSE clock_timestamp() END,
        last_activity_at = CASE WHEN $18 > 0 THEN last_activity_at ELSE clock_timestamp() END,
        waiting_since = CASE WHEN $18 > 0 THEN waiting_since END,
        paused_until = CASE WHEN $13::int IS NULL AND paused_until IS NOT NULL
            THEN GREATEST(paused_until, clock_timestamp() + make_interval(mins => $19)) ELSE paused_until END,
        version = version + 1
    WHERE c.workspace_id = $1 AND c.id = $2 AND {_NOT_USED_BEFORE}
        AND CASE WHEN $13::int IS NULL THEN c.answering = 'team'
            ELSE c.answering = 'bot' AND c.answering_epoch = $13::int END
    RETURNING c.*
), m AS (
    INSERT INTO message (workspace_id, id, conversation_id, pos, visitor_seq, direction, author_kind, author_id,
        author_name, persona_id, shown_name, shown_picture_id,
        content, content_hash, search_text, delivery, channel_id, planned_epoch,
        flow_id, flow_version, step_id, created_at, sent_at)
    SELECT $1, $3, b.id, b.last_pos, CASE WHEN $17 THEN b.visitor_seq END, 'outbound', $9, $10,
        $11, $12, {_SHOWN_NAME}, $23,
        CAST($4 AS jsonb), $5, $6, CASE WHEN $17 THEN 'sent' ELSE 'queued' END, b.channel_id,
        CASE WHEN $9 = 'bot' AND $13::int IS NULL THEN NULL ELSE b.answering_epoch END,
        $14, $15, $16, CASE WHEN $18 > 0 THEN clock_timestamp() ELSE b.last_message_at END,
        CASE WHEN $17 THEN b.last_message_at END
    FROM bumped b
    RETURNING *
), told AS (
    INSERT INTO event (workspace_id, type, actor, audience, conversation_id, payload)
    SELECT $1, 'message.queued', CAST($20 AS jsonb),
        jsonb_build_object('kind', 'conversation', 'id', c.id), c.id,
        jsonb_build_object('message', {MESSAGE_JSON}, 'conversation', {CONVERSATION_JSON})
    FROM m, bumped c {CONVERSATION_JOINS}
    RETURNING id
), jobs AS (
    INSERT INTO lane_job (workspace_id, lane, kind, payload, run_at)
    SELECT $1, 'conversation:' || b.id, job.kind, job.payload, clock_timestamp() + make_interval(secs => job.after)
    FROM bumped b, LATERAL (
        SELECT 'hear_event' AS kind, jsonb_build_object('handler', h, 'event_id', told.id) AS payload, 0.0 AS after
        FROM told, unnest(CAST($21 AS text[])) AS h
        UNION ALL
        SELECT 'deliver_message', jsonb_build_object('message_id', m.id), $18 FROM m WHERE m.delivery = 'queued'
    ) AS job
    RETURNING workspace_id, lane, run_at
) {_LANE}
SELECT m.pos, m.visitor_seq, m.created_at, EXISTS (SELECT 1 FROM jobs), {MESSAGE_JSON} FROM m
"""  # noqa: S608 - built from constants of this package alone
