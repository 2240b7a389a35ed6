"""Live chat mode comes off: what would go on is shown, and goes on only when it was chosen."""

from datetime import timedelta
from typing import Any

import httpx
from acme import Acme
from flows.talking import Talk, a_flow, asks, does, says
from serving import Served

ASK = a_flow("ask", ask=asks("Which size?", {"kind": "text"}, answered="thanks"), thanks=says("Thanks"))


async def items(browser: httpx.AsyncClient, talk: Talk) -> list[dict[str, Any]]:
    answer = await browser.get(f"/api/conversations/{talk.conversation_id}/bot-turn")
    found: list[dict[str, Any]] = answer.json()["items"]
    return found


async def switch_on(browser: httpx.AsyncClient, talk: Talk) -> None:
    await browser.put(f"/api/conversations/{talk.conversation_id}/live-chat-mode", json={})


async def switch_off(browser: httpx.AsyncClient, talk: Talk, *keys: str) -> None:
    answer = await browser.put(f"/api/conversations/{talk.conversation_id}/bot-turn", json={"go_on": list(keys)})
    assert (answer.status_code, answer.json()["answering"]) == (200, "bot")


async def test_a_waiting_question_goes_on_when_it_is_chosen(acme: Acme, served: Served) -> None:
    talk = await Talk.begin(acme, ASK)
    await talk.says("Hi")
    async with served.browser(acme) as ada:
        assert await items(ada, talk) == []
        await switch_on(ada, talk)
        (item,) = await items(ada, talk)
        assert (item["kind"], item["text"], item["flow_name"]) == ("question", "Which size?", "Welcome")
        await switch_off(ada, talk, item["key"])
    await talk.says("Large")
    assert await talk.heard() == ["Which size?", "Thanks"]


async def test_a_waiting_question_that_is_not_chosen_is_over(acme: Acme, served: Served) -> None:
    talk = await Talk.begin(acme, ASK)
    await talk.says("Hi")
    async with served.browser(acme) as ada:
        await switch_on(ada, talk)
        await switch_off(ada, talk)
    await talk.says("Large")
    assert await talk.heard() == ["Which size?", "Which size?"]
    assert (await talk.runs())[0].ended_reason == "stopped"


async def test_a_wait_that_is_chosen_ends_at_its_time_also_when_that_went_by_meanwhile(
    acme: Acme, served: Served
) -> None:
    talk = await Talk.begin(
        acme, a_flow("rest", rest=does("wait", {"amount": 5, "unit": "minutes"}, next="two"), two=says("Two"))
    )
    await talk.says("Hi")
    async with served.browser(acme) as ada:
        await switch_on(ada, talk)
        await acme.drain(ahead=timedelta(minutes=6))  # the alarm rings, and the team answers
        assert await talk.heard() == []
        (item,) = await items(ada, talk)
        assert item["kind"] == "delay"
        assert item["at"] is not None
        await switch_off(ada, talk, item["key"])
    await acme.drain(ahead=timedelta(minutes=6))
    assert await talk.heard() == ["Two"]


async def test_words_that_were_held_leave_only_when_they_are_chosen(acme: Acme, served: Served) -> None:
    slow = {"kind": "text", "text": "Later", "typing_seconds": 10}
    slower = {"kind": "text", "text": "Much later", "typing_seconds": 10}
    talk = await Talk.begin(acme, a_flow("hello", hello=says("Now", slow, slower)))
    await talk.says("Hi")
    async with served.browser(acme) as ada:
        await switch_on(ada, talk)
        await acme.drain(ahead=timedelta(minutes=1))
        later, much_later = await items(ada, talk)
        assert [later["text"], much_later["text"]] == ["Later", "Much later"]
        await switch_off(ada, talk, much_later["key"], "message:gone", "nonsense")
    await acme.drain(ahead=timedelta(minutes=1))
    assert await talk.heard() == ["Now", "Much later"]
    assert [message.delivery for message in (await acme.messages(talk.conversation_id))[1:]] == ["sent", "held", "sent"]


async def test_what_an_earlier_takeover_held_is_not_offered_again(acme: Acme, served: Served) -> None:
    slow = {"kind": "text", "text": "Later", "typing_seconds": 10}
    talk = await Talk.begin(acme, a_flow("hello", hello=says("Now", slow)))
    await talk.says("Hi")
    async with served.browser(acme) as ada:
        await switch_on(ada, talk)
        await acme.drain(ahead=timedelta(minutes=1))
        await switch_off(ada, talk)
        await switch_on(ada, talk)
        assert await items(ada, talk) == []


async def test_without_a_bot_the_team_keeps_the_conversation(acme: Acme, served: Served) -> None:
    talk = await Talk.begin(acme, ASK)
    await talk.says("Hi")
    async with served.browser(acme) as ada:
        await switch_on(ada, talk)
        await ada.patch(f"/api/channels/{acme.webchat.id}", json={"bot_id": None})
        answer = await ada.put(f"/api/conversations/{talk.conversation_id}/bot-turn", json={"go_on": []})
    assert (answer.status_code, answer.json()["code"]) == (409, "no_bot")
