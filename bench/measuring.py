"""Measuring: each question of issue point "make bench" as a function that answers with samples."""

import asyncio
import gzip
import http.client
import time
from pathlib import Path
from typing import Any, Final

import orjson

from bench import clients
from bench.clients import Agent, Visitor
from bench.serving import Running
from bench.world import Seat, World
from obrol.inbox.queries.listing import list_conversations
from obrol.inbox.schemas import ListQuery
from obrol.kit.ids import new_id
from obrol.runtime.actor import Actor, ActorKind
from obrol.runtime.db import Database
from obrol.runtime.signing import Signer
from obrol.runtime.unit_of_work import Scope, Tools
from obrol.widget.access import issue_token

CLIENTS: Final = 16
# The real server holds one visitor to 20 messages a second; so each of the sixteen speaks for twelve in turn,
# and has still only one message under way at a time. The baseline's clients have twelve sockets each, too.
SEATS_EACH: Final = 12
WARMING_SOCKETS: Final = 200
SETTLE: Final = 3.0  # seconds that a server gets to come to rest before its memory is read


async def end_to_end(
    obrol: Running, world: World, baseline: Running, *, blocks: int = 6, each: int = 40
) -> tuple[list[float], list[float]]:
    """Seconds from a visitor's send to an agent's receipt, at Obrol and at the baseline, in turns."""
    ours: list[float] = []
    theirs: list[float] = []
    async with (
        clients.agent(obrol, world.quiet) as our_agent,
        clients.agent(baseline) as their_agent,
        clients.visitors(obrol, CLIENTS, world.seats) as our_visitors,
        clients.visitors(baseline, CLIENTS) as their_visitors,
    ):
        for number in range(blocks):
            for samples, agent, visitors in ((ours, our_agent, our_visitors), (theirs, their_agent, their_visitors)):
                measured = await _one_by_one(agent, visitors, each)
                if number:  # the first block warms caches and prepared statements up
                    samples.extend(measured)
    return ours, theirs


async def _one_by_one(agent: Agent, visitors: list[Visitor], count: int) -> list[float]:
    samples = []
    for number in range(count):
        visitor = visitors[number % len(visitors)]
        message_id, left_at = await visitor.send()
        await visitor.acknowledged(message_id)
        samples.append(await agent.has(message_id) - left_at)
        await asyncio.sleep(0.004)
    return samples


async def sustained(
    obrol: Running, world: World, baseline: Running, *, blocks: int = 4, each: float = 2.0
) -> tuple[list[float], list[float], int]:
    """Acknowledged messages a second with sixteen visitors, in turns; and how many never reached the agent."""
    ours: list[float] = []
    theirs: list[float] = []
    lost = 0
    async with (
        clients.agent(obrol, world.quiet) as our_agent,
        clients.agent(baseline) as their_agent,
        clients.visitors(obrol, CLIENTS * SEATS_EACH, world.seats) as our_visitors,
        clients.visitors(baseline, CLIENTS * SEATS_EACH) as their_visitors,
    ):
        await _all_at_once(our_agent, our_visitors, 1.0)
        await _all_at_once(their_agent, their_visitors, 1.0)
        for _ in range(blocks):
            for rates, agent, visitors in ((ours, our_agent, our_visitors), (theirs, their_agent, their_visitors)):
                rate, missing = await _all_at_once(agent, visitors, each)
                rates.append(rate)
                lost += missing
    return ours, theirs, lost


async def _all_at_once(agent: Agent, visitors: list[Visitor], duration: float) -> tuple[float, int]:
    said: list[str] = []
    until = time.perf_counter() + duration

    async def keep_writing(mine: list[Visitor]) -> None:
        turn = 0
        while time.perf_counter() < until:
            visitor = mine[turn % len(mine)]
            turn += 1
            message_id, _ = await visitor.send()
            await visitor.acknowledged(message_id)
            said.append(message_id)

    began = time.perf_counter()
    await asyncio.gather(*(keep_writing(visitors[number::CLIENTS]) for number in range(CLIENTS)))
    took = time.perf_counter() - began
    missing = await asyncio.gather(*(agent.has(message_id) for message_id in said), return_exceptions=True)
    return len(said) / took, sum(isinstance(outcome, BaseException) for outcome in missing)


async def push(obrol: Running, world: World, *, blocks: int = 10, each: int = 30) -> tuple[list[float], list[float]]:
    """Seconds until a message reaches an agent who takes part in many conversations, and one who takes part in none."""
    busy: list[float] = []
    quiet: list[float] = []
    async with clients.visitors(obrol, CLIENTS, world.seats) as visitors:
        for number in range(blocks):
            turns = [(busy, world.busy), (quiet, world.quiet)]
            for samples, session in turns if number % 2 else reversed(turns):
                async with clients.agent(obrol, session) as agent:
                    measured = await _one_by_one(agent, visitors, each)
                    if number:
                        samples.extend(measured[3:])
    return busy, quiet


async def first_messages(obrol: Running, world: World, secret: str, *, rounds: int = 5) -> tuple[list[float], int]:
    """Seconds until sixteen first messages of new visitors at one instant are all stored; and how many never were."""
    took: list[float] = []
    lost = 0
    signer = Signer(secret.encode())
    for _ in range(rounds):
        seats = [Seat(new_id(), issue_token(signer, world.workspace_id, world.channel_id)[0]) for _ in range(CLIENTS)]
        async with clients.visitors(obrol, CLIENTS, seats) as visitors:
            began = time.perf_counter()
            sent = await asyncio.gather(*(visitor.send() for visitor in visitors))
            outcomes = await asyncio.gather(
                *(visitor.acknowledged(id) for visitor, (id, _) in zip(visitors, sent, strict=True)),
                return_exceptions=True,
            )
            took.append(time.perf_counter() - began)
            lost += sum(isinstance(outcome, BaseException) for outcome in outcomes)
    return took, lost


async def idle_sockets(obrol: Running, world: World, *, count: int = 1_000) -> tuple[float, float]:
    """Bytes that one idle socket costs, a visitor's and an agent's, PostgreSQL included.

    Some of each come and go first: what a process keeps once it has served anybody (connections to PostgreSQL,
    compiled statements) is no cost of a socket. The visitors stay while the agents come, so that an agent's socket
    does not just take the memory that a visitor's gave back.
    """
    for is_visitor in (True, False):
        await _close(await _sockets(obrol, world, WARMING_SOCKETS, of_visitors=is_visitor))
    costs, held = [], []
    for is_visitor in (True, False):
        await asyncio.sleep(SETTLE)
        before = obrol.memory()
        held += await _sockets(obrol, world, count, of_visitors=is_visitor)
        await asyncio.sleep(SETTLE)
        costs.append((obrol.memory() - before) / count)
    await _close(held)
    return costs[0], costs[1]


async def _sockets(obrol: Running, world: World, count: int, *, of_visitors: bool) -> list[Any]:
    sockets: list[Any] = []
    for start in range(0, count, 20):
        sockets += await asyncio.gather(
            *(
                clients.visitor_socket(obrol, seat.token) if of_visitors else clients.agent_socket(obrol, world.quiet)
                for seat in world.seats[start : min(start + 20, count)]
            )
        )
    return sockets


async def _close(sockets: list[Any]) -> None:
    for start in range(0, len(sockets), 50):
        await asyncio.gather(*(socket.close() for socket in sockets[start : start + 50]))


class Browser:
    """An agent's HTTP requests over one connection that is kept open."""

    def __init__(self, obrol: Running, session: str) -> None:
        self._connection = http.client.HTTPConnection("127.0.0.1", obrol.port)
        self._headers = {"Cookie": f"obrol_session={session}"}

    def get(self, path: str) -> tuple[float, Any]:
        """How long it took, and what it answered."""
        began = time.perf_counter()
        self._connection.request("GET", path, headers=self._headers)
        answer = self._connection.getresponse()
        body = answer.read()
        took = time.perf_counter() - began
        assert answer.status == 200, (path, answer.status, body)
        return took, orjson.loads(body)


def list_pages(obrol: Running, worlds: dict[int, World], path: str, *, rounds: int = 60) -> dict[int, list[float]]:
    """Seconds for the same page of the inbox in each world, in turns."""
    browsers = {count: Browser(obrol, world.busy) for count, world in worlds.items()}
    samples: dict[int, list[float]] = {count: [] for count in worlds}
    for number in range(rounds):
        for count, browser in browsers.items():
            took, page = browser.get(path)
            assert "rows" not in page or len(page["rows"]) == 50
            if number >= 10:
                samples[count].append(took)
    return samples


async def list_queries(url: str, role: str, worlds: dict[int, World], *, rounds: int = 40) -> dict[int, list[float]]:
    """Seconds for the query of the list alone, without HTTP."""
    database = Database(url, role=role)
    samples: dict[int, list[float]] = {count: [] for count in worlds}
    for number in range(rounds):
        for count, world in worlds.items():
            async with database.session(world.workspace_id) as session:
                ada = Actor(ActorKind.AGENT, new_id(), "Ada", "agent")
                scope = Scope(session, world.workspace_id, ada, Tools())
                began = time.perf_counter()
                await list_conversations(scope, ListQuery())
                if number >= 10:
                    samples[count].append(time.perf_counter() - began)
    await database.close()
    return samples


def searches(
    obrol: Running, world: World, words: dict[str, tuple[str, str]], *, rounds: int = 25
) -> dict[str, list[float]]:
    """Seconds for each search; `words` are by title: what is searched for, and the part of the answer that has it."""
    browser = Browser(obrol, world.busy)
    samples: dict[str, list[float]] = {title: [] for title in words}
    for number in range(rounds):
        for title, (query, finds) in words.items():
            took, page = browser.get(f"/api/conversations/search?q={query}")
            if finds:
                assert page[finds], (title, query)
            else:
                assert not page["rows"], (title, query)
                assert not page["found_in_messages"], (title, query)
            if number >= 5:
                samples[title].append(took)
    return samples


def widget_bytes(folder: Path) -> dict[str, int]:
    """What a visitor's browser downloads, gzipped: the loader on every page, and the widget when it opens."""
    files = [path for path in folder.rglob("*") if path.is_file() and path.suffix in {".js", ".css", ".html"}]
    sizes = {path: len(gzip.compress(path.read_bytes(), 9, mtime=0)) for path in files}
    loader = sum(size for path, size in sizes.items() if path.name == "loader.js")
    return {"loader": loader, "widget": sum(sizes.values()) - loader}
