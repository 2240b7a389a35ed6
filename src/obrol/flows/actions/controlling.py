"""Controlling: a run that an agent lets walk while the team keeps the conversation, told step by step."""

from uuid import UUID

from obrol.flows.engine.document import FlowVersion
from obrol.flows.engine.run import Outcome
from obrol.flows.models import Run
from obrol.flows.queries import find_active_run
from obrol.inbox.actions import delivering
from obrol.inbox.events import SubflowEnded, SubflowMoved
from obrol.inbox.models import Conversation
from obrol.inbox.schemas import AgentRef, ControlledRunOut, WalkedStep
from obrol.runtime.actor import Actor
from obrol.runtime.unit_of_work import UnitOfWork

# Enough to see where it came from; a flow that goes round in circles does not fill the conversation's row.
STEPS_SHOWN = 20
STOPPED = "stopped"


def take_control(conversation: Conversation, *, run_id: UUID, flow_id: UUID, flow_name: str, agent: Actor) -> None:
    """Note on the conversation that a run of this flow is about to begin there under an agent's control."""
    assert agent.id is not None
    controlled = ControlledRunOut(
        run_id=run_id,
        flow_id=flow_id,
        flow_name=flow_name,
        by=AgentRef(id=agent.id, name=agent.name),
        walked=[],
        waits_for=None,
        until=None,
    )
    conversation.controlled_run = controlled.model_dump(mode="json")


def follow(
    uow: UnitOfWork, conversation: Conversation, run: Run, moved: tuple[FlowVersion, Outcome] | None = None
) -> None:
    """Tell how far a run under control came, or that it is over; nothing for any other run."""
    controlled = _controlled(conversation)
    if controlled is None or controlled.run_id != run.id:
        return
    if not run.is_active or moved is None:
        _let_go(uow, conversation, controlled, because=run.ended_reason or STOPPED)
        return
    version, outcome = moved
    waiting = outcome.run.waiting
    walked = [*controlled.walked, *(_step(version, walked.step_id) for walked in outcome.walked)]
    conversation.controlled_run = controlled.model_copy(
        update={
            "walked": _without_repeats(walked)[-STEPS_SHOWN:],
            "waits_for": waiting.reason if waiting else None,
            "until": waiting.until if waiting else None,
        }
    ).model_dump(mode="json")
    uow.record(SubflowMoved, conversation=conversation)


async def stop(uow: UnitOfWork, conversation: Conversation) -> None:
    """Stop the run under control, and hold what it had planned and not yet said; nothing when there is none."""
    controlled = _controlled(conversation)
    if controlled is None:
        return
    run = await find_active_run(uow.scope, conversation.id)
    if run is not None and run.id == controlled.run_id:
        run.end(STOPPED, uow.now)
    await delivering.hold_freely_planned(uow, conversation, controlled.flow_id, reason=STOPPED)
    _let_go(uow, conversation, controlled, because=STOPPED)


def _let_go(uow: UnitOfWork, conversation: Conversation, controlled: ControlledRunOut, *, because: str) -> None:
    conversation.controlled_run = None
    uow.record(
        SubflowEnded,
        conversation=conversation,
        flow_id=controlled.flow_id,
        flow_name=controlled.flow_name,
        because=because,
    )


def _controlled(conversation: Conversation) -> ControlledRunOut | None:
    document = conversation.controlled_run
    return None if document is None else ControlledRunOut.model_validate(document)


def _step(version: FlowVersion, step_id: str) -> WalkedStep:
    step = version.document.steps[step_id]
    return WalkedStep(step_id=step_id, type=step.type, name=step.name)


def _without_repeats(walked: list[WalkedStep]) -> list[WalkedStep]:
    """A step that waited and then went on is told twice by the engine and is one place."""
    return [step for at, step in enumerate(walked) if at == 0 or walked[at - 1].step_id != step.step_id]
