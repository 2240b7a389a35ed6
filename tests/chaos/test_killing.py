"""Visitors and agents talk while the server and PostgreSQL are killed with -9; nothing acknowledged is lost.

The seed is printed and may be given again: OBROL_CHAOS_SEED is not needed often, the rounds are few.
`make test` runs a short version; `make chaos` thirty rounds.
"""

import asyncio
import contextlib
import os
import random
import signal
import socket
import subprocess
import sys
import time
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import asyncpg
import httpx
import pytest
from chaos.people import Agent, Visitor

from obrol.runtime.postgres import DATABASE, OWNER_ROLE

ROUNDS = int(os.environ.get("OBROL_CHAOS_ROUNDS", "4"))
VISITORS, AGENTS = 5, 2
BACK_WITHIN = 30.0  # seconds (reliability.md, G8)
DRAINED_WITHIN = 60.0  # seconds (reliability.md, I13)
PASSWORD = "correct horse battery staple 9"
THANKS = {
    "format": 1,
    "start": "thanks",
    "steps": {
        "thanks": {
            "type": "send_message",
            "options": {"messages": [{"kind": "text", "text": "Thanks, {{contact.name}}!", "typing_seconds": 0.3}]},
        }
    },
}


class Obrol:
    """The real program in a process of its own, started again whenever it was killed."""

    def __init__(self, data: Path) -> None:
        self.data = data
        self.port = _free_port()
        self.base = f"http://127.0.0.1:{self.port}"
        self._process: subprocess.Popen[bytes] | None = None

    async def start(self) -> None:
        environment = {name: value for name, value in os.environ.items() if not name.startswith("OBROL_")}
        environment |= {"OBROL_DATA": str(self.data), "OBROL_PORT": str(self.port)}
        with (self.data.parent / "server.log").open("ab") as log:
            self._process = subprocess.Popen(  # noqa: ASYNC220 - returns at once
                [sys.executable, "-m", "obrol", "serve"], env=environment, stdout=log, stderr=log
            )
        await self.is_back()

    async def is_back(self) -> float:
        """Wait until it can serve; how long that took."""
        began = time.monotonic()
        async with httpx.AsyncClient(timeout=2) as client, asyncio.timeout(BACK_WITHIN):
            while True:
                with contextlib.suppress(httpx.HTTPError):
                    if (await client.get(f"{self.base}/readyz")).status_code == 200:
                        return time.monotonic() - began
                assert self._process is not None
                assert self._process.poll() is None, (self.data.parent / "server.log").read_text()[-3_000:]
                await asyncio.sleep(0.05)

    async def kill(self) -> None:
        """End the server as a power cut would, and start it again."""
        assert self._process is not None
        self._process.kill()
        self._process.wait()
        await self.start()

    async def kill_postgres(self) -> None:
        """End PostgreSQL as a power cut would; whoever started it starts it again."""
        pid = int((self.data / "postgres" / "postmaster.pid").read_text().splitlines()[0])
        os.kill(pid, signal.SIGKILL)
        await asyncio.sleep(0.3)
        await self.is_back()

    def stop(self) -> None:
        """End it in peace."""
        if self._process is not None and self._process.poll() is None:
            self._process.send_signal(signal.SIGINT)
            self._process.wait(timeout=40)


@pytest.fixture
async def obrol(tmp_path: Path) -> AsyncIterator[Obrol]:
    program = Obrol(tmp_path / "data")
    await program.start()
    yield program
    program.stop()


@pytest.mark.chaos
@pytest.mark.timeout(3_600)
async def test_nothing_acknowledged_is_lost_and_every_view_is_the_servers(obrol: Obrol) -> None:
    seed = random.SystemRandom().randrange(10**6)
    rng = random.Random(seed)
    cookie, channel = await _set_up(obrol.base)
    agents = [Agent(obrol.base, cookie, random.Random(seed + number)) for number in range(AGENTS)]
    tokens = [await _visitor_token(obrol.base, channel) for _ in range(VISITORS)]
    visitors = [
        Visitor(obrol.base, token, f"visitor{number}", random.Random(seed - number))
        for number, token in enumerate(tokens)
    ]
    people: list[Visitor | Agent] = [*visitors, *agents]
    async with asyncio.TaskGroup() as group:
        lives = [group.create_task(agent.follow()) for agent in agents]
        while not all(agent.cursor for agent in agents):
            await asyncio.sleep(0.01)
        lives += [group.create_task(agent.reply()) for agent in agents]
        lives += [group.create_task(visitor.live()) for visitor in visitors]
        for _number in range(ROUNDS):
            await asyncio.sleep(rng.uniform(0.2, 1.5))
            victim = rng.choice([obrol.kill, obrol.kill, obrol.kill_postgres])
            time.monotonic()
            await victim()
        await asyncio.sleep(1)
        for person in people:
            person.talking = False
        async with asyncio.timeout(DRAINED_WITHIN):
            while not all(person.is_quiet for person in people):
                await asyncio.sleep(0.05)
            while await _waiting_jobs(obrol):
                await asyncio.sleep(0.2)
        await _until_views_are_equal(obrol, visitors, agents)
        for task in lives:
            task.cancel()

    stored = await _query(obrol, "SELECT id::text, content->>'text' AS words FROM message")
    there = {row["id"]: row["words"] for row in stored}
    acknowledged = [message for person in people for message in person.acknowledged]
    assert len(acknowledged) > ROUNDS, "people did talk"
    assert len(there) == len(stored)
    assert [message for message in acknowledged if there.get(message.id) != message.words] == []
    assert len({message.id for message in acknowledged}) == len(acknowledged)
    assert await _violations(obrol) == []


async def _set_up(base: str) -> tuple[str, str]:
    async with httpx.AsyncClient(base_url=base, headers={"Origin": base}) as owner:
        account = {"workspace_name": "Chaos", "name": "Olga", "email": "olga@chaos.example", "password": PASSWORD}
        answer = await owner.post("/api/setup", json=account | {"locale": "en"})
        assert answer.is_success, answer.text
        bot = (await owner.post("/api/bots", json={"name": "Bep"})).json()["id"]
        flow = (await owner.post("/api/flows", json={"bot_id": bot, "name": "Thanks"})).json()["id"]
        draft = await owner.put(f"/api/flows/{flow}/draft", json={"document": THANKS})
        assert draft.is_success, draft.text
        published = await owner.post(f"/api/flows/{flow}/versions")
        assert published.is_success, published.text
        channel = (await owner.post("/api/channels", json={"kind": "webchat", "name": "Shop"})).json()
        attached = await owner.patch(f"/api/channels/{channel['id']}", json={"bot_id": bot, "start_flow_id": flow})
        assert attached.is_success, attached.text
        return owner.cookies["obrol_session"], channel["public_id"]


async def _visitor_token(base: str, channel: str) -> str:
    async with httpx.AsyncClient(base_url=base, headers={"Origin": base}) as browser:
        answer = await browser.post("/widget/api/session", json={"channel": channel})
        assert answer.is_success, answer.text
        token: str = answer.json()["token"]
        return token


async def _until_views_are_equal(obrol: Obrol, visitors: list[Visitor], agents: list[Agent]) -> None:
    """Every client's view becomes the server's, within five seconds of its link being usable (G4) or at a heartbeat."""
    difference: Any = None
    try:
        async with asyncio.timeout(30):
            while True:
                difference = await _difference(obrol, visitors, agents)
                if difference is None:
                    return
                await asyncio.sleep(0.2)
    except TimeoutError:
        pytest.fail(f"a view differs from the server's: {difference}")


async def _difference(obrol: Obrol, visitors: list[Visitor], agents: list[Agent]) -> Any:
    rows = await _query(obrol, "SELECT id::text, conversation_id::text AS conversation, pos, visitor_seq FROM message")
    everything: dict[str, dict[str, int]] = {}
    shown: dict[str, dict[int, str]] = {}
    for row in rows:
        everything.setdefault(row["conversation"], {})[row["id"]] = row["pos"]
        if row["visitor_seq"] is not None:
            shown.setdefault(row["conversation"], {})[row["visitor_seq"]] = row["id"]
    for agent in agents:
        if agent.messages != everything:
            known = {key: len(value) for key, value in agent.messages.items()}
            return "agent", known, len(rows), f"{agent.resyncs} fresh starts, {agent.missed} gaps"
    for visitor in visitors:
        theirs = next((view for view in shown.values() if visitor.acknowledged[0].id in view.values()), None)
        if theirs != visitor.view:
            return "visitor", len(visitor.view), len(theirs or {})
    return None


async def _waiting_jobs(obrol: Obrol) -> int:
    (row,) = await _query(
        obrol, "SELECT count(*) AS waiting FROM lane_job WHERE state = 'waiting' AND kind <> 'end_pause'"
    )
    return int(row["waiting"])


async def _violations(obrol: Obrol) -> list[str]:
    checks = {
        "places without gaps": """
            SELECT conversation_id FROM message GROUP BY 1
            HAVING count(*) <> max(pos) OR min(pos) <> 1 OR count(DISTINCT pos) <> count(*)""",
        "what visitors are shown without gaps": """
            SELECT conversation_id FROM message WHERE visitor_seq IS NOT NULL GROUP BY 1
            HAVING count(*) <> max(visitor_seq) OR min(visitor_seq) <> 1""",
        "counters are true": """
            SELECT c.id FROM conversation c LEFT JOIN message m ON m.conversation_id = c.id
            GROUP BY c.workspace_id, c.id
            HAVING c.last_pos <> count(m.id) OR c.visitor_seq <> count(m.visitor_seq)
                OR c.inbound_count <> count(m.id) FILTER (WHERE m.direction = 'inbound')""",
        "one event per message": """
            SELECT m.id FROM message m LEFT JOIN event e ON e.type IN ('message.received', 'message.queued')
                AND e.payload->'message'->>'id' = m.id::text GROUP BY m.id HAVING count(e.id) <> 1""",
        "no dead letters": "SELECT id FROM lane_job WHERE state = 'dead'",
        "nothing is still queued": "SELECT id FROM message WHERE delivery = 'queued'",
        "no bot message was sent after a takeover": """
            SELECT m.id FROM message m WHERE m.author_kind = 'bot' AND m.delivery = 'sent' AND EXISTS (
                SELECT 1 FROM message a WHERE a.conversation_id = m.conversation_id AND a.author_kind = 'agent'
                    AND a.visitor_seq < m.visitor_seq)""",
    }
    return [promise for promise, query in checks.items() if await _query(obrol, query)]


async def _query(obrol: Obrol, statement: str) -> list[Any]:
    sockets = (obrol.data / "postgres" / "postmaster.pid").read_text().splitlines()[4]
    connection = await asyncpg.connect(host=sockets, user=OWNER_ROLE, database=DATABASE)
    try:
        return list(await connection.fetch(statement))
    finally:
        await connection.close()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
