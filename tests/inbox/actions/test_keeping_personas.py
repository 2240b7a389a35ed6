"""A persona is what the contact sees of a reply: then, and for good. Without one they see the bot."""

from typing import Any
from uuid import UUID

import httpx
from acme import Acme
from pictures import a_photo, a_song
from serving import Served, VisitorSocket

from obrol.channels.models import Channel
from obrol.connectors.fake.connector import connector as fake
from obrol.inbox.actions.keeping_personas import MOST_PERSONAS
from obrol.inbox.models import Persona
from obrol.kit.ids import new_id


def refused(answer: httpx.Response) -> tuple[int, str]:
    return answer.status_code, answer.json()["code"]


async def a_persona(browser: httpx.AsyncClient, name: str = "Rani", **more: Any) -> dict[str, Any]:
    answer = await browser.post("/api/personas", json={"name": name} | more)
    assert answer.status_code == 201, answer.text
    persona: dict[str, Any] = answer.json()
    return persona


async def a_picture(browser: httpx.AsyncClient) -> str:
    answer = await browser.post("/api/attachments", files={"file": ("rani.jpg", a_photo())})
    id: str = answer.json()["attachment_id"]
    return id


async def reply(
    browser: httpx.AsyncClient, conversation_id: UUID, words: str, persona_id: str | None = None
) -> httpx.Response:
    body = {"id": str(new_id()), "content": {"kind": "text", "text": words}, "persona_id": persona_id}
    return await browser.post(f"/api/conversations/{conversation_id}/messages", json=body)


async def answer_to(visitor: VisitorSocket) -> dict[str, Any]:
    """What somebody else said to a visitor; a visitor's own words come back as well."""
    while True:
        for message in (await visitor.expect("messages"))["messages"]:
            if message["author"]["kind"] != "visitor":
                found: dict[str, Any] = message
                return found


async def test_the_contact_sees_the_persona_and_agents_see_both(acme: Acme, served: Served) -> None:
    async with served.visitor(acme) as visitor, served.browser(acme) as ada:
        await visitor.say("Hello")
        (row,) = (await ada.get("/api/conversations")).json()["rows"]
        rani = await a_persona(ada, picture_id=await a_picture(ada))
        answer = await reply(ada, row["conversation"]["id"], "Good morning", rani["id"])
        shown = await answer_to(visitor)
        assert shown["author"] == {"kind": "agent", "name": "Rani", "picture_url": rani["picture_url"]}
        assert (await ada.get(rani["picture_url"])).headers["content-type"] == "image/webp"
    message = answer.json()
    assert (message["author"]["name"], message["persona_id"]) == ("Ada", rani["id"])
    assert message["shown_as"] == {key: rani[key] for key in ("name", "picture_id", "picture_url")}


async def test_without_a_persona_the_contact_sees_the_bot(acme: Acme, served: Served) -> None:
    async with served.visitor(acme) as visitor, served.browser(acme) as ada:
        await visitor.say("Hello")
        (row,) = (await ada.get("/api/conversations")).json()["rows"]
        answer = await reply(ada, row["conversation"]["id"], "Good morning")
        shown = await answer_to(visitor)
    assert shown["author"] == {"kind": "agent", "name": "Bep", "picture_url": None}
    assert (answer.json()["author"]["name"], answer.json()["shown_as"]["name"]) == ("Ada", "Bep")


async def test_without_a_bot_the_contact_sees_the_agent(acme: Acme, served: Served) -> None:
    async with acme.acting() as uow:
        channel = await uow.session.get(Channel, (acme.workspace_id, acme.webchat.id))
        channel.bot_id = None
    async with served.visitor(acme) as visitor, served.browser(acme) as ada:
        await visitor.say("Hello")
        (row,) = (await ada.get("/api/conversations")).json()["rows"]
        answer = await reply(ada, row["conversation"]["id"], "Good morning")
        shown = await answer_to(visitor)
    assert shown["author"] == {"kind": "agent", "name": "Ada", "picture_url": None}
    assert answer.json()["shown_as"] is None


async def test_what_was_sent_keeps_the_persona_of_then(acme: Acme, served: Served) -> None:
    async with served.browser(acme) as ada:
        token = await served.visitor_token(acme)
        async with served.visitor(acme, token=token) as visitor:
            await visitor.say("Hello")
        (row,) = (await ada.get("/api/conversations")).json()["rows"]
        rani = await a_persona(ada)
        await reply(ada, row["conversation"]["id"], "Good morning", rani["id"])
        await ada.patch(f"/api/personas/{rani['id']}", json={"name": "Sari"})
        assert (await ada.delete(f"/api/personas/{rani['id']}")).status_code == 204
        gone = await reply(ada, row["conversation"]["id"], "Good night", rani["id"])
        async with served.visitor(acme, token=token) as visitor:
            names = [message["author"]["name"] for message in visitor.welcome["messages"]]
    assert names[-1] == "Rani"
    assert refused(gone) == (422, "persona_unknown")


async def test_a_channel_without_personas_gets_the_name_in_front_and_only_of_a_persona(
    acme: Acme, served: Served
) -> None:
    fake.forget()  # type: ignore[attr-defined] # beyond the contract
    async with acme.acting() as uow:
        channel = await uow.session.get(Channel, (acme.workspace_id, acme.fake.id))
        channel.settings = {**channel.settings, "persona": "prefix"}
    conversation_id = await acme.a_conversation(on=acme.fake)
    async with served.browser(acme) as ada:
        rani = await a_persona(ada)
        await reply(ada, conversation_id, "Good morning", rani["id"])
        await reply(ada, conversation_id, "Good night")
    await acme.drain()
    texts = [entry.content["text"] for entry in fake.ledger.accepted()]  # type: ignore[attr-defined]
    assert texts == ["Rani: Good morning", "Good night"]


async def test_names_are_there_once_whatever_their_capitals_and_accents(acme: Acme, served: Served) -> None:
    async with served.browser(acme) as ada:
        rani = await a_persona(ada)
        await a_persona(ada, name="Sari")
        assert refused(await ada.post("/api/personas", json={"name": "RÁNI"})) == (409, "persona_name_taken")
        path = f"/api/personas/{rani['id']}"
        assert refused(await ada.patch(path, json={"name": "sari"})) == (409, "persona_name_taken")
        assert (await ada.patch(path, json={"name": "RANI"})).json()["name"] == "RANI"
        names = [one["name"] for one in (await ada.get("/api/personas")).json()]
    assert names == ["RANI", "Sari"]


async def test_a_picture_is_a_picture_and_can_be_taken_away(acme: Acme, served: Served) -> None:
    async with served.browser(acme) as ada:
        song = (await ada.post("/api/attachments", files={"file": ("song.mp3", a_song())})).json()
        answer = await ada.post("/api/personas", json={"name": "Rani", "picture_id": song["attachment_id"]})
        assert refused(answer) == (422, "picture_unknown")
        rani = await a_persona(ada, picture_id=await a_picture(ada))
        assert rani["picture_url"].endswith("/thumb")
        bare = await ada.patch(f"/api/personas/{rani['id']}", json={"picture_id": None})
    assert (bare.json()["picture_id"], bare.json()["picture_url"]) == (None, None)
    events = await acme.events("persona.made", "persona.changed")
    assert [event.type for event in events] == ["persona.made", "persona.changed"]


async def test_agents_choose_personas_and_do_not_make_them(acme: Acme, served: Served) -> None:
    async with served.browser(acme) as ada, served.browser(acme, acme.bo) as bo:
        rani = await a_persona(ada)
        assert [one["id"] for one in (await bo.get("/api/personas")).json()] == [rani["id"]]
        for answer in (
            await bo.post("/api/personas", json={"name": "Mine"}),
            await bo.patch(f"/api/personas/{rani['id']}", json={"name": "Mine"}),
            await bo.delete(f"/api/personas/{rani['id']}"),
        ):
            assert refused(answer) == (403, "not_allowed")


async def test_there_are_only_so_many(acme: Acme, served: Served) -> None:
    async with acme.acting() as uow:
        uow.session.add_all(
            Persona(workspace_id=acme.workspace_id, id=new_id(), name=f"{n}", name_folded=f"{n}")
            for n in range(MOST_PERSONAS)
        )
    async with served.browser(acme) as ada:
        assert refused(await ada.post("/api/personas", json={"name": "Rani"})) == (409, "too_many_personas")
