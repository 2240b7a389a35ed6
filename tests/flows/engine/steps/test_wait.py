"""Wait: time passes, and only time ends it."""

from datetime import timedelta

import pytest
from flows.engine.playing import Play, flow, say, step

from obrol.flows.engine.effects import Wait


@pytest.mark.parametrize(
    ("amount", "unit", "duration"),
    [
        (1, "seconds", timedelta(seconds=1)),
        (90, "minutes", timedelta(hours=1.5)),
        (24, "hours", timedelta(days=1)),
        (366, "days", timedelta(days=366)),
        (2, "weeks", timedelta(days=14)),
    ],
)
def test_it_wakes_after(amount: int, unit: str, duration: timedelta) -> None:
    play = Play(flow(a=step("wait", {"amount": amount, "unit": unit})))
    assert play.wakes_in == duration


def test_it_counts_from_when_the_bot_has_finished_talking() -> None:
    play = Play(
        flow(a=say("One", typing=5, next="b"), b=step("wait", {"amount": 1, "unit": "minutes"}, next="c"), c=say("Two"))
    )
    assert play.wakes_in == timedelta(seconds=65)
    assert play.later(seconds=65) == ["Two"]


def test_every_wait_has_a_token_of_its_own() -> None:
    play = Play(flow(a=step("wait", {"amount": 1, "unit": "days"}, next="a")))
    tokens = [play.of(Wait)[0].token]
    for _ in range(3):
        play.later(days=1)
        tokens.append(play.of(Wait)[0].token)
    assert tokens == [1, 2, 3, 4]
