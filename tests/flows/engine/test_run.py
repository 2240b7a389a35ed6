"""A run is JSON whole: what was stored is what goes on."""

from collections.abc import Callable

import pytest
from flows.engine.playing import FLOW_ID, RUN_ID, TEAM_ID, Play, ask, flow, offer, say, step
from pydantic import TypeAdapter, ValidationError

from obrol.flows.engine.effects import AnyEffect, HandOff
from obrol.flows.engine.inputs import AnyInput, Started, Trigger
from obrol.flows.engine.run import Frame, Outcome, Run

DOCUMENT = flow(
    a=offer("Hi", "A", typing=2, choice_a="b"),
    b=ask("Name?", exits={"answered": "c"}, save_to="run.name"),
    c=step("set_field", {"place": "run.age", "value": 12.5}, next="d"),
    d=step("wait", {"amount": 3, "unit": "weeks"}, next="e"),
    e=say("{{run.name}} {{run.age}}", next="f"),
    f=step("hand_off", {"team_id": str(TEAM_ID), "note": "Look"}),
)


def played(*, through_json: bool) -> Play:
    play = Play(DOCUMENT)
    moves: list[Callable[[], object]] = [
        lambda: play.press("a", "a"),
        lambda: play.write("Walt"),
        lambda: play.later(weeks=4),
        lambda: play.later(seconds=1),
    ]
    for move in moves:
        if through_json:
            play.run = Run.model_validate_json(play.run.model_dump_json())
            play.run = Run.model_validate(play.run.model_dump(mode="json"))
        move()
    return play


def test_a_run_that_is_stored_after_every_input_goes_the_same_way() -> None:
    kept, stored = played(through_json=False), played(through_json=True)
    assert [outcome for _, _, outcome in kept.recorded] == [outcome for _, _, outcome in stored.recorded]
    assert stored.of(HandOff) == [HandOff(step_id="f", team_id=TEAM_ID, note="Look")]
    assert stored.run.variables == {"name": "Walt", "age": 12.5}


def test_outcomes_effects_and_inputs_survive_json() -> None:
    for given, _, outcome in played(through_json=False).recorded:
        assert Outcome.model_validate_json(outcome.model_dump_json()) == outcome
        for effect in outcome.effects:
            assert TypeAdapter(AnyEffect).validate_json(effect.model_dump_json()) == effect
        assert TypeAdapter(AnyInput).validate_json(given.model_dump_json()) == given


@pytest.mark.parametrize("value", ["x", "12", 12, 12.5, True, False, None])
def test_a_variable_keeps_its_type(value: object) -> None:
    run = Run.fresh(RUN_ID, flow_id=FLOW_ID, flow_version=1).model_copy(update={"variables": {"v": value}})
    again = Run.model_validate_json(run.model_dump_json())
    assert again.variables == {"v": value}
    assert type(again.variables["v"]) is type(value)


def test_a_run_that_a_newer_obrol_wrote_is_refused() -> None:
    state = Run.fresh(RUN_ID, flow_id=FLOW_ID, flow_version=1).model_dump(mode="json")
    with pytest.raises(ValidationError):
        Run.model_validate(state | {"mood": "good"})


def test_a_run_has_room_for_twenty_callers() -> None:
    frame = Frame(flow_id=FLOW_ID, flow_version=1, step_id="a")
    run = Run(id=RUN_ID, flow_id=FLOW_ID, flow_version=1, stack=[frame] * 20)
    assert Run.model_validate_json(run.model_dump_json()) == run
    with pytest.raises(ValidationError):
        Run(id=RUN_ID, flow_id=FLOW_ID, flow_version=1, stack=[frame] * 21)


def test_a_trigger_has_a_name_that_a_program_can_tell() -> None:
    assert Started(trigger=Trigger(kind="start_flow")).trigger.text == ""
    with pytest.raises(ValidationError):
        Trigger(kind="Start Flow!")
