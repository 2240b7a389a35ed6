"""Hand off: the team gets the conversation, after the bot's last words have left."""

from datetime import timedelta

from flows.engine.playing import TEAM_ID, Play, ask, flow, offer, say, step

from obrol.flows.engine.effects import Ended, HandOff

HAND_OFF = step("hand_off", {"team_id": str(TEAM_ID), "note": " {{contact.first_name}} wants: {{run.last_reply}} "})
HANDED = HandOff(step_id="b", team_id=TEAM_ID, note="Walt wants: help")


def test_with_nothing_left_to_say_it_hands_over_at_once() -> None:
    play = Play(flow(a=ask("What?", exits={"answered": "b"}), b=HAND_OFF))
    play.write("help")
    assert play.outcome.effects == (HANDED, Ended(step_id="b", reason="handed_off"))


def test_last_words_leave_first() -> None:
    play = Play(flow(a=say("I will get somebody", typing=2, next="b"), b=HAND_OFF), text="help")
    assert play.said == ["I will get somebody"]
    assert play.of(HandOff) == []
    assert play.wakes_in == timedelta(seconds=2)
    play.later(seconds=2)
    assert play.outcome.effects == (HANDED, Ended(step_id="b", reason="handed_off"))


def test_even_those_that_are_not_typed() -> None:
    play = Play(flow(a=say("I will get somebody", next="b"), b=HAND_OFF), text="help")
    assert play.wakes_in == timedelta(0)
    play.later(seconds=0)
    assert play.of(HandOff) == [HANDED]


def test_and_those_of_an_earlier_turn_that_are_still_being_typed() -> None:
    play = Play(flow(a=offer("Pick", "A", typing=5, choice_a="b"), b=HAND_OFF))
    play.later(seconds=1)
    play.press("a", "a", label="help")
    assert play.wakes_in == timedelta(seconds=4)
    play.later(seconds=4)
    assert play.of(HandOff) == [HANDED]


def test_what_the_contact_writes_meanwhile_changes_nothing_but_the_note() -> None:
    play = Play(flow(a=say("I will get somebody", typing=2, next="b"), b=HAND_OFF))
    assert play.interrupt("help") == []
    assert not play.outcome.heard
    play.later(seconds=2)
    assert play.of(HandOff) == [HANDED]


def test_a_team_and_a_note_are_optional() -> None:
    play = Play(flow(a=step("hand_off")))
    assert play.of(HandOff) == [HandOff(step_id="a", team_id=None, note="")]
