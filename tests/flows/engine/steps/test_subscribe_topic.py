"""Subscribe topic: what the contact agreed to is an effect, and the flow goes on."""

import pytest
from flows.engine.playing import TEAM_ID, Play, flow, say, step
from pydantic import ValidationError

from obrol.flows.engine.effects import SubscribeTopic
from obrol.flows.engine.steps.subscribe_topic import SubscribeTopic as Step

SOME_ID = TEAM_ID


def test_it_asks_for_that_and_goes_on_at_once() -> None:
    play = Play(flow(a=step("subscribe_topic", {"topic_id": str(SOME_ID)}, next="b"), b=say("Done")))
    assert play.done == [SubscribeTopic(step_id="a", topic_id=SOME_ID)]
    assert play.said == ["Done"]


def test_it_needs_to_know_which() -> None:
    with pytest.raises(ValidationError, match="topic_id"):
        Step.model_validate({"type": "subscribe_topic", "options": {}})
