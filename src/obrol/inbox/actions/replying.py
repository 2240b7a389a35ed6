"""Replying: what we say to the contact, whether an agent writes it or the bot."""

from dataclasses import replace
from uuid import UUID

from obrol.channels.access import capabilities_of
from obrol.channels.contract.content import OutboundContent
from obrol.inbox.actions import answering, attaching, filling
from obrol.inbox.actions.keeping_personas import persona_to_speak_as
from obrol.inbox.actions.receiving import the_one_written_before
from obrol.inbox.actions.writing import Draft, Origin, Spoken, write_outbound
from obrol.inbox.models import Answering, Conversation
from obrol.inbox.queries import conversations
from obrol.kit.ids import new_id
from obrol.runtime.actor import Actor
from obrol.runtime.unit_of_work import UnitOfWork


async def reply(
    uow: UnitOfWork,
    conversation: Conversation,
    content: OutboundContent,
    *,
    message_id: UUID,
    persona_id: UUID | None = None,
) -> tuple[Spoken, bool]:
    """Say something as the agent, and whether it is new (a retry with the same id is not).

    An agent's first reply takes the conversation over from the bot, and its variables get their values now. Refuses
    with MessageIdTaken when the id belongs to another message, with AttachmentUnknown a file that is not here, with
    PersonaUnknown a persona that is gone, and as `filling` does what cannot be filled in.
    """
    content = await attaching.check_media(uow, content)
    draft = Draft(id=message_id, content=content, author=uow.actor)
    if await conversations.find_message(uow.scope, message_id) is not None:
        return await the_one_written_before(uow, conversation.id, draft), False
    draft = replace(
        draft,
        content=await filling.fill_in(uow, conversation, content),
        written=content,
        persona=await persona_to_speak_as(uow, persona_id) if persona_id else None,
    )
    if conversation.answering == Answering.BOT:
        await answering.hand_to_team(uow, conversation, because="agent_replied")
    written = await _write(uow, conversation, draft, epoch=None, after=0)
    if written is None:  # written by another tab in this very moment
        return await the_one_written_before(uow, conversation.id, draft), False
    return written, True


async def say(
    uow: UnitOfWork,
    conversation: Conversation,
    content: OutboundContent,
    *,
    origin: Origin,
    epoch: int | None,
    bot: Actor,
    after: float = 0,
    message_id: UUID | None = None,
) -> Spoken | None:
    """Say something as the bot, `after` seconds from now; None when the team has taken over since `epoch`.

    Without an epoch an agent lets the bot say it while the team answers; None when it no longer does.
    """
    draft = Draft(id=message_id or new_id(), content=content, author=bot, origin=origin)
    return await _write(uow, conversation, draft, epoch=epoch, after=after)


async def _write(
    uow: UnitOfWork, conversation: Conversation, draft: Draft, *, epoch: int | None, after: float
) -> Spoken | None:
    capabilities = await capabilities_of(uow.scope, conversation.channel_id)
    written = await write_outbound(
        uow.execute_directly,
        uow.workspace_id,
        conversation.id,
        draft,
        epoch=epoch,
        delivered_live=capabilities.delivers_by_live_feed,
        after=after,
        pause_minutes=await answering.pause_minutes(uow),
        hearings=uow.hearings,
    )
    await uow.session.refresh(conversation)
    return written
