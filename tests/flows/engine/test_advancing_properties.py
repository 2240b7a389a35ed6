"""Whatever the flow and whatever happens: a run rests or ends, within its budgets, and the same way each time."""

import time
from collections.abc import Callable
from datetime import timedelta
from random import Random
from typing import Any

import pytest
from flows.engine.playing import (
    FLOW_ID,
    MESSAGE_ID,
    NOW,
    PICTURE,
    RUN_ID,
    WORLD,
    Json,
    Play,
    ask,
    chance,
    flow,
    offer,
    say,
    step,
)
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydantic import TypeAdapter

from obrol.channels.contract.content import Choice, Text
from obrol.flows.engine import limits
from obrol.flows.engine.advancing import advance
from obrol.flows.engine.document import FlowVersion
from obrol.flows.engine.effects import AnyEffect
from obrol.flows.engine.inputs import AnyInput, Replied, Started, Stopped, TimerFired, Trigger
from obrol.flows.engine.linting import lint
from obrol.flows.engine.names import action_id
from obrol.flows.engine.reading import read_document
from obrol.flows.engine.run import Outcome, Run

EFFECT: TypeAdapter[AnyEffect] = TypeAdapter(AnyEffect)
IDS = [f"s{number}" for number in range(8)]
TEXTS = st.sampled_from(["hi", "{{contact.email}}", "{{run.x}}", "1", "A", "walt@contoh.id", "12,5", "x" * 50])
TARGETS = st.sampled_from([*IDS, "nowhere"])


def exits(*names: str) -> st.SearchStrategy[dict[str, str]]:
    return st.fixed_dictionaries({}, optional=dict.fromkeys(names, TARGETS))


def built(make: Callable[..., Json], ways: st.SearchStrategy[dict[str, str]], **options: st.SearchStrategy[Any]) -> Any:
    return st.builds(lambda ways, **given: make(**given) | {"exits": ways}, ways, **options)


STEPS: st.SearchStrategy[Json] = st.one_of(
    built(lambda text, typing: say(text, typing=typing), exits("next"), text=TEXTS, typing=st.sampled_from([0, 3])),
    built(lambda text: offer(text, "A", "B"), exits("next", "choice:a", "choice:b", "otherwise"), text=TEXTS),
    built(
        lambda text, kind, retries, place: ask(text, kind, retries=retries, save_to=place),
        exits("answered", "failed"),
        text=TEXTS,
        kind=st.sampled_from(["text", "email", "number"]),
        retries=st.integers(0, 3),
        place=st.sampled_from([None, "run.x", "contact.email", "contact.fields.city"]),
    ),
    built(
        lambda path, value: step(
            "condition", {"checks": [{"on": "value", "path": path, "operator": "is", "value": value}]}
        ),
        exits("yes", "no"),
        path=st.sampled_from(["run.x", "contact.fields.city", "run.last_reply"]),
        value=TEXTS,
    ),
    built(
        lambda place, value: step("set_field", {"place": place, "value": value}),
        exits("next"),
        place=st.sampled_from(["run.x", "contact.email", "contact.name", "contact.fields.city"]),
        value=TEXTS | st.integers(-5, 5) | st.booleans(),
    ),
    built(lambda tag: step("add_tag", {"tag": tag}), exits("next"), tag=st.sampled_from(["a", "coffee"])),
    built(lambda tag: step("remove_tag", {"tag": tag}), exits("next"), tag=st.sampled_from(["a", "coffee"])),
    built(lambda: step("wait", {"amount": 5, "unit": "minutes"}), exits("next")),
    st.just(step("hand_off", {"note": "{{run.x}}"})),
    st.just(step("end")),
)
DOCUMENTS = st.fixed_dictionaries(dict.fromkeys(IDS, STEPS)).map(lambda steps: flow(**steps))
INPUTS: st.SearchStrategy[AnyInput] = st.one_of(
    st.builds(lambda text: Replied(content=Text(text=text), message_id=MESSAGE_ID), TEXTS),
    st.builds(
        lambda step_id, choice: Replied(
            content=Choice(text=choice, choice_id=action_id(FLOW_ID, step_id, choice)), message_id=MESSAGE_ID
        ),
        TARGETS,
        st.sampled_from(["a", "b", "c"]),
    ),
    st.builds(TimerFired, token=st.integers(0, 12)),
    st.just(Started(trigger=Trigger(kind="agent"))),
    st.just(Stopped()),
)
HAPPENINGS = st.lists(st.tuples(INPUTS, st.sampled_from([0, 1, 5, 300, 4000])), max_size=25)


def check_outcome(before: Run, outcome: Outcome) -> None:
    """What holds after every input, whatever it was."""
    run, effects = outcome.run, outcome.effects
    for effect in effects:
        assert EFFECT.validate_json(effect.model_dump_json()) == effect
    assert Run.model_validate_json(run.model_dump_json()) == run
    # The end is said once, last, and with its reason; a fault that ends the run stands right before it.
    ends = [effect for effect in effects if effect.kind == "ended"]
    assert bool(ends) == (run.status == "ended" and bool(effects))
    assert ends == list(effects[-1:]) or not ends
    if run.ended_reason == "fault" and ends:
        assert effects[-2].kind == "fault"
    assert (run.status == "ended") == (run.ended_reason is not None)
    # Whoever is active rests and has something to wait for.
    assert (run.status == "active") == (run.waiting is not None)
    waits = [effect for effect in effects if effect.kind == "wait"]
    assert len(waits) <= 1
    if waits:
        assert run.waiting is not None
        assert (waits[0].token, waits[0].until) == (run.waiting.token, run.waiting.until)
    # Budgets.
    assert run.spent.messages_unanswered <= limits.MESSAGES_UNANSWERED
    assert run.spent.steps - before.spent.steps <= limits.STEPS_PER_TURN
    delays = [effect.delay for effect in effects if effect.kind == "send"]
    assert delays == sorted(delays)
    assert all(timedelta(0) <= delay <= limits.BACKLOG for delay in delays)
    if not outcome.heard:
        assert effects == ()
        assert (run.status, run.step_id, run.waiting) == (before.status, before.step_id, before.waiting)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(DOCUMENTS, HAPPENINGS)
def test_whatever_happens_a_run_rests_or_ends_and_can_be_replayed(
    document: Json, happenings: list[tuple[AnyInput, int]]
) -> None:
    play = Play(document, start=False)
    for given_input, seconds in [(Started(trigger=Trigger(kind="start_flow")), 0), *happenings]:
        before = play.run
        play.now += timedelta(seconds=seconds)
        check_outcome(before, play.give(given_input))

    run = Run.fresh(RUN_ID, flow_id=FLOW_ID, flow_version=1)
    for given_input, now, recorded in play.recorded:
        outcome = advance(play.version, run, given_input, now, chance(), world=WORLD)
        assert outcome == recorded
        run = Run.model_validate_json(outcome.run.model_dump_json())


def cyclic(rng: Random) -> Json:
    """A graph in which every exit leads somewhere and nothing but chance decides where."""
    ids = [f"s{number}" for number in range(rng.randint(1, 30))]

    def anywhere() -> str:
        return rng.choice(ids)

    makers: list[Callable[[], Json]] = [
        lambda: say("Hi {{contact.name}}", next=anywhere()),
        lambda: say("{{contact.email}}", next=anywhere()),  # empty: costs no message, must still end
        lambda: step("send_message", {"messages": [{"kind": "image", "media": PICTURE}]}, next=anywhere()),
        lambda: step("set_field", {"place": "run.x", "value": rng.randint(0, 3)}, next=anywhere()),
        lambda: step("add_tag", {"tag": rng.choice("ab")}, next=anywhere()),
        lambda: step("remove_tag", {"tag": rng.choice("ab")}, next=anywhere()),
        lambda: step(
            "condition",
            {"checks": [{"on": "tag", "tag": rng.choice("ab")}]},
            yes=anywhere(),
            no=anywhere(),
        ),
        lambda: offer("Pick", "A", next=anywhere(), choice_a=anywhere()),
    ]
    return flow(**{step_id: rng.choice(makers)() for step_id in ids})


def test_a_thousand_random_cyclic_graphs_end_by_budget() -> None:
    rng = chance(20261122)
    spent: set[str] = set()
    for _ in range(1000):
        document = read_document(cyclic(rng))
        assert any(problem.code == "loop_without_wait" for problem in lint(document))
        version = FlowVersion(flow_id=FLOW_ID, number=1, document=document)
        run = Run.fresh(RUN_ID, flow_id=FLOW_ID, flow_version=1)
        began = time.process_time()
        outcome = advance(version, run, Started(trigger=Trigger(kind="x")), NOW, rng, world=WORLD)
        assert time.process_time() - began < 1
        fault, ended = outcome.effects[-2:]
        assert ended.kind == "ended"
        assert fault.kind == "fault"
        spent.add(fault.code)
        check_outcome(run, outcome)
    assert spent == {"too_many_steps", "too_many_messages"}


def test_two_bots_that_talk_to_each_other_stop_by_the_hour() -> None:
    play = Play(flow(a=ask("And you?", exits={"answered": "a"})))
    for _ in range(3000):
        play.write("And you?")
    assert play.ended == "fault"
    assert len(play.said_ever) == limits.STEPS_PER_HOUR


@pytest.mark.parametrize("given_input", [Stopped(), TimerFired(token=1)])
def test_a_run_that_has_not_begun_takes_anything(given_input: AnyInput) -> None:
    play = Play(flow(a=say("Hi")), start=False)
    play.give(given_input)
    assert play.said == []
