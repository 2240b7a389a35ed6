"""Playing a flow in a test: builders for documents, and a `Play` that talks to one with a clock of its own."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any, TypeVar
from uuid import UUID

from obrol.channels.contract.content import Choice, Content, Text, plain_text
from obrol.flows.engine.advancing import advance
from obrol.flows.engine.document import FlowVersion
from obrol.flows.engine.effects import AnyEffect, Ended, Fault, Send, Wait
from obrol.flows.engine.inputs import AnyInput, Replied, Started, Stopped, TimerFired, Trigger
from obrol.flows.engine.names import action_id
from obrol.flows.engine.reading import read_document
from obrol.flows.engine.run import Outcome, Run
from obrol.flows.engine.world import (
    ChannelSnapshot,
    ContactSnapshot,
    ConversationSnapshot,
    NamedSnapshot,
    WorkspaceSnapshot,
    World,
)

Json = dict[str, Any]
EffectT = TypeVar("EffectT", bound=AnyEffect)

NOW = datetime(2026, 11, 22, 2, 5, tzinfo=UTC)  # 09:05 on a Sunday in Jakarta
FLOW_ID = UUID("0192f0a0-0000-7000-8000-00000000f10e")
RUN_ID = UUID("0192f0a0-0000-7000-8000-000000000001")
MESSAGE_ID = UUID("0192f0a0-0000-7000-8000-000000000002")
TEAM_ID = UUID("0192f0a0-0000-7000-8000-000000000003")
PICTURE: Json = {
    "attachment_id": "0192f0a0-0000-7000-8000-000000000004",
    "name": "menu.png",
    "media_type": "image/png",
    "size": 1000,
}

WALT = ContactSnapshot(
    id=UUID("0192f0a0-0000-7000-8000-000000000005"),
    name="Walt Kopi",
    phone="+628111",
    time_zone="Asia/Jakarta",
    tags=("Coffee",),
    fields={"city": "Bandung", "visits": 3, "drinks": ["Espresso", "Teh Tarik"]},
)
WORLD = World(
    contact=WALT,
    conversation=ConversationSnapshot(id=UUID("0192f0a0-0000-7000-8000-000000000006")),
    channel=ChannelSnapshot(id=UUID("0192f0a0-0000-7000-8000-000000000007"), kind="webchat", name="Shop"),
    workspace=WorkspaceSnapshot(id=UUID("0192f0a0-0000-7000-8000-000000000008"), name="Acme"),
    bot=NamedSnapshot(id=UUID("0192f0a0-0000-7000-8000-000000000009"), name="Barista"),
)


def chance(seed: int = 1) -> Random:
    """Chance that is the same each time."""
    return Random(seed)  # noqa: S311 - a flow that is played twice must go the same way


def step(type: str, options: Json | None = None, **exits: str) -> Json:
    """A step as JSON; exits are written as keywords, and `choice_yes="x"` connects the exit `choice:yes`."""
    named = {name.replace("choice_", "choice:"): target for name, target in exits.items()}
    return {"type": type, "options": options or {}, "exits": named}


def say(*texts: str, typing: float = 0, **exits: str) -> Json:
    return step(
        "send_message",
        {"messages": [{"kind": "text", "text": text, "typing_seconds": typing} for text in texts]},
        **exits,
    )


def offer(text: str, *labels: str, typing: float = 0, **exits: str) -> Json:
    """A message with quick replies, whose ids are their labels in lower case."""
    replies = [{"id": label.lower(), "label": label} for label in labels]
    message = {"kind": "text", "text": text, "quick_replies": replies, "typing_seconds": typing}
    return step("send_message", {"messages": [message]}, **exits)


def ask(text: str, kind: str = "text", *, exits: Mapping[str, str] | None = None, **options: Any) -> Json:
    """A question; what the answer takes (`min`, `choices`, …) is given beside the step's own options."""
    own = {"save_to", "retries", "retry_text", "typing_seconds"}
    answer = {"kind": kind} | {name: value for name, value in options.items() if name not in own}
    mine = {name: value for name, value in options.items() if name in own}
    return {"type": "ask_question", "options": {"text": text, "answer": answer, **mine}, "exits": dict(exits or {})}


def flow(**steps: Json) -> Json:
    """A document that starts at its first step."""
    return {"format": 1, "start": next(iter(steps)), "steps": steps}


class Play:
    """A conversation with a flow. It remembers the last outcome, the run, and every input that it gave."""

    def __init__(self, document: Json, *, world: World = WORLD, text: str = "hi", start: bool = True) -> None:
        self.version = FlowVersion(flow_id=FLOW_ID, number=1, document=read_document(document))
        self.world = world
        self.now = NOW
        self.run = Run.fresh(RUN_ID, flow_id=FLOW_ID, flow_version=1)
        self.said_ever: list[str] = []
        self.recorded: list[tuple[AnyInput, datetime, Outcome]] = []
        self.outcome: Outcome
        if start:
            self.give(Started(trigger=Trigger(kind="start_flow", text=text)))

    def give(self, input: AnyInput) -> Outcome:
        self.outcome = advance(self.version, self.run, input, self.now, chance(), world=self.world)
        self.run = self.outcome.run
        self.said_ever += self.said
        self.recorded.append((input, self.now, self.outcome))
        return self.outcome

    def write(self, text: str) -> list[str]:
        """The contact writes, after having read everything; what the bot answers."""
        return self.reply(Text(text=text))

    def reply(self, content: Content) -> list[str]:
        self.now = max(self.now, self.run.speaks_until or self.now)
        self.give(Replied(content=content, message_id=MESSAGE_ID))
        return self.said

    def interrupt(self, text: str) -> list[str]:
        """The contact writes without waiting for the bot to finish."""
        self.give(Replied(content=Text(text=text), message_id=MESSAGE_ID))
        return self.said

    def press(self, step_id: str, choice_id: str, *, flow_id: UUID = FLOW_ID, label: str = "label") -> list[str]:
        action = action_id(flow_id, step_id, choice_id)
        self.give(Replied(content=Choice(text=label, choice_id=action), message_id=MESSAGE_ID))
        return self.said

    def later(self, **duration: float) -> list[str]:
        """Time passes, and a timer that has become due fires."""
        self.now += timedelta(**duration)
        waiting = self.run.waiting
        if waiting and waiting.until and waiting.until <= self.now:
            self.give(TimerFired(token=waiting.token))
        return self.said

    def stop(self) -> None:
        self.give(Stopped())

    @property
    def said(self) -> list[str]:
        """The words of the last outcome's messages."""
        return [plain_text(effect.content) for effect in self.of(Send)]

    @property
    def done(self) -> list[AnyEffect]:
        """The last outcome's effects, but for messages and the end."""
        return [effect for effect in self.outcome.effects if not isinstance(effect, Send | Ended)]

    @property
    def ended(self) -> str | None:
        return self.run.ended_reason

    @property
    def faults(self) -> list[str]:
        return [effect.code for effect in self.of(Fault)]

    @property
    def wakes_in(self) -> timedelta:
        (wait,) = self.of(Wait)
        return wait.until - self.now

    def of(self, kind: type[EffectT]) -> list[EffectT]:
        return [effect for effect in self.outcome.effects if isinstance(effect, kind)]
