"""A turn: one call of `advance`, while it lasts. Steps read and change the run through it and through nothing else."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from random import Random
from typing import cast, get_args
from uuid import UUID

from obrol.channels.contract.content import OutboundContent
from obrol.flows.engine import limits
from obrol.flows.engine.answers import read_email
from obrol.flows.engine.effects import (
    AddTag,
    AnyEffect,
    Attribute,
    Ended,
    EndReason,
    EnrollSequence,
    Fault,
    FaultCode,
    HandOff,
    LeaveSequence,
    RemoveTag,
    Send,
    SetAttribute,
    SetField,
    SubscribeTopic,
    UnsubscribeTopic,
    Wait,
)
from obrol.flows.engine.names import action_id
from obrol.flows.engine.run import Run, Waiting, Walked
from obrol.flows.engine.world import Value, World
from obrol.kit.text import first_name, fold
from obrol.kit.variables import as_text, fill, look_up, moment

HOUR = timedelta(hours=1)
ATTRIBUTES: frozenset[str] = frozenset(get_args(Attribute))


class Broken(Exception):  # noqa: N818 - never leaves the engine: `advance` turns it into a fault
    """The run cannot go on."""

    def __init__(self, code: FaultCode, detail: str) -> None:
        super().__init__(detail)
        self.code = code
        self.detail = detail


class Turn:
    """The run as it becomes, what is to be done about it, and the world with what this turn already changed in it."""

    def __init__(self, run: Run, now: datetime, rng: Random, world: World) -> None:
        # Ours to change: the caller keeps the run that it passed in.
        self.run = run.model_copy(deep=True)
        self.now = now
        self.rng = rng
        self.effects: list[AnyEffect] = []
        self.walked: list[Walked] = []
        self._steps = 0
        self._tags = {fold(tag): tag for tag in world.contact.tags}
        self._values = _values(world, self.run, now)

    # What a step reads.

    def fill(self, template: str, limit: int = limits.VALUE_LENGTH, encode: Callable[[str], str] | None = None) -> str:
        """The template with its variables, at most `limit` characters."""
        return shortened(fill(template, self._values, encode=encode).text, limit)

    def look_up(self, path: str) -> object:
        """What stands at a path right now, this turn's own changes included; None when nothing does."""
        return look_up(path, self._values)

    def has_tag(self, tag: str) -> bool:
        """Whether the contact has the tag right now."""
        return fold(tag) in self._tags

    def action_id(self, choice_id: str) -> str:
        """What a choice of the step that the run is at is called on the wire."""
        return action_id(self.run.flow_id, self._here(), choice_id)

    @property
    def free_at(self) -> datetime:
        """When everything that the bot has planned to say is said."""
        return max(self.run.speaks_until or self.now, self.now)

    @property
    def has_words_under_way(self) -> bool:
        """Whether a message of this turn, or a delayed one of an earlier turn, has yet to leave."""
        return self.free_at > self.now or any(effect.kind == "send" for effect in self.effects)

    # What a step does.

    def send(self, content: OutboundContent, typing_for: timedelta) -> None:
        """Say something, after what was said before; ends the run when nobody has answered for too long."""
        if self.run.spent.messages_unanswered >= limits.MESSAGES_UNANSWERED:
            raise Broken(
                "too_many_messages",
                f"The bot has sent {limits.MESSAGES_UNANSWERED} messages that nobody answered.",
            )
        self.run.spent.messages_unanswered += 1
        leaves_at = min(self.free_at + typing_for, self.now + limits.BACKLOG)
        self.run.speaks_until = leaves_at
        self.effects.append(
            Send(step_id=self._here(), content=content, typing_for=typing_for, delay=leaves_at - self.now)
        )

    def keep(self, place: str, value: Value) -> None:
        """Keep a value in the contact or the run; None and blank text clear it. What cannot be stored is a fault."""
        if isinstance(value, str):
            value = shortened(value.strip(), limits.VALUE_LENGTH) or None
        owner, _, name = place.partition(".")
        if owner == "run":
            self._keep_variable(name, value)
        elif name in ATTRIBUTES:
            self._keep_attribute(cast("Attribute", name), None if value is None else as_text(value))
        else:
            key = name.removeprefix("fields.")
            self._store("contact", "fields")[key] = value
            self.effects.append(SetField(step_id=self._here(), key=key, value=value))

    def add_tag(self, tag: str) -> None:
        """Put a tag on the contact; nothing happens when it is there."""
        if not self.has_tag(tag):
            self._tags[fold(tag)] = tag
            self._store("contact")["tags"] = list(self._tags.values())
            self.effects.append(AddTag(step_id=self._here(), tag=tag))

    def remove_tag(self, tag: str) -> None:
        """Take a tag off the contact; nothing happens when it is not there."""
        if self.has_tag(tag):
            del self._tags[fold(tag)]
            self._store("contact")["tags"] = list(self._tags.values())
            self.effects.append(RemoveTag(step_id=self._here(), tag=tag))

    def subscribe(self, topic_id: UUID) -> None:
        """Note that the contact agreed to a topic."""
        self.effects.append(SubscribeTopic(step_id=self._here(), topic_id=topic_id))

    def unsubscribe(self, topic_id: UUID) -> None:
        """Take the contact's agreement to a topic back."""
        self.effects.append(UnsubscribeTopic(step_id=self._here(), topic_id=topic_id))

    def enroll(self, sequence_id: UUID) -> None:
        """Put the contact into a sequence."""
        self.effects.append(EnrollSequence(step_id=self._here(), sequence_id=sequence_id))

    def leave(self, sequence_id: UUID) -> None:
        """Take the contact out of a sequence."""
        self.effects.append(LeaveSequence(step_id=self._here(), sequence_id=sequence_id))

    def hand_off(self, team_id: UUID | None, note: str) -> None:
        """Give the conversation to the team."""
        self.effects.append(HandOff(step_id=self._here(), team_id=team_id, note=note))

    def await_reply(self) -> None:
        """Rest until the contact answers."""
        self.run.waiting = Waiting(reason="reply", token=self._next_token())

    def await_time(self, duration: timedelta) -> None:
        """Rest for a time, counted from when the bot's last planned message has left."""
        until = self.free_at + duration
        token = self._next_token()
        self.run.waiting = Waiting(reason="time", token=token, until=until)
        self.effects.append(Wait(step_id=self._here(), token=token, until=until))

    def fault(self, code: FaultCode, detail: str) -> None:
        """Tell the bot's owner that something went wrong."""
        self.effects.append(Fault(step_id=self.run.step_id, code=code, detail=detail))

    # What `advance` does.

    def hear(self, text: str) -> None:
        """The contact is there: messages count from zero again."""
        self.run.spent.messages_unanswered = 0
        self.run.last_reply = shortened(text, limits.VALUE_LENGTH)
        self._store("run")["last_reply"] = self.run.last_reply

    def arrive(self, step_id: str) -> None:
        """The run is at a step, new or again; ends it when it walks too far without rest."""
        spent = self.run.spent
        self._steps += 1
        if self._steps > limits.STEPS_PER_TURN:
            raise Broken("too_many_steps", f"The flow walked {limits.STEPS_PER_TURN} steps without waiting.")
        if spent.hour_began_at is None or self.now - spent.hour_began_at >= HOUR:
            spent.hour_began_at, spent.steps_this_hour = self.now, 0
        spent.steps += 1
        spent.steps_this_hour += 1
        if spent.steps_this_hour > limits.STEPS_PER_HOUR:
            raise Broken("too_many_steps_per_hour", f"The flow walked {limits.STEPS_PER_HOUR} steps within an hour.")
        self.run.step_id = step_id
        self.run.tries = 0

    def trace(self, exit: str | None, because: str) -> None:
        """The run leaves its step by an exit, or rests or ends there (None)."""
        self.walked.append(Walked(step_id=self._here(), exit=exit, because=because))

    def end(self, reason: EndReason) -> None:
        """The run is over."""
        self.run.status, self.run.ended_reason, self.run.waiting = "ended", reason, None
        self.effects.append(Ended(step_id=self.run.step_id, reason=reason))

    def _keep_variable(self, name: str, value: Value) -> None:
        variables = self.run.variables
        if name not in variables and len(variables) >= limits.VARIABLES:
            self.fault("value_not_storable", f"A run keeps at most {limits.VARIABLES} variables; {name} was not kept.")
            return
        variables[name] = value
        self._store("run")[name] = value

    def _keep_attribute(self, name: Attribute, value: str | None) -> None:
        if name == "email" and value is not None:
            address = read_email(value)
            if address is None:
                self.fault("value_not_storable", "What was to become the contact's email is not an address.")
                return
            value = address
        if name == "name" and value is not None:
            value = shortened(value, limits.CONTACT_NAME_LENGTH)
        contact = self._store("contact")
        contact[name] = value
        contact["first_name"] = first_name(as_text(contact["name"]))
        self.effects.append(SetAttribute(step_id=self._here(), name=name, value=value))

    def _store(self, *keys: str) -> dict[str, object]:
        found: object = self._values
        for key in keys:
            found = cast("dict[str, object]", found)[key]
        return cast("dict[str, object]", found)

    def _next_token(self) -> int:
        self.run.spent.tokens += 1
        return self.run.spent.tokens

    def _here(self) -> str:
        assert self.run.step_id is not None
        return self.run.step_id


def shortened(text: str, limit: int) -> str:
    """The text, or its beginning and an ellipsis: a value that somebody else wrote never stops a message."""
    return text if len(text) <= limit else text[: limit - 1] + "…"


def _values(world: World, run: Run, now: datetime) -> Mapping[str, object]:
    """What `{{…}}` can look up: the vocabulary of docs/flows.md."""
    contact = world.contact.model_dump()
    return {
        "contact": {
            **contact,
            "first_name": first_name(world.contact.name),
            "tags": list(world.contact.tags),
            "fields": dict(world.contact.fields),
        },
        "conversation": world.conversation.model_dump(),
        "channel": world.channel.model_dump(),
        "workspace": world.workspace.model_dump(),
        "bot": world.bot.model_dump() if world.bot else {},
        "agent": {**world.agent.model_dump(), "first_name": first_name(world.agent.name)} if world.agent else {},
        "run": {"last_reply": run.last_reply, **run.variables},
        "now": moment(world.local(now)),
    }
