"""A reply that was written for later is sent then, unless somebody wrote in between."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from acme import Acme
from serving import Served
from sqlalchemy import update

from obrol.inbox.actions import scheduling
from obrol.inbox.models import ScheduledReply
from obrol.kit.ids import new_id
from obrol.workspaces.models import Agent

HOUR = timedelta(hours=1)


def a_reply(*words: str, after: timedelta = HOUR, **more: Any) -> dict[str, Any]:
    contents = [{"kind": "text", "text": text} for text in words or ("Good morning!",)]
    return {"id": str(new_id()), "contents": contents, "send_at": (datetime.now(UTC) + after).isoformat()} | more


async def come(acme: Acme, conversation_id: UUID) -> None:
    """The time of everything that waits comes."""
    del conversation_id
    await acme.drain(ahead=2 * HOUR)


async def said(acme: Acme, conversation_id: UUID) -> list[tuple[str, str]]:
    rows = await acme.messages(conversation_id)
    return [(row.author_name, row.content["text"]) for row in rows if row.direction == "outbound"]


async def test_it_is_sent_at_its_time_as_whoever_wrote_it(acme: Acme, served: Served) -> None:
    id = await acme.a_conversation()
    path = f"/api/conversations/{id}/scheduled-replies"
    async with served.browser(acme, acme.bo) as bo:
        made = await bo.post(path, json=a_reply("Good morning!", "Your order is here."))
        assert made.status_code == 201, made.text
        assert [one["held_because"] for one in (await bo.get(path)).json()] == [None]
        await acme.drain()
        assert await said(acme, id) == [], "its time has not come"
        await come(acme, id)
        assert (await bo.get(path)).json() == []
    assert await said(acme, id) == [("Bo", "Good morning!"), ("Bo", "Your order is here.")]
    assert (await acme.conversation(id)).answering == "team"
    (unscheduled,) = await acme.events("reply.unscheduled")
    assert unscheduled.payload["because"] == "sent"


async def test_it_is_held_when_the_contact_wrote_since(acme: Acme, served: Served) -> None:
    id = await acme.a_conversation()
    path = f"/api/conversations/{id}/scheduled-replies"
    async with served.browser(acme, acme.bo) as bo, served.desk(acme, acme.bo) as desk:
        await bo.post(path, json=a_reply())
        await acme.walt_writes("Never mind.")
        await come(acme, id)
        assert await said(acme, id) == []
        (held,) = (await bo.get(path)).json()
        assert held["held_because"] == "contact_wrote"
        assert (await desk.event("reply.held"))["scheduled_reply"]["id"] == held["id"]


async def test_it_is_held_when_a_colleague_wrote_or_noted_since(acme: Acme, served: Served) -> None:
    id = await acme.a_conversation(answering="team")
    path = f"/api/conversations/{id}"
    async with served.browser(acme, acme.bo) as bo, served.browser(acme) as ada:
        await bo.post(f"{path}/scheduled-replies", json=a_reply("first"))
        await ada.post(f"{path}/messages", json={"id": str(new_id()), "content": {"kind": "text", "text": "Mine"}})
        await bo.post(f"{path}/scheduled-replies", json=a_reply("second"))
        await ada.post(f"{path}/notes", json={"id": str(new_id()), "text": "Do not promise anything!"})
        await come(acme, id)
        held = (await bo.get(f"{path}/scheduled-replies")).json()
    assert [one["held_because"] for one in held] == ["colleague_wrote", "colleague_wrote"]
    assert await said(acme, id) == [("Ada", "Mine")]


async def test_what_its_own_writer_said_since_does_not_hold_it(acme: Acme, served: Served) -> None:
    id = await acme.a_conversation(answering="team")
    path = f"/api/conversations/{id}"
    async with served.browser(acme, acme.bo) as bo:
        await bo.post(f"{path}/scheduled-replies", json=a_reply("later"))
        await bo.post(f"{path}/messages", json={"id": str(new_id()), "content": {"kind": "text", "text": "now"}})
        await bo.post(f"{path}/notes", json={"id": str(new_id()), "text": "I come back to this."})
        await come(acme, id)
    assert await said(acme, id) == [("Bo", "now"), ("Bo", "later")]


async def test_send_anyway_is_sent_whatever_was_said(acme: Acme, served: Served) -> None:
    id = await acme.a_conversation()
    async with served.browser(acme, acme.bo) as bo:
        await bo.post(f"/api/conversations/{id}/scheduled-replies", json=a_reply(send_anyway=True))
        await acme.walt_writes("Hello?")
        await come(acme, id)
    assert await said(acme, id) == [("Bo", "Good morning!")]


async def test_one_that_is_held_is_sent_at_once_by_whoever_decides(acme: Acme, served: Served) -> None:
    id = await acme.a_conversation()
    path = f"/api/conversations/{id}/scheduled-replies"
    async with served.browser(acme, acme.bo) as bo, served.browser(acme) as ada:
        reply = a_reply()
        await bo.post(path, json=reply)
        await acme.walt_writes("Hello?")
        await come(acme, id)
        assert (await ada.post(f"/api/scheduled-replies/{reply['id']}/send")).status_code == 204
        again = await ada.post(f"/api/scheduled-replies/{reply['id']}/send")
        assert (again.status_code, again.json()["code"]) == (404, "scheduled_reply_not_found")
    assert await said(acme, id) == [("Ada", "Good morning!")]


async def test_one_that_is_held_waits_again_with_another_time_and_knows_what_was_said(
    acme: Acme, served: Served
) -> None:
    id = await acme.a_conversation()
    path = f"/api/conversations/{id}/scheduled-replies"
    async with served.browser(acme, acme.bo) as bo:
        reply = a_reply()
        await bo.post(path, json=reply)
        await acme.walt_writes("Hello?")
        await come(acme, id)
        moved = await bo.patch(f"/api/scheduled-replies/{reply['id']}", json={"send_at": a_reply()["send_at"]})
        assert moved.json()["held_because"] is None
        await come(acme, id)
    assert await said(acme, id) == [("Bo", "Good morning!")]


async def test_with_another_time_it_is_not_sent_at_the_old_one(acme: Acme, served: Served) -> None:
    id = await acme.a_conversation()
    async with served.browser(acme, acme.bo) as bo:
        reply = a_reply()
        await bo.post(f"/api/conversations/{id}/scheduled-replies", json=reply)
        later = a_reply(after=timedelta(days=2))["send_at"]
        await bo.patch(f"/api/scheduled-replies/{reply['id']}", json={"send_at": later})
        await come(acme, id)
        assert await said(acme, id) == []
        await acme.drain(ahead=timedelta(days=3))
    assert await said(acme, id) == [("Bo", "Good morning!")]


async def test_a_cancelled_one_is_never_sent(acme: Acme, served: Served) -> None:
    id = await acme.a_conversation()
    path = f"/api/conversations/{id}/scheduled-replies"
    async with served.browser(acme, acme.bo) as bo:
        reply = a_reply()
        await bo.post(path, json=reply)
        assert (await bo.delete(f"/api/scheduled-replies/{reply['id']}")).status_code == 204
        await come(acme, id)
        assert (await bo.get(path)).json() == []
    assert await said(acme, id) == []


async def test_one_whose_writer_left_is_held(acme: Acme, served: Served) -> None:
    id = await acme.a_conversation()
    path = f"/api/conversations/{id}/scheduled-replies"
    async with served.browser(acme, acme.bo) as bo:
        await bo.post(path, json=a_reply())
    async with acme.acting() as uow:
        await uow.session.execute(update(Agent).where(Agent.id == acme.bo.id).values(disabled_at=uow.now))
    await come(acme, id)
    async with served.browser(acme) as ada:
        (held,) = (await ada.get(path)).json()
    assert (held["held_because"], held["author"]["name"]) == ("writer_gone", "Bo")


async def test_what_a_reply_would_be_refused_for_holds_it(acme: Acme, served: Served) -> None:
    id = await acme.a_conversation()
    path = f"/api/conversations/{id}/scheduled-replies"
    gone = {"attachment_id": str(new_id()), "name": "menu.pdf", "media_type": "application/pdf", "size": 3}
    async with served.browser(acme, acme.bo) as bo:
        reply = a_reply()
        await bo.post(path, json=reply)
        async with acme.acting() as uow:
            await uow.session.execute(
                update(ScheduledReply)
                .where(ScheduledReply.id == UUID(reply["id"]))
                .values(contents=[{"kind": "file", "media": gone, "caption": ""}])
            )
        await come(acme, id)
        (held,) = (await bo.get(path)).json()
    assert held["held_because"] == "attachment_unknown"
    assert await acme.messages(id) != [], "the conversation is as it was"
    assert (await acme.conversation(id)).answering == "bot", "nothing of the refused reply stays"


async def test_a_retry_is_the_same_reply(acme: Acme, served: Served) -> None:
    path = f"/api/conversations/{await acme.a_conversation()}/scheduled-replies"
    reply = a_reply()
    async with served.browser(acme, acme.bo) as bo, served.browser(acme) as ada:
        assert [(await bo.post(path, json=reply)).status_code for _ in range(2)] == [201, 201]
        assert len((await bo.get(path)).json()) == 1
        assert (await ada.post(path, json=reply)).json()["code"] == "message_id_taken"


async def test_a_time_that_is_over_or_too_far_is_refused(acme: Acme, served: Served) -> None:
    path = f"/api/conversations/{await acme.a_conversation()}/scheduled-replies"
    async with served.browser(acme, acme.bo) as bo:
        for after in (-HOUR, scheduling.LONGEST_AHEAD + HOUR):
            answer = await bo.post(path, json=a_reply(after=after))
            assert (answer.status_code, answer.json()["code"]) == (422, "send_time_wrong")


async def test_a_conversation_has_room_for_fifty(acme: Acme, served: Served) -> None:
    path = f"/api/conversations/{await acme.a_conversation()}/scheduled-replies"
    async with served.browser(acme, acme.bo) as bo:
        codes = [(await bo.post(path, json=a_reply())).status_code for _ in range(51)]
    assert codes == [201] * scheduling.MOST_IN_A_CONVERSATION + [409]
