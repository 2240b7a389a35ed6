"""Playing: a dialogue becomes a visit in a thread, each line at its own pace."""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from typing import Any, Final

from obrol.channels.contract.content import Choice, Content, File, Image, Media, Text
from obrol.entrypoints.demo_world.bot import Bot
from obrol.entrypoints.demo_world.material import Line
from obrol.entrypoints.demo_world.thread import Fate, Said, Thread
from obrol.entrypoints.demo_world.wording import Wording
from obrol.runtime.actor import Actor

# Seconds, from and to: how long people take.
WRITES: Final = (6, 70)
PRESSES: Final = (3, 14)
COMES: Final = (25, 400)  # an agent's first reply
REPLIES: Final = (12, 110)
NOTES: Final = (5, 40)
ENDS: Final = (20, 400)
INTERRUPTS: Final = timedelta(seconds=1.2)  # between the greeting's picture and its words
TAKES_IN_HAND: Final = 0.4  # of the visits an agent assigns to themselves
GIVES_BACK: Final = 0.5  # of the visits that a flow handed over

_GAP: Final = re.compile(r"(\d+)([mhd])")
_UNITS: Final = {"m": "minutes", "h": "hours", "d": "days"}


@dataclass(frozen=True, slots=True)
class Cast:
    """Who and what every visit may need."""

    agents: dict[str, Actor]
    media: dict[str, Media]
    done_reasons: tuple[str | None, ...]


@dataclass(frozen=True, slots=True)
class Visit:
    """What happens in one visit. `lines` end where it ends; `snoozed_until` when they end in a snooze."""

    lines: tuple[Line, ...]
    agent: str
    ends: bool  # with Done, even if the lines do not say so
    another_follows: bool
    interrupts: bool = False
    fate: Fate = "sent"  # of the agent's last message
    fate_reason: str | None = None
    snoozed_until: datetime | None = None


class Play:
    """One visit being played."""

    def __init__(self, thread: Thread, bot: Bot, visit: Visit, wording: Wording, cast: Cast, rng: Random) -> None:
        self.thread = thread
        self.bot = bot
        self.visit = visit
        self.wording = wording
        self.cast = cast
        self.rng = rng
        self.agent = cast.agents[visit.agent]
        self.last_reply = max((at for at, line in enumerate(visit.lines) if line.who == "agent"), default=-1)
        self.has_replied = False

    def perform(self) -> None:
        """Play every line, and end the visit."""
        for at, line in enumerate(self.visit.lines):
            match line.who:
                case "contact":
                    self._contact(line)
                case "press":
                    self._press(line.text)
                case "agent":
                    self._reply(line, is_last=at == self.last_reply)
                case "note":
                    self._pause(NOTES)
                    self.thread.note(self.agent, self.wording.of(line.text))
                case "wait":
                    self.thread.wait(_gap(line.text))
                case "do":
                    self._do(*line.text.split(" ", 1))
        if not self.visit.interrupts:
            self.thread.let_the_bot_finish()
        if self.visit.ends and self.thread.status == "open":
            self._finish(self.rng.choice(self.cast.done_reasons))

    def _contact(self, line: Line) -> None:
        self.thread.let_the_bot_finish()
        self._pause(WRITES)
        self.bot.hear(self.thread.contact_writes(self._content(line)))

    def _press(self, choice: str) -> None:
        self.thread.let_the_bot_finish()
        self._pause(PRESSES)
        offering, action, label = self._offered(choice)
        pressed = Choice(text=label, choice_id=action, message_id=offering.id)
        self.bot.hear(self.thread.contact_writes(pressed))

    def _offered(self, choice: str) -> tuple[Said, str, str]:
        for said in reversed(self.thread.messages):
            if isinstance(said.content, Text):
                offers = {offer.id: offer.label for offer in said.content.buttons}
                offers |= {offer.id: offer.label for offer in said.content.quick_replies}
                for action, label in offers.items():
                    if action.endswith(f"/{choice}"):
                        return said, action, label
        raise AssertionError(f"nothing offers {choice!r}")

    def _reply(self, line: Line, *, is_last: bool) -> None:
        if self.visit.interrupts and not self.has_replied:
            self.thread.wait(INTERRUPTS)
        else:
            self.thread.let_the_bot_finish()
            self._pause(REPLIES if self.has_replied else COMES)
        if not self.has_replied and self.rng.random() < TAKES_IN_HAND:
            self.thread.assign(self.agent, self.agent)
        self.has_replied = True
        fate: Fate = self.visit.fate if is_last else "sent"
        self.thread.agent_writes(self.agent, self._content(line), fate=fate, reason=self.visit.fate_reason)

    def _content(self, line: Line) -> Content:
        words = self.wording.of(line.text)
        if line.attached is None:
            return Text(text=words)
        kind, name = line.attached
        return (Image if kind == "image" else File)(media=self.cast.media[name], caption=words)

    def _do(self, what: str, how: str = "") -> None:
        thread, contact = self.thread, self.thread.contact
        match what:
            case "done":
                self._finish(how or self.rng.choice(self.cast.done_reasons))
            case "snooze":
                self._pause(NOTES)
                thread.snooze(self.agent, self.visit.snoozed_until or thread.now + _gap(how))
            case "assign":
                to = self.agent if how == "me" else self.cast.agents[how]
                thread.assign(self.agent, to)
                self.agent = to
            case "tag":
                contact.tags.setdefault(how, thread.now)
            case "field":
                key, value = how.split(" ", 1)
                contact.fields[key] = (_value(self.wording.of(value)), thread.now)
            case _:
                raise AssertionError(f"nobody knows how to {what!r}")

    def _finish(self, reason: str | None) -> None:
        self._pause(ENDS)
        thread = self.thread
        thread.read(self.agent)
        by_flow = thread.answering == "team" and thread.paused_until is None
        if by_flow and (self.visit.another_follows or self.rng.random() < GIVES_BACK):
            thread.give_back_to_bot(self.agent, because="switched")
        thread.finish(self.agent, reason)

    def _pause(self, seconds: tuple[int, int]) -> None:
        self.thread.wait(timedelta(seconds=self.rng.uniform(*seconds)))


def _gap(text: str) -> timedelta:
    found = _GAP.fullmatch(text)
    assert found, text
    return timedelta(**{_UNITS[found[2]]: int(found[1])})


def _value(text: str) -> Any:
    return {"yes": True, "no": False}.get(text, text)
