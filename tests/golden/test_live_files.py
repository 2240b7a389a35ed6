"""Live updates match a fresh fetch: `{before, events, after}`, replayed by the desk's own reducers.

Each case fetches what an agent sees, does something, and fetches again. The events that this agent heard meanwhile
must turn the first picture into the second; the TypeScript suite replays these files to prove that they do.
`OBROL_WRITE_GOLDEN=1` writes the files anew; a diff in them is a change of the protocol and deserves a look.
"""

import json
import os
import re
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
from acme import Acme
from flows.talking import a_flow, asks
from serving import Desk, Served
from sqlalchemy import text

from obrol.flows.actions import drafting, publishing
from obrol.inbox.actions import answering
from obrol.inbox.queries import conversations
from obrol.kit.ids import new_id
from obrol.runtime.actor import SYSTEM

FOLDER = Path(__file__).parent / "live"
UUID_TEXT = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)")
ONE_INSTANT = timedelta(microseconds=100)
NOON = datetime(2026, 1, 1, 12, tzinfo=UTC)


class Case:
    """Walt's conversation, an agent who does things, and a colleague who watches."""

    def __init__(self, acme: Acme, browser: httpx.AsyncClient, conversation_id: Any) -> None:
        self.acme = acme
        self.browser = browser
        self.conversation_id = conversation_id
        self.path = f"/api/conversations/{conversation_id}"

    async def reply(self, words: str = "Hi Walt") -> None:
        body = {"id": str(new_id()), "content": {"kind": "text", "text": words}}
        assert (await self.browser.post(f"{self.path}/messages", json=body)).status_code == 201

    async def put(self, state: str, body: dict[str, Any]) -> None:
        answer = await self.browser.put(f"{self.path}/{state}", json=body)
        assert answer.status_code in {200, 204}, answer.text

    async def delete(self, state: str) -> None:
        assert (await self.browser.delete(f"{self.path}/{state}")).status_code in {200, 204}


Step = Callable[[Case], Awaitable[Any]]


async def nothing(_case: Case) -> None:
    """The conversation as it is: open, answered by the bot."""


def later() -> str:
    return (datetime.now(UTC) + timedelta(days=1)).isoformat()


async def write(case: Case) -> None:
    await case.acme.walt_writes("One more thing")


async def note(case: Case) -> None:
    await case.browser.post(f"{case.path}/notes", json={"id": str(new_id()), "text": "Likes it dark."})


async def be_seen(case: Case) -> None:
    async with case.acme.acting(SYSTEM) as uow:
        conversation = await conversations.find_conversation(uow.scope, case.conversation_id, lock=True)
        assert conversation is not None
        from obrol.inbox.actions.reading import contact_came_to  # noqa: PLC0415 - one case needs it

        await contact_came_to(uow, conversation, seq=conversation.visitor_seq, state="read")


async def let_the_countdown_end(case: Case) -> None:
    async with case.acme.acting(SYSTEM) as uow:
        await uow.session.execute(text("UPDATE conversation SET paused_until = now() - interval '1 second'"))
    async with case.acme.acting(SYSTEM) as uow:
        conversation = await conversations.find_conversation(uow.scope, case.conversation_id, lock=True)
        assert conversation is not None
        await answering.end_pause(uow, conversation, epoch=conversation.answering_epoch)


async def run_a_flow(case: Case) -> None:
    """The team answers, and an agent lets a flow that asks something run under their control."""
    flow = a_flow("size", size=asks("Which size?", {"kind": "text"}))
    async with case.acme.acting() as uow:
        made = await drafting.make(uow, bot_id=case.acme.bot_id, name="Order", draft=flow)
        await uow.session.flush()
        await publishing.publish(uow, made)
        body = {"id": str(new_id()), "flow_id": str(made.id), "while_on": "control"}
    answer = await case.browser.post(f"{case.path}/subflow", json=body)
    assert answer.status_code == 200, answer.text


async def run_a_flow_with_the_team_answering(case: Case) -> None:
    await case.put("live-chat-mode", {})
    await run_a_flow(case)


async def the_note(case: Case) -> str:
    (item,) = (await case.browser.get(f"{case.path}/timeline")).json()["items"][-1:]
    return str(item["note"]["id"])


async def rewrite_the_note(case: Case) -> None:
    await case.browser.patch(f"/api/notes/{await the_note(case)}", json={"text": "Likes it darker."})


async def remove_the_note(case: Case) -> None:
    await case.browser.delete(f"/api/notes/{await the_note(case)}")


CASES: dict[str, tuple[Step, Step]] = {
    "message.received": (nothing, write),
    "message.queued": (lambda case: case.put("live-chat-mode", {}), Case.reply),
    "message.delivery_changed": (Case.reply, be_seen),
    "note.added": (nothing, note),
    "note.changed": (note, rewrite_the_note),
    "note.removed": (note, remove_the_note),
    "conversation.handed_to_team": (nothing, Case.reply),
    "conversation.pause_extended": (
        lambda case: case.put("live-chat-mode", {}),
        lambda case: case.put("live-chat-mode", {"for_minutes": 120}),
    ),
    "conversation.subflow_sent": (nothing, run_a_flow),
    "conversation.subflow_moved": (lambda case: case.put("live-chat-mode", {}), run_a_flow),
    "conversation.subflow_ended": (run_a_flow_with_the_team_answering, lambda case: case.delete("subflow")),
    "conversation.returned_to_bot": (Case.reply, let_the_countdown_end),
    "conversation.snoozed": (nothing, lambda case: case.put("snooze", {"until": later()})),
    "conversation.woken": (lambda case: case.put("snooze", {"until": later()}), lambda case: case.delete("snooze")),
    "conversation.done": (nothing, lambda case: case.put("done", {"reason": "sold"})),
    "conversation.reopened": (lambda case: case.put("done", {}), write),
    "conversation.assigned": (
        nothing,
        lambda case: case.put("assignee", {"agent_id": str(case.acme.bo.id)}),
    ),
    "conversation.read": (nothing, lambda case: case.put("read", {"inbound_count": 1})),
    "conversation.marked_unread": (
        lambda case: case.put("read", {"inbound_count": 1}),
        lambda case: case.delete("read"),
    ),
    "conversation.pinned": (nothing, lambda case: case.put("pin", {})),
    "conversation.unpinned": (lambda case: case.put("pin", {}), lambda case: case.delete("pin")),
}


@pytest.mark.parametrize("event", sorted(CASES))
async def test_events_turn_what_an_agent_saw_into_what_a_fresh_fetch_shows(
    acme: Acme, served: Served, event: str
) -> None:
    prepare, act = CASES[event]
    conversation_id = await acme.a_conversation("Hello")
    async with served.browser(acme) as browser:
        case = Case(acme, browser, conversation_id)
        await prepare(case)
        async with served.desk(acme) as desk:
            before = await picture(case)
            await act(case)
            after = await picture(case)
            events = await heard(acme, desk)
    assert event in {told["type"] for told in events}
    assert before != after, "a case that changes nothing proves nothing"

    document = steady({"before": before, "events": events, "after": after})
    path = FOLDER / f"{event}.json"
    written = json.dumps(document, indent=1, sort_keys=True, ensure_ascii=False) + "\n"
    if os.environ.get("OBROL_WRITE_GOLDEN"):
        FOLDER.mkdir(exist_ok=True)
        path.write_text(written)
    assert path.read_text() == written, f"{path.name} is not what the server says any more"


async def picture(case: Case) -> dict[str, Any]:
    """Everything of the conversation that an agent has on the screen."""
    lists = {
        status: (await case.browser.get("/api/conversations", params={"status": status})).json()["rows"]
        for status in ("open", "snoozed", "done")
    }
    timeline = (await case.browser.get(f"{case.path}/timeline")).json()["items"]
    return {"lists": lists, "timeline": timeline}


async def heard(acme: Acme, desk: Desk) -> list[dict[str, Any]]:
    """All events up to now: a last note marks the end, and is left out."""
    stop = str(new_id())
    async with acme.acting() as uow:
        await uow.session.execute(
            text(
                "INSERT INTO event (workspace_id, type, actor, audience, payload) VALUES "
                "(:w, 'test.stop', '{}', '{\"kind\": \"workspace\"}', jsonb_build_object('stop', CAST(:s AS text)))"
            ),
            {"w": acme.workspace_id, "s": stop},
        )
    events: list[dict[str, Any]] = []
    while True:
        frame = await desk.expect("events")
        for told in frame["events"]:
            if told["type"] == "test.stop":
                return events
            events.append(told)


def steady(document: Any) -> Any:
    """The document with ids and instants that are the same in every run, and stand in the same order."""
    raw = json.dumps(document)
    instants = sorted({found.group(0) for found in INSTANT.finditer(raw)}, key=datetime.fromisoformat)
    minute: dict[str, str] = {}
    number, previous = -1, datetime.min.replace(tzinfo=UTC)
    for at in instants:
        # One statement asks the clock several times: what is closer than two statements can be is one instant.
        now = datetime.fromisoformat(at)
        number += now - previous > ONE_INSTANT
        previous = now
        minute[at] = (NOON + timedelta(minutes=number)).isoformat()
    raw = INSTANT.sub(lambda found: minute[found.group(0)], raw)
    ids: dict[str, str] = {}
    raw = UUID_TEXT.sub(
        lambda found: ids.setdefault(found.group(0), f"00000000-0000-7000-8000-{len(ids) + 1:012d}"), raw
    )
    numbers: dict[int, int] = {}
    steadied = json.loads(raw)
    _renumber(steadied, numbers)
    return steadied


def _renumber(value: Any, numbers: dict[int, int]) -> None:
    if isinstance(value, dict):
        if isinstance(value.get("id"), int):
            value["id"] = numbers.setdefault(value["id"], len(numbers) + 1)
        key = value.get("key")
        if isinstance(key, str) and key[:1] == "e" and key[1:].isdigit():
            value["key"] = f"e{numbers.setdefault(int(key[1:]), len(numbers) + 1)}"
        for inner in value.values():
            _renumber(inner, numbers)
    if isinstance(value, list):
        for inner in value:
            _renumber(inner, numbers)
