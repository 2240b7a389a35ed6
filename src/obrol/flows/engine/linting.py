"""Linting: what is wrong with a document that can be read. Errors keep it from being published."""

from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter

from obrol.flows.engine.document import FlowDocument
from obrol.flows.engine.limits import PROBLEMS
from obrol.flows.engine.problems import Problem, error, warning


def lint(document: FlowDocument) -> list[Problem]:
    """Everything wrong, errors first: exits and a start that lead nowhere, loops without rest, unreachable steps."""
    found = [*_dead_ends(document), *_restless_loops(document), *_unreachable(document)]
    return found[:PROBLEMS]


def _dead_ends(document: FlowDocument) -> Iterator[Problem]:
    if document.start not in document.steps:
        yield error("start_gone", f'The flow starts at "{document.start}", which is not a step of it.', place="start")
    for step_id, step in document.steps.items():
        for exit, target in step.exits.items():
            if target not in document.steps:
                yield error(
                    "exit_to_nowhere",
                    f'Step "{step_id}": its exit "{exit}" leads to "{target}", which is not a step of this flow.',
                    step_id=step_id,
                    place=f"exits.{exit}",
                )


def _restless_loops(document: FlowDocument) -> Iterator[Problem]:
    """Circles in which nothing waits for the contact or for time: a run would walk them until its budget is spent."""
    at_once = {
        step_id: {
            target for exit, target in step.exits.items() if target in document.steps and not step.rests_before(exit)
        }
        for step_id, step in document.steps.items()
    }
    for _ in range(PROBLEMS):
        try:
            TopologicalSorter(at_once).prepare()
        except CycleError as found:
            # graphlib was given followers as predecessors, so its circle runs backwards.
            circle: list[str] = found.args[1][::-1]
            yield error(
                "loop_without_wait",
                f"These steps go round without ever waiting: {' → '.join(circle)}.",
                step_id=circle[0],
            )
            # Cut this circle, so that the next look finds another.
            at_once[circle[0]].discard(circle[1])
        else:
            return


def _unreachable(document: FlowDocument) -> Iterator[Problem]:
    left, reached = [document.start], set[str]()
    while left:
        step_id = left.pop()
        if step_id in document.steps and step_id not in reached:
            reached.add(step_id)
            left += document.steps[step_id].exits.values()
    for step_id in document.steps:
        if step_id not in reached:
            yield warning("unreachable_step", f'Step "{step_id}" cannot be reached from the start.', step_id=step_id)
