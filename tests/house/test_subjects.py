"""Every route, asked by everybody: the golden file says who may do what, and a change of it is read by a person.

A route that nobody wrote a request for fails, and so does one that answers somebody else than before. Run with
OBROL_WRITE_GOLDEN=1 to write the file anew, and read the difference line by line.
"""

import json
import os
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, Final

import asyncpg
import httpx
import pytest
from acme import Acme, found_acme
from house.asking import ASKS, Ask, World, a_world, ask, routes_of
from serving import Served
from websockets.exceptions import ConnectionClosed

from obrol.entrypoints.api import create_app
from obrol.runtime.actor import SESSION_COOKIE
from obrol.runtime.rows import Base
from obrol.runtime.settings import Settings
from obrol.runtime.tables import BEFORE_ANY_WORKSPACE

GOLDEN: Final = Path(__file__).parents[1] / "golden" / "subjects.json"
SUBJECTS: Final = ("owner", "admin", "supervisor", "agent", "anonymous", "foreign", "visitor")
PLAYED_BY: Final = {"owner": "owner", "admin": "ada", "supervisor": "sue", "agent": "bo"}
# The demo's shop: pages for everybody, of a program in demo mode alone.
OF_THE_DEMO: Final = {"GET /demo/shop", "GET /demo/shop/wholesale", "GET /demo/shop/{name}"}
# 503 until the web apps are built.
PAGES: Final = {"GET /widget/loader.js", "GET /widget/frame", "GET /{path:path}"}
FOR_VISITORS: Final = {"POST /widget/api/messages", "POST /widget/api/attachments", "WS /widget/api/live"}
TENANT_TABLES: Final = [
    (name, "id" if name == "workspace" else "workspace_id")
    for name in sorted(Base.metadata.tables)
    if name not in BEFORE_ANY_WORKSPACE
]


def test_every_route_is_asked() -> None:
    app = create_app(Settings(database_url="postgresql://nobody@localhost/none", demo=True))

    assert {asked.route for asked in ASKS} | OF_THE_DEMO == set(routes_of(app))


@pytest.mark.parametrize("subject", SUBJECTS)
async def test_everybody_gets_what_the_golden_file_says(
    subject: str, acme: Acme, served: Served, admin_database_url: str
) -> None:
    asker = Asker(subject, acme, served)
    if subject == "foreign":
        asker.home = await found_acme(acme.house)
    answers: dict[str, int | str] = {}
    owner = await asyncpg.connect(admin_database_url)
    async with a_world(acme, served) as world:
        before = ""
        for asked in ASKS:
            before = before or await fingerprint(owner, acme)
            answers[asked.route] = await asker.ask(world, asked)
            if _may_not_change(asked, subject, answers[asked.route]):
                assert await fingerprint(owner, acme) == before, f"{asked.route} changed something"
            else:
                before = ""
    await owner.close()

    for asked in ASKS:
        _check_by_rule(asked, subject, answers[asked.route])
    _compare_with_golden(subject, answers)


@pytest.mark.parametrize("route", [asked.route for asked in ASKS if asked.open])
def test_a_door_that_anybody_may_open_makes_no_difference(route: str) -> None:
    assert len(set(json.loads(GOLDEN.read_text())[route].values())) == 1


class Asker:
    """Somebody who asks: with a cookie, with a visitor's token, or with nothing."""

    def __init__(self, subject: str, acme: Acme, served: Served) -> None:
        self.subject = subject
        self.home = acme
        self.served = served

    async def ask(self, world: World, asked: Ask) -> int | str:
        """The status of the answer; of a socket, what became of it."""
        if asked.method == "WS":
            return await self._greet(world, asked.path)
        if "{session_id}" in asked.path:
            world.ids["session_id"] = await self._a_session_to_end(world)
        async with self._client(world) as client:
            answer = await ask(client, world, asked)
        if asked.route in PAGES and answer.status_code == httpx.codes.SERVICE_UNAVAILABLE:
            return 200
        return answer.status_code

    async def _cookie(self) -> str | None:
        if self.subject in {"anonymous", "visitor"}:
            return None
        return await self.served.cookie_of(self.home, getattr(self.home, PLAYED_BY.get(self.subject, "owner")))

    @asynccontextmanager
    async def _client(self, world: World) -> AsyncIterator[httpx.AsyncClient]:
        """A browser that was never here before: an answer of one request must not follow into the next."""
        async with self.served.stranger() as client:
            if (cookie := await self._cookie()) is not None:
                client.cookies.set(SESSION_COOKIE, cookie)
            if self.subject == "visitor":
                client.headers["Authorization"] = f"Bearer {world.visitor_token}"
            yield client

    async def _a_session_to_end(self, world: World) -> str:
        """Another session of the same person, which is theirs to end; or one of Ada's, which is not."""
        at_home = self.subject in PLAYED_BY
        cookie = await self._cookie() if at_home else await self.served.cookie_of(world.acme, world.acme.ada)
        async with self.served.stranger() as client:
            client.cookies.set(SESSION_COOKIE, cookie or "")
            document: dict[str, Any] = (await client.get("/api/session")).json()
        session_id: str = document["session_id"]
        return session_id

    async def _greet(self, world: World, path: str) -> str:
        hello = {"type": "hello", "cursor": None, "from": None, "token": ""}
        if self.subject == "visitor":
            hello["token"] = world.visitor_token
        async with self.served.socket(path, cookie=await self._cookie()) as socket:
            try:
                await socket.send(json.dumps(hello))
                return str(json.loads(await socket.recv())["type"])
            except ConnectionClosed as closed:
                return f"closed {closed.rcvd.code if closed.rcvd else 'without a word'}"


async def fingerprint(owner: asyncpg.Connection, acme: Acme) -> str:
    """Everything that a workspace has, as one hash."""
    of_each = " UNION ALL ".join(
        f"SELECT '{name}' AS name, md5(string_agg(t::text, '|' ORDER BY t::text)) AS hash FROM {name} t "  # noqa: S608
        f"WHERE {column} = $1"
        for name, column in TENANT_TABLES
    )
    found: str = await owner.fetchval(f"SELECT string_agg(name || hash, ',') FROM ({of_each}) x", acme.workspace_id)  # noqa: S608
    return found


def _may_not_change(asked: Ask, subject: str, answer: int | str) -> bool:
    """Whoever is refused changes nothing; whoever works elsewhere changes nothing here, refused or not."""
    if isinstance(answer, str):
        return not answer.startswith("welcome")
    return answer >= httpx.codes.BAD_REQUEST or (subject == "foreign" and not asked.open) or asked.method == "GET"


def _check_by_rule(asked: Ask, subject: str, answer: int | str) -> None:
    """What holds for every route, whatever the golden file says."""
    assert isinstance(answer, str) or answer < httpx.codes.INTERNAL_SERVER_ERROR, asked.route
    if asked.open:
        return
    nobody = "closed 4401" if asked.method == "WS" else 401
    if asked.route in FOR_VISITORS:
        assert (answer == nobody) == (subject != "visitor"), asked.route
    elif subject in {"anonymous", "visitor"}:
        assert answer == nobody, asked.route
    elif subject == "foreign" and re.search(r"{\w+}", asked.path):
        assert answer == httpx.codes.NOT_FOUND, asked.route
    else:
        assert answer != nobody, asked.route


def _compare_with_golden(subject: str, answers: dict[str, int | str]) -> None:
    golden: dict[str, dict[str, int | str]] = json.loads(GOLDEN.read_text()) if GOLDEN.exists() else {}
    if os.environ.get("OBROL_WRITE_GOLDEN"):
        lines = {route: golden.get(route, {}) | {subject: answer} for route, answer in answers.items()}
        ordered = {route: {name: line[name] for name in SUBJECTS if name in line} for route, line in lines.items()}
        text = ",\n".join(f"  {json.dumps(route)}: {json.dumps(line)}" for route, line in ordered.items())
        GOLDEN.write_text(f"{{\n{text}\n}}\n")
        return
    assert {route: line[subject] for route, line in golden.items()} == answers
