"""Resending: the bot says again what it said, in the words of the flow as it is published now."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from pydantic import TypeAdapter

from obrol.channels.contract.content import Content, OutboundContent, plain_text
from obrol.flows import queries
from obrol.flows.actions import picturing, running
from obrol.flows.actions.performing import Stage
from obrol.flows.engine.resaying import contents_of
from obrol.flows.engine.run import Run as State
from obrol.flows.errors import NotSaidByFlow, StepGone
from obrol.inbox.actions import answering, replying
from obrol.inbox.actions.writing import Origin
from obrol.inbox.errors import BotNotThere, LiveChatModeOn, MessageIdTaken
from obrol.inbox.events import MessageResent
from obrol.inbox.models import Conversation, Message
from obrol.inbox.queries.conversations import find_message, message_document
from obrol.kit.ids import new_id
from obrol.runtime.unit_of_work import UnitOfWork

# How many runs of a conversation are looked through for the flow's variables.
RUNS_LOOKED_THROUGH = 20
_CONTENT: TypeAdapter[Content] = TypeAdapter(Content)


async def resend(
    uow: UnitOfWork, conversation: Conversation, message: Message, *, message_id: UUID
) -> tuple[dict[str, Any], bool]:
    """Say a bot's message again, and whether it is new (a retry with the same id is not).

    Refuses with LiveChatModeOn, WindowOver, BotNotThere, NotSaidByFlow, and with StepGone when the flow as it is
    published no longer says it: the old words come with that refusal, so that an agent can send them.
    """
    before = await find_message(uow.scope, message_id)
    if before is not None:
        if (before.conversation_id, before.step_id) != (conversation.id, message.step_id):
            raise MessageIdTaken
        return await message_document(uow.scope, message_id) or {}, False
    if message.author_kind != "bot" or message.flow_id is None or message.step_id is None:
        raise NotSaidByFlow
    answering.check_bot_may_speak(uow, conversation)
    agent = uow.actor
    stage = await running.stage_of(uow, conversation)
    if stage is None:
        raise BotNotThere
    content, origin = await _as_published(uow, stage, message)
    uow.record(MessageResent, by=agent, conversation=conversation, message_id=message.id)
    written = await replying.say(
        uow,
        conversation,
        content,
        origin=origin,
        epoch=conversation.answering_epoch,
        bot=uow.actor,
        message_id=message_id,
    )
    if written is None:  # the conversation is locked: nobody can have taken over
        raise LiveChatModeOn
    return written.message, True


async def _as_published(uow: UnitOfWork, stage: Stage, message: Message) -> tuple[OutboundContent, Origin]:
    """What the flow says now in place of a message."""
    assert message.flow_id is not None
    assert message.step_id is not None
    gone = StepGone(plain_text(_CONTENT.validate_python(message.content)))
    flow = await queries.find_flow(uow.scope, message.flow_id)
    if flow is None or flow.published_version is None:
        raise gone
    now = await _contents(uow, stage, message, flow.published_version)
    at = await _place(uow, stage, message)
    if at >= len(now):
        raise gone
    return now[at], Origin(flow.id, flow.published_version, message.step_id)


async def _place(uow: UnitOfWork, stage: Stage, message: Message) -> int:
    """Which of the messages of its step it was: the one of the same words, else the first."""
    assert message.flow_version is not None
    then = await _contents(uow, stage, message, message.flow_version)
    said = _CONTENT.validate_python(message.content)
    same = [at for at, content in enumerate(then) if content == said]
    return same[0] if same else _most_alike(then, said)


def _most_alike(then: Sequence[OutboundContent], said: Content) -> int:
    """The first of the same kind: a variable in it has another value since."""
    return next((at for at, content in enumerate(then) if content.kind == said.kind), 0)


async def _contents(uow: UnitOfWork, stage: Stage, message: Message, number: int) -> Sequence[OutboundContent]:
    assert message.flow_id is not None
    assert message.step_id is not None
    version = await queries.find_version(uow.scope, message.flow_id, number)
    if version is None:
        return ()
    world = await picturing.picture(uow.scope, stage)
    state = await _state(uow, stage.conversation.id, message.flow_id, number)
    return contents_of(version, message.step_id, state, stage.now, world=world)


async def _state(uow: UnitOfWork, conversation_id: UUID, flow_id: UUID, number: int) -> State:
    """The newest run of the flow here, for its variables."""
    runs = await queries.list_latest_runs(uow.scope, conversation_id, most=RUNS_LOOKED_THROUGH)
    walked = next((run for run in runs if run.flow_id == flow_id), None)
    if walked is None:
        return State.fresh(new_id(), flow_id=flow_id, flow_version=number)
    return State.model_validate(walked.state)
