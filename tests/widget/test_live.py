"""The visitor's socket: their own conversation, gapless, and nothing else."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest
from acme import Acme
from serving import Served
from websockets.exceptions import ConnectionClosed, InvalidStatus

from obrol.kit.ids import new_id
from obrol.runtime.signing import Signer
from obrol.widget.access import PURPOSE


async def test_what_a_visitor_says_is_stored_and_seen_by_the_team(acme: Acme, served: Served) -> None:
    async with served.desk(acme) as desk, served.visitor(acme) as visitor:
        ack = await visitor.say("Do you open on Sundays?")
        assert ack["seq"] == 1
        heard = await desk.event("message.received")
        assert heard["message"]["content"]["text"] == "Do you open on Sundays?"
        assert heard["conversation"]["inbound_count"] == 1
        own = await visitor.expect("messages")
        assert [(own["from"], own["to"], own["messages"][0]["author"]["kind"])] == [(0, 1, "visitor")]


async def test_an_agents_reply_arrives_at_once(acme: Acme, served: Served) -> None:
    async with served.desk(acme) as desk, served.visitor(acme) as visitor, served.browser(acme, acme.bo) as bo:
        await visitor.say("Hello")
        conversation = (await desk.event("message.received"))["conversation"]["id"]
        answer = await bo.post(
            f"/api/conversations/{conversation}/messages",
            json={"id": str(new_id()), "content": {"kind": "text", "text": "Hi, Bo here."}},
        )
        assert answer.status_code == 201, answer.text
        await visitor.expect("messages")
        told = await visitor.expect("messages")
        (message,) = told["messages"]
        assert (message["seq"], message["author"], message["content"]["text"]) == (
            2,
            {"kind": "agent", "name": "Bep", "picture_url": None},
            "Hi, Bo here.",
        )
        assert (await visitor.expect("answering"))["answering"] == "team"


async def test_a_visitor_who_comes_back_gets_exactly_what_they_missed(acme: Acme, served: Served) -> None:
    async with served.visitor(acme) as visitor:
        token = visitor.token
        for number in range(3):
            await visitor.say(f"{number}")
    async with served.visitor(acme, token=token, since=1) as again:
        assert [message["seq"] for message in again.welcome["messages"]] == [2, 3]
        assert again.welcome["head"] == 3
    async with served.visitor(acme, token=token) as anew:
        assert [message["seq"] for message in anew.welcome["messages"]] == [1, 2, 3]


async def test_the_same_message_twice_is_stored_once(acme: Acme, served: Served) -> None:
    async with served.visitor(acme) as visitor:
        id = new_id()
        first = await visitor.say("Hello", id=id)
        again = await visitor.say("Hello", id=id)
        assert first["seq"] == again["seq"] == 1


async def test_the_same_id_with_other_words_is_refused_with_a_sentence(acme: Acme, served: Served) -> None:
    async with served.visitor(acme) as visitor:
        id = new_id()
        await visitor.say("Hello", id=id)
        await visitor.send({"type": "send", "id": str(id), "content": {"kind": "text", "text": "Goodbye"}})
        refused = await visitor.expect("refused")
        assert (refused["id"], refused["code"]) == (str(id), "message_id_taken")


@pytest.mark.parametrize(
    ("content", "code"),
    [
        ({"kind": "text", "text": "   "}, "malformed"),
        ({"kind": "text", "text": "x" * 10_001}, "malformed"),
        ({"kind": "text", "text": "hi", "price": 3}, "malformed"),
        ({"kind": "cards", "cards": [{"title": "no"}]}, "malformed"),
        ({"kind": "text", "text": "hi", "buttons": [{"id": "a", "label": "b"}]}, "malformed"),
        ({"kind": "nonsense"}, "malformed"),
        (None, "malformed"),
        (
            {
                "kind": "image",
                "media": {
                    "attachment_id": "00000000-0000-7000-8000-000000000000",
                    "name": "a.png",
                    "media_type": "image/png",
                    "size": 3,
                },
            },
            "attachment_unknown",
        ),
    ],
)
async def test_bad_content_is_refused_and_the_socket_lives_on(
    acme: Acme, served: Served, content: object, code: str
) -> None:
    async with served.visitor(acme) as visitor:
        await visitor.send({"type": "send", "id": str(new_id()), "content": content})
        assert (await visitor.expect("refused"))["code"] == code
        assert (await visitor.say("Still here"))["seq"] == 1


async def test_the_longest_text_arrives_whole(acme: Acme, served: Served) -> None:
    async with served.visitor(acme) as visitor:
        await visitor.say("x" * 10_000)
        (message,) = (await visitor.expect("messages"))["messages"]
        assert len(message["content"]["text"]) == 10_000


async def test_a_flood_is_refused_message_by_message_and_nothing_acknowledged_is_lost(
    acme: Acme, served: Served
) -> None:
    async with served.visitor(acme) as visitor:
        ids = [str(new_id()) for _ in range(80)]
        for id in ids:
            await visitor.send({"type": "send", "id": id, "content": {"kind": "text", "text": id}})
        stored: list[str] = []
        refused: list[str] = []
        while len(stored) + len(refused) < len(ids):
            frame = await visitor.receive()
            if frame["type"] == "ack":
                stored.append(frame["id"])
            elif frame["type"] == "refused":
                assert frame["code"] == "too_many_requests"
                refused.append(frame["id"])
        assert refused, "eighty at once are more than the burst of forty"
    async with served.visitor(acme, token=visitor.token) as again:
        there = {message["content"]["text"] for message in again.welcome["messages"]}
        assert set(stored[-20:]) <= there
        assert there.isdisjoint(refused)


async def test_a_note_is_never_shown_to_the_visitor(acme: Acme, served: Served) -> None:
    async with served.desk(acme) as desk, served.visitor(acme) as visitor, served.browser(acme) as ada:
        await visitor.say("Hello")
        conversation = (await desk.event("message.received"))["conversation"]["id"]
        await visitor.expect("messages")
        answer = await ada.post(
            f"/api/conversations/{conversation}/notes", json={"id": str(new_id()), "text": "He is a regular."}
        )
        assert answer.status_code == 201
        assert (await desk.event("note.added"))["note"]["text"] == "He is a regular."
        assert await visitor.hears_nothing("messages")


async def test_seen_and_received_move_the_ticks_and_never_back(acme: Acme, served: Served) -> None:
    async with served.desk(acme) as desk, served.visitor(acme) as visitor, served.browser(acme) as ada:
        await visitor.say("Hello")
        conversation = (await desk.event("message.received"))["conversation"]["id"]
        await ada.post(
            f"/api/conversations/{conversation}/messages",
            json={"id": str(new_id()), "content": {"kind": "text", "text": "Hi"}},
        )
        await visitor.send({"type": "seen", "seq": 2})
        changed = await desk.event("message.delivery_changed")
        assert [row["delivery"] for row in changed["deliveries"]] == ["read"]
        await visitor.send({"type": "received", "seq": 2})
        await asyncio.sleep(0.5)
    (mine, theirs) = await acme.messages(conversation)
    assert (mine.delivery, theirs.delivery) == ("delivered", "read")


async def test_the_visitor_learns_that_an_agent_has_seen_it(acme: Acme, served: Served) -> None:
    async with served.desk(acme) as desk, served.visitor(acme) as visitor, served.browser(acme) as ada:
        await visitor.say("Hello")
        conversation = (await desk.event("message.received"))["conversation"]["id"]
        await ada.put(f"/api/conversations/{conversation}/read", json={"inbound_count": 1})
        assert (await visitor.expect("seen"))["seq"] == 1


async def test_typing_is_shown_both_ways(acme: Acme, served: Served) -> None:
    async with served.desk(acme) as desk, served.visitor(acme) as visitor:
        await visitor.say("Hello")
        conversation = (await desk.event("message.received"))["conversation"]["id"]
        await visitor.send({"type": "typing"})
        typing = await desk.expect("typing")
        assert (typing["conversation_id"], typing["who"]["kind"]) == (conversation, "contact")
        await desk.send({"type": "typing", "conversation_id": conversation})
        assert (await visitor.expect("typing"))["who"] == {"kind": "agent", "name": "Bep"}


async def test_a_visitor_hears_nothing_of_other_conversations(acme: Acme, served: Served) -> None:
    async with served.visitor(acme) as one, served.visitor(acme) as two:
        await one.say("I am one")
        await two.say("I am two")
        await one.expect("messages")
        await two.say("And again")
        assert await one.hears_nothing("messages")


async def test_an_expired_or_tampered_token_is_turned_away(acme: Acme, served: Served) -> None:
    signer = served.house.tools.get(Signer)
    payload = acme.workspace_id.bytes + acme.webchat.id.bytes + b"0" * 16
    ended = signer.sign(PURPOSE, payload, datetime.now(UTC) - timedelta(seconds=1))
    other_purpose = signer.sign("file", payload, datetime.now(UTC) + timedelta(days=1))
    good = await served.visitor_token(acme)
    tampered = good[:-2] + ("AA" if good[-2:] != "AA" else "BB")
    for token in (ended, other_purpose, tampered, "", "nonsense", "x" * 5_000):
        async with served.socket("/widget/api/live") as socket:
            await socket.send('{"type":"hello","token":"' + token + '"}')
            with pytest.raises(ConnectionClosed) as closed:
                await asyncio.wait_for(socket.recv(), timeout=5)
            assert closed.value.rcvd is not None
            assert closed.value.rcvd.code == 4401


@pytest.mark.parametrize("origin", [None, "null", "https://evil.example", "http://127.0.0.1.evil.example", "HTTP://X"])
async def test_a_foreign_page_cannot_open_a_socket(acme: Acme, served: Served, origin: str | None) -> None:
    for path in ("/widget/api/live", "/api/live"):
        with pytest.raises(InvalidStatus) as refused:
            async with served.socket(path, origin=origin):
                pass
        assert refused.value.response.status_code == 403


@pytest.mark.parametrize("frame", ["", "{", "[]", "42", '"hello"', '{"type":"hello"', "\u0000"])
async def test_garbage_closes_only_its_own_socket(acme: Acme, served: Served, frame: str) -> None:
    async with served.visitor(acme) as visitor:
        async with served.socket("/widget/api/live") as socket:
            await socket.send(frame)
            with pytest.raises(ConnectionClosed):
                await asyncio.wait_for(socket.recv(), timeout=5)
        assert (await visitor.say("Fine"))["seq"] == 1


async def test_without_a_socket_the_same_door_is_open_over_http(acme: Acme, served: Served) -> None:
    token = await served.visitor_token(acme)
    async with served.stranger() as browser:
        answer = await browser.post(
            "/widget/api/messages",
            json={"id": str(new_id()), "content": {"kind": "text", "text": "By request"}},
            headers={"Authorization": f"Bearer {token}"},
        )
    assert (answer.status_code, answer.json()["seq"]) == (201, 1)


async def test_a_question_for_what_is_missing_is_always_answered(acme: Acme, served: Served) -> None:
    async with served.visitor(acme) as visitor:
        await visitor.send({"type": "sync", "from": 0})
        assert await visitor.expect("messages") == {"type": "messages", "from": 0, "to": 0, "messages": []}
        await visitor.say("Hello")
        await visitor.expect("messages")
        await visitor.send({"type": "sync", "from": 1})
        assert await visitor.expect("messages") == {"type": "messages", "from": 1, "to": 1, "messages": []}


async def test_a_second_tab_finds_the_conversation_that_began_in_the_first(acme: Acme, served: Served) -> None:
    async with served.visitor(acme) as first, served.visitor(acme, token=first.token) as second:
        await first.say("Hello")
        await second.send({"type": "sync", "from": 0})
        told = await second.expect("messages")
        assert [message["seq"] for message in told["messages"]] == [1]
