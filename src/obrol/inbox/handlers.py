"""Door 2 of the inbox: jobs due, and events heard, each to one action."""

from typing import Any

from obrol.channels.contract.outbound import SendResult
from obrol.channels.contract.retrying import Then
from obrol.channels.events import InboundArrived
from obrol.inbox.actions import answering, arriving, assigning, delivering, scheduling, snoozing
from obrol.inbox.actions.delivering import Looking, Lost, NotYet, Sending, Settled
from obrol.inbox.jobs import DeliverMessage, EndPause, SendScheduledReply, WakeConversation
from obrol.inbox.models import Conversation, ScheduledReply
from obrol.inbox.queries import conversations
from obrol.inbox.queries.scheduled_replies import find_scheduled_reply
from obrol.kit.refusals import Refusal
from obrol.runtime.events import Hearings
from obrol.runtime.jobs import Door, Runners
from obrol.runtime.unit_of_work import UnitOfWork
from obrol.workspaces.events import TeamRemoved


def declare(hearings: Hearings, runners: Runners) -> None:
    """Say what the inbox hears, and who runs its jobs."""
    hearings.add(InboundArrived, on_inbound_arrived)
    hearings.add(TeamRemoved, on_team_removed)
    runners.add(WakeConversation, run_wake_conversation)
    runners.add(EndPause, run_end_pause)
    runners.add(SendScheduledReply, run_send_scheduled_reply, leaves_the_house=True)
    runners.add(DeliverMessage, run_deliver_message, leaves_the_house=True)


async def on_inbound_arrived(uow: UnitOfWork, event: InboundArrived) -> None:
    """What a connector understood becomes a message; what it tells of our own messages moves their ticks."""
    await arriving.arrive(uow, event.channel_id, event.inbound)


async def on_team_removed(uow: UnitOfWork, event: TeamRemoved) -> None:
    """What was handed to a team that is gone is in nobody's team now."""
    await assigning.forget_team(uow, event.team_id)


async def run_wake_conversation(uow: UnitOfWork, job: WakeConversation) -> None:
    """Wake it, unless it was snoozed again meanwhile: then a later job owns the wake-up."""
    conversation = await conversations.find_conversation(uow.scope, job.conversation_id, lock=True)
    if conversation is not None and conversation.snoozed_until == job.expected:
        await snoozing.wake(uow, conversation, because="time")


async def run_end_pause(uow: UnitOfWork, job: EndPause) -> None:
    """Give the conversation back to the bot, if its countdown is over."""
    conversation = await conversations.find_conversation(uow.scope, job.conversation_id, lock=True)
    if conversation is not None:
        await answering.end_pause(uow, conversation, epoch=job.epoch)


async def run_send_scheduled_reply(door: Door, job: SendScheduledReply) -> None:
    """Send it if it still waits for this time. What is refused is held, so that its writer sees why."""
    try:
        async with door.finish() as uow:
            if (found := await _due(uow, job)) is not None:
                await scheduling.send_due(uow, *found)
    except Refusal as refusal:
        if refusal.status >= 500:  # noqa: PLR2004 - the database is away: the lane tries again
            raise
        async with door.finish() as uow:
            if (found := await _due(uow, job)) is not None:
                await scheduling.hold(uow, found[1], because=refusal.code)


async def _due(uow: UnitOfWork, job: SendScheduledReply) -> tuple[Conversation, ScheduledReply] | None:
    waiting = await find_scheduled_reply(uow.scope, job.scheduled_reply_id)
    if waiting is None:
        return None
    conversation = await conversations.find_conversation(uow.scope, waiting.conversation_id, lock=True)
    reply = await find_scheduled_reply(uow.scope, job.scheduled_reply_id, lock=True)
    if conversation is None or reply is None or reply.send_at != job.expected or reply.held_because is not None:
        return None
    return conversation, reply


async def run_deliver_message(door: Door, job: DeliverMessage) -> None:
    """Claim, send outside of any transaction, settle. Killed in between, the next holder finds the open try."""
    async with door.begin() as uow:
        claimed = await delivering.claim(uow, job.message_id, attempts=door.attempt)
    match claimed:
        case Settled():
            async with door.finish():
                pass
        case NotYet(after, why):
            async with door.again(after, error=why, burnt=0):
                pass
        case Lost():
            async with _door_for(door, claimed.next.then, claimed.next.after, claimed.failure, counts=True) as uow:
                await delivering.settle_lost(uow, claimed)
        case Looking():
            await _look(door, claimed)
        case Sending():
            await _send(door, claimed)


async def _look(door: Door, looking: Looking) -> None:
    found = await delivering.look_for(looking)
    if found is None:
        async with door.finish() as uow:
            await delivering.settle_failed(uow, looking.sending, looking.failure, Then.UNKNOWN)
        return
    await _settle_sent(door, looking.sending, found)


async def _send(door: Door, sending: Sending) -> None:
    outcome = await delivering.send(sending)
    if isinstance(outcome, SendResult):
        await _settle_sent(door, sending, outcome)
        return
    step = delivering.step_after(sending, outcome, attempts=door.attempt)
    async with _door_for(door, step.then, step.after, outcome, counts=step.counts) as uow:
        await delivering.settle_failed(uow, sending, outcome, step.then)


async def _settle_sent(door: Door, sending: Sending, result: SendResult) -> None:
    more = sending.outbound.piece < sending.outbound.pieces
    async with door.again(0, error="", burnt=0) if more else door.finish() as uow:
        await delivering.settle_sent(uow, sending, result)


def _door_for(door: Door, then: Then, after: Any, failure: Exception, *, counts: bool) -> Any:
    match then:
        case Then.RETRY | Then.RECONCILE:
            return door.again(after.total_seconds() if after else 0, error=str(failure), burnt=int(counts))
        case Then.PAUSE_CHANNEL:
            return door.again(delivering.BROKEN_WAITS, error=str(failure), burnt=0)
        case Then.DEAD_LETTER:
            return door.bury(str(failure))
        case _:
            return door.finish()
