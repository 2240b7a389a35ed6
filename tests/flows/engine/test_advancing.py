"""A run moves by what happens to it, and by nothing else."""

from uuid import UUID

import pytest
from flows.engine.playing import (
    FLOW_ID,
    MESSAGE_ID,
    NOW,
    PICTURE,
    RUN_ID,
    WORLD,
    Play,
    ask,
    chance,
    flow,
    offer,
    say,
    step,
)

from obrol.channels.contract.content import Choice, Image, Media, Text
from obrol.flows.engine.advancing import advance
from obrol.flows.engine.document import FlowVersion
from obrol.flows.engine.effects import Ended, Fault, Send
from obrol.flows.engine.inputs import Replied, Started, Stopped, TimerFired, Trigger
from obrol.flows.engine.run import Run

MENU = flow(
    menu=offer("Menu", "Coffee", "Tea", choice_coffee="coffee", choice_tea="tea"),
    coffee=say("Coffee it is", next="size"),
    size=ask("How large?", exits={"answered": "rest"}, save_to="run.size"),
    tea=say("Tea it is"),
    rest=step("wait", {"amount": 1, "unit": "hours"}, next="bye"),
    bye=say("Bye"),
)


def test_a_run_starts_at_the_start_and_walks_until_it_must_wait() -> None:
    play = Play(flow(a=say("One", next="b"), b=say("Two", next="c"), c=ask("Three?"), d=say("Never")))
    assert play.said == ["One", "Two", "Three?"]
    assert play.run.status == "active"
    assert play.run.step_id == "c"


def test_an_exit_that_is_not_connected_completes_the_run() -> None:
    play = Play(flow(a=say("One")))
    assert play.outcome.effects[-1] == Ended(step_id="a", reason="completed")
    assert play.run.status == "ended"


def test_a_run_may_start_at_another_step() -> None:
    play = Play(MENU, start=False)
    play.give(Started(trigger=Trigger(kind="agent"), step_id="tea"))
    assert play.said == ["Tea it is"]


def test_a_run_starts_once() -> None:
    play = Play(MENU)
    again = play.give(Started(trigger=Trigger(kind="agent")))
    assert not again.heard
    assert again.effects == ()
    assert play.run.step_id == "menu"


def test_the_run_that_was_passed_in_is_never_changed() -> None:
    play = Play(MENU)
    before = play.run.model_dump_json()
    passed = play.run
    play.press("menu", "coffee")
    play.write("large")
    assert passed.model_dump_json() == before
    assert play.run.variables == {"size": "large"}


def test_a_pressed_choice_leaves_by_its_exit() -> None:
    play = Play(MENU)
    assert play.press("menu", "coffee") == ["Coffee it is", "How large?"]
    assert play.outcome.heard


def test_an_old_button_still_works_while_a_later_question_waits() -> None:
    play = Play(MENU)
    play.press("menu", "coffee")
    assert play.press("menu", "tea") == ["Tea it is"]
    assert play.ended == "completed"


def test_an_old_button_brings_an_ended_run_back() -> None:
    play = Play(MENU)
    play.press("menu", "tea")
    assert play.ended == "completed"
    assert play.press("menu", "coffee") == ["Coffee it is", "How large?"]
    assert play.run.status == "active"
    assert play.ended is None


def test_an_old_button_cancels_a_wait_whose_timer_then_does_nothing() -> None:
    play = Play(MENU)
    play.press("menu", "coffee")
    play.write("large")
    waiting = play.run.waiting
    assert waiting is not None
    play.press("menu", "coffee")
    stale = play.give(TimerFired(token=waiting.token))
    assert not stale.heard
    assert stale.effects == ()
    assert play.run.step_id == "size"


def test_a_button_pressed_before_the_run_began_begins_it_there() -> None:
    play = Play(MENU, start=False)
    assert play.press("menu", "tea") == ["Tea it is"]


@pytest.mark.parametrize(
    ("step_id", "choice_id", "flow_id"),
    [
        ("menu", "milk", FLOW_ID),
        ("gone", "coffee", FLOW_ID),
        ("tea", "coffee", FLOW_ID),
        ("menu", "coffee", UUID("0192f0a0-0000-7000-8000-0000aaaaaaaa")),
    ],
)
def test_a_button_of_something_else_is_read_as_its_label(step_id: str, choice_id: str, flow_id: UUID) -> None:
    play = Play(MENU)
    assert play.press(step_id, choice_id, flow_id=flow_id, label="Tea") == ["Tea it is"]


def test_a_vendors_own_menu_button_is_read_as_its_label() -> None:
    play = Play(MENU)
    assert play.reply(Choice(text="Tea", choice_id="MENU_ITEM_1")) == ["Tea it is"]


def test_a_wait_is_over_when_its_timer_fires_and_only_then() -> None:
    play = Play(MENU)
    play.press("menu", "coffee")
    play.write("large")
    assert play.later(minutes=59) == []
    assert play.later(minutes=1) == ["Bye"]
    assert play.ended == "completed"


def test_a_timer_fires_once() -> None:
    play = Play(MENU)
    play.press("menu", "coffee")
    play.write("large")
    waiting = play.run.waiting
    assert waiting is not None
    play.later(hours=1)
    again = play.give(TimerFired(token=waiting.token))
    assert (again.heard, again.effects) == (False, ())


def test_words_during_a_wait_are_not_heard_and_change_nothing_but_the_last_reply() -> None:
    play = Play(flow(a=step("wait", {"amount": 1, "unit": "days"}, next="b"), b=say("{{run.last_reply}}")))
    assert play.interrupt("hello?") == []
    assert not play.outcome.heard
    assert play.later(days=1) == ["hello?"]


def test_words_after_the_end_are_not_heard() -> None:
    play = Play(flow(a=say("Bye")))
    play.write("hello?")
    assert not play.outcome.heard
    assert play.ended == "completed"


def test_a_timer_for_a_question_that_has_no_time_limit_means_nothing() -> None:
    play = Play(flow(a=ask("Name?"), b=offer("Pick", "A")))
    waiting = play.run.waiting
    assert waiting is not None
    assert not play.give(TimerFired(token=waiting.token)).heard
    play = Play(flow(b=offer("Pick", "A")))
    assert not play.give(TimerFired(token=1)).heard


def test_what_is_written_while_the_question_is_still_being_typed_is_no_answer() -> None:
    play = Play(flow(a=say("Hello", typing=2, next="b"), b=ask("Your name?", save_to="contact.name", typing_seconds=2)))
    play.later(seconds=3)
    assert play.interrupt("I want coffee") == []
    assert not play.outcome.heard
    play.later(seconds=1)
    play.interrupt("Walt")
    assert play.outcome.heard


def test_a_button_is_heard_even_while_the_bot_still_types() -> None:
    play = Play(flow(a=offer("Pick", "A", typing=2, choice_a="b"), b=say("Picked")))
    assert play.press("a", "a") == ["Picked"]


def test_a_picture_answers_with_its_caption() -> None:
    play = Play(flow(a=ask("Name?", exits={"answered": "b"}, save_to="run.name"), b=say("Hi {{run.name}}")))
    assert play.reply(Image(media=Media.model_validate(PICTURE), caption="Walt")) == ["Hi Walt"]


def test_a_run_that_is_stopped_ends_and_wakes_no_more() -> None:
    play = Play(flow(a=step("wait", {"amount": 1, "unit": "days"}, next="b"), b=say("Never")))
    play.stop()
    assert play.outcome.effects == (Ended(step_id="a", reason="stopped"),)
    assert not play.give(TimerFired(token=1)).heard
    assert not play.give(Stopped()).heard


def test_a_step_that_is_gone_ends_the_run_with_a_fault_that_names_it() -> None:
    play = Play(flow(a=say("One", next="nowhere")))
    *_, fault, ended = play.outcome.effects
    assert fault == Fault(step_id="a", code="step_gone", detail='The step "nowhere" is not in version 1 of the flow.')
    assert ended == Ended(step_id="a", reason="fault")


def test_a_start_that_is_gone_is_a_fault_too() -> None:
    play = Play(flow(a=say("One")) | {"start": "gone"})
    assert play.faults == ["step_gone"]


def test_a_question_that_is_gone_when_the_answer_comes_is_a_fault() -> None:
    play = Play(flow(a=ask("Name?")))
    play.version = Play(flow(b=say("Other"))).version
    play.write("Walt")
    assert play.faults == ["step_gone"]
    assert play.ended == "fault"


def test_a_run_that_was_moved_to_a_version_where_its_step_asks_nothing_hears_nothing() -> None:
    play = Play(flow(a=ask("Name?")))
    play.version = Play(flow(a=say("Other"))).version
    assert play.write("Walt") == []
    play.version = Play(flow(a=step("end"))).version
    assert play.write("Walt") == []
    assert not play.outcome.heard


@pytest.mark.parametrize("number", [1, 2])
def test_a_run_on_another_version_ends_with_a_fault(number: int) -> None:
    run = Run.fresh(RUN_ID, flow_id=FLOW_ID, flow_version=3 - number)
    version = FlowVersion(flow_id=FLOW_ID, number=number, document=Play(MENU).version.document)
    started = Started(trigger=Trigger(kind="start_flow"))
    outcome = advance(version, run, started, NOW, chance(), world=WORLD)
    assert [effect.kind for effect in outcome.effects] == ["fault", "ended"]
    assert outcome.heard
    again = advance(version, outcome.run, started, NOW, chance(), world=WORLD)
    assert (again.heard, again.effects) == (False, ())


def test_the_outcome_tells_the_way_and_why() -> None:
    play = Play(
        flow(
            a=step("condition", {"checks": [{"on": "tag", "tag": "coffee"}]}, yes="b"),
            b=offer("Pick", "A", choice_a="c"),
            c=step("end"),
        )
    )
    assert [(walked.step_id, walked.exit, walked.because) for walked in play.outcome.walked] == [
        ("a", "yes", 'tag has "coffee": yes'),
        ("b", None, ""),
    ]
    play.press("b", "a")
    assert [(walked.step_id, walked.exit) for walked in play.outcome.walked] == [("b", "choice:a"), ("c", None)]


def test_messages_keep_their_order_over_several_inputs() -> None:
    play = Play(flow(a=offer("One", "More", typing=5, choice_more="b"), b=say("Two", typing=5)))
    play.later(seconds=1)
    play.press("a", "more")
    (two,) = play.of(Send)
    assert two.delay.total_seconds() == 9  # four that are left of the first, and five of its own


def test_the_effects_say_which_step_wanted_them() -> None:
    play = Play(flow(a=say("One", next="b"), b=step("add_tag", {"tag": "vip"})))
    assert [(effect.kind, effect.step_id) for effect in play.outcome.effects] == [
        ("send", "a"),
        ("add_tag", "b"),
        ("ended", "b"),
    ]


def test_the_same_arguments_give_the_same_outcome() -> None:
    version = Play(MENU).version
    run = Play(MENU).run
    replied = Replied(content=Text(text="coffee"), message_id=MESSAGE_ID)
    one, two = (advance(version, run, replied, NOW, chance(), world=WORLD) for _ in range(2))
    assert one == two
    assert one.model_dump_json() == two.model_dump_json()
