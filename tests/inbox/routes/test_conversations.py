"""The inbox through its door: lists, timelines, replies, and states as resources."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from acme import Acme
from serving import Served

from obrol.inbox.schemas import ConversationDetail, ConversationPage, Excerpt, MessageOut, SearchResult, TimelinePage
from obrol.kit.ids import new_id


def text(words: str, **more: Any) -> dict[str, Any]:
    return {"id": str(new_id()), "content": {"kind": "text", "text": words}} | more


async def test_the_list_shows_who_wrote_and_what_is_unread(acme: Acme, served: Served) -> None:
    conversation_id = await acme.a_conversation("Is the robusta back?")
    await acme.walt_writes("Hello?")
    async with served.browser(acme) as ada:
        page = ConversationPage.model_validate((await ada.get("/api/conversations")).json())
        (row,) = page.rows
        assert row.conversation.id == conversation_id
        assert row.conversation.contact.name == "Walt"
        assert row.conversation.last_message is not None
        assert row.conversation.last_message.preview == "Hello?"
        assert row.conversation.inbound_count - row.read_inbound_count == 2

        await ada.put(f"/api/conversations/{conversation_id}/read", json={"inbound_count": 2})
        page = ConversationPage.model_validate((await ada.get("/api/conversations")).json())
        assert page.rows[0].read_inbound_count == 2
        counts = (await ada.get("/api/conversations/counts")).json()
        assert counts == {
            "open": 1,
            "snoozed": 0,
            "done": 0,
            "unread": 0,
            "unanswered": 1,
            "mine": 0,
            "unassigned": 1,
        }


async def test_pages_of_the_list_follow_each_other_without_a_gap(acme: Acme, served: Served) -> None:
    for _ in range(7):
        token = await served.visitor_token(acme)
        async with served.visitor(acme, token=token) as visitor:
            await visitor.say("Hello")
    seen: list[str] = []
    async with served.browser(acme) as ada:
        cursor: str | None = None
        for _ in range(4):
            query: dict[str, Any] = {"limit": 2} | ({"after": cursor} if cursor else {})
            page = (await ada.get("/api/conversations", params=query)).json()
            seen += [row["conversation"]["id"] for row in page["rows"]]
            cursor = page["next"]
        assert cursor is None
    assert len(seen) == len(set(seen)) == 7


async def test_a_conversation_comes_with_its_contact(acme: Acme, served: Served) -> None:
    conversation_id = await acme.a_conversation()
    async with served.browser(acme) as ada:
        answer = await ada.get(f"/api/conversations/{conversation_id}")
        detail = ConversationDetail.model_validate(answer.json())
    assert detail.contact.name == "Walt"
    assert {identity.channel_kind for identity in detail.contact.identities} == {"webchat", "fake"}


async def test_the_timeline_has_messages_notes_and_events_in_order(acme: Acme, served: Served) -> None:
    conversation_id = await acme.a_conversation("Hello")
    async with served.browser(acme, acme.bo) as bo:
        await bo.post(f"/api/conversations/{conversation_id}/messages", json=text("Hi Walt"))
        note = {"id": str(new_id()), "text": "Likes it dark."}
        await bo.post(f"/api/conversations/{conversation_id}/notes", json=note)
        await bo.put(f"/api/conversations/{conversation_id}/done", json={})
        answer = await bo.get(f"/api/conversations/{conversation_id}/timeline")
    page = TimelinePage.model_validate(answer.json())
    told = [getattr(item, "name", item.type) for item in page.items]
    assert told == [
        "conversation.started",
        "message",
        "conversation.handed_to_team",
        "message",
        "note",
        "conversation.done",
    ]


async def test_older_pages_of_the_timeline_join_without_a_gap(acme: Acme, served: Served) -> None:
    conversation_id = await acme.a_conversation("0")
    for number in range(1, 25):
        await acme.walt_writes(f"{number}")
    keys: list[str] = []
    words: list[str] = []
    async with served.browser(acme) as ada:
        before: str | None = None
        while True:
            query: dict[str, Any] = {"limit": 7} | ({"before": before} if before else {})
            page = (await ada.get(f"/api/conversations/{conversation_id}/timeline", params=query)).json()
            keys = [item["key"] for item in page["items"]] + keys
            words = [i["message"]["content"]["text"] for i in page["items"] if i["type"] == "message"] + words
            before = page["before"]
            if before is None:
                break
    assert words == [str(number) for number in range(25)]
    assert len(keys) == len(set(keys)) == 26


async def test_a_reply_sent_twice_is_one_message(acme: Acme, served: Served) -> None:
    conversation_id = await acme.a_conversation()
    body = text("Only once")
    async with served.browser(acme) as ada:
        first = await ada.post(f"/api/conversations/{conversation_id}/messages", json=body)
        again = await ada.post(f"/api/conversations/{conversation_id}/messages", json=body)
        other = await ada.post(
            f"/api/conversations/{conversation_id}/messages",
            json=body | {"content": {"kind": "text", "text": "Something else"}},
        )
    assert (first.status_code, again.status_code, other.status_code) == (201, 200, 409)
    assert MessageOut.model_validate(first.json()) == MessageOut.model_validate(again.json())
    assert other.json()["code"] == "message_id_taken"


async def test_search_finds_names_without_accents_and_words_in_messages(acme: Acme, served: Served) -> None:
    conversation_id = await acme.a_conversation("Do you roast Gayo beans yourselves?")
    async with acme.acting() as uow:
        walt = await uow.session.get(type(acme.walt), (acme.workspace_id, acme.walt.id))
        walt.name, walt.name_folded = "Wâlt Ünal", "walt unal"
    async with served.browser(acme) as ada:
        named = SearchResult.model_validate(
            (await ada.get("/api/conversations/search", params={"q": "WALT Un"})).json()
        )
        said = SearchResult.model_validate((await ada.get("/api/conversations/search", params={"q": "gayo"})).json())
        none = SearchResult.model_validate((await ada.get("/api/conversations/search", params={"q": "100%_"})).json())
    assert [row.conversation.id for row in named.rows] == [conversation_id]
    assert [hit.conversation.id for hit in said.found_in_messages] == [conversation_id]
    assert said.found_in_messages[0].message.excerpt == Excerpt(
        before="Do you roast ", hit="Gayo", after=" beans yourselves?"
    )
    assert (none.rows, none.found_in_messages) == ([], [])


@pytest.mark.parametrize("typed", ["siti rahau", "stii", "rahajy", "SITI RAHAYUU"])
async def test_search_forgives_one_mistake_in_a_name(acme: Acme, served: Served, typed: str) -> None:
    conversation_id = await acme.a_conversation()
    async with acme.acting() as uow:
        walt = await uow.session.get(type(acme.walt), (acme.workspace_id, acme.walt.id))
        walt.name, walt.name_folded = "Siti Rahayu", "siti rahayu"
    async with served.browser(acme) as ada:
        found = SearchResult.model_validate((await ada.get("/api/conversations/search", params={"q": typed})).json())
        other = SearchResult.model_validate((await ada.get("/api/conversations/search", params={"q": "stii b"})).json())
    assert [row.conversation.id for row in found.rows] == [conversation_id]
    assert other.rows == []


async def test_search_stays_within_the_channels_that_were_chosen(acme: Acme, served: Served) -> None:
    conversation_id = await acme.a_conversation("The robusta from Temanggung, please")
    here, elsewhere = str(acme.webchat.id), str(acme.fake.id)
    async with served.browser(acme) as ada:
        for words, part in ((acme.walt.name, "rows"), ("temanggung", "found_in_messages")):
            ids = {
                channel: [
                    hit["conversation"]["id"]
                    for hit in (
                        await ada.get("/api/conversations/search", params={"q": words, "channel_id": channel})
                    ).json()[part]
                ]
                for channel in (here, elsewhere)
            }
            assert ids == {here: [str(conversation_id)], elsewhere: []}


async def test_state_changes_are_live_on_every_desk(acme: Acme, served: Served) -> None:
    conversation_id = await acme.a_conversation()
    until = (datetime.now(UTC) + timedelta(hours=1)).isoformat()
    path = f"/api/conversations/{conversation_id}"
    async with served.desk(acme, acme.bo) as bos_desk, served.browser(acme) as ada:
        steps = [
            ("PUT", "/snooze", {"until": until}, "conversation.snoozed"),
            ("DELETE", "/snooze", None, "conversation.woken"),
            ("PUT", "/assignee", {"agent_id": str(acme.bo.id)}, "conversation.assigned"),
            ("DELETE", "/assignee", None, "conversation.assigned"),
            ("PUT", "/live-chat-mode", {"for_minutes": 10}, "conversation.handed_to_team"),
            ("PUT", "/live-chat-mode", {"for_minutes": 0}, "conversation.pause_extended"),
            ("DELETE", "/live-chat-mode", None, "conversation.returned_to_bot"),
            ("PUT", "/done", {"reason": "sold"}, "conversation.done"),
            ("DELETE", "/done", None, "conversation.reopened"),
        ]
        for call, state, body, event in steps:
            answer = await ada.request(call, path + state, json=body)
            assert answer.status_code == 200, (state, answer.text)
            heard = await bos_desk.event(event)
            assert heard["conversation"]["version"] == answer.json()["version"], state


async def test_what_cannot_be_is_refused_with_a_stable_code(acme: Acme, served: Served) -> None:
    conversation_id = await acme.a_conversation()
    path = f"/api/conversations/{conversation_id}"
    yesterday = (datetime.now(UTC) - timedelta(days=1)).isoformat()
    async with served.browser(acme) as ada:
        refusals = [
            (await ada.put(f"{path}/snooze", json={"until": yesterday}), 422, "snooze_in_past"),
            (await ada.put(f"{path}/snooze", json={"until": "2026-11-22T10:00:00"}), 422, "malformed"),
            (await ada.put(f"{path}/assignee", json={"agent_id": str(new_id())}), 422, "agent_unknown"),
            (await ada.post(f"{path}/messages", json=text("")), 422, "malformed"),
            (await ada.post(f"{path}/messages", json=text("x" * 10_001)), 422, "malformed"),
            (await ada.post(f"{path}/messages", json=text("hi", extra=1)), 422, "malformed"),
            (await ada.get(f"/api/conversations/{new_id()}"), 404, "conversation_not_found"),
            (await ada.get("/api/conversations/nonsense"), 422, "malformed"),
            (await ada.get("/api/conversations", params={"after": "nonsense"}), 422, "bad_cursor"),
            (await ada.post(f"/api/messages/{new_id()}/retry"), 404, "message_not_found"),
            (await ada.get("/api/nothing"), 404, "not_found"),
        ]
    for answer, status, code in refusals:
        assert (answer.status_code, answer.json()["code"]) == (status, code), answer.text
        assert answer.headers["content-type"] == "application/problem+json"
        assert answer.json()["detail"].endswith(".")


async def test_a_foreign_page_cannot_change_anything(acme: Acme, served: Served) -> None:
    conversation_id = await acme.a_conversation()
    async with served.browser(acme) as ada:
        for origin in ("null", "https://evil.example", served.origin + ".evil.example"):
            answer = await ada.put(f"/api/conversations/{conversation_id}/done", json={}, headers={"Origin": origin})
            assert (answer.status_code, answer.json()["code"]) == (403, "foreign_origin")
    assert (await acme.conversation(conversation_id)).status == "open"


async def test_nobody_signed_in_is_told_to_sign_in(acme: Acme, served: Served) -> None:
    async with served.stranger() as stranger:
        answer = await stranger.get("/api/conversations")
    assert (answer.status_code, answer.json()["code"]) == (401, "not_signed_in")
