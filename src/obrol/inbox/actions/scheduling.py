"""Scheduling: a reply is written now and sent later, unless somebody wrote in between."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

from pydantic import TypeAdapter

from obrol.channels.contract.content import OutboundContent
from obrol.inbox.actions import attaching, replying
from obrol.inbox.actions.writing import Spoken
from obrol.inbox.errors import MessageIdTaken, SendTimeWrong, TooManyScheduled
from obrol.inbox.events import ReplyHeld, ReplyScheduled, ReplyUnscheduled
from obrol.inbox.jobs import SendScheduledReply, lane_of
from obrol.inbox.models import Conversation, ScheduledReply
from obrol.inbox.queries.scheduled_replies import (
    count_scheduled_replies,
    find_scheduled_reply,
    scheduled_replies_out,
    who_wrote_since,
)
from obrol.inbox.schemas import ScheduledReplyIn
from obrol.kit.ids import new_id
from obrol.runtime.unit_of_work import UnitOfWork
from obrol.workspaces import queries as workspaces

LONGEST_AHEAD: Final = timedelta(days=366)
MOST_IN_A_CONVERSATION: Final = 50
_CONTENTS: Final[TypeAdapter[list[OutboundContent]]] = TypeAdapter(list[OutboundContent])


async def schedule(uow: UnitOfWork, conversation: Conversation, wanted: ScheduledReplyIn) -> ScheduledReply:
    """Keep a reply for later. The same id again is the same reply; of somebody else's it is MessageIdTaken.

    Refuses with SendTimeWrong, TooManyScheduled, and as `attaching` does a file that is not here.
    """
    assert uow.actor.id is not None
    before = await find_scheduled_reply(uow.scope, wanted.id)
    if before is not None:
        if before.conversation_id != conversation.id or before.agent_id != uow.actor.id:
            raise MessageIdTaken
        return before
    _check_time(uow, wanted.send_at)
    if await count_scheduled_replies(uow.scope, conversation) >= MOST_IN_A_CONVERSATION:
        raise TooManyScheduled
    contents = [await attaching.check_media(uow, content) for content in wanted.contents]
    reply = ScheduledReply(
        workspace_id=uow.workspace_id,
        id=wanted.id,
        conversation_id=conversation.id,
        agent_id=uow.actor.id,
        contents=[content.model_dump(mode="json") for content in contents],
        persona_id=wanted.persona_id,
        send_at=wanted.send_at,
        send_anyway=wanted.send_anyway,
        known_pos=conversation.last_pos,
        known_at=uow.now,
    )
    uow.session.add(reply)
    await _set_alarm(uow, reply)
    return reply


async def reschedule(
    uow: UnitOfWork,
    conversation: Conversation,
    reply: ScheduledReply,
    *,
    send_at: datetime | None,
    send_anyway: bool | None,
) -> None:
    """Give it another time, or let it go whatever is said. One that was held waits again, and knows what was said."""
    if send_at is not None or reply.held_because is not None:
        _check_time(uow, send_at or reply.send_at)
        reply.send_at = send_at or reply.send_at
        reply.known_pos, reply.known_at, reply.held_because = conversation.last_pos, uow.now, None
    if send_anyway is not None:
        reply.send_anyway = send_anyway
    await _set_alarm(uow, reply)


async def cancel(uow: UnitOfWork, reply: ScheduledReply) -> None:
    """Let it not be sent."""
    shown = await scheduled_replies_out(uow.scope, [reply])
    await uow.session.delete(reply)
    uow.record(ReplyUnscheduled, scheduled_reply=shown[reply.id], because="cancelled")


async def send_now(uow: UnitOfWork, conversation: Conversation, reply: ScheduledReply) -> list[Spoken]:
    """Send it as whoever asks, at once and whatever was said; refuses as `replying.reply` does."""
    shown = await scheduled_replies_out(uow.scope, [reply])
    said = [await _say(uow, conversation, content, reply) for content in _contents_of(reply)]
    await uow.session.delete(reply)
    uow.record(ReplyUnscheduled, scheduled_reply=shown[reply.id], because="sent")
    return said


async def send_due(uow: UnitOfWork, conversation: Conversation, reply: ScheduledReply) -> None:
    """Its time has come: send it as its writer, or hold it when somebody wrote since or its writer is gone.

    Refuses as `replying.reply` does; the caller then holds it.
    """
    writer = await workspaces.find_agent(uow.scope, reply.agent_id)
    if writer is None or writer.is_disabled:
        await hold(uow, reply, because="writer_gone")
        return
    wrote = None if reply.send_anyway else await who_wrote_since(uow.scope, reply)
    if wrote is not None:
        await hold(uow, reply, because="contact_wrote" if wrote == "contact" else "colleague_wrote")
        return
    await uow.act_in(uow.workspace_id, workspaces.actor_of(writer))
    await send_now(uow, conversation, reply)


async def hold(uow: UnitOfWork, reply: ScheduledReply, *, because: str) -> None:
    """Keep it from being sent until somebody decides; `because` is ours or the code of a refusal."""
    reply.held_because = because
    await uow.session.flush()
    uow.record(ReplyHeld, scheduled_reply=reply)


async def _say(uow: UnitOfWork, conversation: Conversation, content: OutboundContent, reply: ScheduledReply) -> Spoken:
    spoken, _ = await replying.reply(uow, conversation, content, message_id=new_id(), persona_id=reply.persona_id)
    return spoken


def _contents_of(reply: ScheduledReply) -> Sequence[OutboundContent]:
    return _CONTENTS.validate_python(reply.contents)


def _check_time(uow: UnitOfWork, send_at: datetime) -> None:
    if not uow.now < send_at <= uow.now + LONGEST_AHEAD:
        raise SendTimeWrong


async def _set_alarm(uow: UnitOfWork, reply: ScheduledReply) -> None:
    await uow.session.flush()
    uow.record(ReplyScheduled, scheduled_reply=reply)
    if reply.held_because is None:
        uow.schedule(
            SendScheduledReply(scheduled_reply_id=reply.id, expected=reply.send_at),
            at=reply.send_at,
            lane=lane_of(reply.conversation_id),
            only_once=f"scheduled:{reply.id}:{reply.send_at.timestamp()}",
        )
