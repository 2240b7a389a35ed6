"""End: nothing comes after it."""

from flows.engine.playing import Play, flow, say, step

from obrol.flows.engine.effects import Ended


def test_it_completes_the_run() -> None:
    play = Play(flow(a=say("Bye", next="b"), b=step("end")))
    assert play.outcome.effects[-1] == Ended(step_id="b", reason="completed")


def test_it_needs_no_options() -> None:
    assert Play(flow(a={"type": "end"})).ended == "completed"
