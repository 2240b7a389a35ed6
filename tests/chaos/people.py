"""People who talk while things are killed: they do what widget and desk do, and remember what they were told."""

import asyncio
import random
from dataclasses import dataclass, field
from typing import Any

import httpx
import orjson
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, InvalidHandshake, InvalidMessage

from obrol.kit.ids import new_id

AWAY = (OSError, TimeoutError, ConnectionClosed, InvalidHandshake, InvalidMessage, EOFError, httpx.HTTPError)
NO_CURSOR = "none"  # the server knows it for none of its own
PAUSE = 0.15  # seconds between two tries to come back
ANSWER_WITHIN = 3.0  # seconds; then the same message is sent again


@dataclass
class Acknowledged:
    """A message that the server said it has."""

    id: str
    words: str


class Visitor:
    """A browser with the widget: an ordered outbox, the same id until acknowledged, and a view by sequence."""

    def __init__(self, base: str, token: str, name: str, rng: random.Random) -> None:
        self._base = base
        self._token = token
        self._name = name
        self._rng = rng
        self.acknowledged: list[Acknowledged] = []
        self.view: dict[int, str] = {}
        self.seq = 0
        self.waiting: Acknowledged | None = None
        self.talking = True

    async def live(self) -> None:
        """Stay connected, and say things while `talking`."""
        while True:
            try:
                url = self._base.replace("http", "ws") + "/widget/api/live"
                async with connect(url, origin=self._base, compression=None, open_timeout=3, close_timeout=1) as socket:  # type: ignore[arg-type]
                    await self._talk(socket)
            except AWAY:
                await asyncio.sleep(PAUSE)

    @property
    def is_quiet(self) -> bool:
        return not self.talking and self.waiting is None

    async def _talk(self, socket: ClientConnection) -> None:
        await _send(socket, {"type": "hello", "token": self._token, "from": self.seq or None})
        tasks = [asyncio.create_task(self._read(socket)), asyncio.create_task(self._write(socket))]
        try:
            await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for task in tasks:
                task.cancel()
            outcomes = await asyncio.gather(*tasks, return_exceptions=True)
        for outcome in outcomes:
            if isinstance(outcome, Exception):
                raise outcome

    async def _read(self, socket: ClientConnection) -> None:
        while True:
            frame = orjson.loads(await socket.recv())
            match frame["type"]:
                case "welcome":
                    self._apply(frame["messages"])
                    if frame["more"]:
                        await _send(socket, {"type": "sync", "from": self.seq})
                case "messages":
                    if frame["from"] == self.seq:
                        self._apply(frame["messages"])
                    elif frame["to"] > self.seq:
                        await _send(socket, {"type": "sync", "from": self.seq})
                case "heartbeat" if frame["head"] > self.seq:
                    await _send(socket, {"type": "sync", "from": self.seq})
                case "ack" if self.waiting and frame["id"] == self.waiting.id:
                    self.acknowledged.append(self.waiting)
                    self.waiting = None
                case "refused" if frame["code"] != "unavailable":
                    raise AssertionError(f"{self._name} was refused: {frame}")

    async def _write(self, socket: ClientConnection) -> None:
        while True:
            if self.waiting is None and self.talking:
                words = f"{self._name} {len(self.acknowledged)}"
                self.waiting = Acknowledged(str(new_id()), words)
            if (mine := self.waiting) is not None:
                content = {"kind": "text", "text": mine.words}
                await _send(socket, {"type": "send", "id": mine.id, "content": content})
                try:
                    async with asyncio.timeout(ANSWER_WITHIN):
                        while self.waiting is mine:
                            await asyncio.sleep(0.005)
                except TimeoutError:
                    continue
            await asyncio.sleep(self._rng.uniform(0.06, 0.2))

    def _apply(self, messages: list[dict[str, Any]]) -> None:
        for message in messages:
            if message["seq"] > self.seq:
                assert message["seq"] == self.seq + 1 or self.seq == 0, "a gap in what the visitor is shown"
                self.seq = message["seq"]
                self.view[message["seq"]] = message["id"]


@dataclass
class Agent:
    """A browser with the desk: follows the workspace by cursor, and replies with the same id until answered."""

    base: str
    cookie: str
    rng: random.Random
    acknowledged: list[Acknowledged] = field(default_factory=list)
    messages: dict[str, dict[str, int]] = field(default_factory=dict)
    cursor: str | None = None
    missed: int = 0
    resyncs: int = 0
    talking: bool = True
    waiting: Acknowledged | None = None

    async def follow(self) -> None:
        """Stay connected, and fold every event into what is known."""
        while True:
            try:
                url = self.base.replace("http", "ws") + "/api/live"
                headers = {"Cookie": f"obrol_session={self.cookie}"}
                async with connect(
                    url,
                    origin=self.base,  # type: ignore[arg-type]
                    additional_headers=headers,
                    compression=None,
                    open_timeout=3,
                    close_timeout=1,
                ) as socket:
                    await self._read(socket)
            except AWAY:
                await asyncio.sleep(PAUSE)

    async def reply(self) -> None:
        """Answer somebody now and then."""
        async with httpx.AsyncClient(
            base_url=self.base, cookies={"obrol_session": self.cookie}, headers={"Origin": self.base}, timeout=3
        ) as browser:
            while True:
                await asyncio.sleep(self.rng.uniform(0.1, 0.3))
                if self.waiting is None and self.talking and self.messages:
                    self.conversation = self.rng.choice(sorted(self.messages))
                    self.waiting = Acknowledged(str(new_id()), f"reply {len(self.acknowledged)}")
                if self.waiting is not None:
                    await self._post(browser, self.waiting)

    @property
    def is_quiet(self) -> bool:
        return not self.talking and self.waiting is None

    async def _post(self, browser: httpx.AsyncClient, mine: Acknowledged) -> None:
        body = {"id": mine.id, "content": {"kind": "text", "text": mine.words}}
        try:
            answer = await browser.post(f"/api/conversations/{self.conversation}/messages", json=body)
        except AWAY:
            await asyncio.sleep(PAUSE)
            return
        if answer.status_code in {200, 201}:
            self.acknowledged.append(mine)
            self.waiting = None
        else:
            assert answer.status_code >= 500, answer.text  # it was killed at work: the same id is sent again

    async def _read(self, socket: ClientConnection) -> None:
        await _send(socket, {"type": "hello", "cursor": self.cursor})
        while True:
            frame = orjson.loads(await socket.recv())
            match frame["type"]:
                case "welcome":
                    self.cursor = frame["cursor"]
                    if frame["resync"]:
                        self.resyncs += 1
                        await self._start_over()
                case "events":
                    if frame["from"] != self.cursor:
                        self.missed += 1
                        await _send(socket, {"type": "sync", "from": self.cursor})
                        continue
                    self.cursor = frame["to"]
                    for event in frame["events"]:
                        self._fold(event)

    async def _start_over(self) -> None:
        """Fetch everything, as a desk does whose cursor the server does not know any more; events then add to it."""
        async with httpx.AsyncClient(base_url=self.base, cookies={"obrol_session": self.cookie}, timeout=3) as browser:
            try:
                for status in ("open", "snoozed", "done"):
                    page = await _asked(browser, "/api/conversations", status=status, limit="100")
                    for row in page["rows"]:
                        await self._read_timeline(browser, row["conversation"]["id"])
            except BaseException:
                self.cursor = NO_CURSOR  # half of it is not enough: the next link asks for everything again
                raise

    async def _read_timeline(self, browser: httpx.AsyncClient, conversation: str) -> None:
        before: str | None = None
        while True:
            more = {"before": before} if before else {}
            page = await _asked(browser, f"/api/conversations/{conversation}/timeline", **more)
            for item in page["items"]:
                self._fold(item)
            before = page["before"]
            if before is None:
                return

    def _fold(self, event: dict[str, Any]) -> None:
        message = event.get("message")
        if message is not None:
            self.messages.setdefault(message["conversation_id"], {})[message["id"]] = message["pos"]


async def _asked(browser: httpx.AsyncClient, path: str, **query: str) -> dict[str, Any]:
    answer = await browser.get(path, params=query)
    if not answer.is_success:
        raise ConnectionResetError  # it is being killed; the link is made anew
    page: dict[str, Any] = answer.json()
    return page


async def _send(socket: ClientConnection, frame: dict[str, Any]) -> None:
    await socket.send(orjson.dumps(frame).decode())
