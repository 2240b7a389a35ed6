"""Notes through their door: added, edited and removed, and never anything that a contact gets."""

from typing import Any

import httpx
from acme import Acme
from serving import Served

from obrol.inbox.schemas import NoteOut
from obrol.kit.ids import new_id


async def a_note(browser: httpx.AsyncClient, conversation_id: Any, words: str = "Likes it dark") -> dict[str, Any]:
    body = {"id": str(new_id()), "text": words}
    answer = await browser.post(f"/api/conversations/{conversation_id}/notes", json=body)
    assert answer.status_code == 201
    note: dict[str, Any] = answer.json()
    return note


async def test_its_author_edits_a_note_and_the_timeline_says_that_it_was_edited(acme: Acme, served: Served) -> None:
    conversation_id = await acme.a_conversation()
    async with served.browser(acme, acme.bo) as bo:
        note = await a_note(bo, conversation_id)
        assert note["edited_at"] is None
        answer = await bo.patch(f"/api/notes/{note['id']}", json={"text": "  Likes it darker "})
        assert answer.status_code == 200
        timeline = (await bo.get(f"/api/conversations/{conversation_id}/timeline")).json()["items"]
    assert answer.json()["text"] == "Likes it darker"
    assert answer.json()["edited_at"] is not None
    assert NoteOut.model_validate(timeline[-1]["note"]) == NoteOut.model_validate(answer.json())
    assert len(await acme.events("note.changed")) == 1


async def test_the_same_words_again_are_no_edit(acme: Acme, served: Served) -> None:
    conversation_id = await acme.a_conversation()
    async with served.browser(acme) as ada:
        note = await a_note(ada, conversation_id)
        again = await ada.patch(f"/api/notes/{note['id']}", json={"text": note["text"]})
    assert again.json()["version"] == note["version"]
    assert await acme.events("note.changed") == []


async def test_a_removed_note_is_gone_for_everybody(acme: Acme, served: Served) -> None:
    conversation_id = await acme.a_conversation()
    async with served.browser(acme, acme.bo) as bo:
        note = await a_note(bo, conversation_id)
        assert (await bo.delete(f"/api/notes/{note['id']}")).status_code == 204
        again = await bo.delete(f"/api/notes/{note['id']}")
    assert (again.status_code, again.json()["code"]) == (404, "note_not_found")
    assert await acme.notes(conversation_id) == []
    (told,) = await acme.events("note.removed")
    assert told.payload["note_id"] == note["id"]


async def test_an_agent_changes_only_notes_of_their_own_and_a_supervisor_any(acme: Acme, served: Served) -> None:
    conversation_id = await acme.a_conversation()
    async with served.browser(acme) as ada:
        note = await a_note(ada, conversation_id)
    path = f"/api/notes/{note['id']}"
    async with served.browser(acme, acme.bo) as bo:
        refused = [await bo.patch(path, json={"text": "Mine now"}), await bo.delete(path)]
    assert [(answer.status_code, answer.json()["code"]) for answer in refused] == [(403, "note_of_somebody_else")] * 2
    async with served.browser(acme, acme.sue) as sue:
        assert (await sue.patch(path, json={"text": "Seen"})).status_code == 200
        assert (await sue.delete(path)).status_code == 204


async def test_a_note_of_nothing_or_of_too_much_is_refused(acme: Acme, served: Served) -> None:
    conversation_id = await acme.a_conversation()
    async with served.browser(acme) as ada:
        note = await a_note(ada, conversation_id)
        for words in ("   ", "x" * 10_001):
            assert (await ada.patch(f"/api/notes/{note['id']}", json={"text": words})).status_code == 422
