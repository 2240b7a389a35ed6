"""Advancing: one input moves a run, and what is to be done about it comes out."""

from datetime import datetime
from random import Random

from obrol.channels.contract.content import Choice, plain_text
from obrol.flows.engine.document import FlowVersion
from obrol.flows.engine.inputs import AnyInput, Replied, Started, TimerFired
from obrol.flows.engine.names import step_and_choice
from obrol.flows.engine.run import Outcome, Run
from obrol.flows.engine.step import Finish, Leave, Move, Pressed, Step, TimeUp, Wrote
from obrol.flows.engine.turn import Broken, Turn
from obrol.flows.engine.world import World


def advance(version: FlowVersion, run: Run, input: AnyInput, now: datetime, rng: Random, *, world: World) -> Outcome:
    """The run after the input, and the effects in the order in which they are to be performed.

    Called once for each thing that happens to a run, with the version that the run is on, the instant and the world
    of the caller's transaction. It must not be called with a guess of any of them: the outcome is only as true as they
    are. Safe to repeat: the run passed in is never changed, and the same arguments give the same outcome. It raises
    nothing: a run that cannot go on ends with a Fault before its Ended, and an input that means nothing to the run
    comes back with `heard` false (the caller may then try a keyword or the default reply).
    """
    turn = Turn(run, now, rng, world)
    try:
        heard = _take(turn, version, input)
    except Broken as broken:
        heard = turn.run.status != "ended"
        if heard:
            turn.fault(broken.code, broken.detail)
            turn.end("fault")
    return Outcome(run=turn.run, effects=tuple(turn.effects), heard=heard, walked=tuple(turn.walked))


def _take(turn: Turn, version: FlowVersion, input: AnyInput) -> bool:
    """Whether the input meant something to the run."""
    if (version.flow_id, version.number) != (turn.run.flow_id, turn.run.flow_version):
        raise Broken("wrong_version", "The run is on another version of the flow than the one it was moved with.")
    match input:
        case Started():
            return _start(turn, version, input)
        case Replied():
            return _hear(turn, version, input)
        case TimerFired(token=token):
            waiting = turn.run.waiting
            return waiting is not None and waiting.token == token and _resume(turn, version, TimeUp())
        case _:
            return _stop(turn)


def _start(turn: Turn, version: FlowVersion, started: Started) -> bool:
    if turn.run.status != "new":
        return False
    turn.run.status = "active"
    turn.hear(started.trigger.text)
    _walk(turn, version, _arrive(turn, version, started.step_id or version.document.start))
    return True


def _hear(turn: Turn, version: FlowVersion, replied: Replied) -> bool:
    turn.hear(plain_text(replied.content))
    if isinstance(replied.content, Choice) and _press(turn, version, replied.content.choice_id):
        return True
    waiting = turn.run.waiting
    if waiting is None or waiting.reason != "reply":
        return False
    # The question is still being typed: whoever writes two bubbles in a row has not answered it with the second.
    if turn.run.speaks_until is not None and turn.now < turn.run.speaks_until:
        return False
    return _resume(turn, version, Wrote(replied.content))


def _press(turn: Turn, version: FlowVersion, action: str) -> bool:
    """Follow a pressed choice of any step of this flow, wherever the run is: a run that had ended goes on."""
    found = step_and_choice(turn.run.flow_id, action)
    step = version.document.steps.get(found[0]) if found else None
    if found is None or step is None or found[1] not in {choice.id for choice in step.choices()}:
        return False
    step_id, choice_id = found
    turn.run.status, turn.run.ended_reason, turn.run.waiting = "active", None, None
    turn.arrive(step_id)
    move = step.resume(turn, Pressed(choice_id))
    assert move is not None, "a step knows the choices that it offers"
    _walk(turn, version, move)
    return True


def _resume(turn: Turn, version: FlowVersion, signal: Wrote | TimeUp) -> bool:
    """Let the step that the run rests at have what happened; it may not want it."""
    move = _step(version, turn.run.step_id).resume(turn, signal)
    if move is None:
        return False
    _walk(turn, version, move)
    return True


def _stop(turn: Turn) -> bool:
    if turn.run.status == "ended":
        return False
    turn.end("stopped")
    return True


def _walk(turn: Turn, version: FlowVersion, move: Move) -> None:
    """Go from step to step until the run rests or ends; the budgets see to it that it does."""
    while isinstance(move, Leave):
        turn.trace(move.exit, move.because)
        target = _step(version, turn.run.step_id).exits.get(move.exit)
        if target is None:
            turn.end("completed")
            return
        move = _arrive(turn, version, target)
    turn.trace(None, "")
    if isinstance(move, Finish):
        turn.end(move.reason)


def _arrive(turn: Turn, version: FlowVersion, step_id: str) -> Move:
    step = _step(version, step_id)
    turn.arrive(step_id)
    return step.enter(turn)


def _step(version: FlowVersion, step_id: str | None) -> Step:
    step = version.document.steps.get(step_id) if step_id is not None else None
    if step is None:
        raise Broken("step_gone", f'The step "{step_id}" is not in version {version.number} of the flow.')
    return step
