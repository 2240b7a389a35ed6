"""Performing: the effects of a run, in the engine's order, through the verbs of the modules below."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from http import HTTPStatus
from typing import Literal
from uuid import UUID

from obrol.channels.models import Channel
from obrol.contacts.actions import editing, fielding, subscribing, tagging
from obrol.contacts.errors import TopicNotFound
from obrol.contacts.models import Topic
from obrol.contacts.queries import find_contact, find_topic
from obrol.flows.engine.effects import (
    AddTag,
    AnyEffect,
    Ended,
    EnrollSequence,
    Fault,
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
from obrol.flows.engine.run import Run as State
from obrol.flows.events import EnrollmentAsked
from obrol.flows.jobs import ResumeRun, ShowTyping
from obrol.flows.models import Bot, Run
from obrol.flows.queries import database_time
from obrol.inbox.actions import answering, replying
from obrol.inbox.actions.writing import Origin
from obrol.inbox.events import RunFaulted
from obrol.inbox.jobs import lane_of
from obrol.inbox.models import Conversation
from obrol.kit.refusals import Refusal
from obrol.runtime.actor import Actor, ActorKind
from obrol.runtime.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True)
class Stage:
    """Where a run speaks: the conversation (locked), its channel, the bot, and the instant of this transaction."""

    conversation: Conversation
    channel: Channel
    bot: Bot
    now: datetime


async def perform(uow: UnitOfWork, stage: Stage, run: Run, effects: Sequence[AnyEffect]) -> timedelta:
    """Do everything, and say how much later than planned the messages leave: by as long as writing them took.

    A message's delay counts from the moment of its own statement. The run's timers are put off by the same, so that
    a wait ends behind the messages before it, and a hand-over never overtakes the bot's last words.
    """
    waits: list[Wait] = []
    for effect in effects:
        match effect:
            case Send():
                await _say(uow, stage, run, effect)
            case Wait():
                waits.append(effect)
            case _:
                await _change(uow, stage, run, effect)
    late = await database_time(uow.scope) - stage.now
    _show_typing(uow, stage, [effect for effect in effects if isinstance(effect, Send)], late)
    for wait in waits:
        uow.schedule(
            ResumeRun(run_id=run.id, token=wait.token),
            at=wait.until + late,
            lane=lane_of(stage.conversation.id),
            only_once=f"run:{run.id}:{wait.token}",
        )
    return late


def shifted(state: State, late: timedelta) -> State:
    """The run with its own times put off as its messages and timers were."""
    waiting = state.waiting
    if waiting is not None and waiting.until is not None:
        waiting = waiting.model_copy(update={"until": waiting.until + late})
    speaks_until = None if state.speaks_until is None else state.speaks_until + late
    return state.model_copy(update={"waiting": waiting, "speaks_until": speaks_until})


async def _say(uow: UnitOfWork, stage: Stage, run: Run, send: Send) -> None:
    assert send.step_id is not None, "a step wants to say this"
    await replying.say(
        uow,
        stage.conversation,
        send.content,
        origin=Origin(run.flow_id, run.flow_version, send.step_id),
        epoch=None if run.is_controlled else run.epoch,
        after=send.delay.total_seconds(),
        bot=uow.actor,
    )


async def _change(uow: UnitOfWork, stage: Stage, run: Run, effect: AnyEffect) -> None:
    match effect:
        case HandOff(team_id=team_id, note=note):
            await answering.hand_to_team(uow, stage.conversation, because="flow", team_id=team_id, note=note or None)
        case Fault(code=code, detail=detail, step_id=step_id):
            _fault(uow, stage, run, step_id, f"{code}: {detail}")
        case EnrollSequence(sequence_id=sequence_id):
            _ask_for_enrollment(uow, stage, run, effect.step_id, sequence_id, "in")
        case LeaveSequence(sequence_id=sequence_id):
            _ask_for_enrollment(uow, stage, run, effect.step_id, sequence_id, "out")
        case SetField() | SetAttribute() | AddTag() | RemoveTag() | SubscribeTopic() | UnsubscribeTopic():
            await _describe(uow, stage, run, effect)
        case Ended() | Send() | Wait():
            pass  # the run's own row says so; the others were done before


async def _describe(
    uow: UnitOfWork,
    stage: Stage,
    run: Run,
    effect: SetField | SetAttribute | AddTag | RemoveTag | SubscribeTopic | UnsubscribeTopic,
) -> None:
    """Change what we know of the contact. What cannot be kept is a fault that people see, and the run goes on."""
    contact = await find_contact(uow.scope, stage.conversation.contact_id, lock=True)
    assert contact is not None, "a conversation is with a contact"
    try:
        match effect:
            case SetField(key=key, value=value):
                await fielding.set_field(uow, contact, key, value)
            case SetAttribute(name=name, value=value):
                await editing.edit(uow, contact, {name: value})
            case AddTag(tag=tag):
                await tagging.add_tag(uow, contact, tag)
            case RemoveTag(tag=tag):
                await tagging.remove_tag(uow, contact, tag)
            case SubscribeTopic(topic_id=topic_id):
                await subscribing.subscribe(uow, contact, await _topic(uow, topic_id))
            case UnsubscribeTopic(topic_id=topic_id):
                await subscribing.unsubscribe(uow, contact, await _topic(uow, topic_id))
    except Refusal as refusal:
        # A refusal changed nothing, and must not undo what the bot says in the same breath.
        if refusal.status >= HTTPStatus.INTERNAL_SERVER_ERROR:
            raise
        _fault(uow, stage, run, effect.step_id, f"{refusal.code}: {refusal}")


async def _topic(uow: UnitOfWork, topic_id: UUID) -> Topic:
    topic = await find_topic(uow.scope, topic_id, keep=True)
    if topic is None:
        raise TopicNotFound
    return topic


def _ask_for_enrollment(
    uow: UnitOfWork, stage: Stage, run: Run, step_id: str | None, sequence_id: UUID, wanted: Literal["in", "out"]
) -> None:
    """Sequences belong to a module above, which hears this and does it in the conversation's lane."""
    uow.record(
        EnrollmentAsked,
        conversation_id=stage.conversation.id,
        contact_id=stage.conversation.contact_id,
        sequence_id=sequence_id,
        wanted=wanted,
        flow_id=run.flow_id,
        step_id=step_id,
        bot_id=stage.bot.id,
        bot_name=stage.bot.name,
    )


def _fault(uow: UnitOfWork, stage: Stage, run: Run, step_id: str | None, fault: str) -> None:
    uow.record(RunFaulted, conversation=stage.conversation, flow_id=run.flow_id, step_id=step_id, fault=fault)


def _show_typing(uow: UnitOfWork, stage: Stage, sends: Sequence[Send], late: timedelta) -> None:
    """Let the contact see the bot type before each message that has a typing time; lossy, like all typing."""
    for send in sends:
        if not send.typing_for:
            continue
        begins, for_ms = send.delay - send.typing_for, int(send.typing_for / timedelta(milliseconds=1))
        if begins <= timedelta():
            show_typing(uow, stage.conversation.id, bot_id=stage.bot.id, bot_name=stage.bot.name, for_ms=for_ms)
        else:
            uow.schedule(
                ShowTyping(
                    conversation_id=stage.conversation.id,
                    epoch=stage.conversation.answering_epoch,
                    bot_id=stage.bot.id,
                    bot_name=stage.bot.name,
                    for_ms=for_ms,
                ),
                at=stage.now + begins + late,
                lane=lane_of(stage.conversation.id),
            )


def show_typing(uow: UnitOfWork, conversation_id: UUID, *, bot_id: UUID, bot_name: str, for_ms: int) -> None:
    """Say to whoever looks that the bot types."""
    who = Actor(ActorKind.BOT, bot_id, bot_name)
    uow.whisper(type="typing", conversation_id=str(conversation_id), who=who.as_json(), for_ms=for_ms)
