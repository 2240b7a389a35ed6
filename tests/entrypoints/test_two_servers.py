"""Two server processes on one database show the same inbox live: hints travel by LISTEN and NOTIFY, rows do not."""

from collections.abc import AsyncIterator

import pytest
from acme import Acme
from serving import Served, serve

from obrol.entrypoints.house import opened
from obrol.kit.ids import new_id
from obrol.runtime.settings import Settings


@pytest.fixture
async def another(settings: Settings) -> AsyncIterator[Served]:
    """A second server with connections, tails and hints of its own."""
    async with opened(settings, with_worker=False) as house, serve(house) as server:
        yield server


async def test_what_a_visitor_says_at_one_server_is_seen_at_the_other(
    acme: Acme, served: Served, another: Served
) -> None:
    async with another.desk(acme, acme.bo) as desk, served.visitor(acme) as visitor:
        await visitor.say("Is anybody there?")
        heard = await desk.event("message.received", within=2)
        assert heard["message"]["content"]["text"] == "Is anybody there?"


async def test_an_answer_at_one_server_reaches_the_visitor_at_the_other(
    acme: Acme, served: Served, another: Served
) -> None:
    async with (
        another.desk(acme) as desk,
        served.visitor(acme) as visitor,
        another.browser(acme, acme.bo) as bo,
    ):
        await visitor.say("Hello")
        conversation = (await desk.event("message.received"))["conversation"]["id"]
        await visitor.expect("messages")
        body = {"id": str(new_id()), "content": {"kind": "text", "text": "Hello from the other server"}}
        assert (await bo.post(f"/api/conversations/{conversation}/messages", json=body)).status_code == 201
        told = await visitor.expect("messages", within=2)
        assert told["messages"][0]["content"]["text"] == "Hello from the other server"


async def test_typing_is_whispered_from_server_to_server(acme: Acme, served: Served, another: Served) -> None:
    async with another.desk(acme) as desk, served.visitor(acme) as visitor:
        await visitor.say("Hello")
        await visitor.send({"type": "typing"})
        assert (await desk.expect("typing", within=2))["who"]["kind"] == "contact"


async def test_a_client_may_go_on_at_the_other_server_with_its_cursor(
    acme: Acme, served: Served, another: Served
) -> None:
    async with served.visitor(acme) as visitor:
        async with served.desk(acme) as desk:
            cursor = desk.welcome["cursor"]
        await visitor.say("While you were away")
        async with another.desk(acme, cursor=cursor) as desk:
            assert desk.welcome["resync"] is False
            assert (await desk.event("message.received"))["message"]["content"]["text"] == "While you were away"
