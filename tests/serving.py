"""A real server in the test's own loop, and the browsers that talk to it."""

import asyncio
import contextlib
import ssl
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import httpx
import orjson
import uvicorn
from acme import Acme
from websockets.asyncio.client import ClientConnection, connect

from obrol.entrypoints.api import create_app
from obrol.kit.ids import new_id
from obrol.runtime.actor import SYSTEM, Actor
from obrol.runtime.web import SESSION_COOKIE, House
from obrol.workspaces.actions import signing_in
from obrol.workspaces.actions.signing_in import Browser

# Reading the system's certificates for every browser would take longer than most tests.
NO_CERTIFICATES = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)


@dataclass
class Served:
    """A server on loopback."""

    house: House
    port: int

    @property
    def origin(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    async def cookie_of(self, acme: Acme, actor: Actor) -> str:
        """The session cookie of somebody who signed in."""
        account_id = acme.accounts[actor.name.lower()]
        assert actor.id is not None
        async with self.house.transactions.begin_anywhere(SYSTEM) as uow:
            welcome = await signing_in.open_session(
                uow,
                account_id=account_id,
                workspace_id=acme.workspace_id,
                agent_id=actor.id,
                browser=Browser(address="127.0.0.1", user_agent="tests"),
            )
        return welcome.token

    @contextlib.asynccontextmanager
    async def browser(self, acme: Acme, actor: Actor | None = None) -> AsyncIterator[httpx.AsyncClient]:
        """A browser in which somebody (Ada unless said otherwise) is signed in."""
        cookie = await self.cookie_of(acme, actor or acme.ada)
        async with self.stranger() as client:
            client.cookies.set(SESSION_COOKIE, cookie)
            yield client

    @contextlib.asynccontextmanager
    async def stranger(self) -> AsyncIterator[httpx.AsyncClient]:
        """A browser in which nobody is signed in."""
        async with httpx.AsyncClient(
            base_url=self.origin, headers={"Origin": self.origin}, verify=NO_CERTIFICATES
        ) as client:
            yield client

    @contextlib.asynccontextmanager
    async def desk(self, acme: Acme, actor: Actor | None = None, cursor: str | None = None) -> AsyncIterator["Desk"]:
        """An agent's live socket, greeted."""
        cookie = await self.cookie_of(acme, actor or acme.ada)
        async with self.socket("/api/live", cookie=cookie) as socket:
            desk = Desk(socket)
            await desk.send({"type": "hello", "cursor": cursor})
            desk.welcome = await desk.expect("welcome")
            yield desk

    @contextlib.asynccontextmanager
    async def socket(self, path: str, *, cookie: str | None = None, origin: str | None = "ours") -> Any:
        """A socket, opened from one of our own pages unless said otherwise."""
        headers = {"Cookie": f"{SESSION_COOKIE}={cookie}"} if cookie else {}
        if origin is not None:
            headers["Origin"] = self.origin if origin == "ours" else origin
        url = f"ws://127.0.0.1:{self.port}{path}"
        async with connect(url, additional_headers=headers, compression=None) as socket:
            yield socket

    @contextlib.asynccontextmanager
    async def visitor(
        self, acme: Acme, *, token: str | None = None, since: int | None = None
    ) -> AsyncIterator["VisitorSocket"]:
        """A visitor's live socket on the web-chat channel, greeted."""
        token = token or await self.visitor_token(acme)
        async with self.socket("/widget/api/live") as socket:
            visitor = VisitorSocket(socket, token)
            page = {"url": "https://shop.example/beans", "title": "Beans"}
            await visitor.send({"type": "hello", "token": token, "from": since, "locale": "en", "page": page})
            visitor.welcome = await visitor.expect("welcome")
            yield visitor

    async def visitor_token(self, acme: Acme) -> str:
        """The token of a new visitor."""
        async with self.stranger() as client:
            answer = await client.post("/widget/api/session", json={"channel": acme.webchat.public_id, "locale": "en"})
        assert answer.status_code == 200, answer.text
        token: str = answer.json()["token"]
        return token


class Wire:
    """A socket that speaks JSON."""

    def __init__(self, socket: ClientConnection) -> None:
        self.socket = socket
        self.welcome: dict[str, Any] = {}
        self._kept: list[dict[str, Any]] = []

    async def send(self, frame: dict[str, Any]) -> None:
        await self.socket.send(orjson.dumps(frame, default=str).decode())

    async def receive(self, within: float = 5.0) -> dict[str, Any]:
        frame: dict[str, Any] = orjson.loads(await asyncio.wait_for(self.socket.recv(), timeout=within))
        return frame

    async def expect(self, type: str, within: float = 5.0) -> dict[str, Any]:
        """The next frame of a type; what comes before it is kept for whoever asks for that."""
        for frame in self._kept:
            if frame["type"] == type:
                self._kept.remove(frame)
                return frame
        async with asyncio.timeout(within):
            while True:
                frame = await self.receive(within)
                if frame["type"] == type:
                    return frame
                self._kept.append(frame)

    async def hears_nothing(self, type: str, within: float = 0.3) -> bool:
        """Whether no frame of a type comes for a while."""
        try:
            await self.expect(type, within)
        except TimeoutError:
            return True
        return False


class Desk(Wire):
    """An agent's socket."""

    async def event(self, type: str, within: float = 5.0) -> dict[str, Any]:
        """The next event of a type."""
        async with asyncio.timeout(within):
            while True:
                frame = await self.expect("events", within)
                for number, event in enumerate(frame["events"]):
                    if event["type"] == type:
                        rest = frame["events"][number + 1 :]
                        if rest:
                            self._kept.insert(0, frame | {"events": rest})
                        found: dict[str, Any] = event
                        return found


class VisitorSocket(Wire):
    """A visitor's socket."""

    def __init__(self, socket: ClientConnection, token: str) -> None:
        super().__init__(socket)
        self.token = token

    async def say(self, words: str, *, id: UUID | None = None) -> dict[str, Any]:
        """Send words, and wait until they are stored."""
        id = id or new_id()
        content = {"kind": "text", "text": words}
        await self.send({"type": "send", "id": str(id), "content": content})
        return await self.expect("ack")


@contextlib.asynccontextmanager
async def serve(house: House) -> AsyncIterator[Served]:
    """The application on a port of its own."""
    app = create_app(house.settings, given=house)
    config = uvicorn.Config(
        app, host="127.0.0.1", port=0, ws="websockets-sansio", log_config=None, access_log=False, lifespan="on"
    )
    server = uvicorn.Server(config)
    server.capture_signals = contextlib.nullcontext  # type: ignore[method-assign,assignment] # pytest has the signals
    running = asyncio.create_task(server.serve())
    while not server.started:
        await asyncio.sleep(0.01)
        if running.done():
            running.result()
    port = server.servers[0].sockets[0].getsockname()[1]
    try:
        yield Served(house, port)
    finally:
        server.should_exit = True
        await running
