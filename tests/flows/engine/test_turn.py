"""What one turn changes is seen by the rest of it, and what it may do has an end."""

from datetime import timedelta

import pytest
from flows.engine.playing import NOW, WALT, WORLD, Json, Play, ask, flow, offer, say, step

from obrol.flows.engine import limits
from obrol.flows.engine.effects import Ended, Fault, SetAttribute, SetField
from obrol.flows.engine.inputs import Started, Trigger
from obrol.flows.engine.turn import shortened
from obrol.flows.engine.world import Value

YES_OR_NO = {"yes": say("yes"), "no": say("no")}


def set_then_check(place: str, value: Value, check: Json) -> list[str]:
    """Sets a place and looks at it in the same turn."""
    return Play(
        flow(
            set=step("set_field", {"place": place, "value": value}, next="check"),
            check=step("condition", {"checks": [check]}, yes="yes", no="no"),
            **YES_OR_NO,
        )
    ).said


@pytest.mark.parametrize("place", ["contact.fields.city", "contact.name", "contact.locale", "run.city"])
def test_what_was_set_is_seen_by_a_condition_of_the_same_turn(place: str) -> None:
    check = {"on": "value", "path": place, "operator": "is", "value": "Jakarta"}
    assert set_then_check(place, "Jakarta", check) == ["yes"]
    assert set_then_check(place, "Solo", check) == ["no"]


def test_what_was_set_is_seen_by_a_message_of_the_same_turn() -> None:
    play = Play(
        flow(
            a=step("set_field", {"place": "contact.name", "value": "Bo Teh"}, next="b"),
            b=say("{{contact.name}}, {{contact.first_name}}"),
        )
    )
    assert play.said == ["Bo Teh, Bo"]


def test_a_tag_is_seen_as_soon_as_it_is_added_or_removed() -> None:
    play = Play(
        flow(
            a=step("add_tag", {"tag": "VIP"}, next="b"),
            b=step("remove_tag", {"tag": "coffee"}, next="c"),
            c=say("{{contact.tags}}"),
        )
    )
    assert play.said == ["VIP"]


def test_the_world_that_was_passed_in_is_never_changed() -> None:
    before = WORLD.model_dump_json()
    Play(
        flow(
            a=step("set_field", {"place": "contact.fields.city", "value": "Solo"}, next="b"),
            b=step("add_tag", {"tag": "x"}),
        )
    )
    assert WORLD.model_dump_json() == before


def test_an_address_is_kept_in_its_normal_form() -> None:
    play = Play(flow(a=step("set_field", {"place": "contact.email", "value": " walt@CONTOH.id"})))
    assert play.done == [SetAttribute(step_id="a", name="email", value="walt@contoh.id")]


def test_what_is_no_address_is_a_fault_and_the_run_goes_on() -> None:
    play = Play(flow(a=step("set_field", {"place": "contact.email", "value": "none of yours"}, next="b"), b=say("On")))
    assert play.faults == ["value_not_storable"]
    assert play.said == ["On"]


def test_clearing_an_address_forgets_it() -> None:
    play = Play(flow(a=step("set_field", {"place": "contact.email", "value": ""})))
    assert play.done == [SetAttribute(step_id="a", name="email", value=None)]


def test_a_name_is_cut_to_what_a_contact_can_be_called() -> None:
    play = Play(flow(a=step("set_field", {"place": "contact.name", "value": "x" * 300})))
    (effect,) = play.of(SetAttribute)
    assert effect.value == "x" * 199 + "…"


def test_a_contact_without_a_name_has_no_first_name() -> None:
    play = Play(
        flow(a=step("set_field", {"place": "contact.name"}, next="b"), b=say("Hi {{contact.first_name | friend}}")),
        world=WORLD.model_copy(update={"contact": WALT.model_copy(update={"name": " "})}),
    )
    assert play.said == ["Hi friend"]


def test_long_values_are_cut() -> None:
    play = Play(
        flow(a=step("set_field", {"place": "contact.fields.x", "value": "{{run.last_reply}}{{run.last_reply}}"})),
        text="x" * 9000,
    )
    (effect,) = play.of(SetField)
    assert effect.value == "x" * 9999 + "…"
    assert shortened("abc", 3) == "abc"


def test_a_run_keeps_two_hundred_variables_and_says_which_one_is_lost() -> None:
    def set_to_new(name: str, **exits: str) -> Json:
        return step("set_field", {"place": f"run.{name}", "value": "new"}, **exits)

    play = Play(flow(a=set_to_new("last", next="b"), b=set_to_new("lost", next="c"), c=set_to_new("v0")), start=False)
    play.run.variables.update({f"v{number}": "old" for number in range(limits.VARIABLES - 1)})
    play.give(Started(trigger=Trigger(kind="start_flow")))
    (fault,) = play.of(Fault)
    assert (fault.step_id, fault.detail) == ("b", "A run keeps at most 200 variables; lost was not kept.")
    assert (play.run.variables["last"], play.run.variables["v0"]) == ("new", "new")
    assert "lost" not in play.run.variables
    assert play.ended == "completed"


def test_a_hundred_steps_without_a_wait_are_walked_and_the_next_is_not() -> None:
    def chain(length: int) -> Json:
        steps = {f"s{number}": step("remove_tag", {"tag": "x"}, next=f"s{number + 1}") for number in range(length - 1)}
        return flow(**steps, **{f"s{length - 1}": step("end")})

    assert Play(chain(100)).ended == "completed"
    play = Play(chain(101))
    assert play.outcome.effects == (
        Fault(step_id="s99", code="too_many_steps", detail="The flow walked 100 steps without waiting."),
        Ended(step_id="s99", reason="fault"),
    )


def test_ten_messages_without_an_answer_are_sent_and_the_next_is_not() -> None:
    play = Play(flow(a=say(*"1234567890", next="b"), b=say("11")))
    assert play.said == list("1234567890")
    assert play.faults == ["too_many_messages"]
    assert play.ended == "fault"


def test_waiting_does_not_buy_more_messages() -> None:
    play = Play(flow(a=say("Hello?", next="b"), b=step("wait", {"amount": 1, "unit": "days"}, next="a")))
    for _ in range(20):
        play.later(days=1)
    assert play.said_ever == ["Hello?"] * 10
    assert play.ended == "fault"


def test_an_answer_does() -> None:
    play = Play(flow(a=ask("Again?", exits={"answered": "a"})))
    for _ in range(50):
        play.write("yes")
    assert play.said_ever == ["Again?"] * 51


def test_a_loop_of_short_waits_ends_after_a_thousand_steps_within_an_hour() -> None:
    play = Play(flow(a=step("wait", {"amount": 1, "unit": "seconds"}, next="a")))
    for _ in range(1100):
        play.later(seconds=1)
    assert play.run.spent.steps == 1001
    assert play.ended == "fault"
    assert [fault.code for _, _, outcome in play.recorded for fault in outcome.effects if fault.kind == "fault"] == [
        "too_many_steps_per_hour"
    ]


def test_a_loop_of_longer_waits_goes_on() -> None:
    play = Play(flow(a=step("wait", {"amount": 4, "unit": "seconds"}, next="a")))
    for _ in range(2500):
        play.later(seconds=4)
    assert play.run.status == "active"


def test_an_old_button_cannot_be_pressed_for_ever_either() -> None:
    play = Play(flow(a=offer("Pick", "A", choice_a="b"), b=step("end")))
    for _ in range(600):
        play.press("a", "a")
    assert play.faults == ["too_many_steps_per_hour"]


def test_a_run_that_was_stopped_by_its_budget_may_be_woken_by_a_button_an_hour_later() -> None:
    play = Play(flow(a=say("Hi", next="b"), b=offer("Pick", "A", next="a")))
    assert play.ended == "fault"
    play.now += timedelta(hours=1)
    play.press("b", "a")
    assert play.ended == "completed"
    assert play.run.spent.hour_began_at == NOW + timedelta(hours=1)
