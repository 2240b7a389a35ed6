"""How each agent sees a conversation: bot messages left out for one of them, remembered, and nothing deleted."""

from typing import Any

import httpx
from acme import Acme
from flows.talking import Talk, a_flow, says
from serving import Served

from obrol.kit.ids import new_id


async def authors(browser: httpx.AsyncClient, path: str, **query: Any) -> list[str]:
    items = (await browser.get(f"{path}/timeline", params=query)).json()["items"]
    return [item["message"]["author"]["kind"] if item["type"] == "message" else item["type"] for item in items]


async def test_hiding_the_bot_is_remembered_for_one_agent_and_one_conversation(acme: Acme, served: Served) -> None:
    conversation_id = await acme.a_conversation()
    other_id = await acme.a_conversation(on=acme.fake)
    path = f"/api/conversations/{conversation_id}"
    async with served.browser(acme) as ada, served.browser(acme, acme.bo) as bo:
        assert (await ada.get(path)).json()["view"] == {"hides_bot_messages": False}
        answer = await ada.put(f"{path}/view", json={"hides_bot_messages": True})
        assert answer.json() == {"hides_bot_messages": True}
        assert (await ada.get(path)).json()["view"] == {"hides_bot_messages": True}
        assert (await ada.get(f"/api/conversations/{other_id}")).json()["view"] == {"hides_bot_messages": False}
        assert (await bo.get(path)).json()["view"] == {"hides_bot_messages": False}
        await ada.put(f"{path}/view", json={"hides_bot_messages": False})
        assert (await ada.get(path)).json()["view"] == {"hides_bot_messages": False}
    told = await acme.events("conversation.view_changed")
    assert [event.audience for event in told] == [{"kind": "agent", "id": str(acme.ada.id)}] * 2


async def test_without_the_bot_a_page_is_full_of_what_people_said(acme: Acme, served: Served) -> None:
    talk = await Talk.begin(acme, a_flow("hello", hello=says("One", "Two", "Three")))
    for words in ("a", "b", "c"):
        await talk.says(words)
    path = f"/api/conversations/{talk.conversation_id}"
    async with served.browser(acme) as ada:
        await ada.post(f"{path}/notes", json={"id": str(new_id()), "text": "Only for us"})
        everything = await authors(ada, path)
        assert everything.count("bot") == 9
        assert await authors(ada, path, without="bot") == [kind for kind in everything if kind != "bot"]
        assert await authors(ada, path, without="bot", limit=3) == ["contact", "contact", "note"]
