"""Sending subflows: an agent lets a contact walk through a flow."""

from typing import Literal
from uuid import UUID

from obrol.flows import queries
from obrol.flows.actions import controlling, running
from obrol.flows.engine.inputs import Trigger
from obrol.flows.errors import FlowNotPublished, FlowOfOtherBot, SubflowIdTaken
from obrol.flows.models import Flow
from obrol.inbox.actions import answering
from obrol.inbox.errors import BotNotThere, LiveChatModeOn
from obrol.inbox.events import SubflowSent
from obrol.inbox.models import Answering, Conversation
from obrol.runtime.unit_of_work import UnitOfWork

WhileOn = Literal["refuse", "switch_off", "control"]


async def send_subflow(
    uow: UnitOfWork, conversation: Conversation, flow: Flow, *, run_id: UUID, while_on: WhileOn
) -> None:
    """Begin a run of the flow as it is published; the run under way makes room for it.

    `while_on` says what to do when live chat mode is on: refuse with LiveChatModeOn, switch it off, or run under the
    agent's control while the team keeps the conversation. The same id again is the same run, and changes nothing.
    Refuses with FlowNotPublished, FlowOfOtherBot, BotNotThere and WindowOver too.
    """
    before = await queries.find_run(uow.scope, run_id)
    if before is not None:
        if (before.conversation_id, before.flow_id) != (conversation.id, flow.id):
            raise SubflowIdTaken
        return
    if flow.published_version is None:
        raise FlowNotPublished
    version = await queries.find_version(uow.scope, flow.id, flow.published_version)
    assert version is not None, "a published version is never removed before its flow"
    answering.check_window(uow, conversation)
    await _make_way(uow, conversation, while_on)
    agent = uow.actor
    stage = await running.stage_of(uow, conversation)
    if stage is None:
        raise BotNotThere
    if stage.bot.id != flow.bot_id:
        raise FlowOfOtherBot
    await running.replace(uow, stage)
    is_controlled = conversation.answering == Answering.TEAM
    if is_controlled:
        controlling.take_control(conversation, run_id=run_id, flow_id=flow.id, flow_name=flow.name, agent=agent)
    uow.record(
        SubflowSent,
        by=agent,
        conversation=conversation,
        flow_id=flow.id,
        flow_name=flow.name,
        controlled=is_controlled,
    )
    await running.begin(
        uow,
        stage,
        version,
        Trigger(kind="agent"),
        run_id=run_id,
        controlled_by_id=agent.id if is_controlled else None,
    )


async def _make_way(uow: UnitOfWork, conversation: Conversation, while_on: WhileOn) -> None:
    if conversation.answering == Answering.BOT or while_on == "control":
        return
    if while_on == "refuse":
        raise LiveChatModeOn
    await answering.give_back_to_bot(uow, conversation, because="switched")
