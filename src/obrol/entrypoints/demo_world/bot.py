"""The bot of the demo world: the real engine walks the real flows, so that what it said is what it says."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random
from typing import Any, Final

from obrol.channels.contract.content import Choice, plain_text
from obrol.entrypoints.demo_world.thread import Said, Thread
from obrol.flows.actions.running import FORGOTTEN_AFTER
from obrol.flows.engine.advancing import advance
from obrol.flows.engine.document import FlowVersion
from obrol.flows.engine.effects import AddTag, AnyEffect, Fault, HandOff, RemoveTag, Send, SetAttribute, SetField
from obrol.flows.engine.inputs import AnyInput, Replied, Started, TimerFired, Trigger
from obrol.flows.engine.names import step_and_choice
from obrol.flows.engine.run import Outcome, Run
from obrol.flows.engine.world import (
    ChannelSnapshot,
    ContactSnapshot,
    ConversationSnapshot,
    NamedSnapshot,
    WorkspaceSnapshot,
    World,
)
from obrol.inbox.actions.writing import Origin

THINKS_FOR: Final = timedelta(milliseconds=180)  # from a message to the bot's plan for it


@dataclass(slots=True)
class Walk:
    """A run and what its row says beside its state."""

    state: Run
    epoch: int
    started_at: datetime
    ended_at: datetime | None = None
    ended_reason: str | None = None

    def end(self, reason: str, at: datetime) -> None:
        self.ended_reason, self.ended_at = reason, at


@dataclass(slots=True)
class Bot:
    """Who answers in a thread while the team does not; keeps the rules of flows/actions/running.py."""

    thread: Thread
    flow: FlowVersion
    workspace: WorkspaceSnapshot
    walks: list[Walk] = field(default_factory=list)

    def hear(self, said: Said) -> None:
        """Answer what the contact said."""
        if self.thread.answering != "bot":
            return
        self.thread.wait(THINKS_FOR)
        replied = Replied(content=said.content, message_id=said.id)
        walk = self._under_way()
        if walk is not None and self._move(walk, replied):
            return
        if isinstance(said.content, Choice) and self._take_up_again(walk, replied, said.content.choice_id):
            return
        if walk is None or self._is_forgotten(walk):
            self._start(said)

    def rows(self) -> list[dict[str, Any]]:
        return [
            {
                "workspace_id": self.thread.place.workspace_id,
                "id": walk.state.id,
                "conversation_id": self.thread.id,
                "flow_id": walk.state.flow_id,
                "flow_version": walk.state.flow_version,
                "state": walk.state.model_dump(mode="json"),
                "status": "ended" if walk.ended_at else "active",
                "ended_reason": walk.ended_reason,
                "epoch": walk.epoch,
                "started_at": walk.started_at,
                "ended_at": walk.ended_at,
            }
            for walk in self.walks
        ]

    def timer(self) -> tuple[Walk, int, datetime] | None:
        """The run that waits for time to pass, its token and until when."""
        for walk in self.walks:
            waiting = walk.state.waiting
            if walk.ended_at is None and waiting is not None and waiting.until is not None:
                return walk, waiting.token, waiting.until
        return None

    def _under_way(self) -> Walk | None:
        walk = next((walk for walk in self.walks if walk.ended_at is None), None)
        if walk is not None and walk.epoch != self.thread.epoch:
            walk.end("taken_over", self.thread.now)
            return None
        return walk

    def _is_forgotten(self, walk: Walk) -> bool:
        return self.thread.now - (walk.state.speaks_until or walk.started_at) >= FORGOTTEN_AFTER

    def _start(self, said: Said) -> None:
        for walk in self.walks:
            if walk.ended_at is None:
                walk.end("forgotten", self.thread.now)
        state = Run.fresh(self.thread.new_id(), flow_id=self.flow.flow_id, flow_version=self.flow.number)
        walk = Walk(state, self.thread.epoch, self.thread.now)
        self.walks.append(walk)
        trigger = Trigger(kind="message", text=plain_text(said.content), message_id=said.id)
        self._keep(walk, self._advance(walk.state, Started(trigger=trigger)))

    def _move(self, walk: Walk, input: AnyInput) -> bool:
        outcome = self._advance(walk.state, input)
        self._keep(walk, outcome)
        return outcome.heard

    def _take_up_again(self, active: Walk | None, replied: Replied, pressed: str) -> bool:
        if not self.walks or step_and_choice(self.flow.flow_id, pressed) is None:
            return False
        offered = self.walks[-1]
        outcome = self._advance(offered.state, replied)
        if not outcome.heard:
            return False
        if active is not None and active is not offered:
            active.end("replaced", self.thread.now)
        offered.ended_at, offered.ended_reason, offered.epoch = None, None, self.thread.epoch
        self._keep(offered, outcome)
        return True

    def _advance(self, state: Run, input: AnyInput) -> Outcome:
        rng = Random(f"{state.id}/{state.spent.steps}/{state.spent.tokens}")  # noqa: S311 - as in running.py
        return advance(self.flow, state, input, self.thread.now, rng, world=self._world())

    def _keep(self, walk: Walk, outcome: Outcome) -> None:
        now = self.thread.now
        walk.state = outcome.run
        for effect in outcome.effects:
            self._do(walk, effect, now)
        if outcome.run.status == "ended":
            walk.end(outcome.run.ended_reason or "completed", now)
        waiting = outcome.run.waiting
        if waiting is not None and waiting.until is not None:
            token = waiting.token
            self.thread.alarm = waiting.until, lambda: self._ring(walk, token)

    def _ring(self, walk: Walk, token: int) -> None:
        if self.thread.answering == "bot" and self._under_way() is walk:
            self._move(walk, TimerFired(token=token))

    def _do(self, walk: Walk, effect: AnyEffect, now: datetime) -> None:
        thread, contact = self.thread, self.thread.contact
        match effect:
            case Send(content=content, delay=delay, step_id=str() as step_id):
                origin = Origin(walk.state.flow_id, walk.state.flow_version, step_id)
                thread.bot_plans(content, origin=origin, due_at=now + delay)
            case HandOff(team_id=team_id, note=note):
                thread.hand_to_team(thread.place.bot, because="flow", for_=None, team_id=team_id)
                if note:
                    thread.note(thread.place.bot, note)
            case SetAttribute(name=name, value=value):
                setattr(contact, name, value)
            case SetField(key=key, value=value):
                contact.fields[key] = (value, now)
            case AddTag(tag=tag):
                contact.tags.setdefault(tag, now)
            case RemoveTag(tag=tag):
                contact.tags.pop(tag, None)
            case Fault(detail=detail):
                raise AssertionError(f"the demo's flow stumbles: {detail}")

    def _world(self) -> World:
        place, contact = self.thread.place, self.thread.contact
        return World(
            contact=ContactSnapshot(
                id=contact.id,
                name=contact.name,
                email=contact.email,
                phone=contact.phone,
                locale=contact.locale,
                tags=tuple(sorted(contact.tags)),
                fields={key: value for key, (value, _) in contact.fields.items()},
            ),
            conversation=ConversationSnapshot(id=self.thread.id, status=self.thread.status),
            channel=ChannelSnapshot(id=place.channel_id, kind=place.kind, name=place.channel_name),
            workspace=self.workspace,
            bot=NamedSnapshot(id=place.bot.id, name=place.bot.name) if place.bot.id else None,
        )
