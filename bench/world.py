"""The world that is measured: workspaces of a thousand, ten thousand and a hundred thousand conversations.

Made by SQL from a vocabulary in which some words are common and some are rare, always the same ones.
Rows are as the program would have written them: positions without gaps, counts that fit, previews of the last message.
"""

import random
import secrets
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final
from uuid import UUID

from obrol.channels.contract.content import Text
from obrol.inbox.actions.writing import content_hash
from obrol.kit.clock import SystemClock
from obrol.kit.ids import new_id
from obrol.kit.text import fold, preview
from obrol.runtime.signing import Signer
from obrol.widget.access import issue_token, visitor_of
from obrol.workspaces.models import hash_token

MESSAGES_EACH: Final = 5
SENTENCES: Final = 20_000
WEBCHAT: Final = (
    '{"color": "#0f766e", "greeting": {"en": "Hello!", "id": "Halo!"}, "title": {"en": "Chat", "id": "Chat"},'
    ' "position": "right", "allowed_origins": [], "launcher": "bubble"}'
)
COMMON_WORD: Final = "kopi"
RARE_WORD: Final = "wisteria"  # in three messages of each workspace, the oldest ones
NO_WORD: Final = "zzyzxqv"
ACCENTED_WORD: Final = "Crème"  # written like this, searched for without the accent
COMMON_NAME: Final = "Putri"
RARE_NAME: Final = "Quillon"
ACCENTED_NAME: Final = "Zoë"

SYLLABLES: Final = (
    *("ba", "be", "bi", "da", "di", "do", "ga", "gu", "ka", "ke", "ki", "ko", "la", "le", "li", "lo", "ma", "me"),
    *("mu", "na", "ni", "no", "pa", "pe", "ra", "ri", "ro", "sa", "se", "su", "ta", "ti", "to", "wa", "ya"),
)
GIVEN: Final = (
    *(COMMON_NAME, ACCENTED_NAME, "Ana", "Bram", "Citra", "Dewi", "Eka", "Farid", "Gita", "Hadi", "Intan", "Joko"),
    *("Kartika", "Lestari", "Made", "Nadia", "Oscar", "Rani", "Sari", "Tono", "Umar", "Vina", "Wati", "Yusuf"),
)


@dataclass(frozen=True)
class Seat:
    """A visitor who has a conversation, and the token that proves it."""

    conversation_id: UUID
    token: str


@dataclass(frozen=True)
class World:
    """One workspace: who looks, and who writes."""

    workspace_id: UUID
    channel_id: UUID
    quiet: str  # the session of an agent who takes part in nothing
    busy: str  # the session of an agent who takes part in many conversations
    seats: list[Seat]


async def make_sentences(owner: Any) -> None:
    """Tables of sentences and names, as the program would have stored them."""
    roll = random.Random(7)  # noqa: S311 - a benchmark must be repeatable
    vocabulary = [_invented(roll) for _ in range(3_000)]
    weights = [1 / (rank + 3) for rank in range(len(vocabulary))]
    sentences = []
    for number in range(SENTENCES):
        words = roll.choices(vocabulary, weights, k=roll.randint(5, 18))
        if number % 10 == 0:
            words.insert(2, COMMON_WORD)
        if number % 500 == 0:
            words.insert(1, ACCENTED_WORD)
        sentences.append((number, *_stored(" ".join(words).capitalize())))
    sentences.append((SENTENCES, *_stored(f"Do you also have a {RARE_WORD} in blue?")))
    names = [f"{roll.choice(GIVEN)} {_invented(roll).title()}" for _ in range(SENTENCES)]
    await owner.execute(
        "CREATE TABLE bench_sentence (n int PRIMARY KEY, content jsonb, hash bytea, words text, preview text);"
        "CREATE TABLE bench_name (n int PRIMARY KEY, name text, folded text);"
        "CREATE TABLE bench_seat (n int PRIMARY KEY, external_id text)"
    )
    await owner.copy_records_to_table("bench_sentence", records=sentences)
    await owner.copy_records_to_table("bench_name", records=[(n, name, fold(name)) for n, name in enumerate(names)])
    await owner.execute("ANALYZE bench_sentence, bench_name")


def _invented(roll: random.Random) -> str:
    return "".join(roll.choices(SYLLABLES, k=roll.randint(2, 4)))


def _stored(text: str) -> tuple[str, bytes, str, str]:
    content = Text(text=text)
    return content.model_dump_json(), content_hash(content), fold(text), preview(text)


async def make_world(owner: Any, secret: str, conversations: int, *, seats: int, takes_part_in: int) -> World:
    """A workspace with so many conversations; the newest `seats` of them have a visitor who can come back."""
    workspace_id, channel_id, quiet_id, busy_id = (new_id() for _ in range(4))
    await owner.execute("INSERT INTO workspace (id, name, locale) VALUES ($1, 'Acme', 'en')", workspace_id)
    await owner.execute(
        "INSERT INTO channel (workspace_id, id, public_id, kind, name, settings)"
        " VALUES ($1, $2, $3, 'webchat', 'Shop', CAST($4 AS jsonb))",
        workspace_id,
        channel_id,
        f"bench-{conversations}",
        WEBCHAT,
    )
    quiet = await _make_agent(owner, workspace_id, quiet_id, "Bo")
    busy = await _make_agent(owner, workspace_id, busy_id, "Ada")
    tokens = await _make_seats(owner, secret, workspace_id, channel_id, seats)
    indexes = await owner.fetch(
        "SELECT indexname, indexdef FROM pg_indexes"
        " WHERE indexname IN ('ix_message_search_text', 'ix_contact_name_folded')"
    )
    # As a restore does it: the search indexes are built over everything at once.
    await owner.execute(";".join(f"DROP INDEX {row['indexname']}" for row in indexes))
    await owner.execute("SET synchronous_commit = off; SET maintenance_work_mem = '256MB'; SET work_mem = '64MB'")
    for statement in ROWS:
        for name, value in (
            ("workspace", f"'{workspace_id}'::uuid"),
            ("channel", f"'{channel_id}'::uuid"),
            ("bo", f"'{quiet_id}'::uuid"),
            ("ada", f"'{busy_id}'::uuid"),
            ("count", str(conversations)),
            ("taken", str(takes_part_in)),
            ("rare", RARE_NAME),
        ):
            statement = statement.replace(f"<{name}>", value)  # noqa: PLW2901 - the same statement, filled in
        await owner.execute(statement)
    for row in indexes:
        await owner.execute(row["indexdef"])
    await owner.execute("RESET ALL")
    await owner.execute("VACUUM (ANALYZE, PARALLEL 0) message, conversation, contact, identity, read_mark")
    rows = await owner.fetch("SELECT conversation_id FROM bench_row WHERE n <= $1 ORDER BY n", seats)
    return World(
        workspace_id,
        channel_id,
        quiet,
        busy,
        [Seat(row["conversation_id"], token) for row, token in zip(rows, tokens, strict=True)],
    )


async def _make_agent(owner: Any, workspace_id: UUID, agent_id: UUID, name: str) -> str:
    token, account_id, now = secrets.token_urlsafe(32), new_id(), SystemClock().now()
    email = f"{name.lower()}-{agent_id.hex}@acme.example"
    await owner.execute(
        "INSERT INTO account (id, email, name, password_hash) VALUES ($1, $2, $3, 'none')", account_id, email, name
    )
    await owner.execute(
        "INSERT INTO agent (workspace_id, id, account_id, name, email, role) VALUES ($1, $2, $3, $4, $5, 'agent')",
        workspace_id,
        agent_id,
        account_id,
        name,
        email,
    )
    await owner.execute(
        "INSERT INTO session (id, token_hash, account_id, workspace_id, agent_id, user_agent, ip, last_seen_at,"
        " expires_at) VALUES ($1, $2, $3, $4, $5, 'bench', '127.0.0.1', $6, $7)",
        new_id(),
        hash_token(token),
        account_id,
        workspace_id,
        agent_id,
        now,
        now + timedelta(days=1),
    )
    return token


async def _make_seats(owner: Any, secret: str, workspace_id: UUID, channel_id: UUID, count: int) -> list[str]:
    signer = Signer(secret.encode())
    tokens = [issue_token(signer, workspace_id, channel_id)[0] for _ in range(count)]
    seats = [(n, visitor_of(signer, token).external_id) for n, token in enumerate(tokens, start=1)]
    await owner.execute("TRUNCATE bench_seat")
    await owner.copy_records_to_table("bench_seat", records=seats)
    return tokens


# The newest conversation is number 1. Contact and agent take turns; the contact has the last word.
ROWS: Final = (
    """
    DROP TABLE IF EXISTS bench_row
    """,
    """
    CREATE TABLE bench_row AS
    SELECT g.n, uuidv7(make_interval(secs => -30 * g.n)) AS contact_id,
        uuidv7(make_interval(secs => -30 * g.n)) AS conversation_id, now() - make_interval(secs => 30 * g.n) AS at,
        CASE WHEN g.n > <count> - 3 THEN '<rare> ' || g.n ELSE b.name END AS name,
        CASE WHEN g.n > <count> - 3 THEN lower('<rare> ') || g.n ELSE b.folded END AS folded
    FROM generate_series(1, <count>) AS g (n) JOIN bench_name b ON b.n = (g.n::bigint * 7919) % 20000
    """,
    """
    CREATE UNIQUE INDEX ON bench_row (n)
    """,
    """
    INSERT INTO contact (workspace_id, id, name, name_folded, locale, first_seen_at, last_seen_at)
    SELECT <workspace>, contact_id, name, folded, 'en', at, at FROM bench_row ORDER BY n DESC
    """,
    """
    INSERT INTO identity (workspace_id, id, contact_id, channel_id, external_id, created_at)
    SELECT <workspace>, gen_random_uuid(), contact_id, <channel>, COALESCE(s.external_id, contact_id::text), at
    FROM bench_row r LEFT JOIN bench_seat s ON s.n = r.n ORDER BY r.n DESC
    """,
    """
    INSERT INTO conversation (workspace_id, id, contact_id, channel_id, status, answering, answering_epoch, assignee_id,
        last_pos, visitor_seq, inbound_count, last_preview, last_author, last_kind, last_message_at, last_activity_at,
        waiting_since, created_at, version)
    SELECT <workspace>, conversation_id, contact_id, <channel>, CASE WHEN r.n % 10 = 9 THEN 'done' ELSE 'open' END,
        'team', 2, CASE WHEN r.n % 2 = 0 AND r.n <= 2 * <taken> THEN <ada> END,
        5, 5, 3, s.preview, 'contact', 'text', at, at, at, at - interval '100 seconds', 6
    FROM bench_row r JOIN bench_sentence s
        ON s.n = CASE WHEN r.n > <count> - 3 THEN 20000 ELSE (r.n::bigint * 7919 + 5 * 104729) % 20000 END
    ORDER BY r.n DESC
    """,
    """
    INSERT INTO message (workspace_id, id, conversation_id, pos, visitor_seq, direction, author_kind, author_id,
        author_name, content, content_hash, search_text, delivery, channel_id, planned_epoch, created_at, sent_at)
    SELECT <workspace>, uuidv7(make_interval(secs => -30 * r.n - 20 * (5 - pos))), conversation_id, pos, pos,
        CASE WHEN pos % 2 = 1 THEN 'inbound' ELSE 'outbound' END,
        CASE WHEN pos % 2 = 1 THEN 'contact' ELSE 'agent' END,
        CASE WHEN pos % 2 = 1 THEN contact_id ELSE <bo> END,
        CASE WHEN pos % 2 = 1 THEN name ELSE 'Bo' END,
        s.content, s.hash, s.words, CASE WHEN pos % 2 = 1 THEN 'delivered' ELSE 'read' END, <channel>,
        CASE WHEN pos % 2 = 0 THEN 2 END,
        at - make_interval(secs => 20 * (5 - pos)), at - make_interval(secs => 20 * (5 - pos))
    FROM bench_row r CROSS JOIN generate_series(1, 5) pos JOIN bench_sentence s
        ON s.n = CASE WHEN r.n > <count> - 3 AND pos = 5 THEN 20000 ELSE (r.n::bigint * 7919 + pos * 104729) % 20000 END
    ORDER BY r.n DESC, pos
    """,
    """
    INSERT INTO read_mark (workspace_id, agent_id, conversation_id, inbound_count)
    SELECT <workspace>, <ada>, conversation_id, 1 + n % 3 FROM bench_row WHERE n % 2 = 0 AND n <= 2 * <taken>
    """,
)
