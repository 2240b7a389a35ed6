"""Enroll sequence: the contact is put in, and the flow goes on."""

import pytest
from flows.engine.playing import TEAM_ID, Play, flow, say, step
from pydantic import ValidationError

from obrol.flows.engine.effects import EnrollSequence
from obrol.flows.engine.steps.enroll_sequence import EnrollSequence as Step

SOME_ID = TEAM_ID


def test_it_asks_for_that_and_goes_on_at_once() -> None:
    play = Play(flow(a=step("enroll_sequence", {"sequence_id": str(SOME_ID)}, next="b"), b=say("Done")))
    assert play.done == [EnrollSequence(step_id="a", sequence_id=SOME_ID)]
    assert play.said == ["Done"]


def test_it_needs_to_know_which() -> None:
    with pytest.raises(ValidationError, match="sequence_id"):
        Step.model_validate({"type": "enroll_sequence", "options": {}})
