"""The agents' live socket: what happens in the workspace, as it happens, from where the client left off."""

import asyncio
import contextlib
import time
from typing import Any
from uuid import UUID

import orjson
import structlog
from fastapi import WebSocket, WebSocketDisconnect

from obrol.inbox.access import may_hear
from obrol.kit.bucket import Bucket
from obrol.kit.ids import new_id
from obrol.kit.refusals import NotSignedIn, Refusal
from obrol.runtime.live import Batch, CursorTooOld, Follower
from obrol.runtime.web import House, SignedIn, beside, house_of, signed_in_socket

log = structlog.get_logger(__name__)
PATH = "/api/live"

HEARTBEAT = 20.0  # seconds
HELLO_WITHIN = 5.0  # seconds
CHECK_SESSION = 2.0  # seconds; a revoked session hears nothing after this long
LARGEST_FRAME = 256 * 1024  # bytes that a client may send
MOST_FRAMES = 40  # a burst of frames from one client, refilled at FRAMES_A_SECOND
FRAMES_A_SECOND = 20.0
SEND_WITHIN = 30.0  # seconds; a socket that takes nothing for this long is closed
TYPING_FOR = 6_000  # milliseconds that one typing frame is shown

SIGNED_OUT = 4401  # close codes of ours, by the HTTP status that they stand for
TOO_MANY = 4429
MALFORMED = 4400


async def live(socket: WebSocket) -> None:
    """Follow the workspace."""
    house = house_of(socket)
    try:
        async with signed_in_socket(socket) as who:
            await socket.accept()
            await _Session(socket, house, who).run()
    except NotSignedIn:
        await _close(socket, SIGNED_OUT)
    except Refusal:
        with contextlib.suppress(RuntimeError):
            await socket.close()  # before it is accepted: the handshake is answered with 403
    except (WebSocketDisconnect, RuntimeError):
        pass


async def _close(socket: WebSocket, code: int) -> None:
    with contextlib.suppress(RuntimeError, WebSocketDisconnect):
        await socket.accept()
        await socket.close(code)


class _Session:
    """One agent's socket: a reader of what the client asks, and a writer of what happens."""

    def __init__(self, socket: WebSocket, house: House, who: SignedIn) -> None:
        self._socket = socket
        self._house = house
        self._who = who
        self._bucket = Bucket(MOST_FRAMES, FRAMES_A_SECOND)
        self._tab = str(new_id())
        self._looks_at: UUID | None = None
        self._checked_at = time.monotonic()

    async def run(self) -> None:
        """Greet, then read and write until either side has had enough."""
        try:
            async with asyncio.timeout(HELLO_WITHIN):
                hello = await self._read()
        except TimeoutError:
            await self._socket.close(MALFORMED)
            return
        if hello is None or hello.get("type") != "hello":
            await self._socket.close(MALFORMED)
            return
        since = hello.get("cursor")
        try:
            async with self._house.live.follow(
                self._who.workspace_id, None if since is None else str(since)
            ) as follower:
                await self._serve(follower, resync=False)
        except CursorTooOld:
            async with self._house.live.follow(self._who.workspace_id) as follower:
                await self._serve(follower, resync=True)

    async def _serve(self, follower: Follower, *, resync: bool) -> None:
        await self._send(
            {
                "type": "welcome",
                "cursor": follower.cursor,
                "resync": resync,
                "agent_id": self._who.actor.id,
                "heartbeat_seconds": HEARTBEAT,
            }
        )
        try:
            async with beside(self._write(follower)):
                await self._listen(follower)
        finally:
            if self._looks_at is not None:
                self._tell_looking(None)

    # --- what happens -------------------------------------------------------------------------------------------

    async def _write(self, follower: Follower) -> None:
        beat_at = time.monotonic() + HEARTBEAT
        while True:
            with contextlib.suppress(TimeoutError):
                wait = min(beat_at, self._checked_at + CHECK_SESSION) - time.monotonic()
                async with asyncio.timeout(max(0.0, wait)):
                    await follower.news.wait()
            follower.news.clear()
            await self._check_session()
            while (batch := await follower.next()) is not None:
                await self._send_bytes(self._frame(batch))
            while follower.whispers:
                await self._whisper(follower.whispers.popleft())
            if time.monotonic() >= beat_at:
                beat_at = time.monotonic() + HEARTBEAT
                await self._send({"type": "heartbeat", "head": follower.head})

    def _frame(self, batch: Batch) -> bytes:
        heard = [event.wire for event in batch.events if may_hear(self._who.actor, event.audience)]
        return (
            b'{"type":"events","from":"%b","to":"%b","events":[' % (batch.before.encode(), batch.after.encode())
            + b",".join(heard)
            + b"]}"
        )

    async def _whisper(self, whisper: dict[str, Any]) -> None:
        if whisper.get("type") == "typing" and whisper.get("who", {}).get("id") == str(self._who.actor.id):
            return
        await self._send(whisper)

    async def _check_session(self) -> None:
        """A session that was revoked, or a role that changed, ends this socket within two seconds."""
        if time.monotonic() - self._checked_at < CHECK_SESSION:
            return
        self._checked_at = time.monotonic()
        try:
            now = await self._house.who_is_it(self._socket)
        except NotSignedIn:
            await self._socket.close(SIGNED_OUT)
            raise WebSocketDisconnect(SIGNED_OUT) from None
        if now.workspace_id != self._who.workspace_id:
            await self._socket.close(SIGNED_OUT)
            raise WebSocketDisconnect(SIGNED_OUT)
        self._who = now

    # --- what the client asks -----------------------------------------------------------------------------------

    async def _listen(self, follower: Follower) -> None:
        while True:
            frame = await self._read()
            if frame is None:
                await self._socket.close(MALFORMED)
                return
            if not self._bucket.take():
                await self._socket.close(TOO_MANY)
                return
            match frame.get("type"):
                case "sync":
                    if not follower.go_back_to(str(frame.get("from"))):
                        await self._send({"type": "resync", "cursor": follower.cursor})
                case "typing":
                    self._tell_typing(frame.get("conversation_id"))
                case "looking":
                    self._tell_looking(frame.get("conversation_id"))
                case _:
                    pass  # a newer client may say more than this server knows

    def _tell_typing(self, conversation_id: Any) -> None:
        if (conversation := _as_id(conversation_id)) is not None:
            self._house.hints.whisper(
                self._who.workspace_id,
                {
                    "type": "typing",
                    "conversation_id": str(conversation),
                    "who": self._who.actor.as_json(),
                    "for_ms": TYPING_FOR,
                },
            )

    def _tell_looking(self, conversation_id: Any) -> None:
        self._looks_at = _as_id(conversation_id)
        self._house.hints.whisper(
            self._who.workspace_id,
            {
                "type": "looking",
                "conversation_id": str(self._looks_at) if self._looks_at else None,
                "who": self._who.actor.as_json(),
                # An agent with two windows looks at two things; each window says its own.
                "tab": self._tab,
            },
        )

    async def _read(self) -> dict[str, Any] | None:
        message = await self._socket.receive()
        if message["type"] == "websocket.disconnect":
            raise WebSocketDisconnect(message.get("code", 1000))
        text = message.get("text")
        if text is None or len(text) > LARGEST_FRAME:
            return None
        try:
            frame = orjson.loads(text)
        except orjson.JSONDecodeError:
            return None
        return frame if isinstance(frame, dict) else None

    async def _send(self, frame: dict[str, Any]) -> None:
        await self._send_bytes(orjson.dumps(frame, default=str))

    async def _send_bytes(self, frame: bytes) -> None:
        async with asyncio.timeout(SEND_WITHIN):
            await self._socket.send_text(frame.decode())


def _as_id(value: Any) -> UUID | None:
    with contextlib.suppress(ValueError, TypeError, AttributeError):
        return UUID(value)
    return None
