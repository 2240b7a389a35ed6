"""A thread: one conversation as it becomes, with the rows that the real verbs would have left behind.

The verbs here do to plain values what `inbox/actions` does to rows, and keep its rules: a place for every message,
a place in the visitor's sequence for what is shown, an epoch that rises with every change of who answers, and bot
messages that are held when they come too late.
Time moves by `go_to`, and what falls due on the way happens: planned messages leave, countdowns and snoozes end.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random
from typing import Any, Final, Literal
from uuid import UUID

from obrol.channels.contract.content import Content, plain_text
from obrol.inbox.actions.delivering import TAKEN_OVER
from obrol.inbox.actions.writing import SEARCHED_LENGTH, Origin, content_hash
from obrol.inbox.events import (
    ConversationAssigned,
    ConversationDone,
    ConversationHandedToTeam,
    ConversationReopened,
    ConversationReturnedToBot,
    ConversationSnoozed,
    ConversationStarted,
    ConversationWoken,
    OfConversation,
)
from obrol.inbox.schemas import AgentRef, ChannelRef, ContactRef, ConversationOut, LastMessage
from obrol.kit.ids import id_at
from obrol.kit.text import fold, preview
from obrol.runtime.actor import SYSTEM, Actor, ActorKind

MOMENT: Final = timedelta(milliseconds=3)  # between two things that happen "at once", so that the timeline keeps order
LOOKED_AT: Final = 12  # newest messages; a bot plans at most ten before it waits for an answer

Fate = Literal["sent", "failed", "unknown"]


@dataclass(slots=True)
class Contact:
    """What is known of a contact by now."""

    id: UUID
    name: str
    called: str
    city: str
    locale: str
    external_id: str
    email: str | None = None
    phone: str | None = None
    picture_id: UUID | None = None
    page: tuple[str, str] | None = None
    tags: dict[str, datetime] = field(default_factory=dict)
    fields: dict[str, tuple[Any, datetime]] = field(default_factory=dict)

    def as_actor(self) -> Actor:
        return Actor(ActorKind.CONTACT, self.id, self.name)


@dataclass(frozen=True, slots=True)
class Place:
    """Where threads happen: a workspace's channel and the bot on it."""

    workspace_id: UUID
    channel_id: UUID
    channel_name: str
    kind: str
    bot: Actor
    pause: timedelta


@dataclass(slots=True)
class Said:
    """A message, and how far it has come."""

    id: UUID
    pos: int
    author: Actor
    content: Content
    created_at: datetime
    epoch: int | None
    origin: Origin | None
    delivery: str
    delivery_reason: str | None = None
    visitor_seq: int | None = None
    sent_at: datetime | None = None
    version: int = 1
    due_at: datetime | None = None

    @property
    def is_inbound(self) -> bool:
        return self.author.kind == ActorKind.CONTACT

    def move(self, delivery: str, reason: str | None = None) -> None:
        self.delivery, self.delivery_reason = delivery, reason
        self.version += 1


class Thread:
    """One conversation with one contact on one channel."""

    def __init__(self, place: Place, contact: Contact, begins_at: datetime, rng: Random) -> None:
        self.place = place
        self.contact = contact
        self.now = begins_at
        self.rng = rng
        self.id = self.new_id()
        self.messages: list[Said] = []
        self.notes: list[dict[str, Any]] = []
        self.events: list[dict[str, Any]] = []
        self.read_marks: dict[UUID, int] = {}
        self.created_at = begins_at
        self.status: Literal["open", "snoozed", "done"] = "open"
        self.done_reason: str | None = None
        self.snoozed_until: datetime | None = None
        self.answering: Literal["bot", "team"] = "bot"
        self.epoch = 1
        self.paused_until: datetime | None = None
        self.assignee: Actor | None = None
        self.team_id: UUID | None = None
        self.visitor_seq = 0
        self.inbound_count = 0
        self.team_seen_seq = 0
        self.last: Said | None = None
        self.last_activity_at = begins_at
        self.waiting_since: datetime | None = None
        self.version = 1
        # What the bot waits for: when, and what it does then.
        self.alarm: tuple[datetime, Callable[[], None]] | None = None

    # Time.

    def go_to(self, at: datetime) -> None:
        """Let time pass; what falls due on the way happens when it does."""
        while (due := min(self._due(), default=None)) is not None and due <= at:
            self.now = max(self.now, due)
            self._do_what_is_due()
        self.now = max(self.now, at)

    def wait(self, for_: timedelta) -> None:
        self.go_to(self.now + for_)

    def let_the_bot_finish(self) -> None:
        """Wait until everything that the bot is typing has left."""
        while pending := [said.due_at for said in self.messages if said.due_at is not None]:
            self.go_to(max(pending))

    def _due(self) -> list[datetime]:
        due = [said.due_at for said in self.messages[-LOOKED_AT:] if said.due_at is not None]
        alarm = self.alarm[0] if self.alarm else None
        return [*due, *(at for at in (alarm, self.paused_until, self.snoozed_until) if at is not None)]

    def _do_what_is_due(self) -> None:
        """The first thing that is due; messages come before the alarm that waits for them."""
        for said in self.messages[-LOOKED_AT:]:
            if said.due_at is not None and said.due_at <= self.now:
                self._send_planned(said)
                return
        if self.alarm is not None and self.alarm[0] <= self.now:
            ring, self.alarm = self.alarm[1], None
            ring()
        elif self.paused_until is not None and self.paused_until <= self.now:
            self.give_back_to_bot(SYSTEM, because="pause_over")
        else:
            self._wake(SYSTEM, because="time")

    # Verbs.

    def contact_writes(self, content: Content) -> Said:
        """Something that the contact says: it opens what was closed."""
        who = self.contact.as_actor()
        if not self.messages:
            self.tell(ConversationStarted, who)
        self._wake(who, because="contact_wrote")
        self._reopen(who)
        for said in self.messages:
            # Whoever answers has seen what they were shown.
            if not said.is_inbound and said.delivery in {"sent", "delivered"}:
                said.move("read")
        self.inbound_count += 1
        said = self._write(who, content, epoch=None, origin=None)
        said.delivery, said.sent_at = "delivered", said.created_at
        said.visitor_seq = self._next_seq()
        self._show_in_list(said)
        self.waiting_since = self.waiting_since or said.created_at
        return said

    def agent_writes(self, agent: Actor, content: Content, *, fate: Fate = "sent", reason: str | None = None) -> Said:
        """An agent's reply: the first one takes the conversation over from the bot."""
        self.read(agent)
        if self.answering == "bot":
            self.hand_to_team(agent, because="agent_replied", for_=self.place.pause)
        elif self.paused_until is not None:
            self.paused_until = max(self.paused_until, self.now + self.place.pause)
        said = self._write(agent, content, epoch=self.epoch, origin=None)
        said.delivery = "sent"
        if fate == "sent":
            said.visitor_seq, said.sent_at = self._next_seq(), said.created_at
        else:
            said.move(fate, reason)
        self._show_in_list(said)
        self.waiting_since = None
        self.team_seen_seq = self.visitor_seq
        return said

    def bot_plans(self, content: Content, *, origin: Origin, due_at: datetime) -> Said:
        """Something that the bot will have said by then, unless the team takes over before."""
        said = self._write(self.place.bot, content, epoch=self.epoch, origin=origin)
        said.due_at = due_at
        if due_at <= self.now:
            self._send_planned(said)
        return said

    def hand_to_team(
        self,
        by: Actor,
        *,
        because: Literal["agent_replied", "switched", "flow"],
        for_: timedelta | None,
        team_id: UUID | None = None,
    ) -> None:
        """The team answers from here on; for a while, or until somebody switches back."""
        if self.answering == "bot":
            self.answering, self.epoch = "team", self.epoch + 1
        self.paused_until = self.now + for_ if for_ else None
        self.team_id = team_id or self.team_id
        self.tell(ConversationHandedToTeam, by, because=because, team_id=team_id)

    def give_back_to_bot(self, by: Actor, *, because: Literal["switched", "pause_over"]) -> None:
        if self.answering == "team":
            self.answering, self.epoch, self.paused_until = "bot", self.epoch + 1, None
            self.tell(ConversationReturnedToBot, by, because=because)

    def note(self, by: Actor, text: str) -> None:
        at = self._tick()
        self.notes.append(
            {
                "workspace_id": self.place.workspace_id,
                "id": self.new_id(),
                "conversation_id": self.id,
                "author_kind": "agent" if by.is_agent else "bot",
                "author_id": by.id,
                "author_name": by.name,
                "text": text,
                "created_at": at,
                "version": 1,
            }
        )

    def assign(self, by: Actor, to: Actor) -> None:
        if self.assignee != to:
            self.assignee = to
            self.tell(ConversationAssigned, by, assignee_id=to.id, assignee_name=to.name)

    def finish(self, by: Actor, reason: str | None) -> None:
        if self.status != "done":
            self.status, self.snoozed_until, self.done_reason, self.waiting_since = "done", None, reason, None
            self.tell(ConversationDone, by, reason=reason)

    def snooze(self, by: Actor, until: datetime) -> None:
        self.status, self.snoozed_until = "snoozed", until
        self.tell(ConversationSnoozed, by, until=until)

    def read(self, agent: Actor) -> None:
        """An agent looks at everything there is."""
        assert agent.id is not None
        self.read_marks[agent.id] = self.inbound_count
        self.team_seen_seq = self.visitor_seq

    def tell(self, event: type[OfConversation], by: Actor, **facts: Any) -> None:
        """Put a fact on the timeline, with the conversation as it is from now on."""
        self.version += 1
        at = self._tick()
        fact = event(conversation=self.as_out(), **facts)
        self.events.append(
            {
                "workspace_id": self.place.workspace_id,
                "type": fact.name,
                "at": at,
                "actor": by.as_json(),
                "audience": fact.audience().model_dump(mode="json"),
                "conversation_id": self.id,
                "on_timeline": fact.on_timeline,
                "payload": fact.model_dump(mode="json"),
            }
        )

    # What it is now.

    def as_out(self) -> ConversationOut:
        """The resource that events carry."""
        last = self.last
        return ConversationOut(
            id=self.id,
            channel=ChannelRef(id=self.place.channel_id, name=self.place.channel_name, kind=self.place.kind),
            contact=ContactRef(
                id=self.contact.id, name=self.contact.name, picture_id=self.contact.picture_id, picture_url=None
            ),
            bot_id=self.place.bot.id,
            status=self.status,
            done_reason=self.done_reason,
            snoozed_until=self.snoozed_until,
            answering=self.answering,
            answering_epoch=self.epoch,
            controlled_run=None,
            paused_until=self.paused_until,
            assignee=AgentRef(id=self.assignee.id, name=self.assignee.name)
            if self.assignee and self.assignee.id
            else None,
            team_id=self.team_id,
            last_pos=len(self.messages),
            visitor_seq=self.visitor_seq,
            team_seen_seq=self.team_seen_seq,
            inbound_count=self.inbound_count,
            last_message=LastMessage(
                preview=preview(plain_text(last.content)),
                author_kind=last.author.kind.value,  # type: ignore[arg-type] # the system writes no messages
                kind=last.content.kind,
                at=last.sent_at or last.created_at,
            )
            if last
            else None,
            waiting_since=self.waiting_since,
            created_at=self.created_at,
            last_activity_at=self.last_activity_at,
            version=self.version,
        )

    def as_row(self) -> dict[str, Any]:
        last = self.last
        return {
            "workspace_id": self.place.workspace_id,
            "id": self.id,
            "contact_id": self.contact.id,
            "channel_id": self.place.channel_id,
            "status": self.status,
            "done_reason": self.done_reason,
            "snoozed_until": self.snoozed_until,
            "answering": self.answering,
            "answering_epoch": self.epoch,
            "paused_until": self.paused_until,
            "assignee_id": self.assignee.id if self.assignee else None,
            "team_id": self.team_id,
            "last_pos": len(self.messages),
            "visitor_seq": self.visitor_seq,
            "inbound_count": self.inbound_count,
            "team_seen_seq": self.team_seen_seq,
            "last_preview": preview(plain_text(last.content)) if last else None,
            "last_author": last.author.kind.value if last else None,
            "last_kind": last.content.kind if last else None,
            "last_message_at": (last.sent_at or last.created_at) if last else None,
            "last_activity_at": self.last_activity_at,
            "waiting_since": self.waiting_since,
            "created_at": self.created_at,
            "version": self.version,
        }

    def message_rows(self) -> list[dict[str, Any]]:
        return [self._message_row(said) for said in self.messages]

    def new_id(self) -> UUID:
        return id_at(int(self.now.timestamp() * 1000), self.rng.randbytes(10))

    # What the verbs are made of.

    def _write(self, author: Actor, content: Content, *, epoch: int | None, origin: Origin | None) -> Said:
        self.version += 1
        at = self._tick()
        said = Said(
            id=self.new_id(),
            pos=len(self.messages) + 1,
            author=author,
            content=content,
            created_at=at,
            epoch=epoch,
            origin=origin,
            delivery="queued",
        )
        self.messages.append(said)
        return said

    def _send_planned(self, said: Said) -> None:
        said.due_at = None
        if self.answering != "bot" or self.epoch != said.epoch:
            said.move("held", TAKEN_OVER)
            return
        said.move("sent")
        said.visitor_seq, said.sent_at = self._next_seq(), max(self.now, said.created_at)
        self.version += 1
        self._show_in_list(said)
        self.waiting_since = None

    def _show_in_list(self, said: Said) -> None:
        self.last = said
        self.last_activity_at = said.sent_at or said.created_at

    def _next_seq(self) -> int:
        self.visitor_seq += 1
        return self.visitor_seq

    def _wake(self, by: Actor, *, because: Literal["time", "contact_wrote"]) -> None:
        if self.status == "snoozed":
            self.status, self.snoozed_until = "open", None
            self.tell(ConversationWoken, by, because=because)

    def _reopen(self, by: Actor) -> None:
        if self.status == "done":
            self.status, self.done_reason = "open", None
            self.tell(ConversationReopened, by, because="contact_wrote")

    def _tick(self) -> datetime:
        self.now += MOMENT
        return self.now

    def _message_row(self, said: Said) -> dict[str, Any]:
        origin = said.origin
        return {
            "workspace_id": self.place.workspace_id,
            "id": said.id,
            "conversation_id": self.id,
            "pos": said.pos,
            "visitor_seq": said.visitor_seq,
            "direction": "inbound" if said.is_inbound else "outbound",
            "author_kind": said.author.kind.value,
            "author_id": said.author.id,
            "author_name": said.author.name,
            "content": said.content.model_dump(mode="json"),
            "content_hash": content_hash(said.content),
            "search_text": fold(plain_text(said.content))[:SEARCHED_LENGTH],
            "delivery": said.delivery,
            "delivery_reason": said.delivery_reason,
            "channel_id": self.place.channel_id,
            "planned_epoch": said.epoch,
            "flow_id": origin.flow_id if origin else None,
            "flow_version": origin.flow_version if origin else None,
            "step_id": origin.step_id if origin else None,
            "created_at": said.created_at,
            "sent_at": said.sent_at,
            "version": said.version,
        }
