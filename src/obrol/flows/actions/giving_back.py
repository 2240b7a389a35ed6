"""Giving back: live chat mode comes off, and an agent says what of the bot's unfinished business goes on."""

from collections.abc import Collection, Sequence
from datetime import timedelta
from uuid import UUID

from pydantic import TypeAdapter
from sqlalchemy import select

from obrol.channels.contract.content import Content, plain_text
from obrol.flows import queries
from obrol.flows.actions import controlling
from obrol.flows.engine.run import Run as State
from obrol.flows.jobs import ResumeRun
from obrol.flows.models import Flow, Run
from obrol.flows.schemas import BotTurnItem, BotTurnOut
from obrol.inbox.actions import answering, delivering
from obrol.inbox.jobs import lane_of
from obrol.inbox.models import Answering, Conversation, Delivery, Message
from obrol.kit.text import preview
from obrol.runtime.unit_of_work import Scope, UnitOfWork

_CONTENT: TypeAdapter[Content] = TypeAdapter(Content)
# What the bot had planned when it was interrupted is among the newest.
NEWEST_LOOKED_AT = 50  # messages


async def look_ahead(scope: Scope, conversation: Conversation) -> BotTurnOut:
    """What can go on when the bot answers again: a question that waits, a wait that runs, words that nobody got."""
    if conversation.answering == Answering.BOT:
        return BotTurnOut(items=[])
    run = await queries.find_active_run(scope, conversation.id, lock=False)
    flow = await queries.find_flow(scope, run.flow_id) if run is not None else None
    items = [] if run is None or flow is None else await _of_run(scope, run, flow)
    items += [_of_message(message) for message in await _interrupted(scope, conversation)]
    return BotTurnOut(items=items)


async def give_back(uow: UnitOfWork, conversation: Conversation, *, go_on: Collection[str]) -> None:
    """Let the bot answer again. Of what it left unfinished only what is named goes on; the rest ends for good.

    Refuses with BotNotThere. A key that is no longer there is passed over: it has happened meanwhile.
    """
    if conversation.answering == Answering.BOT:
        return
    run = await queries.find_active_run(uow.scope, conversation.id)
    interrupted = await _interrupted(uow.scope, conversation, lock=True)
    await answering.give_back_to_bot(uow, conversation, because="switched")
    for message in interrupted:
        if _key("message", message.id) in go_on:
            delivering.let_go(uow, conversation, message)
    if run is not None:
        if _key("run", run.id) in go_on:
            _take_up(uow, conversation, run)
        else:
            if run.is_controlled:
                await delivering.hold_freely_planned(uow, conversation, run.flow_id, reason=controlling.STOPPED)
            run.end(controlling.STOPPED, uow.now)


def _take_up(uow: UnitOfWork, conversation: Conversation, run: Run) -> None:
    run.take_up(conversation.answering_epoch)
    waiting = State.model_validate(run.state).waiting
    if waiting is not None and waiting.until is not None:
        # Its alarm may have rung while the team answered, and found nothing to do.
        uow.schedule(
            ResumeRun(run_id=run.id, token=waiting.token),
            at=max(waiting.until, uow.now + timedelta(seconds=1)),
            lane=lane_of(conversation.id),
            only_once=f"run:{run.id}:{waiting.token}",
        )


async def _of_run(scope: Scope, run: Run, flow: Flow) -> list[BotTurnItem]:
    state = State.model_validate(run.state)
    if state.waiting is None:
        return []
    is_question = state.waiting.reason == "reply"
    return [
        BotTurnItem(
            key=_key("run", run.id),
            kind="question" if is_question else "delay",
            flow_name=flow.name,
            text=await _last_words(scope, run) if is_question else "",
            at=state.waiting.until,
        )
    ]


def _of_message(message: Message) -> BotTurnItem:
    text = preview(plain_text(_CONTENT.validate_python(message.content)))
    return BotTurnItem(key=_key("message", message.id), kind="message", flow_name=None, text=text, at=None)


async def _last_words(scope: Scope, run: Run) -> str:
    """What the bot said last in this run: the question that waits."""
    said = await scope.session.scalar(
        select(Message.content)
        .where(
            Message.workspace_id == scope.workspace_id,
            Message.conversation_id == run.conversation_id,
            Message.flow_id == run.flow_id,
        )
        .order_by(Message.pos.desc())
        .limit(1)
    )
    return "" if said is None else preview(plain_text(_CONTENT.validate_python(said)))


async def _interrupted(scope: Scope, conversation: Conversation, *, lock: bool = False) -> Sequence[Message]:
    """What the bot had planned when the team took over, and nobody got: of the epoch before this one alone."""
    newest = (
        select(Message.id)
        .where(Message.workspace_id == scope.workspace_id, Message.conversation_id == conversation.id)
        .order_by(Message.pos.desc())
        .limit(NEWEST_LOOKED_AT)
        .subquery()
    )
    statement = (
        select(Message)
        .where(
            Message.workspace_id == scope.workspace_id,
            Message.id.in_(select(newest.c.id)),
            Message.author_kind == "bot",
            Message.planned_epoch == conversation.answering_epoch - 1,
            Message.delivery.in_([Delivery.HELD, Delivery.QUEUED]),
        )
        .order_by(Message.pos)
    )
    if lock:
        statement = statement.with_for_update().execution_options(populate_existing=True)
    return (await scope.session.scalars(statement)).all()


def _key(kind: str, id: UUID) -> str:
    return f"{kind}:{id}"
