"""What is known of a contact, live: `{before, events, after}`, replayed by the desk's own reducers.

As test_live_files.py does it for conversations, and with the same `OBROL_WRITE_GOLDEN=1`.
"""

import json
import os
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import httpx
import pytest
from acme import Acme
from golden.test_live_files import heard, steady
from serving import Served

from obrol.kit.ids import new_id

FOLDER = Path(__file__).parent / "contacts"
LISTS = ("tags", "custom-fields", "topics", "sequences")


class Case:
    """Walt, who wrote once, with one of everything; and an agent who does things."""

    def __init__(self, acme: Acme, browser: httpx.AsyncClient, conversation_id: Any) -> None:
        self.browser = browser
        self.walt = f"/api/contacts/{acme.walt.id}"
        self.notes = f"/api/conversations/{conversation_id}/notes"
        self.note_id = str(new_id())
        self.ids: dict[str, str] = {}

    async def prepare(self) -> None:
        made = {
            "tags": {"name": "VIP"},
            "custom-fields": {"key": "city", "name": "City"},
            "topics": {"name": "Harvest"},
            "sequences": {"name": "Welcome"},
        }
        for what, body in made.items():
            self.ids[what] = (await self.ask("POST", f"/api/{what}", body))["id"]
        await self.ask("PUT", f"{self.walt}/tags/{self.ids['tags']}")
        await self.ask("PUT", f"{self.walt}/fields/{self.ids['custom-fields']}", {"value": "Bandung"})
        await self.ask("PUT", f"{self.walt}/topics/{self.ids['topics']}")
        await self.ask("PUT", f"{self.walt}/sequences/{self.ids['sequences']}")
        await self.ask("POST", self.notes, {"id": self.note_id, "text": "Likes it dark"})

    async def ask(self, method: str, path: str, body: Any = None) -> Any:
        answer = await self.browser.request(method, path, json=body)
        assert answer.is_success, answer.text
        return answer.json() if answer.content else None

    async def picture(self) -> dict[str, Any]:
        """Everything of Walt that an agent has on the screen, and what can be chosen for him."""
        lists = {what: await self.ask("GET", f"/api/{what}") for what in LISTS}
        return lists | {
            "contact": await self.ask("GET", self.walt),
            "enrollments": await self.ask("GET", f"{self.walt}/enrollments"),
            "notes": await self.ask("GET", f"{self.walt}/notes"),
            "panel": await self.ask("GET", "/api/me/panel"),
        }


Step = Callable[[Case], Awaitable[Any]]


def of(what: str, method: str, body: Any = None) -> Step:
    """Something done to the tag, field, topic or sequence that there is."""
    return lambda case: case.ask(method, f"/api/{what}/{case.ids[what]}", body)


def on_walt(place: str, method: str, body: Any = None, *, what: str | None = None) -> Step:
    """Something done to what Walt has."""
    return lambda case: case.ask(method, f"{case.walt}/{place}/{case.ids[what or place]}", body)


CASES: dict[str, Step] = {
    "contact.changed": lambda case: case.ask("PATCH", case.walt, {"phone": "0812 3456 7890"}),
    "contact.tag_removed": on_walt("tags", "DELETE"),
    "contact.field_changed": on_walt("fields", "DELETE", what="custom-fields"),
    "contact.unsubscribed": on_walt("topics", "DELETE"),
    "tag.made": lambda case: case.ask("POST", "/api/tags", {"name": "Regular"}),
    "tag.changed": of("tags", "PATCH", {"name": "Regular", "color": "teal"}),
    "tag.removed": of("tags", "DELETE"),
    "custom_field.made": lambda case: case.ask("POST", "/api/custom-fields", {"key": "size", "name": "Size"}),
    "custom_field.changed": of("custom-fields", "PATCH", {"name": "Town"}),
    "custom_field.removed": of("custom-fields", "DELETE"),
    "topic.made": lambda case: case.ask("POST", "/api/topics", {"name": "Discounts"}),
    "topic.changed": of("topics", "PATCH", {"name": "Crop"}),
    "topic.removed": of("topics", "DELETE"),
    "sequence.made": lambda case: case.ask("POST", "/api/sequences", {"name": "Farewell"}),
    "sequence.changed": of("sequences", "PATCH", {"name": "First weeks"}),
    "sequence.removed": of("sequences", "DELETE"),
    "enrollment.ended": on_walt("sequences", "DELETE"),
    "note.changed": lambda case: case.ask("PATCH", f"/api/notes/{case.note_id}", {"text": "Likes it very dark"}),
    "note.removed": lambda case: case.ask("DELETE", f"/api/notes/{case.note_id}"),
    "note.added": lambda case: case.ask("POST", case.notes, {"id": str(new_id()), "text": "Called back"}),
    "panel.arranged": lambda case: case.ask("PUT", "/api/me/panel", {"blocks": ["fields"], "folded": ["notes"]}),
}


@pytest.mark.parametrize("event", sorted(CASES))
async def test_events_turn_what_an_agent_saw_of_a_contact_into_what_a_fresh_fetch_shows(
    acme: Acme, served: Served, event: str
) -> None:
    conversation_id = await acme.a_conversation("Hello")
    async with served.browser(acme) as browser:
        case = Case(acme, browser, conversation_id)
        await case.prepare()
        async with served.desk(acme) as desk:
            before = await case.picture()
            await CASES[event](case)
            after = await case.picture()
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
