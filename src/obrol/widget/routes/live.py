"""The visitor's live socket: their own conversation, gapless, from where the browser left off."""

import asyncio
from typing import Any

import orjson
import structlog
from fastapi import WebSocket, WebSocketDisconnect
from pydantic import ValidationError

from obrol.contacts.actions import identifying
from obrol.inbox.access import conversation_of_visitor
from obrol.inbox.actions import reading
from obrol.kit.refusals import ForeignOrigin, Refusal
from obrol.runtime.actor import Actor, ActorKind
from obrol.runtime.blobs import Dresser
from obrol.runtime.limits import Limits
from obrol.runtime.live import Ear, LiveEvent
from obrol.runtime.signing import Signer
from obrol.runtime.web import House, beside, house_of, refuse_foreign_origin
from obrol.widget.access import Thread, Visitor, channel_of_visitor, find_thread, visitor_of
from obrol.widget.actions.writing_in import Surroundings, write_in
from obrol.widget.errors import VisitorUnknown
from obrol.widget.queries import as_visitors_see, shown_after, shown_before
from obrol.widget.schemas import PageIn, VisitorMessageIn

log = structlog.get_logger(__name__)

PATH = "/widget/api/live"
HEARTBEAT = 20.0  # seconds
HELLO_WITHIN = 5.0  # seconds
LARGEST_FRAME = 64 * 1024  # bytes that a visitor may send at once
SEND_WITHIN = 30.0  # seconds; a socket that takes nothing for this long is closed
RECEIPTS_AFTER = 0.25  # seconds that receipts gather before they are written
LOCALE_LIMIT = 35  # characters (RFC 5646, section 4.4.1)
ZONE_LIMIT = 64  # characters; the longest name of the zone database has 32
TYPING_FOR = 6_000  # milliseconds that one typing frame is shown

UNKNOWN_VISITOR = 4401  # close codes of ours, by the HTTP status that they stand for
MALFORMED = 4400


async def live(socket: WebSocket) -> None:
    """Follow one's own conversation."""
    house = house_of(socket)
    try:
        if socket.headers.get("origin") is None:
            raise ForeignOrigin
        refuse_foreign_origin(socket)
    except Refusal:
        await socket.close()  # before it is accepted: the handshake is answered with 403
        return
    try:
        await socket.accept()
        await _Visit(socket, house).run()
    except (WebSocketDisconnect, RuntimeError, TimeoutError):
        pass
    except Refusal as refusal:
        log.warning("visit_ended", error=repr(refusal))


class _Visit:
    """One visitor's socket: a reader of what the browser says, and a writer of what happens."""

    def __init__(self, socket: WebSocket, house: House) -> None:
        self._socket = socket
        self._house = house
        self._visitor: Visitor = None  # type: ignore[assignment] # known after hello, before anything else runs
        self._thread: Thread | None = None
        self._around = Surroundings()
        self._ear: Ear = None  # type: ignore[assignment] # as above
        self._shown = 0  # the newest place that this browser was sent
        self._sending = asyncio.Lock()
        self._showing = asyncio.Lock()  # the writer and an answer to the browser may both find something new
        self._receipts: dict[str, int] = {}
        self._receipts_task: asyncio.Task[None] | None = None  # only while there are some to write

    async def run(self) -> None:
        """Greet, then read and write until either side has had enough."""
        async with asyncio.timeout(HELLO_WITHIN):
            hello = await self._read()
        if hello is None or hello.get("type") != "hello":
            await self._socket.close(MALFORMED)
            return
        try:
            self._visitor = visitor_of(self._house.tools.get(Signer), str(hello.get("token", "")))
            await self._greet_known(hello)
        except VisitorUnknown:
            await self._socket.close(UNKNOWN_VISITOR)
            return
        async with self._house.live.listen(self._visitor.workspace_id) as ear:
            self._ear = ear
            await self._welcome(hello.get("from"))
            try:
                async with beside(self._write()):
                    await self._listen()
            finally:
                if self._receipts_task is not None:
                    self._receipts_task.cancel()

    async def _greet_known(self, hello: dict[str, Any]) -> None:
        """Check that the chat is still there, and note which page the visitor is on."""
        self._around = _surroundings(hello)
        async with self._house.transactions.begin(self._visitor.workspace_id, self._as_contact()) as uow:
            await channel_of_visitor(uow.scope, self._visitor)
            await identifying.see(
                uow,
                channel_id=self._visitor.channel_id,
                external_id=self._visitor.external_id,
                locale=self._around.locale,
                time_zone=self._around.time_zone,
                page_url=self._around.page_url,
                page_title=self._around.page_title,
            )

    async def _welcome(self, since: Any) -> None:
        await self._find_thread()
        thread = self._thread
        messages: list[dict[str, Any]] = []
        more = False
        if thread is not None:
            if isinstance(since, int) and not isinstance(since, bool) and 0 <= since <= thread.head:
                self._shown = since
                messages, more = await self._after(since)
            else:
                messages, more = await shown_before(
                    self._house.database,
                    self._visitor.workspace_id,
                    thread.conversation_id,
                    thread.head + 1,
                    self._dress,
                )
            self._shown = messages[-1]["seq"] if messages else self._shown
        await self._send(
            {
                "type": "welcome",
                "head": thread.head if thread else 0,
                "messages": messages,
                "more": more,
                "seen_seq": thread.seen if thread else 0,
                "answering": thread.answering if thread else "bot",
            }
        )

    async def _find_thread(self) -> None:
        """Look for the conversation, and hear it from before the look: nothing falls between."""
        found = await find_thread(self._house.database, self._visitor)
        if found is not None:
            self._ear.turn_to(found.conversation_id)
            found = await find_thread(self._house.database, self._visitor)
        self._thread = found

    # --- what happens -------------------------------------------------------------------------------------------

    async def _write(self) -> None:
        listener = self._ear.listener
        clock = asyncio.get_running_loop().time
        # By its own clock: hearing the visitor type is news that tells their browser nothing.
        beat_at = clock() + HEARTBEAT
        while True:
            try:
                async with asyncio.timeout_at(beat_at):
                    await listener.news.wait()
            except TimeoutError:
                await self._beat()
                beat_at = clock() + HEARTBEAT
                continue
            listener.news.clear()
            if listener.missed:
                listener.missed = False
                await self._catch_up()
            events, whispers = listener.take()
            for event in events:
                await self._tell(event)
            for whisper in whispers:
                await self._whisper(whisper)

    async def _beat(self) -> None:
        thread = await find_thread(self._house.database, self._visitor)
        if thread is not None:
            await self._send({"type": "heartbeat", "head": thread.head})
        else:
            await self._send({"type": "heartbeat", "head": 0})

    async def _tell(self, event: LiveEvent) -> None:
        fact = event.read()
        message = fact.get("message")
        head = fact.get("visitor_seq", 0)
        if message is not None and message.get("visitor_seq") is not None:
            head = message["visitor_seq"]
            async with self._showing:
                if head == self._shown + 1:
                    await self._show([as_visitors_see(message)])
                    return
        if head > self._shown:
            await self._catch_up()
        if event.type == "conversation.seen_by_team":
            await self._send({"type": "seen", "seq": fact["team_seen_seq"]})
        elif event.type in {"conversation.handed_to_team", "conversation.returned_to_bot"}:
            await self._send({"type": "answering", "answering": fact["conversation"]["answering"]})

    async def _catch_up(self) -> None:
        async with self._showing:
            more = True
            while more:
                messages, more = await self._after(self._shown)
                if messages:
                    await self._show(messages)

    async def _show(self, messages: list[dict[str, Any]]) -> None:
        before, self._shown = self._shown, messages[-1]["seq"]
        await self._send({"type": "messages", "from": before, "to": self._shown, "messages": messages})

    async def _whisper(self, whisper: dict[str, Any]) -> None:
        who = whisper.get("who", {})
        if whisper.get("type") == "typing" and who.get("kind") in {"agent", "bot"}:
            as_bot = self._thread.bot_name if self._thread and who["kind"] == "agent" else None
            author = {"kind": who["kind"], "name": as_bot or who["name"]}
            await self._send({"type": "typing", "who": author, "for_ms": whisper["for_ms"]})

    # --- what the browser says ----------------------------------------------------------------------------------

    async def _listen(self) -> None:
        while True:
            frame = await self._read()
            if frame is None:
                await self._socket.close(MALFORMED)
                return
            await self._answer(frame)

    async def _answer(self, frame: dict[str, Any]) -> None:
        seq = frame.get("seq")
        match frame.get("type"):
            case "send":
                await self._store(frame)
            case "sync":
                await self._sync(frame.get("from"))
            case "older":
                await self._older(frame.get("before"))
            case "received" | "seen" if isinstance(seq, int):
                self._note_receipt("delivered" if frame["type"] == "received" else "read", seq)
            case "typing":
                self._tell_typing()
            case "page":
                same = {"locale": self._around.locale, "time_zone": self._around.time_zone}
                await self._greet_known({"page": frame, **same})
            case _:
                pass  # a newer widget may say more than this server knows

    async def _store(self, frame: dict[str, Any]) -> None:
        if not self._house.tools.get(Limits).may_write(self._visitor.external_id):
            await self._refuse(frame, "too_many_requests", "Too many messages at once. Please wait a moment.")
            return
        try:
            said = VisitorMessageIn.model_validate({"id": frame.get("id"), "content": frame.get("content")})
            stored = await write_in(
                self._house.transactions, self._visitor, said.id, said.content, thread=self._thread, around=self._around
            )
        except ValidationError as error:
            await self._refuse(frame, "malformed", _sentence(error))
            return
        except Refusal as refusal:
            await self._refuse(frame, refusal.code, str(refusal))
            return
        await self._send({"type": "ack", "id": str(said.id), "seq": stored.seq, "at": stored.at})
        if self._thread is None:
            await self._find_thread()
            await self._catch_up()

    async def _refuse(self, frame: dict[str, Any], code: str, message: str) -> None:
        await self._send({"type": "refused", "id": frame.get("id"), "code": code, "message": message})

    async def _sync(self, since: Any) -> None:
        """Show what comes after a place. Always answered: a browser that wakes up asks whether we are still here."""
        if not isinstance(since, int) or isinstance(since, bool) or since < 0:
            return
        if self._thread is None:
            await self._find_thread()  # it may have begun in another tab
        self._shown = min(since, self._shown)
        if self._thread is not None:
            await self._catch_up()
        if self._shown <= since:
            await self._send({"type": "messages", "from": since, "to": since, "messages": []})

    async def _older(self, before: Any) -> None:
        messages: list[dict[str, Any]] = []
        more = False
        if self._thread is not None and isinstance(before, int) and before > 0:
            messages, more = await shown_before(
                self._house.database, self._visitor.workspace_id, self._thread.conversation_id, before, self._dress
            )
        await self._send({"type": "older", "messages": messages, "more": more})

    def _note_receipt(self, state: str, seq: int) -> None:
        if seq <= self._receipts.get(state, 0):
            return
        self._receipts[state] = seq
        if self._receipts_task is None or self._receipts_task.done():
            self._receipts_task = asyncio.create_task(self._write_receipts())

    async def _write_receipts(self) -> None:
        while self._receipts:
            await asyncio.sleep(RECEIPTS_AFTER)
            receipts, self._receipts = self._receipts, {}
            if self._thread is None:
                continue
            try:
                async with self._house.transactions.begin(self._visitor.workspace_id, self._as_contact()) as uow:
                    conversation = await conversation_of_visitor(uow.scope, self._thread.conversation_id)
                    for state in ("delivered", "read"):
                        if state in receipts:
                            await reading.contact_came_to(uow, conversation, seq=receipts[state], state=state)
            except Refusal:
                pass  # receipts are said again with the next message

    def _tell_typing(self) -> None:
        if self._thread is not None:
            self._house.hints.whisper(
                self._visitor.workspace_id,
                {
                    "type": "typing",
                    "conversation_id": str(self._thread.conversation_id),
                    "who": self._as_contact().as_json(),
                    "for_ms": TYPING_FOR,
                },
            )

    # --- the wire -----------------------------------------------------------------------------------------------

    def _as_contact(self) -> Actor:
        thread = self._thread
        return Actor(ActorKind.CONTACT, thread.contact_id if thread else None, thread.contact_name if thread else "")

    async def _after(self, seq: int) -> tuple[list[dict[str, Any]], bool]:
        assert self._thread is not None
        return await shown_after(
            self._house.database, self._visitor.workspace_id, self._thread.conversation_id, seq, self._dress
        )

    def _dress(self, content: dict[str, Any]) -> dict[str, Any]:
        return self._house.tools.get(Dresser).dress(self._visitor.workspace_id, content)

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
        async with self._sending, asyncio.timeout(SEND_WITHIN):
            await self._socket.send_text(orjson.dumps(frame).decode())


def _surroundings(hello: dict[str, Any]) -> Surroundings:
    locale, zone = hello.get("locale"), hello.get("time_zone")
    try:
        page = PageIn.model_validate({key: value for key, value in (hello.get("page") or {}).items() if key != "type"})
    except (ValidationError, AttributeError):
        page = None
    return Surroundings(
        locale if isinstance(locale, str) and len(locale) <= LOCALE_LIMIT else None,
        zone if isinstance(zone, str) and len(zone) <= ZONE_LIMIT else None,
        page.url if page else None,
        page.title if page else None,
    )


def _sentence(error: ValidationError) -> str:
    first = error.errors(include_url=False, include_context=False, include_input=False)[0]
    if first["type"] == "string_too_long":
        return "This message is too long. Please send it in parts."
    if first["loc"][:1] == ("content",) and "empty" in first["msg"]:
        return "There is nothing to send yet."
    return "This message cannot be sent."
