"""Clients: agents and visitors over real WebSockets, and their twins at the baseline."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any, Final

import orjson
from websockets.asyncio.client import ClientConnection, connect

from bench.serving import Running
from bench.world import Seat
from obrol.kit.ids import new_id

ANSWER_WITHIN: Final = 10.0  # seconds
WORDS: Final = "Do you still have the blue one, and when could it be here?"


class Agent:
    """An agent's socket: notes when each message arrived."""

    def __init__(self, socket: ClientConnection) -> None:
        self._socket = socket
        self.arrived: dict[str, float] = {}
        self._waiting: dict[str, asyncio.Event] = {}
        self._reader = asyncio.create_task(self._read())

    async def has(self, message_id: str) -> float:
        """When a message arrived; waits for it."""
        if message_id not in self.arrived:
            event = self._waiting.setdefault(message_id, asyncio.Event())
            async with asyncio.timeout(ANSWER_WITHIN):
                await event.wait()
        return self.arrived[message_id]

    async def close(self) -> None:
        self._reader.cancel()
        await self._socket.close()

    async def _read(self) -> None:
        async for text in self._socket:
            now = time.perf_counter()
            frame = orjson.loads(text)
            if frame["type"] == "events":
                for event in frame["events"]:
                    if event["type"] == "message.received":
                        self._note(event["message"]["id"], now)
            elif frame["type"] == "message":
                self._note(frame["id"], now)

    def _note(self, message_id: str, now: float) -> None:
        self.arrived[message_id] = now
        if event := self._waiting.pop(message_id, None):
            event.set()


class Visitor:
    """A visitor's socket, one message at a time."""

    def __init__(self, socket: ClientConnection) -> None:
        self._socket = socket

    async def send(self) -> tuple[str, float]:
        """Send a message; its id, and when it left."""
        message_id = str(new_id())
        frame = orjson.dumps({"type": "send", "id": message_id, "content": {"kind": "text", "text": WORDS}}).decode()
        left_at = time.perf_counter()
        await self._socket.send(frame)
        return message_id, left_at

    async def acknowledged(self, message_id: str) -> dict[str, Any]:
        """Wait until the server says that it is stored; everything else that it says is passed over."""
        async with asyncio.timeout(ANSWER_WITHIN):
            while True:
                frame: dict[str, Any] = orjson.loads(await self._socket.recv())
                if frame["type"] in {"ack", "refused"} and frame["id"] == message_id:
                    assert frame["type"] == "ack", frame
                    return frame

    async def close(self) -> None:
        await self._socket.close()


Kind = Callable[[Running, Any], Any]


@asynccontextmanager
async def agent(running: Running, session: str | None = None) -> AsyncIterator[Agent]:
    """An agent of Obrol by session, or of the baseline without one."""
    if session is None:
        one = Agent(await connect(f"{running.ws_url}/agent"))
    else:
        one = Agent(await agent_socket(running, session))
    try:
        yield one
    finally:
        await one.close()


async def agent_socket(running: Running, session: str) -> ClientConnection:
    """An agent's socket that was welcomed."""
    socket = await connect(
        f"{running.ws_url}/api/live",
        origin=running.url,  # type: ignore[arg-type] # a NewType of str
        additional_headers={"Cookie": f"obrol_session={session}"},
        max_size=None,
    )
    await socket.send('{"type":"hello","cursor":null}')
    assert orjson.loads(await socket.recv())["type"] == "welcome"
    return socket


@asynccontextmanager
async def visitors(running: Running, count: int, seats: list[Seat] | None = None) -> AsyncIterator[list[Visitor]]:
    """Visitors of Obrol by their seats, or of the baseline without."""
    if seats is None:
        sockets = [await connect(f"{running.ws_url}/visitor") for _ in range(count)]
    else:
        sockets = [await visitor_socket(running, seat.token) for seat in seats[:count]]
    try:
        yield [Visitor(socket) for socket in sockets]
    finally:
        await asyncio.gather(*(socket.close() for socket in sockets))


async def visitor_socket(running: Running, token: str) -> ClientConnection:
    """A visitor's socket that was welcomed."""
    socket = await connect(f"{running.ws_url}/widget/api/live", origin=running.url)  # type: ignore[arg-type] # as above
    page = {"url": "https://shop.example/", "title": "Shop"}
    await socket.send(
        orjson.dumps({"type": "hello", "token": token, "from": None, "locale": "en", "page": page}).decode()
    )
    assert orjson.loads(await socket.recv())["type"] == "welcome"
    return socket
