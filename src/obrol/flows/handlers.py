"""Door 2 of flows: what a contact says while the bot answers, and the timers of runs."""

from pydantic import TypeAdapter

from obrol.channels.contract.content import Content
from obrol.flows.actions import performing, running
from obrol.flows.jobs import ResumeRun, ShowTyping
from obrol.inbox.events import MessageReceived
from obrol.inbox.models import Answering
from obrol.inbox.queries.conversations import find_conversation
from obrol.runtime.events import Hearings
from obrol.runtime.jobs import Door, Runners
from obrol.runtime.unit_of_work import UnitOfWork

_CONTENT: TypeAdapter[Content] = TypeAdapter(Content)


def declare(hearings: Hearings, runners: Runners) -> None:
    """Say what flows hear, and who runs their jobs."""
    # A conversation in the team's hands costs no job per message.
    hearings.add(MessageReceived, on_message_received, only_while_bot_answers=True)
    # In two steps, so that it can come back later.
    runners.add(ResumeRun, run_resume_run, leaves_the_house=True)
    runners.add(ShowTyping, run_show_typing)


async def on_message_received(uow: UnitOfWork, event: MessageReceived) -> None:
    """The bot answers, if it still does by now."""
    content = _CONTENT.validate_python(event.message.content)
    await running.hear(uow, event.conversation.id, content, message_id=event.message.id)


async def run_resume_run(door: Door, job: ResumeRun) -> None:
    """A run goes on, if it still waits for this and has nothing left to say from before."""
    async with door.begin() as uow:
        held_up_for = await running.words_under_way(uow, job.run_id, token=job.token)
    if held_up_for is not None:
        async with door.again(held_up_for.total_seconds(), error="words are under way", burnt=0):
            return
    async with door.finish() as uow:
        await running.resume(uow, job.run_id, token=job.token)


async def run_show_typing(uow: UnitOfWork, job: ShowTyping) -> None:
    """The bot types, unless the team has taken over."""
    conversation = await find_conversation(uow.scope, job.conversation_id)
    if conversation is None or conversation.answering != Answering.BOT:
        return
    if conversation.answering_epoch == job.epoch:
        performing.show_typing(uow, conversation.id, bot_id=job.bot_id, bot_name=job.bot_name, for_ms=job.for_ms)
