"""A bot's message that an agent lets it say again: as its flow says it now, or not at all and why."""

from typing import Any
from uuid import UUID

import httpx
from acme import Acme
from flows.talking import Talk, a_flow, asks, says
from serving import Served

from obrol.kit.ids import new_id

MENU = {
    "kind": "text",
    "text": "What would you like, {{contact.name}}?",
    "buttons": [{"id": "hours", "label": "Opening hours"}],
}


async def bot_message(acme: Acme, talk: Talk, number: int = 0) -> str:
    said = [message for message in await acme.messages(talk.conversation_id) if message.author_kind == "bot"]
    return str(said[number].id)


async def resend(browser: httpx.AsyncClient, message_id: str, id: UUID | None = None) -> httpx.Response:
    return await browser.post(f"/api/messages/{message_id}/resend", json={"id": str(id or new_id())})


async def test_the_customer_gets_the_same_message_again_and_it_is_logged(acme: Acme, served: Served) -> None:
    talk = await Talk.begin(acme, a_flow("one", one=says("First", "Second", "Third")))
    await talk.says("Hi")
    async with served.browser(acme) as ada:
        answer = await resend(ada, await bot_message(acme, talk, 1))
        assert answer.status_code == 201, answer.text
        items = (await ada.get(f"/api/conversations/{talk.conversation_id}/timeline")).json()["items"]
    assert await talk.heard() == ["First", "Second", "Third", "Second"]
    assert (answer.json()["author"]["kind"], answer.json()["step_id"]) == ("bot", "one")
    (told,) = [item for item in items if item.get("name") == "message.resent"]
    assert told["actor"]["name"] == "Ada"


async def test_a_retry_with_the_same_id_sends_it_once(acme: Acme, served: Served) -> None:
    talk = await Talk.begin(acme, a_flow("one", one=says("Once")))
    await talk.says("Hi")
    id = new_id()
    async with served.browser(acme) as ada:
        message_id = await bot_message(acme, talk)
        answers = [await resend(ada, message_id, id) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [201, 200]
    assert await talk.heard() == ["Once", "Once"]


async def test_it_is_said_as_the_flow_is_published_now_and_its_buttons_still_work(acme: Acme, served: Served) -> None:
    document = a_flow("menu", menu=says(MENU, choice_hours="hours"), hours=says("From eight."))
    talk = await Talk.begin(acme, document)
    await talk.says("Hi")
    changed = a_flow(
        "menu", menu=says(MENU | {"text": "Yes, {{contact.name}}?"}, choice_hours="hours"), hours=says("9.")
    )
    await talk.publish(changed)
    async with served.browser(acme) as ada:
        assert (await resend(ada, await bot_message(acme, talk))).status_code == 201
    await talk.presses("menu", "hours")
    heard = await talk.heard()
    assert heard[1].startswith("Yes, Walt?")
    assert len(heard) == 3


async def test_a_question_is_asked_again_and_its_answer_is_still_heard(acme: Acme, served: Served) -> None:
    talk = await Talk.begin(acme, a_flow("ask", ask=asks("Size?", {"kind": "text"}, answered="ok"), ok=says("Thanks")))
    await talk.says("Hi")
    async with served.browser(acme) as ada:
        await resend(ada, await bot_message(acme, talk))
    await talk.says("Large")
    assert await talk.heard() == ["Size?", "Size?", "Thanks"]


async def test_a_step_that_is_gone_offers_the_old_words_as_text(acme: Acme, served: Served) -> None:
    talk = await Talk.begin(acme, a_flow("one", one=says("Old words")))
    await talk.says("Hi")
    await talk.publish(a_flow("two", two=says("New words")))
    async with served.browser(acme) as ada:
        refused = await resend(ada, await bot_message(acme, talk))
    assert (refused.status_code, refused.json()["code"], refused.json()["text"]) == (409, "step_gone", "Old words")
    assert await talk.heard() == ["Old words"]


async def test_with_live_chat_mode_on_it_is_refused(acme: Acme, served: Served) -> None:
    talk = await Talk.begin(acme, a_flow("one", one=says("Hello")))
    await talk.says("Hi")
    async with served.browser(acme) as ada:
        await ada.put(f"/api/conversations/{talk.conversation_id}/live-chat-mode", json={})
        refused = await resend(ada, await bot_message(acme, talk))
    assert (refused.status_code, refused.json()["code"]) == (409, "live_chat_mode_on")
    assert await talk.heard() == ["Hello"]


async def test_only_what_the_bot_said_can_be_sent_again_in_this_way(acme: Acme, served: Served) -> None:
    conversation_id = await acme.a_conversation()
    (inbound,) = await acme.messages(conversation_id)
    async with served.browser(acme) as ada:
        refused: Any = await resend(ada, str(inbound.id))
    assert refused.json()["code"] == "not_said_by_flow"
