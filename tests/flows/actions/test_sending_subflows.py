"""A subflow that an agent sends: refused while live chat mode is on, or run under the agent's control."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import httpx
import pytest
from acme import Acme
from flows.talking import Talk, a_flow, asks, does, says
from serving import Served
from sqlalchemy import update

from obrol.flows.actions import drafting, publishing
from obrol.inbox.models import Conversation
from obrol.kit.ids import new_id

Json = dict[str, Any]
ORDER = a_flow(
    "size",
    size=asks("Which size?", {"kind": "text"}, save_to="contact.fields.size", answered="thanks"),
    thanks=says("Size {{contact.fields.size}} it is."),
)

LATER = {"kind": "text", "text": "Later", "typing_seconds": 10}
REST = does("wait", {"amount": 5, "unit": "minutes"}, next="two")


async def a_published_flow(acme: Acme, document: Json, *, name: str = "Order", published: bool = True) -> UUID:
    async with acme.acting() as uow:
        flow = await drafting.make(uow, bot_id=acme.bot_id, name=name, draft=document)
        await uow.session.flush()
        if published:
            await publishing.publish(uow, flow)
        flow_id: UUID = flow.id
    return flow_id


async def send(browser: httpx.AsyncClient, conversation_id: UUID, flow_id: UUID, **more: Any) -> httpx.Response:
    body = {"id": str(new_id()), "flow_id": str(flow_id)} | more
    return await browser.post(f"/api/conversations/{conversation_id}/subflow", json=body)


async def bot_words(acme: Acme, conversation_id: UUID) -> list[str]:
    return [
        message.content["text"]
        for message in await acme.messages(conversation_id)
        if message.author_kind == "bot" and message.visitor_seq is not None
    ]


async def timeline_of(browser: httpx.AsyncClient, conversation_id: UUID) -> list[str]:
    items = (await browser.get(f"/api/conversations/{conversation_id}/timeline")).json()["items"]
    return [item["name"] for item in items if item["type"] == "event"]


async def test_with_the_bot_answering_the_flow_begins_and_goes_on(acme: Acme, served: Served) -> None:
    conversation_id = await acme.a_conversation()
    flow_id = await a_published_flow(acme, a_flow("hello", hello=says("One", "Two")))
    async with served.browser(acme) as ada:
        answer = await send(ada, conversation_id, flow_id)
        assert answer.status_code == 200, answer.text
        assert "conversation.subflow_sent" in await timeline_of(ada, conversation_id)
    assert await bot_words(acme, conversation_id) == ["One", "Two"]


async def test_the_same_id_again_is_the_same_run(acme: Acme, served: Served) -> None:
    conversation_id = await acme.a_conversation()
    flow_id = await a_published_flow(acme, a_flow("hello", hello=says("Once")))
    other_id = await a_published_flow(acme, a_flow("hello", hello=says("Never")), name="Other")
    run_id = str(new_id())
    async with served.browser(acme) as ada:
        for _ in range(2):
            assert (await send(ada, conversation_id, flow_id, id=run_id)).status_code == 200
        taken = await send(ada, conversation_id, other_id, id=run_id)
    assert taken.json()["code"] == "subflow_id_taken"
    assert await bot_words(acme, conversation_id) == ["Once"]


async def test_with_live_chat_mode_on_it_is_refused_and_nothing_is_said(acme: Acme, served: Served) -> None:
    conversation_id = await acme.a_conversation(answering="team")
    flow_id = await a_published_flow(acme, a_flow("hello", hello=says("Hello")))
    async with served.browser(acme) as ada:
        refused = await send(ada, conversation_id, flow_id)
        assert (refused.status_code, refused.json()["code"]) == (409, "live_chat_mode_on")
        assert await bot_words(acme, conversation_id) == []

        sent = await send(ada, conversation_id, flow_id, while_on="switch_off")
    assert sent.json()["answering"] == "bot"
    assert await bot_words(acme, conversation_id) == ["Hello"]


@pytest.mark.parametrize("reason", ["flow_not_published", "flow_of_other_bot", "window_closed", "no_bot"])
async def test_it_says_why_a_flow_cannot_be_sent(acme: Acme, served: Served, reason: str) -> None:
    conversation_id = await acme.a_conversation()
    flow_id = await a_published_flow(
        acme, a_flow("hello", hello=says("Hello")), published=reason != "flow_not_published"
    )
    async with served.browser(acme) as ada:
        if reason == "flow_of_other_bot":
            other = (await ada.post("/api/bots", json={"name": "Other"})).json()
            body = {"bot_id": other["id"], "name": "Its own", "draft": a_flow("hello", hello=says("Hi"))}
            flow_id = (await ada.post("/api/flows", json=body)).json()["id"]
            await ada.post(f"/api/flows/{flow_id}/versions")
        if reason == "no_bot":
            await ada.patch(f"/api/channels/{acme.webchat.id}", json={"bot_id": None})
        if reason == "window_closed":
            async with acme.acting() as uow:
                gone = uow.now.replace(year=uow.now.year - 1)
                await uow.session.execute(
                    update(Conversation).where(Conversation.id == conversation_id).values(window_expires_at=gone)
                )
        refused = await send(ada, conversation_id, flow_id)
    assert refused.json()["code"] == reason
    assert await bot_words(acme, conversation_id) == []


async def test_it_takes_the_place_of_the_run_under_way(acme: Acme, served: Served) -> None:
    talk = await Talk.begin(
        acme, a_flow("ask", ask=asks("Your name?", {"kind": "text"}, answered="bye"), bye=says("Bye"))
    )
    await talk.says("Hi")
    flow_id = await a_published_flow(acme, a_flow("hello", hello=says("Hello")))
    async with served.browser(acme) as ada:
        assert (await send(ada, talk.conversation_id, flow_id)).status_code == 200
    runs = await talk.runs()
    assert [(run.status, run.ended_reason) for run in runs] == [("ended", "replaced"), ("ended", "completed")]


# Under control: the team keeps the conversation.


async def test_under_control_the_flow_speaks_and_hears_while_the_team_keeps_the_conversation(
    acme: Acme, served: Served
) -> None:
    async with served.browser(acme) as ada:
        await ada.post("/api/custom-fields", json={"key": "size", "name": "Size"})
        talk = await Talk.begin(acme, a_flow("hello", hello=says("Hello")))
        await talk.says("Hi")
        await ada.put(f"/api/conversations/{talk.conversation_id}/live-chat-mode", json={})
        flow_id = await a_published_flow(acme, ORDER)

        answer = (await send(ada, talk.conversation_id, flow_id, while_on="control")).json()
        assert (answer["answering"], answer["controlled_run"]["flow_name"]) == ("team", "Order")
        assert answer["controlled_run"]["by"]["name"] == "Ada"
        assert [step["step_id"] for step in answer["controlled_run"]["walked"]] == ["size"]
        assert answer["controlled_run"]["waits_for"] == "reply"

        await talk.says("Large")
        assert await bot_words(acme, talk.conversation_id) == ["Hello", "Which size?", "Size Large it is."]
        after = (await ada.get(f"/api/conversations/{talk.conversation_id}")).json()["conversation"]
        assert (after["answering"], after["controlled_run"]) == ("team", None)
        assert (await timeline_of(ada, talk.conversation_id))[-2:] == [
            "conversation.subflow_sent",
            "conversation.subflow_ended",
        ]

    await talk.says("And now?")
    assert (await bot_words(acme, talk.conversation_id))[-1] == "Size Large it is."


async def test_under_control_a_wait_goes_on_when_its_time_comes(acme: Acme, served: Served) -> None:
    conversation_id = await acme.a_conversation(answering="team")
    flow_id = await a_published_flow(acme, a_flow("one", one=says("One", next="rest"), rest=REST, two=says("Two")))
    async with served.browser(acme) as ada:
        answer = (await send(ada, conversation_id, flow_id, while_on="control")).json()
    assert answer["controlled_run"]["waits_for"] == "time"
    assert await bot_words(acme, conversation_id) == ["One"]
    await acme.drain(ahead=timedelta(minutes=6))
    assert await bot_words(acme, conversation_id) == ["One", "Two"]


async def test_a_stopped_flow_says_nothing_more(acme: Acme, served: Served) -> None:
    talk = await Talk.begin(acme, a_flow("hello", hello=says("Hello")))
    await talk.says("Hi")
    flow_id = await a_published_flow(
        acme,
        a_flow("ask", ask=asks("Which size?", {"kind": "text"}, answered="thanks"), thanks=says("Thanks")),
    )
    path = f"/api/conversations/{talk.conversation_id}"
    async with served.browser(acme) as ada, served.browser(acme, acme.bo) as bo:
        await ada.put(f"{path}/live-chat-mode", json={})
        await send(ada, talk.conversation_id, flow_id, while_on="control")
        stopped = await bo.delete(f"{path}/subflow")
        assert stopped.json()["controlled_run"] is None
        assert (await bo.delete(f"{path}/subflow")).status_code == 200
    await talk.says("Large")
    assert await bot_words(acme, talk.conversation_id) == ["Hello", "Which size?"]
    (told,) = await acme.events("conversation.subflow_ended")
    assert told.payload["because"] == "stopped"


async def test_live_chat_mode_does_not_hold_what_an_agent_lets_the_bot_say(acme: Acme, served: Served) -> None:
    conversation_id = await acme.a_conversation(answering="team")
    flow_id = await a_published_flow(acme, a_flow("hello", hello=says("Now", LATER)))
    async with served.browser(acme) as ada:
        await send(ada, conversation_id, flow_id, while_on="control")
    assert [message.delivery for message in (await acme.messages(conversation_id))[1:]] == ["sent", "queued"]
    await acme.drain(ahead=timedelta(minutes=1))
    assert await bot_words(acme, conversation_id) == ["Now", "Later"]


async def test_stopping_holds_what_was_planned_and_not_yet_said(acme: Acme, served: Served) -> None:
    conversation_id = await acme.a_conversation(answering="team")
    flow_id = await a_published_flow(
        acme, a_flow("hello", hello=says("Now", LATER, next="ask"), ask=asks("Size?", {"kind": "text"}))
    )
    async with served.browser(acme) as ada:
        await send(ada, conversation_id, flow_id, while_on="control")
        await ada.delete(f"/api/conversations/{conversation_id}/subflow")
    await acme.drain(ahead=timedelta(minutes=1))
    assert await bot_words(acme, conversation_id) == ["Now"]
    held = (await acme.messages(conversation_id))[-2:]
    assert [(message.delivery, message.delivery_reason) for message in held] == [("held", "stopped")] * 2


async def test_a_flow_that_is_removed_stops_where_it_runs_under_control(acme: Acme, served: Served) -> None:
    conversation_id = await acme.a_conversation(answering="team")
    flow_id = await a_published_flow(acme, ORDER | {"steps": {"ask": asks("?", {"kind": "text"})}, "start": "ask"})
    async with served.browser(acme) as ada:
        await send(ada, conversation_id, flow_id, while_on="control")
        assert (await acme.conversation(conversation_id)).controlled_run is not None
        assert (await ada.delete(f"/api/flows/{flow_id}")).status_code == 204
    assert (await acme.conversation(conversation_id)).controlled_run is None
