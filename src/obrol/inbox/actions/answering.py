"""Answering: who speaks with the contact, the bot or the team. The desk calls the team's turn live chat mode."""

from datetime import datetime, timedelta
from typing import Literal
from uuid import UUID

from obrol.channels import queries as channels
from obrol.inbox.actions import noting
from obrol.inbox.errors import BotNotThere, LiveChatModeOn, WindowOver
from obrol.inbox.events import ConversationHandedToTeam, ConversationPauseExtended, ConversationReturnedToBot
from obrol.inbox.jobs import EndPause, lane_of
from obrol.inbox.models import Answering, Conversation
from obrol.runtime.unit_of_work import UnitOfWork
from obrol.workspaces.models import Workspace


async def hand_to_team(
    uow: UnitOfWork,
    conversation: Conversation,
    *,
    because: Literal["agent_replied", "switched", "flow"],
    for_minutes: int | None = None,
    team_id: UUID | None = None,
    note: str | None = None,
) -> None:
    """Let the team answer: from this commit on no bot message of the old epoch leaves.

    `for_minutes`: how long the bot stays silent; None = as the workspace says, 0 = until switched off.
    A conversation that a flow hands over waits for a person, however long: no countdown runs.
    When the team answers already, only the countdown moves.
    """
    if for_minutes is None:
        for_minutes = 0 if because == "flow" else await pause_minutes(uow)
    until = uow.now + timedelta(minutes=for_minutes) if for_minutes else None
    was_bot = conversation.answering == Answering.BOT
    conversation.hand_to_team(until)
    if team_id is not None:
        conversation.team_id = team_id
    if was_bot:
        uow.record(ConversationHandedToTeam, conversation=conversation, because=because, team_id=team_id)
    else:
        uow.record(ConversationPauseExtended, conversation=conversation, paused_until=until)
    _schedule_end(uow, conversation, until)
    if note:
        await noting.note(uow, conversation, text=note)


async def give_back_to_bot(
    uow: UnitOfWork, conversation: Conversation, *, because: Literal["switched", "pause_over", "flow"]
) -> None:
    """Let the bot answer again. Refuses with BotNotThere when no bot is on the channel."""
    if conversation.answering == Answering.BOT:
        return
    if not await has_bot(uow, conversation):
        raise BotNotThere
    conversation.give_back_to_bot()
    uow.record(ConversationReturnedToBot, conversation=conversation, because=because)


def check_bot_may_speak(uow: UnitOfWork, conversation: Conversation) -> None:
    """Refuses with LiveChatModeOn while the team answers, and with WindowOver when the channel would not take it."""
    if conversation.answering == Answering.TEAM:
        raise LiveChatModeOn
    check_window(uow, conversation)


def check_window(uow: UnitOfWork, conversation: Conversation) -> None:
    """Refuses with WindowOver when the channel would not take a message that is written freely."""
    if conversation.window_expires_at is not None and conversation.window_expires_at <= uow.now:
        raise WindowOver


async def end_pause(uow: UnitOfWork, conversation: Conversation, *, epoch: int) -> None:
    """Give the conversation back when its countdown is over; a countdown that was moved is waited for again."""
    if conversation.answering_epoch != epoch or conversation.paused_until is None:
        return
    if conversation.paused_until > uow.now:
        _schedule_end(uow, conversation, conversation.paused_until)
        return
    if await has_bot(uow, conversation):
        await give_back_to_bot(uow, conversation, because="pause_over")


async def has_bot(uow: UnitOfWork, conversation: Conversation) -> bool:
    """Whether a bot is attached to the conversation's channel."""
    channel = await channels.find_channel(uow.scope, conversation.channel_id)
    return channel is not None and channel.bot_id is not None


async def pause_minutes(uow: UnitOfWork) -> int:
    """How long the workspace lets the bot stay silent after an agent's reply; 0 = until switched off."""
    workspace = await uow.session.get(Workspace, uow.workspace_id)
    assert workspace is not None
    return workspace.pause_minutes


def _schedule_end(uow: UnitOfWork, conversation: Conversation, until: datetime | None) -> None:
    if until is None:
        return
    # One alarm per epoch: the alarm that finds a later time sets itself again.
    uow.schedule(
        EndPause(conversation_id=conversation.id, epoch=conversation.answering_epoch),
        at=until,
        lane=lane_of(conversation.id),
        only_once=f"pause:{conversation.id}:{conversation.answering_epoch}:{int(until.timestamp())}",
    )
