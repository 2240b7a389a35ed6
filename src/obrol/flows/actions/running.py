"""Running: what happens to a conversation moves its run, and the run's effects happen to the conversation.

One input is one transaction: the lane's job, the run's new state and every effect commit together or not at all,
so an input is consumed exactly once. A run speaks under the answering epoch that it began in. Once the team has taken
over, nothing of it happens any more; when the bot answers again the old run ends, and the contact's next message
begins a new one.
"""

from datetime import timedelta
from random import Random
from uuid import UUID

from obrol.channels.contract.content import Choice, Content, plain_text
from obrol.channels.contract.retrying import HOLDS_UP_FOR
from obrol.channels.queries import find_channel
from obrol.flows import queries
from obrol.flows.actions import controlling, performing, picturing
from obrol.flows.actions.performing import Stage
from obrol.flows.engine.advancing import advance
from obrol.flows.engine.document import FlowVersion
from obrol.flows.engine.inputs import AnyInput, Replied, Started, TimerFired, Trigger
from obrol.flows.engine.names import step_and_choice
from obrol.flows.engine.run import Outcome
from obrol.flows.engine.run import Run as State
from obrol.flows.models import Run
from obrol.inbox.actions import answering
from obrol.inbox.events import RunFaulted
from obrol.inbox.models import Answering, Conversation
from obrol.inbox.queries.conversations import find_conversation
from obrol.kit.ids import new_id
from obrol.runtime.actor import Actor, ActorKind
from obrol.runtime.unit_of_work import UnitOfWork

# A menu that nobody pressed for a day is forgotten: whoever writes then means to begin anew.
FORGOTTEN_AFTER = timedelta(hours=24)
# Two bots that greet each other would do so for ever: each inbound message gives a run its budget back.
STARTS_AT_MOST = 10
STARTS_WITHIN = timedelta(hours=1)
# Later than something else in the same lane.
MOMENT = timedelta(milliseconds=1)
# How many runs of a conversation an old button is looked for in.
RUNS_LOOKED_THROUGH = 20


async def hear(uow: UnitOfWork, conversation_id: UUID, content: Content, *, message_id: UUID) -> None:
    """Let the bot answer what the contact said.

    The run under way hears it first. Then a pressed button takes up the run that offered it, however long ago.
    What a run does not want (it waits for time to pass, or for one of its choices) is left to the team to read, unless
    the run has been forgotten; without a run the channel's start flow begins, and so it does after each run that ended.
    """
    stage = await _enter(uow, conversation_id)
    if stage is None:
        return
    replied = Replied(content=content, message_id=message_id)
    run = await _run_under_way(uow, stage)
    if run is not None and await _move(uow, stage, run, replied):
        return
    if stage.conversation.answering != Answering.BOT:
        return  # what a run under an agent's control does not want is the team's to read
    if isinstance(content, Choice) and await _take_up_again(uow, stage, run, replied, content.choice_id):
        return
    if run is None or _is_forgotten(run, stage):
        await _start(uow, stage, Trigger(kind="message", text=plain_text(content), message_id=message_id), run)


async def resume(uow: UnitOfWork, run_id: UUID, *, token: int) -> None:
    """Let a run go on whose wait is over; a timer that the run no longer waits for does nothing."""
    run = await queries.find_run(uow.scope, run_id)
    if run is None or not run.is_active:
        return
    stage = await _enter(uow, run.conversation_id)
    if stage is None:
        return
    under_way = await _run_under_way(uow, stage)
    if under_way is not None and under_way.id == run_id:
        await _move(uow, stage, under_way, TimerFired(token=token))


async def words_under_way(uow: UnitOfWork, run_id: UUID, *, token: int) -> timedelta | None:
    """How long until the last words before this wait are tried again; None when nothing holds the run up.

    Something that the channel would not take yet is waited for, as long as it may hold up a conversation: going on
    to a hand-over would hold it for ever.
    """
    run = await queries.find_run(uow.scope, run_id)
    waiting = State.model_validate(run.state).waiting if run is not None and run.is_active else None
    if run is None or waiting is None or waiting.until is None or waiting.token != token:
        return None
    now = await queries.database_time(uow.scope)
    epoch = None if run.is_controlled else run.epoch
    departure = await queries.find_next_departure(uow.scope, run.conversation_id, epoch=epoch)
    if departure is None or now - waiting.until > HOLDS_UP_FOR:
        return None
    return max(departure - now, timedelta()) + MOMENT


async def _enter(uow: UnitOfWork, conversation_id: UUID) -> Stage | None:
    """The conversation, locked, with the bot that speaks in it; None while the team answers or no bot is there.

    A run under an agent's control speaks while the team answers.
    """
    conversation = await find_conversation(uow.scope, conversation_id, lock=True)
    if conversation is None:
        return None
    if conversation.answering != Answering.BOT and conversation.controlled_run is None:
        return None
    return await stage_of(uow, conversation)


async def stage_of(uow: UnitOfWork, conversation: Conversation) -> Stage | None:
    """Where a run speaks, for a conversation that is locked; from here on the bot acts. None when no bot is there."""
    channel = await find_channel(uow.scope, conversation.channel_id)
    if channel is None or channel.removed_at is not None or channel.bot_id is None:
        return None
    bot = await queries.find_bot(uow.scope, channel.bot_id)
    if bot is None:
        return None
    await uow.act_in(uow.workspace_id, Actor(ActorKind.BOT, bot.id, bot.name))
    return Stage(conversation, channel, bot, await queries.database_time(uow.scope))


async def _run_under_way(uow: UnitOfWork, stage: Stage) -> Run | None:
    """The conversation's active run, unless its time is over: then it ends here."""
    run = await queries.find_active_run(uow.scope, stage.conversation.id)
    if run is None:
        return None
    reason = await _why_over(uow, stage, run)
    if reason is None:
        return run
    await _end(uow, stage, run, reason)
    return None


async def _why_over(uow: UnitOfWork, stage: Stage, run: Run) -> str | None:
    if run.epoch != stage.conversation.answering_epoch:
        return "taken_over"
    flow = await queries.find_flow(uow.scope, run.flow_id)
    if flow is None:
        return "flow_removed"
    return None if flow.bot_id == stage.bot.id else "bot_changed"


async def _end(uow: UnitOfWork, stage: Stage, run: Run, reason: str) -> None:
    run.end(reason, stage.now)
    controlling.follow(uow, stage.conversation, run)
    # Now, because the database allows one active run, and new rows are written before changed ones.
    await uow.session.flush()


async def _move(uow: UnitOfWork, stage: Stage, run: Run, input: AnyInput) -> bool:
    """Move the run by an input, and say whether it meant something to the run."""
    version = await queries.find_version(uow.scope, run.flow_id, run.flow_version)
    if version is None:
        await _end(uow, stage, run, "flow_removed")
        return False
    outcome = await _advance(uow, stage, run, version, input)
    await _keep(uow, stage, run, version, outcome)
    return outcome.heard


async def _take_up_again(uow: UnitOfWork, stage: Stage, active: Run | None, replied: Replied, pressed: str) -> bool:
    """Let the newest run whose flow offered this button go on from there; it takes the place of the active one."""
    runs = await queries.list_latest_runs(uow.scope, stage.conversation.id, most=RUNS_LOOKED_THROUGH)
    offered = next((run for run in runs if not run.is_active and step_and_choice(run.flow_id, pressed)), None)
    flow = await queries.find_flow(uow.scope, offered.flow_id) if offered else None
    if offered is None or flow is None or flow.bot_id != stage.bot.id:
        return False
    version = await queries.find_version(uow.scope, offered.flow_id, offered.flow_version)
    if version is None:
        return False
    outcome = await _advance(uow, stage, offered, version, replied)
    if not outcome.heard:
        return False
    if active is not None:
        await _end(uow, stage, active, "replaced")
    offered.take_up(stage.conversation.answering_epoch)
    await _keep(uow, stage, offered, version, outcome)
    return True


async def _start(uow: UnitOfWork, stage: Stage, trigger: Trigger, forgotten: Run | None) -> None:
    """Begin the channel's start flow, if it is published; a conversation that began too often is the team's."""
    flow_id = stage.channel.start_flow_id
    flow = await queries.find_flow(uow.scope, flow_id) if flow_id else None
    if flow is None or flow.published_version is None or flow.bot_id != stage.bot.id:
        return
    version = await queries.find_version(uow.scope, flow.id, flow.published_version)
    if version is None:
        return
    if await queries.count_runs_since(uow.scope, stage.conversation.id, within=STARTS_WITHIN) >= STARTS_AT_MOST:
        await _give_up(uow, stage, flow.id)
        return
    if forgotten is not None:
        await _end(uow, stage, forgotten, "forgotten")
    await begin(uow, stage, version, trigger, run_id=new_id())


async def begin(
    uow: UnitOfWork,
    stage: Stage,
    version: FlowVersion,
    trigger: Trigger,
    *,
    run_id: UUID,
    controlled_by_id: UUID | None = None,
) -> Run:
    """Begin a run; the conversation has no active one."""
    state = State.fresh(run_id, flow_id=version.flow_id, flow_version=version.number)
    run = Run(
        workspace_id=uow.workspace_id,
        id=state.id,
        conversation_id=stage.conversation.id,
        flow_id=version.flow_id,
        flow_version=version.number,
        state=state.model_dump(mode="json"),
        status="active",
        epoch=stage.conversation.answering_epoch,
        controlled_by_id=controlled_by_id,
        started_at=stage.now,
    )
    uow.session.add(run)
    outcome = await _advance(uow, stage, run, version, Started(trigger=trigger))
    await _keep(uow, stage, run, version, outcome)
    return run


async def replace(uow: UnitOfWork, stage: Stage) -> None:
    """End the conversation's active run, because another takes its place."""
    run = await queries.find_active_run(uow.scope, stage.conversation.id)
    if run is not None:
        await _end(uow, stage, run, "replaced")


async def _advance(uow: UnitOfWork, stage: Stage, run: Run, version: FlowVersion, input: AnyInput) -> Outcome:
    state = State.model_validate(run.state)
    world = await picturing.picture(uow.scope, stage)
    # The same run at the same place draws the same lots, so a retry after a crash says the same.
    rng = Random(f"{state.id}/{state.spent.steps}/{state.spent.tokens}")  # noqa: S311 - a flow's dice, no secret
    return advance(version, state, input, stage.now, rng, world=world)


async def _keep(uow: UnitOfWork, stage: Stage, run: Run, version: FlowVersion, outcome: Outcome) -> None:
    """Do what the run wants done, and keep where it is now."""
    late = await performing.perform(uow, stage, run, outcome.effects)
    run.state = performing.shifted(outcome.run, late).model_dump(mode="json")
    if outcome.run.status == "ended":
        run.end(outcome.run.ended_reason or "completed", stage.now)
    controlling.follow(uow, stage.conversation, run, (version, outcome))


def _is_forgotten(run: Run, stage: Stage) -> bool:
    """Whether a run has been resting before an answer for so long that the contact cannot mean it any more."""
    state = State.model_validate(run.state)
    if state.waiting is None or state.waiting.reason != "reply":
        return False
    return stage.now - (state.speaks_until or run.started_at) >= FORGOTTEN_AFTER


async def _give_up(uow: UnitOfWork, stage: Stage, flow_id: UUID) -> None:
    """Let people look at a conversation in which the bot goes round in circles."""
    fault = f"started_too_often: The bot began {STARTS_AT_MOST} times within an hour, so the team answers now."
    uow.record(RunFaulted, conversation=stage.conversation, flow_id=flow_id, step_id=None, fault=fault)
    await answering.hand_to_team(uow, stage.conversation, because="flow")
