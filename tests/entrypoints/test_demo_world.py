from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any
from uuid import UUID

import asyncpg
import orjson
import pytest
from invariants import check
from PIL import Image
from pydantic import SecretStr, TypeAdapter
from servers import Server

from obrol.channels.contract.content import Content, Media
from obrol.connectors.webchat.setup_form import WebchatSettings
from obrol.contacts.actions.fielding import fitting_value
from obrol.contacts.models import CustomField, TopicKind
from obrol.entrypoints.demo import EMAIL, PASSWORD, make_demo_world
from obrol.entrypoints.demo_world import building, pictures
from obrol.entrypoints.demo_world.material import read_material
from obrol.flows.engine.linting import lint
from obrol.flows.engine.reading import read_document
from obrol.flows.engine.run import Run
from obrol.inbox.actions.writing import content_hash
from obrol.inbox.jobs import EndPause, WakeConversation
from obrol.inbox.models import Conversation, Message
from obrol.kit.clock import FrozenClock
from obrol.kit.text import fold
from obrol.runtime.blobs import Blobs
from obrol.runtime.events import DECLARED
from obrol.runtime.jobs import Job
from obrol.runtime.settings import Settings
from obrol.runtime.starting import CannotStart
from obrol.workspaces.actions import hashing

NOW = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
CONTENT: TypeAdapter[Any] = TypeAdapter(Content)


@dataclass
class World:
    """A database with the demo world in it, asked as its owner."""

    settings: Settings
    owner: "asyncpg.Connection[Any]"

    async def rows(self, query: str, *values: Any) -> list[Any]:
        found: list[Any] = await self.owner.fetch(query, *values)
        return found

    async def one(self, query: str, *values: Any) -> Any:
        return await self.owner.fetchval(query, *values)


def settings_for(server: Server, database: str, data: Path) -> Settings:
    return Settings(data=data, database_url=server.app_url(database), secret_key=SecretStr("0123456789abcdef" * 4))


@pytest.fixture(scope="module")
async def world(
    server: Server, template: str, worker_id: str, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[World]:
    name = f"{template}_{worker_id}_demo"
    await server.clone(template, name)
    settings = settings_for(server, name, tmp_path_factory.mktemp("demo"))
    assert await make_demo_world(settings, clock=FrozenClock(NOW))
    owner = await asyncpg.connect(server.owner_url(name))
    await owner.set_type_codec("jsonb", encoder=str, decoder=orjson.loads, schema="pg_catalog")
    yield World(settings, owner)
    await owner.close()
    await server.drop(name)


async def test_it_keeps_every_invariant(world: World) -> None:
    assert await world.one("SELECT count(*) FROM message") > 2_000
    assert await check(world.owner) == []


async def test_the_owner_signs_in_with_the_shown_password(world: World) -> None:
    kept = await world.one("SELECT password_hash FROM account WHERE email = $1", EMAIL)
    assert await hashing.is_right(SecretStr(PASSWORD), kept)
    hashing.refuse_easy(SecretStr(PASSWORD), name="Ratna", email=EMAIL)


async def test_there_is_an_agent_in_every_role_and_two_teams(world: World) -> None:
    roles = [row["role"] for row in await world.rows("SELECT role FROM agent")]
    assert sorted(roles) == ["admin", "agent", "agent", "owner", "supervisor"]
    assert await world.one("SELECT count(DISTINCT team_id) FROM team_member") == 2


async def test_each_bot_answers_its_channel_with_a_published_flow(world: World) -> None:
    channels = await world.rows(
        "SELECT ch.public_id, ch.settings, b.name, v.document, v.number FROM channel ch "
        "JOIN bot b ON b.id = ch.bot_id JOIN flow f ON f.id = ch.start_flow_id AND f.bot_id = b.id "
        "JOIN flow_version v ON v.flow_id = f.id AND v.number = f.published_version ORDER BY ch.public_id"
    )
    assert [(row["public_id"], row["name"], row["number"]) for row in channels] == [
        ("demo-grosir", "Grosir", 1),
        ("demo-toko", "Kopi", 1),
    ]
    for row in channels:
        document = read_document(row["document"])
        assert [problem for problem in lint(document) if problem.severity == "error"] == []
        assert WebchatSettings.model_validate(row["settings"]).model_dump(mode="json") == row["settings"]


async def test_the_files_of_flows_and_messages_are_stored_with_thumbnails(world: World) -> None:
    blobs = Blobs(world.settings)
    attachments = await world.rows("SELECT * FROM attachment")
    used = await world.rows(
        "SELECT DISTINCT content -> 'media' ->> 'name' AS name FROM message WHERE content ? 'media'"
    )
    assert {row["name"] for row in used} <= {row["name"] for row in attachments}
    assert len(used) > 8
    for row in attachments:
        blob = await blobs.open(row["blob_key"])
        assert blob.size == row["size"]
        if row["kind"] == "image":
            raw = b"".join([chunk async for chunk in (await blobs.open(row["thumbnail_key"])).chunks])
            assert max(Image.open(BytesIO(raw)).size) <= 480
    shown = [
        step["options"]["messages"]
        for row in await world.rows("SELECT document FROM flow_version")
        for step in row["document"]["steps"].values()
        if step["type"] == "send_message"
    ]
    in_flows = {str(m["media"]["attachment_id"]) for messages in shown for m in messages if m["kind"] == "image"}
    assert in_flows
    assert in_flows <= {str(row["id"]) for row in attachments}


async def test_every_message_is_content_that_could_be_sent(world: World) -> None:
    for row in await world.rows("SELECT content, content_hash, search_text FROM message"):
        content = CONTENT.validate_python(row["content"])
        assert content.model_dump(mode="json") == row["content"]
        assert content_hash(content) == row["content_hash"]
        assert "{" not in row["search_text"]


async def test_every_event_is_one_that_the_inbox_announces(world: World) -> None:
    events = await world.rows("SELECT * FROM event ORDER BY id")
    assert {row["type"] for row in events} >= {
        "conversation.started",
        "conversation.handed_to_team",
        "conversation.returned_to_bot",
        "conversation.assigned",
        "conversation.snoozed",
        "conversation.woken",
        "conversation.done",
        "conversation.reopened",
    }
    for row in events:
        fact = DECLARED[row["type"]].model_validate(row["payload"])
        assert row["on_timeline"] == fact.on_timeline
        assert row["conversation_id"] == fact.about()
        assert row["audience"] == fact.audience().model_dump(mode="json")
    assert [row["at"] for row in events] == sorted(row["at"] for row in events)


async def test_the_contacts_are_as_the_desk_would_have_made_them(world: World) -> None:
    contacts = await world.rows("SELECT * FROM contact")
    assert len(contacts) == 300
    for row in contacts:
        assert row["name_folded"] == fold(row["name"])
        assert row["email"] is None or row["email"].endswith(
            (".example", "@example.com", "@example.org", "@example.net")
        )
        assert row["phone"] is None or row["phone"].startswith("+62840000")
        assert row["last_seen_at"] <= NOW
    types = {row["id"]: row for row in await world.rows("SELECT * FROM custom_field")}
    values = await world.rows("SELECT * FROM field_value")
    assert {row["field_id"] for row in values} == set(types)
    for row in values:
        field = CustomField(**dict(types[row["field_id"]]))
        assert fitting_value(field, row["value"]) is not None
    assert await world.one("SELECT count(DISTINCT tag_id) FROM contact_tag") == await world.one(
        "SELECT count(*) FROM tag"
    )


async def test_some_agreed_to_topics_and_are_in_sequences_or_through_them(world: World) -> None:
    assert await world.one(
        "SELECT count(DISTINCT t.kind) FROM subscription s JOIN topic t ON t.id = s.topic_id "
        "WHERE (s.expires_at IS NOT NULL) = (t.kind = 'once')"
    ) == len(TopicKind)
    assert await world.rows("SELECT DISTINCT status FROM enrollment ORDER BY status") == [("active",), ("completed",)]
    assert await world.one("SELECT count(*) FROM subscription WHERE expires_at < subscribed_at") == 0


async def test_conversations_stand_in_every_way_that_the_desk_shows(world: World) -> None:
    counts = {
        row["status"]: row["many"]
        for row in await world.rows("SELECT status, count(*) AS many FROM conversation GROUP BY status")
    }
    assert sum(counts.values()) == 300
    assert min(counts["open"], counts["snoozed"]) >= 10
    for what in ("held", "failed", "unknown", "read", "delivered", "sent"):
        assert await world.one("SELECT count(*) FROM message WHERE delivery = $1", what) > 0, what
    assert await world.one("SELECT count(*) FROM conversation WHERE paused_until > $1", NOW) >= 3
    assert await world.one("SELECT count(*) FROM conversation WHERE waiting_since IS NOT NULL") >= 15
    assert await world.one("SELECT count(*) FROM note WHERE author_kind = 'agent'") > 50
    assert await world.one("SELECT max(last_pos) FROM conversation") > 60  # more than a page of the timeline
    assert await world.one("SELECT count(*) FROM message WHERE content ->> 'kind' = 'choice'") > 100


async def test_the_owner_has_a_believable_number_of_unread_conversations(world: World) -> None:
    unread = await world.one(
        "SELECT count(*) FROM conversation c LEFT JOIN read_mark r ON r.conversation_id = c.id AND r.agent_id = "
        "(SELECT id FROM agent WHERE role = 'owner') "
        "WHERE c.status = 'open' AND c.inbound_count > COALESCE(r.inbound_count, 0)"
    )
    assert 8 <= unread <= 20


async def test_nothing_in_it_is_still_to_come_except_what_lanes_know(world: World) -> None:
    assert await world.one("SELECT max(created_at) FROM message") <= NOW
    assert await world.one("SELECT max(at) FROM event") <= NOW
    assert await world.one("SELECT min(last_activity_at) FROM conversation") > NOW - timedelta(days=32)
    jobs: dict[str, type[Job]] = {job.name: job for job in (WakeConversation, EndPause)}
    for row in await world.rows("SELECT * FROM lane_job"):
        assert row["run_at"] > NOW
        jobs[row["kind"]].model_validate(row["payload"])


async def test_the_runs_can_be_gone_on_with(world: World) -> None:
    runs = await world.rows("SELECT * FROM run")
    assert {row["status"] for row in runs} == {"active", "ended"}
    for row in runs:
        assert Run.model_validate(row["state"]).id == row["id"]


async def test_a_second_time_changes_nothing(world: World) -> None:
    before = await world.one("SELECT count(*) FROM message")
    assert not await make_demo_world(world.settings)
    assert await world.one("SELECT count(*) FROM message") == before
    assert await world.one("SELECT count(*) FROM workspace") == 1


async def test_the_same_seed_makes_the_same_world(
    world: World, server: Server, fresh_database: str, tmp_path: Path
) -> None:
    assert await make_demo_world(settings_for(server, fresh_database, tmp_path), clock=FrozenClock(NOW))
    query = "SELECT m.id, m.author_name, m.search_text, m.created_at FROM message m ORDER BY m.id"
    again = await asyncpg.connect(server.owner_url(fresh_database))
    try:
        assert await again.fetch(query) == await world.rows(query)
    finally:
        await again.close()


async def test_stopped_on_the_way_it_leaves_an_empty_database(
    server: Server, fresh_database: str, tmp_path: Path
) -> None:
    settings = settings_for(server, fresh_database, tmp_path)
    owner = await asyncpg.connect(server.owner_url(fresh_database))
    try:
        # The table that is filled last is out of reach, so everything before it is in the transaction that fails.
        async with owner.transaction():
            await owner.execute("LOCK TABLE lane IN ACCESS EXCLUSIVE MODE")
            with pytest.raises(CannotStart):
                await make_demo_world(settings)
        for table in ("account", "workspace", "message"):
            assert await owner.fetchval(f"SELECT count(*) FROM {table}") == 0  # noqa: S608 - three names
        assert await make_demo_world(settings)
    finally:
        await owner.close()


def test_there_are_enough_dialogues_and_no_name_twice() -> None:
    material = read_material()
    names = [dialogue.name for dialogue in material.dialogues]
    people = [person.name for person in material.people]
    assert len(names) == len(set(names))
    assert len(people) == len(set(people))
    assert sum(dialogue.locale == "id" for dialogue in material.dialogues) >= 60
    assert sum(dialogue.locale == "en" for dialogue in material.dialogues) >= 10


@pytest.mark.parametrize(("seed", "hour"), [("kopi lereng", 3), ("s9", 14), ("s33", 21)])
def test_whatever_the_hour_and_the_seed_nobody_writes_in_the_future(seed: str, hour: int) -> None:
    now = NOW.replace(hour=hour)
    names = {key: name for key, (name, _) in pictures.IMAGES.items()}
    names |= {key: name for key, (name, _, _) in pictures.PAPERS.items()}
    media = {
        key: Media(attachment_id=UUID(int=number), name=name, media_type="image/png", size=1)
        for number, (key, name) in enumerate(names.items(), start=1)
    }
    ground = building.Ground.broken(seed, now)
    builder = building.Builder(read_material(), ground, seed=seed, now=now, base_url="http://127.0.0.1:8000")
    rows = builder.build([], media, ["hash"] * 5)
    assert len(rows[Conversation]) == 300
    assert max(row["created_at"] for row in rows[Message]) <= now
