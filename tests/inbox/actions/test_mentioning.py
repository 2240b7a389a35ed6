"""A note names colleagues by their ids, and only they are told."""

from typing import Any
from uuid import UUID

from acme import Acme
from serving import Served

from obrol.kit.ids import new_id


def a_note(*mentions: UUID | None, text: str = "@Bo, look at this") -> dict[str, Any]:
    return {"id": str(new_id()), "text": text, "mentions": [str(id) for id in mentions]}


async def test_whoever_is_named_is_told_and_finds_it_until_they_have_looked(acme: Acme, served: Served) -> None:
    path = f"/api/conversations/{await acme.a_conversation()}"
    async with served.browser(acme) as ada, served.browser(acme, acme.bo) as bo:
        async with served.desk(acme, acme.bo) as desk:
            made = await ada.post(f"{path}/notes", json=a_note(acme.bo.id))
            assert made.json()["mentions"] == [{"id": str(acme.bo.id), "name": "Bo"}]
            told = await desk.event("agent.mentioned")
            assert (told["note"]["text"], told["actor"]["name"]) == ("@Bo, look at this", "Ada")
        (mention,) = (await bo.get("/api/mentions")).json()
        assert (mention["contact"]["name"], mention["seen"]) == ("Walt", False)
        assert (await bo.put(f"{path}/mentions/seen")).status_code == 204
        (mention,) = (await bo.get("/api/mentions")).json()
        assert mention["seen"] is True
        await bo.put(f"{path}/mentions/seen")
    assert len(await acme.events("mentions.seen")) == 1


async def test_nobody_else_hears_of_it(acme: Acme, served: Served) -> None:
    path = f"/api/conversations/{await acme.a_conversation()}"
    async with (
        served.browser(acme) as ada,
        served.browser(acme, acme.sue) as sue,
        served.desk(acme, acme.sue) as desk,
    ):
        await ada.post(f"{path}/notes", json=a_note(acme.bo.id))
        await desk.event("note.added")
        await ada.post(f"{path}/notes", json=a_note(acme.sue.id))
        told = await desk.event("agent.mentioned")
        assert told["agent_id"] == str(acme.sue.id), "the one for Bo did not come here"
        assert len((await sue.get("/api/mentions")).json()) == 1


async def test_a_note_that_is_sent_again_tells_once(acme: Acme, served: Served) -> None:
    path = f"/api/conversations/{await acme.a_conversation()}/notes"
    note = a_note(acme.bo.id, acme.bo.id)
    async with served.browser(acme) as ada:
        assert [(await ada.post(path, json=note)).status_code for _ in range(2)] == [201, 201]
    assert len(await acme.events("agent.mentioned")) == 1


async def test_naming_oneself_tells_nobody(acme: Acme, served: Served) -> None:
    path = f"/api/conversations/{await acme.a_conversation()}/notes"
    async with served.browser(acme) as ada:
        assert (await ada.post(path, json=a_note(acme.ada.id))).json()["mentions"] == []
    assert await acme.events("agent.mentioned") == []


async def test_somebody_who_does_not_work_here_is_refused(acme: Acme, served: Served) -> None:
    path = f"/api/conversations/{await acme.a_conversation()}/notes"
    async with served.browser(acme) as ada:
        answer = await ada.post(path, json=a_note(new_id()))
    assert (answer.status_code, answer.json()["code"]) == (422, "agent_unknown")


async def test_a_note_that_is_removed_takes_its_mentions_along(acme: Acme, served: Served) -> None:
    path = f"/api/conversations/{await acme.a_conversation()}/notes"
    note = a_note(acme.bo.id)
    async with served.browser(acme) as ada, served.browser(acme, acme.bo) as bo:
        await ada.post(path, json=note)
        assert len((await bo.get("/api/mentions")).json()) == 1
        assert (await ada.delete(f"/api/notes/{note['id']}")).status_code == 204
        assert (await bo.get("/api/mentions")).json() == []
