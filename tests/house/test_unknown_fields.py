"""Mass assignment (reliability.md A-06): a field that a body does not have is refused, whatever it is called."""

from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Any

import asyncpg
from acme import Acme
from house.asking import ASKS, Ask, a_text, a_world
from house.test_subjects import fingerprint
from serving import Served

from obrol.entrypoints.api import create_app
from obrol.runtime.rows import Base
from obrol.runtime.settings import Settings

COLUMNS = {column.name for table in Base.metadata.tables.values() for column in table.columns}
TEMPTING = COLUMNS | {"is_admin", "verified", "permissions", "__proto__", "constructor"}
WITH_BODIES = [asked for asked in ASKS if asked.json is not None]


async def test_fields_that_nobody_asked_for_are_refused_and_change_nothing(
    acme: Acme, served: Served, admin_database_url: str
) -> None:
    owner = await asyncpg.connect(admin_database_url)
    described = _openapi()
    tried = 0
    async with a_world(acme, served) as world, served.browser(acme, acme.owner) as browser:
        browser.headers["Authorization"] = f"Bearer {world.visitor_token}"
        before = await fingerprint(owner, acme)
        for asked in WITH_BODIES:
            names = sorted(TEMPTING - _fields_of(asked, described))
            for some in batched(names, 20):  # an answer names twenty mistakes at most
                assert asked.json is not None
                body = dict.fromkeys(some, True) | asked.json(world)
                answer = await browser.request(asked.method, world.address(asked), json=body)
                refused = answer.json()
                assert (answer.status_code, refused["code"]) == (422, "malformed"), f"{asked.route}: {answer.text}"
                assert {field["at"][1] for field in refused["fields"]} == set(some), asked.route
                tried += len(some)
        assert await fingerprint(owner, acme) == before
    await owner.close()
    assert tried >= 2_000


async def test_fields_inside_of_fields_are_refused_too(acme: Acme, served: Served) -> None:
    async with a_world(acme, served) as world, served.browser(acme) as ada:
        address = f"/api/conversations/{world.ids['conversation_id']}/messages"
        for body in _nested():
            answer = await ada.post(address, json=body)
            assert (answer.status_code, answer.json()["code"]) == (422, "malformed"), answer.text
        page = {"url": "https://shop.example", "title": "", "id": 1}
        body = {"channel": world.ids["web_public_id"], "page": page}
        answer = await ada.post("/widget/api/session", json=body)
        assert (answer.status_code, answer.json()["code"]) == (422, "malformed"), answer.text


async def test_the_bodies_without_more_fields_are_taken(acme: Acme, served: Served) -> None:
    async with a_world(acme, served) as world, served.browser(acme) as ada:
        address = f"/api/conversations/{world.ids['conversation_id']}/messages"
        assert (await ada.post(address, json=a_text())).status_code == 201


def test_every_route_that_takes_json_is_tried() -> None:
    paths = _openapi()["paths"]
    taking = {
        f"{method.upper()} {path}"
        for path, methods in paths.items()
        for method, described in methods.items()
        if "application/json" in described.get("requestBody", {}).get("content", {})
    }
    assert taking == {asked.route for asked in WITH_BODIES}


def batched(names: Sequence[str], size: int) -> Iterator[list[str]]:
    """Stretches of a list."""
    rest = iter(names)
    while some := list(islice(rest, size)):
        yield some


def _nested() -> Iterator[dict[str, Any]]:
    yield a_text() | {"content": {"kind": "text", "text": "Hello", "author": "Ada"}}
    yield a_text() | {"content": {"kind": "text", "text": "Hello", "html": "<b>"}}
    button = {"id": "a", "label": "A", "url": None, "onclick": "alert(1)"}
    yield a_text() | {"content": {"kind": "text", "text": "Hello", "buttons": [button]}}
    reply = {"id": "a", "label": "A", "url": "https://shop.example"}
    yield a_text() | {"content": {"kind": "text", "text": "Hello", "quick_replies": [reply]}}


def _openapi() -> dict[str, Any]:
    described: dict[str, Any] = create_app(Settings(database_url="postgresql://nobody@localhost/none")).openapi()
    return described


def _fields_of(asked: Ask, document: dict[str, Any]) -> set[str]:
    schema = document["paths"][asked.path][asked.method.lower()]["requestBody"]["content"]["application/json"]
    name = schema["schema"]["$ref"].rpartition("/")[2]
    return set(document["components"]["schemas"][name]["properties"])
