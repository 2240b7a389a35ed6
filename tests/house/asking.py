"""Asking: one harmless request for every route, with ids that exist in one Acme, for whoever wants to ask it."""

from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, Final
from uuid import UUID

import httpx
from acme import Acme
from fastapi import FastAPI
from fastapi.routing import iter_route_contexts
from pictures import a_photo
from pydantic import SecretStr
from serving import Served
from sqlalchemy import update
from starlette.routing import Mount

from obrol.channels.contract.setup import ChannelFacts
from obrol.connectors.fake.writing_in import signed, text_event
from obrol.entrypoints.house import SOCKETS
from obrol.inbox.models import Message
from obrol.kit.ids import new_id
from obrol.runtime.actor import SYSTEM
from obrol.runtime.lanes.rows import LaneJob
from obrol.workspaces.actions.hashing import hash_password
from obrol.workspaces.models import Account

PASSWORD: Final = "seven plain words are enough here"
SECRET: Final = "a secret of the fake vendor"
FLOW: Final = {"format": 1, "start": "end", "steps": {"end": {"type": "end", "options": {}, "exits": {}}}}

Ids = dict[str, str]
Body = Callable[["World"], Any]


@dataclass(frozen=True)
class Ask:
    """A request. `open`: who is signed in makes no difference, because something else opens the door, or nothing."""

    method: str
    path: str
    json: Body | None = None
    query: Mapping[str, str] = field(default_factory=dict)
    instead: Mapping[str, str] = field(default_factory=dict)  # ids of things that may be lost
    open: bool = False
    file: bool = False
    hook: bool = False
    sheet: bool = False

    @property
    def route(self) -> str:
        """Its name in the golden file."""
        return f"{self.method} {self.path}"


@dataclass
class World:
    """An Acme in which there is one of everything."""

    acme: Acme
    ids: Ids
    invitation_token: str
    visitor_token: str
    email: str

    def address(self, ask: Ask) -> str:
        """The path of a request, filled in."""
        return ask.path.replace(":path}", "}").format_map(
            self.ids | {name: self.ids[other] for name, other in ask.instead.items()}
        )


def routes_of(app: FastAPI) -> Iterator[str]:
    """Every door of the application, sockets and folders included."""
    yield from (f"WS {path}" for path in SOCKETS)
    for found in iter_route_contexts(app.routes):
        route: Any = found
        inner = getattr(route, "original_route", None) or getattr(route, "starlette_route", None) or route
        if isinstance(inner, Mount):
            yield f"GET {inner.path}/{{file}}"
        else:
            yield from (f"{method} {route.path}" for method in sorted(route.methods - {"HEAD"}))


@asynccontextmanager
async def a_world(acme: Acme, served: Served) -> AsyncIterator[World]:
    """Make one of everything, through the doors where there are any."""
    password_hash = await hash_password(SecretStr(PASSWORD))
    async with acme.house.transactions.begin_anywhere(SYSTEM) as uow:
        await uow.session.execute(
            update(Account).where(Account.id.in_(acme.accounts.values())).values(password_hash=password_hash)
        )
    ids: Ids = {
        "conversation_id": str(await acme.a_conversation(answering="team")),
        "contact_id": str(acme.walt.id),
        "team_id": str(acme.team_id),
        "bot_id": str(acme.bot_id),
        "channel_id": str(acme.webchat.id),
        "web_public_id": acme.webchat.public_id,
        "agent_id": str(acme.bo.id),
        "sue_id": str(acme.sue.id),
        "file": "nothing-here.js",
        "path": "inbox",
        "number": "1",
    }
    async with served.browser(acme, acme.owner) as owner:

        async def made(path: str, **body: Any) -> dict[str, Any]:
            answer = await owner.post(path, json=body)
            assert answer.status_code in {200, 201}, answer.text
            document: dict[str, Any] = answer.json()
            return document

        ids["tag_id"] = (await made("/api/tags", name="Regular"))["id"]
        ids["field_id"] = (await made("/api/custom-fields", key="roast", name="Roast"))["id"]
        ids["spare_tag_id"] = (await made("/api/tags", name="Spare"))["id"]
        ids["spare_field_id"] = (await made("/api/custom-fields", key="spare", name="Spare"))["id"]
        ids["topic_id"] = (await made("/api/topics", name="Harvest"))["id"]
        ids["spare_topic_id"] = (await made("/api/topics", name="Spare"))["id"]
        ids["sequence_id"] = (await made("/api/sequences", name="Welcome"))["id"]
        ids["spare_sequence_id"] = (await made("/api/sequences", name="Spare"))["id"]
        ids["spare_team_id"] = (await made("/api/teams", name="Spare"))["id"]
        ids["spare_bot_id"] = (await made("/api/bots", name="Spare"))["id"]
        ids["flow_id"] = (await made("/api/flows", bot_id=ids["bot_id"], name="Hello", draft=FLOW))["id"]
        ids["spare_flow_id"] = (await made("/api/flows", bot_id=ids["bot_id"], name="Spare", draft=FLOW))["id"]
        await made(f"/api/flows/{ids['flow_id']}/versions")
        fake = await made("/api/channels", kind="fake", name="Second", credentials={"secret": SECRET})
        ids["spare_channel_id"], ids["public_id"] = fake["id"], fake["public_id"]
        ids["invitation_id"] = (await made("/api/invitations", role="agent"))["id"]
        invitation = await made("/api/invitations", role="agent")
        message = await made(f"/api/conversations/{ids['conversation_id']}/messages", **a_text())
        ids["message_id"] = message["id"]
        for name in ("scheduled_reply_id", "spare_scheduled_reply_id"):
            ids[name] = str(new_id())
            later = {"contents": [a_text()["content"]], "send_at": _monday()}
            await made(f"/api/conversations/{ids['conversation_id']}/scheduled-replies", id=ids[name], **later)
        note = await made(f"/api/conversations/{ids['conversation_id']}/notes", id=str(new_id()), text="Likes it dark")
        ids["note_id"] = note["id"]
        picture = (await owner.post("/api/attachments", files={"file": ("beans.jpg", a_photo())})).json()
        ids["attachment_id"] = picture["attachment_id"]
        ids["shortcut_id"] = (await made("/api/shortcuts", name="hello", text="Hello {{contact.first_name}}"))["id"]
        ids["persona_id"] = (await made("/api/personas", name="Rani"))["id"]
        ids["token"] = picture["url"].rpartition("/")[2]
    async with acme.acting() as uow:
        letter = LaneJob(
            workspace_id=acme.workspace_id,
            lane="none",
            kind="deliver_message",
            payload={"message_id": ids["message_id"]},
            state="dead",
        )
        uow.session.add(letter)
        await uow.session.flush()
        ids["letter_id"] = str(letter.id)
        await uow.session.execute(
            update(Message).where(Message.id == UUID(ids["message_id"])).values(delivery="failed")
        )
    yield World(
        acme,
        ids,
        invitation_token=invitation["link"].rpartition("#")[2],
        visitor_token=await served.visitor_token(acme),
        email=f"new-{acme.workspace_id.hex}@acme.example",
    )


async def ask(client: httpx.AsyncClient, world: World, asked: Ask) -> httpx.Response:
    """Ask it as whoever the client is."""
    address = world.address(asked)
    if asked.hook:
        facts = ChannelFacts(new_id(), credentials={"secret": SECRET})
        request = signed(facts, [text_event("Halo")], at=world.acme.house.transactions.clock.now())
        return await client.request(asked.method, address, content=request.body, headers=dict(request.headers))
    if asked.file:
        return await client.request(asked.method, address, files={"file": ("beans.jpg", a_photo())})
    if asked.sheet:
        return await client.request(asked.method, address, files={"file": ("shortcuts.csv", b"name,text\nhi,Hi!")})
    query = {name: world.ids.get(value, value) for name, value in asked.query.items()}
    body = asked.json(world) if asked.json else None
    return await client.request(asked.method, address, params=query, json=body)


def a_text() -> dict[str, Any]:
    """A new message of words."""
    return {"id": str(new_id()), "content": {"kind": "text", "text": "Hello"}}


def _given(**values: Any) -> Body:
    return lambda _world: values


def _monday() -> str:
    return (datetime.now(UTC) + timedelta(days=3)).isoformat()


_CONVERSATION: Final = "/api/conversations/{conversation_id}"
_PERSON: Final[dict[str, Any]] = {"name": "Nia", "password": PASSWORD}

# In the order of a day: what removes something comes after what needs it.
ASKS: Final[tuple[Ask, ...]] = (
    Ask("GET", "/healthz", open=True),
    Ask("GET", "/readyz", open=True),
    Ask("GET", "/metrics", open=True),
    Ask("GET", "/widget/loader.js", open=True),
    Ask("GET", "/widget/frame", query={"channel": "web_public_id"}, open=True),
    Ask("GET", "/widget/assets/{file}", open=True),
    Ask("GET", "/assets/{file}", open=True),
    Ask("GET", "/{path:path}", open=True),
    Ask("GET", "/api/setup", open=True),
    Ask(
        "POST",
        "/api/setup",
        lambda w: _PERSON | {"workspace_name": "Mine", "email": w.email},
        open=True,
    ),
    Ask(
        "POST",
        "/api/session",
        lambda w: {"email": f"owner-{w.acme.workspace_id.hex}@acme.example", "password": PASSWORD},
        open=True,
    ),
    Ask("DELETE", "/api/session", open=True),
    Ask("POST", "/api/invitations/look", lambda w: {"token": w.invitation_token}, open=True),
    Ask(
        "POST",
        "/api/invitations/accept",
        lambda w: _PERSON | {"token": w.invitation_token, "email": w.email},
        open=True,
    ),
    Ask("GET", "/api/session"),
    Ask("PUT", "/api/session/workspace", lambda w: {"workspace_id": str(w.acme.workspace_id)}),
    Ask("GET", "/api/sessions"),
    Ask("DELETE", "/api/sessions/{session_id}"),
    Ask("DELETE", "/api/sessions"),
    Ask("PATCH", "/api/me", _given(theme="dark")),
    Ask("PUT", "/api/me/password", _given(current_password=PASSWORD, new_password=PASSWORD + "!")),
    Ask("GET", "/api/workspace"),
    Ask("PATCH", "/api/workspace", _given(pause_minutes=30)),
    Ask("GET", "/api/agents"),
    Ask("PATCH", "/api/agents/{agent_id}", _given(disabled=False)),
    Ask("GET", "/api/invitations"),
    Ask("POST", "/api/invitations", _given(role="agent")),
    Ask("DELETE", "/api/invitations/{invitation_id}"),
    Ask("GET", "/api/teams"),
    Ask("POST", "/api/teams", _given(name="New")),
    Ask("PATCH", "/api/teams/{team_id}", _given(name="Renamed")),
    Ask("PUT", "/api/teams/{team_id}/members/{agent_id}", instead={"agent_id": "sue_id"}),
    Ask("DELETE", "/api/teams/{team_id}/members/{agent_id}", instead={"agent_id": "sue_id"}),
    Ask("DELETE", "/api/teams/{team_id}", instead={"team_id": "spare_team_id"}),
    Ask("GET", "/api/contacts/{contact_id}"),
    Ask("PATCH", "/api/contacts/{contact_id}", _given(name="Walter")),
    Ask("PUT", "/api/contacts/{contact_id}/tags/{tag_id}"),
    Ask("DELETE", "/api/contacts/{contact_id}/tags/{tag_id}"),
    Ask("PUT", "/api/contacts/{contact_id}/fields/{field_id}", _given(value="dark")),
    Ask("DELETE", "/api/contacts/{contact_id}/fields/{field_id}"),
    Ask("PUT", "/api/contacts/{contact_id}/topics/{topic_id}"),
    Ask("DELETE", "/api/contacts/{contact_id}/topics/{topic_id}"),
    Ask("PUT", "/api/contacts/{contact_id}/sequences/{sequence_id}"),
    Ask("GET", "/api/contacts/{contact_id}/enrollments"),
    Ask("DELETE", "/api/contacts/{contact_id}/sequences/{sequence_id}"),
    Ask("GET", "/api/contacts/{contact_id}/conversations"),
    Ask("GET", "/api/contacts/{contact_id}/notes"),
    Ask("GET", "/api/tags"),
    Ask("GET", "/api/tags/uses"),
    Ask("POST", "/api/tags", _given(name="New")),
    Ask("PATCH", "/api/tags/{tag_id}", _given(color="red")),
    Ask("DELETE", "/api/tags/{tag_id}", instead={"tag_id": "spare_tag_id"}),
    Ask("GET", "/api/custom-fields"),
    Ask("GET", "/api/custom-fields/uses"),
    Ask("POST", "/api/custom-fields", _given(key="new", name="New")),
    Ask("PATCH", "/api/custom-fields/{field_id}", _given(description="How dark")),
    Ask("DELETE", "/api/custom-fields/{field_id}", instead={"field_id": "spare_field_id"}),
    Ask("GET", "/api/topics"),
    Ask("GET", "/api/topics/uses"),
    Ask("POST", "/api/topics", _given(name="New")),
    Ask("PATCH", "/api/topics/{topic_id}", _given(name="Renamed")),
    Ask("DELETE", "/api/topics/{topic_id}", instead={"topic_id": "spare_topic_id"}),
    Ask("GET", "/api/sequences"),
    Ask("GET", "/api/sequences/uses"),
    Ask("POST", "/api/sequences", _given(name="New")),
    Ask("PATCH", "/api/sequences/{sequence_id}", _given(name="Renamed")),
    Ask("DELETE", "/api/sequences/{sequence_id}", instead={"sequence_id": "spare_sequence_id"}),
    Ask("GET", "/api/flow-mentions", query={"tag": "Regular"}),
    Ask("GET", "/api/me/panel"),
    Ask("PUT", "/api/me/panel", _given(blocks=["notes", "tags"], folded=["topics"])),
    Ask("GET", "/api/channel-kinds"),
    Ask("GET", "/api/channels"),
    Ask("POST", "/api/channels", _given(kind="fake", name="Third", credentials={"secret": SECRET})),
    Ask("GET", "/api/channels/{channel_id}"),
    Ask("PATCH", "/api/channels/{channel_id}", _given(name="Renamed")),
    Ask("GET", "/hooks/{public_id}", open=True, hook=True),
    Ask("POST", "/hooks/{public_id}", open=True, hook=True),
    Ask(
        "PUT",
        "/api/channels/{channel_id}/connection",
        _given(credentials={"secret": SECRET}),
        instead={"channel_id": "spare_channel_id"},
    ),
    Ask("DELETE", "/api/channels/{channel_id}", instead={"channel_id": "spare_channel_id"}),
    Ask("GET", "/api/bots"),
    Ask("POST", "/api/bots", _given(name="New")),
    Ask("GET", "/api/bots/{bot_id}"),
    Ask("PATCH", "/api/bots/{bot_id}", _given(name="Renamed")),
    Ask("DELETE", "/api/bots/{bot_id}", instead={"bot_id": "spare_bot_id"}),
    Ask("GET", "/api/flows"),
    Ask("POST", "/api/flows", lambda w: {"bot_id": w.ids["bot_id"], "name": "New", "draft": FLOW}),
    Ask("GET", "/api/flows/{flow_id}"),
    Ask("PATCH", "/api/flows/{flow_id}", _given(name="Renamed")),
    Ask("PUT", "/api/flows/{flow_id}/draft", _given(document=FLOW)),
    Ask("GET", "/api/flows/{flow_id}/versions"),
    Ask("POST", "/api/flows/{flow_id}/versions", instead={"flow_id": "spare_flow_id"}),
    Ask("GET", "/api/flows/{flow_id}/versions/{number}"),
    Ask("DELETE", "/api/flows/{flow_id}", instead={"flow_id": "spare_flow_id"}),
    Ask("GET", "/api/conversations", query={"assignee": "agent_id", "tag_id": "tag_id", "sort": "waiting"}),
    Ask("GET", "/api/conversations/counts"),
    Ask("GET", "/api/conversations/search", query={"q": "Walt"}),
    Ask("GET", _CONVERSATION),
    Ask("GET", f"{_CONVERSATION}/timeline"),
    Ask("POST", f"{_CONVERSATION}/messages", lambda _: a_text()),
    Ask("POST", f"{_CONVERSATION}/notes", lambda _: {"id": str(new_id()), "text": "Likes it dark"}),
    Ask("PATCH", "/api/notes/{note_id}", _given(text="Likes it darker")),
    Ask("DELETE", "/api/notes/{note_id}"),
    Ask("PUT", f"{_CONVERSATION}/view", _given(hides_bot_messages=True)),
    Ask("GET", f"{_CONVERSATION}/draft"),
    Ask(
        "PUT",
        f"{_CONVERSATION}/draft",
        lambda _: {"mode": "note", "reply": "", "note": "He", "persona_id": None, "written_at": _monday()},
    ),
    Ask("GET", f"{_CONVERSATION}/scheduled-replies"),
    Ask(
        "POST",
        f"{_CONVERSATION}/scheduled-replies",
        lambda _: {"id": str(new_id()), "contents": [a_text()["content"]], "send_at": _monday()},
    ),
    Ask("PATCH", "/api/scheduled-replies/{scheduled_reply_id}", lambda _: {"send_at": _monday()}),
    Ask("DELETE", "/api/scheduled-replies/{scheduled_reply_id}"),
    Ask(
        "POST",
        "/api/scheduled-replies/{scheduled_reply_id}/send",
        instead={"scheduled_reply_id": "spare_scheduled_reply_id"},
    ),
    Ask("GET", "/api/mentions"),
    Ask("PUT", f"{_CONVERSATION}/mentions/seen"),
    Ask("PUT", f"{_CONVERSATION}/read", _given(inbound_count=1)),
    Ask("DELETE", f"{_CONVERSATION}/read"),
    Ask("PUT", f"{_CONVERSATION}/pin"),
    Ask("DELETE", f"{_CONVERSATION}/pin"),
    Ask("PUT", f"{_CONVERSATION}/snooze", lambda _: {"until": _monday()}),
    Ask("DELETE", f"{_CONVERSATION}/snooze"),
    Ask("PUT", f"{_CONVERSATION}/done", _given(reason="sold")),
    Ask("DELETE", f"{_CONVERSATION}/done"),
    Ask("PUT", f"{_CONVERSATION}/assignee", lambda w: {"agent_id": w.ids["agent_id"]}),
    Ask("DELETE", f"{_CONVERSATION}/assignee"),
    Ask("PUT", f"{_CONVERSATION}/live-chat-mode", _given(for_minutes=30)),
    Ask("DELETE", f"{_CONVERSATION}/live-chat-mode"),
    Ask("GET", f"{_CONVERSATION}/bot-turn"),
    Ask("PUT", f"{_CONVERSATION}/bot-turn", _given(go_on=[])),
    Ask(
        "POST",
        f"{_CONVERSATION}/subflow",
        lambda w: {"id": str(new_id()), "flow_id": w.ids["flow_id"], "while_on": "control"},
    ),
    Ask("DELETE", f"{_CONVERSATION}/subflow"),
    Ask("POST", "/api/messages/{message_id}/resend", lambda _: {"id": str(new_id())}),
    Ask("POST", "/api/messages/{message_id}/retry"),
    Ask("GET", "/api/shortcuts"),
    Ask(
        "POST",
        "/api/shortcuts",
        lambda w: {"name": "New", "text": "Hi", "attachment_ids": [w.ids["attachment_id"]], "category": "Greetings"},
    ),
    Ask("GET", "/api/shortcuts.csv"),
    Ask("POST", "/api/shortcuts/import", sheet=True),
    Ask("PATCH", "/api/shortcuts/{shortcut_id}", _given(text="Good morning")),
    Ask("POST", "/api/shortcuts/{shortcut_id}/uses"),
    Ask("DELETE", "/api/shortcuts/{shortcut_id}"),
    Ask("GET", "/api/variables"),
    Ask("POST", f"{_CONVERSATION}/resolve", _given(text="Hello {{contact.first_name}}")),
    Ask("GET", "/api/personas"),
    Ask("POST", "/api/personas", lambda w: {"name": "New", "picture_id": w.ids["attachment_id"]}),
    Ask("PATCH", "/api/personas/{persona_id}", _given(name="Renamed")),
    Ask("DELETE", "/api/personas/{persona_id}"),
    Ask("GET", "/api/dead-letters"),
    Ask("POST", "/api/dead-letters/{letter_id}/retry"),
    Ask("POST", "/api/attachments", file=True),
    Ask("GET", "/files/{token}", open=True),
    Ask("GET", "/files/{token}/thumb", open=True),
    Ask("GET", "/widget/api/config", query={"channel": "web_public_id"}, open=True),
    Ask(
        "POST",
        "/widget/api/session",
        lambda w: {"channel": w.ids["web_public_id"], "locale": "en"},
        open=True,
    ),
    Ask("POST", "/widget/api/messages", lambda _: a_text()),
    Ask("POST", "/widget/api/attachments", file=True),
    Ask("WS", "/api/live"),
    Ask("WS", "/widget/api/live"),
)
