"""The world of the live chat's tests: bots, channels and as many customers as wanted, made through the HTTP API.

Clicking all this together would take minutes; what a test is about, it does in the browser.
"""

import contextlib
import itertools
import json
import random
import ssl
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import httpx
from journeys import Demo
from websockets.sync.client import ClientConnection, connect

from obrol.channels.contract.setup import ChannelFacts
from obrol.connectors.fake.writing_in import signed, text_event

# Reading the system's certificates takes longer than many of these tests, and nothing here is encrypted.
NO_CERTIFICATES = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
PATIENCE = 15.0  # seconds
SECRET = "a secret of the fake vendor"

# What the bot says to everybody, and to whoever has the tag.
WELCOME = "Selamat datang di kelas seduh kami."
WELCOME_BACK = "Kursi Kakak sudah kami siapkan."
TAG_OF_REGULARS = "Peserta tetap"
SCHEDULE = [f"Kelas hari ke-{number}: pukul {8 + number}.00" for number in range(1, 9)]
INVITATION = "Mau ikut kelas hari apa?"
SEE_YOU = "Sampai jumpa hari {day}!"

GIVEN = (
    *("Sekar", "Damar", "Lintang", "Bayu", "Kirana", "Galih", "Nawang", "Satria", "Puspa", "Jati", "Ayunda", "Rangga"),
    *("Melur", "Tirta", "Wening", "Banyu", "Candra", "Gendis", "Harsa", "Indra", "Kemala", "Laras", "Mega", "Niskala"),
)
FAMILY = (
    *("Wibisana", "Larasati", "Gunadharma", "Pertiwi", "Adiwangsa", "Kusumadewi", "Tanjung", "Mahardika", "Sasmita"),
    *("Prameswari", "Kertanegara", "Danurwenda", "Suryakanta", "Wiraatmaja", "Paramita", "Hapsari", "Nugraheni"),
)


class World:
    """The owner's hands on the API, and the places that the tests play in."""

    def __init__(self, demo: Demo) -> None:
        self.demo = demo
        self.http = httpx.Client(base_url=demo.desk, headers={"Origin": demo.desk}, verify=NO_CERTIFICATES, timeout=30)
        self.do("POST", "/api/session", json={"email": demo.email, "password": demo.password})
        names = [" ".join(parts) for parts in itertools.product(GIVEN, GIVEN, FAMILY)]
        self._names = iter(random.sample(names, len(names)))
        self.bot = self.do("POST", "/api/bots", json={"name": "Sari"})
        self.welcome = self.flow("Sapaan kelas", _welcome())
        self.invitation = self.flow("Undangan kelas", _invitation())
        self.schedule = self.flow("Jadwal lengkap", _messages(SCHEDULE))
        self.channel = self.connect("webchat", "Kelas seduh", bot=self.bot, start=self.welcome)
        self.other_bot = self.do("POST", "/api/bots", json={"name": "Nira"})
        start = self.flow("Sapaan pesan", _messages(["Pesan Kakak kami terima."]), bot=self.other_bot)
        self.other_channel = self.connect("fake", "Pesan singkat", bot=self.other_bot, start=start)

    def close(self) -> None:
        self.http.close()

    @property
    def cookies(self) -> list[dict[str, Any]]:
        """The owner's session, as Playwright's storage state has it."""
        host = urlsplit(self.demo.desk).hostname
        return [
            {
                "name": cookie.name, "value": cookie.value, "domain": host, "path": "/",
                "expires": -1, "httpOnly": True, "secure": False, "sameSite": "Lax",
            }
            for cookie in self.http.cookies.jar
        ]  # fmt: skip

    def do(self, method: str, path: str, **options: Any) -> Any:
        """Ask the API, which must agree."""
        answer = self.http.request(method, path, **options)
        assert answer.is_success, f"{method} {path}: {answer.status_code} {answer.text}"
        return answer.json() if answer.content else None

    def flow(self, name: str, document: dict[str, Any], *, bot: dict[str, Any] | None = None) -> dict[str, Any]:
        """A published flow."""
        made = self.do("POST", "/api/flows", json={"bot_id": (bot or self.bot)["id"], "name": name, "draft": document})
        self.do("POST", f"/api/flows/{made['id']}/versions")
        return dict(made)

    def connect(self, kind: str, name: str, *, bot: dict[str, Any], start: dict[str, Any]) -> dict[str, Any]:
        """A channel on which the bot answers."""
        credentials = {"secret": SECRET} if kind == "fake" else {}
        made = self.do(
            "POST", "/api/channels", json={"kind": kind, "name": name, "settings": {}, "credentials": credentials}
        )
        patch = {"bot_id": bot["id"], "start_flow_id": start["id"]}
        return dict(self.do("PATCH", f"/api/channels/{made['id']}", json=patch))

    def shortcut(self, name: str, text: str) -> dict[str, Any]:
        """A shortcut by this name, made when it is not there."""
        return self._one_of("/api/shortcuts", {"name": name}, text=text)

    def persona(self, name: str) -> dict[str, Any]:
        """A persona that replies can be sent under."""
        return dict(self.do("POST", "/api/personas", json={"name": name}))

    def tag(self, name: str) -> dict[str, Any]:
        """A tag, found or made."""
        return dict(self.do("POST", "/api/tags", json={"name": name}))

    def sequence(self, name: str) -> dict[str, Any]:
        """A sequence by this name, made when it is not there."""
        return self._one_of("/api/sequences", {"name": name})

    def topic(self, name: str) -> dict[str, Any]:
        """A topic by this name, likewise."""
        return self._one_of("/api/topics", {"name": name})

    def field(self, key: str, name: str) -> dict[str, Any]:
        """A custom field of text by this name, likewise."""
        return self._one_of("/api/custom-fields", {"name": name}, key=key)

    def _one_of(self, path: str, known_by: dict[str, str], **more: str) -> dict[str, Any]:
        known = [one for one in self.do("GET", path) if known_by.items() <= one.items()]
        return dict(known[0] if known else self.do("POST", path, json=known_by | more))

    def a_name(self) -> str:
        """Somebody who does not exist, with a name that no other test has."""
        return next(self._names)

    def customer(self, *, says: str = "Halo, masih ada kursi?", name: str | None = None) -> "Customer":
        """Somebody who wrote to the class's web chat and was answered by its bot."""
        known = self.a_name() if name is None else name
        session = self.do("POST", "/widget/api/session", json={"channel": self.channel["public_id"], "locale": "id"})
        came = Customer(self, known, session["token"])
        came.says(says)
        conversation = self._newest(self.channel)
        came.conversation_id, came.contact_id = conversation["id"], conversation["contact"]["id"]
        came.receives(WELCOME)
        if known:
            came.is_changed(name=known)
        return came

    def customer_elsewhere(self) -> "Customer":
        """Somebody who wrote on the other channel, which is of another kind and has another bot."""
        came = Customer(self, self.a_name(), "")
        facts = ChannelFacts(id=uuid.UUID(self.other_channel["id"]), credentials={"secret": SECRET})
        event = text_event("Halo dari pesan singkat", sender=uuid.uuid4().hex, name=came.name)
        request = signed(facts, [event], at=datetime.now(UTC))
        path = f"/hooks/{self.other_channel['public_id']}"
        answer = self.http.post(path, content=request.body, headers=dict(request.headers))
        assert answer.is_success, answer.text
        deadline = datetime.now(UTC).timestamp() + PATIENCE
        while datetime.now(UTC).timestamp() < deadline:
            found = self.do("GET", "/api/conversations", params={"channel_id": self.other_channel["id"]})["rows"]
            for row in found:
                if row["conversation"]["contact"]["name"] == came.name:
                    came.conversation_id = row["conversation"]["id"]
                    came.contact_id = row["conversation"]["contact"]["id"]
                    return came
        raise AssertionError("the message of the other channel did not arrive")

    def _newest(self, channel: dict[str, Any]) -> dict[str, Any]:
        found = self.do("GET", "/api/conversations", params={"channel_id": channel["id"], "limit": 20})["rows"]
        newest: dict[str, Any] = max(
            (row["conversation"] for row in found), key=lambda conversation: conversation["created_at"]
        )
        return newest


@dataclass
class Customer:
    """A customer on the web chat: what they do, and what reaches them."""

    world: World
    name: str
    token: str
    conversation_id: str = ""
    contact_id: str = ""

    @property
    def path(self) -> str:
        """Where the desk shows the conversation."""
        return f"/live-chat/{self.conversation_id}"

    def says(self, words: str) -> None:
        """Write a message."""
        self._says({"kind": "text", "text": words})

    def brings(self, file: Path) -> None:
        """Send a file."""
        kept = self.world.http.post(
            "/widget/api/attachments",
            headers={"Authorization": f"Bearer {self.token}"},
            files={"file": (file.name, file.read_bytes())},
        )
        assert kept.is_success, kept.text
        stored = kept.json()
        media = {key: stored[key] for key in ("attachment_id", "name", "media_type", "size", "width", "height")}
        self._says({"kind": stored["kind"], "media": media})

    def _says(self, content: dict[str, Any]) -> None:
        self.world.do(
            "POST",
            "/widget/api/messages",
            headers={"Authorization": f"Bearer {self.token}"},
            json={"id": str(uuid.uuid4()), "content": content},
        )

    def receives(self, words: str, *, times: int = 1) -> list[dict[str, Any]]:
        """Wait until the words have reached the customer's browser so often; everything that they see until then."""
        with self._socket() as socket:
            seen = []
            while True:
                frame = json.loads(socket.recv(timeout=PATIENCE))
                if frame["type"] in {"welcome", "messages"}:
                    seen += frame["messages"]
                    if sum(words in words_of(message) for message in seen) >= times:
                        return seen

    @contextlib.contextmanager
    def _socket(self) -> Iterator[ClientConnection]:
        origin = self.world.demo.desk
        address = origin.replace("http", "ws", 1) + "/widget/api/live"
        with connect(address, additional_headers={"Origin": origin}, compression=None) as socket:
            page = {"url": f"{origin}/demo/shop", "title": "Kelas seduh"}
            socket.send(json.dumps({"type": "hello", "token": self.token, "from": None, "locale": "id", "page": page}))
            yield socket

    # --- what the team does for them without a browser ----------------------------------------------------------

    def is_changed(self, **what: Any) -> None:
        """Change what is known of the contact."""
        self.world.do("PATCH", f"/api/contacts/{self.contact_id}", json=what)

    def is_answered(self, words: str) -> None:
        """Reply as the owner, which turns live chat mode on."""
        self.on_conversation("POST", "messages", json={"id": str(uuid.uuid4()), "content": _text(words)})

    def is_noted(self, words: str) -> None:
        """Leave a note."""
        self.on_conversation("POST", "notes", json={"id": str(uuid.uuid4()), "text": words})

    def is_sent_into(self, flow: dict[str, Any]) -> None:
        """Send a sub flow."""
        self.on_conversation("POST", "subflow", json={"id": str(uuid.uuid4()), "flow_id": flow["id"]})

    def on_conversation(self, method: str, what: str, **options: Any) -> Any:
        """Do something to their conversation."""
        return self.world.do(method, f"/api/conversations/{self.conversation_id}/{what}", **options)

    def on_contact(self, method: str, what: str, **options: Any) -> Any:
        """Do something to what is known of them."""
        return self.world.do(method, f"/api/contacts/{self.contact_id}/{what}", **options)


def words_of(message: dict[str, Any]) -> str:
    """What can be read of a message."""
    content = message["content"]
    return str(content.get("text") or content.get("caption") or content.get("media", {}).get("name", ""))


def _text(words: str) -> dict[str, Any]:
    return {"kind": "text", "text": words}


def _says(name: str, messages: list[str], **exits: str) -> dict[str, Any]:
    return {
        "type": "send_message",
        "name": name,
        "options": {"messages": [_text(words) for words in messages]},
        "exits": exits,
    }


def _messages(words: list[str]) -> dict[str, Any]:
    return {"format": 1, "start": "say", "steps": {"say": _says("Kabar", words)}}


def _welcome() -> dict[str, Any]:
    knows = {"match": "all", "checks": [{"on": "tag", "tag": TAG_OF_REGULARS, "operator": "has"}]}
    return {
        "format": 1,
        "start": "known",
        "steps": {
            "known": {
                "type": "condition", "name": "Sudah kenal?", "options": knows, "exits": {"yes": "back", "no": "hello"},
            },
            "hello": _says("Sapaan", [WELCOME]),
            "back": _says("Sapaan peserta", [WELCOME_BACK]),
        },
    }  # fmt: skip


def _invitation() -> dict[str, Any]:
    asks = {"text": INVITATION, "answer": {"kind": "text"}, "save_to": "run.day"}
    return {
        "format": 1,
        "start": "ask",
        "steps": {
            "ask": {"type": "ask_question", "name": "Hari", "options": asks, "exits": {"answered": "tag"}},
            "tag": {"type": "add_tag", "name": "Tandai", "options": {"tag": "Ikut kelas"}, "exits": {"next": "bye"}},
            "bye": _says("Sampai jumpa", [SEE_YOU.format(day="{{run.day}}")]),
        },
    }
