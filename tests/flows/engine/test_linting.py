"""What keeps a readable document from being published, and what a publisher may accept."""

import pytest
from flows.engine.playing import Json, ask, flow, offer, say, step

from obrol.flows.engine.limits import PROBLEMS
from obrol.flows.engine.linting import lint
from obrol.flows.engine.reading import read_document

WAIT: Json = {"amount": 1, "unit": "minutes"}


def found(document: Json) -> list[tuple[str, str | None]]:
    return [(problem.code, problem.step_id) for problem in lint(read_document(document))]


def test_a_sound_flow_has_no_problems() -> None:
    assert (
        found(flow(a=say("Hi", next="b"), b=ask("Name?", exits={"answered": "c", "failed": "c"}), c=step("end"))) == []
    )


def test_an_exit_to_nowhere_is_an_error_that_names_the_exit() -> None:
    (problem,) = lint(read_document(flow(a=say("Hi", next="gone"))))
    assert problem.severity == "error"
    assert problem.message == 'Step "a": its exit "next" leads to "gone", which is not a step of this flow.'
    assert problem.place == "exits.next"


def test_a_start_that_is_no_step_is_an_error() -> None:
    assert found(flow(a=say("Hi")) | {"start": "gone"}) == [("start_gone", None), ("unreachable_step", "a")]


def test_an_unreachable_step_is_a_warning() -> None:
    (problem,) = lint(read_document(flow(a=say("Hi"), b=say("Never"))))
    assert (problem.code, problem.severity, problem.step_id) == ("unreachable_step", "warning", "b")


@pytest.mark.parametrize(
    "document",
    [
        flow(a=say("Hi", next="a")),
        flow(a=say("Hi", next="b"), b=step("condition", {"checks": [{"on": "tag", "tag": "x"}]}, no="a")),
        flow(a=offer("Hi", "A", next="b"), b=step("set_field", {"place": "run.x"}, next="a")),
    ],
)
def test_a_loop_without_a_wait_is_an_error(document: Json) -> None:
    assert found(document)[0][0] == "loop_without_wait"


@pytest.mark.parametrize(
    "document",
    [
        flow(a=say("Hi", next="b"), b=step("wait", WAIT, next="a")),
        flow(a=ask("Name?", exits={"answered": "a", "failed": "a"})),
        flow(a=offer("Pick", "A", choice_a="a", otherwise="a")),
    ],
)
def test_a_loop_that_waits_is_fine(document: Json) -> None:
    assert found(document) == []


def test_a_loop_is_told_in_the_order_in_which_it_is_walked() -> None:
    document = flow(a=say("1", next="b"), b=say("2", next="c"), c=say("3", next="a"))
    (problem,) = lint(read_document(document))
    way = problem.message.removeprefix("These steps go round without ever waiting: ").removesuffix(".").split(" → ")
    assert way[0] == way[-1]
    assert "".join(way[:-1]) in {"abc", "bca", "cab"}


def test_every_loop_is_told() -> None:
    document = flow(a=say("1", next="a"), b=say("2", next="b"), c=say("3", next="c"))
    assert [code for code, _ in found(document)].count("loop_without_wait") == 3


def test_the_list_of_problems_ends() -> None:
    steps = {f"s{number}": say("Hi", next=f"s{number}") for number in range(PROBLEMS + 20)}
    assert len(lint(read_document(flow(**steps)))) == PROBLEMS
