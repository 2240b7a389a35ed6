"""Resaying: what a step says, without walking on from it."""

from collections.abc import Sequence
from datetime import datetime
from random import Random

from obrol.channels.contract.content import OutboundContent
from obrol.flows.engine.document import FlowVersion
from obrol.flows.engine.effects import Send
from obrol.flows.engine.run import Run, Spent
from obrol.flows.engine.turn import Broken, Turn
from obrol.flows.engine.world import World


def contents_of(
    version: FlowVersion, step_id: str, run: Run, now: datetime, *, world: World
) -> Sequence[OutboundContent]:
    """The messages of a step as they are now, with the variables of this run; empty when it is gone or says nothing.

    The run is not moved, and none of its budgets is used up.
    """
    step = version.document.steps.get(step_id)
    if step is None:
        return ()
    there = run.model_copy(update={"step_id": step_id, "spent": Spent(), "speaks_until": None, "waiting": None})
    turn = Turn(there, now, Random(0), world)  # noqa: S311 - a step that says something draws no lots
    try:
        step.enter(turn)
    except Broken:
        return ()
    return tuple(effect.content for effect in turn.effects if isinstance(effect, Send))
