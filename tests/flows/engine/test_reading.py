"""Whatever a stranger sends as a flow becomes a document or a clear sentence, and nothing else."""

import json
import time
from typing import Any

import pytest
from flows.engine.playing import Json, ask, flow, offer, say, step
from hypothesis import given
from hypothesis import strategies as st

from obrol.flows.engine import limits
from obrol.flows.engine.problems import DocumentUnreadable, Problem
from obrol.flows.engine.reading import read_document, read_json

GOOD = flow(hello=say("Hi", next="ask"), ask=ask("Name?", exits={"answered": "bye"}), bye=step("end"))


def problems_of(raw: Any) -> tuple[Problem, ...]:
    with pytest.raises(DocumentUnreadable) as refused:
        read_document(raw)
    assert refused.value.problems
    assert all(problem.severity == "error" for problem in refused.value.problems)
    return refused.value.problems


def sentences_about(raw: Json) -> list[str]:
    """What is wrong with it; nothing when it can be read."""
    try:
        read_document(raw)
    except DocumentUnreadable as refused:
        return [problem.message for problem in refused.problems]
    return []


def test_a_document_is_read_from_text_bytes_and_parsed_json_alike() -> None:
    text = json.dumps(GOOD)
    assert read_document(GOOD) == read_document(text) == read_document(text.encode())


def test_a_document_survives_being_written_and_read_again() -> None:
    document = read_document(GOOD)
    assert read_document(document.model_dump_json()) == document
    assert read_document(document.model_dump(mode="json")) == document


def test_layout_is_kept_apart_from_steps() -> None:
    document = read_document(GOOD | {"layout": {"hello": {"x": 10.5, "y": -3}}})
    assert document.layout["hello"].x == 10.5


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        ("", "not_json"),
        ("{", "not_json"),
        (b"\xff\xfe\x00", "not_json"),
        ('{"format": NaN}', "not_json"),
        ('{"format": -Infinity}', "not_json"),
        ('{"format": ' + "9" * 5000 + "}", "not_json"),
        ({"format": float("nan")}, "not_json"),
        ({"format": object()}, "not_json"),
        ("[]", "not_a_document"),
        ("null", "not_a_document"),
        ('"text"', "not_a_document"),
        ("[" * 100_000, "too_deep"),
        ('{"a":' * 200_000, "too_deep"),
        ('{"a": ' + "[" * 40 + "]" * 40 + "}", "too_deep"),
        ('{"format": 1, "format": 1}', "name_twice"),
        ('{"format": 1, "steps": {"a": {}, "a": {}}}', "name_twice"),
        ('{"format": 1, "start": "\\u0000"}', "unstorable_text"),
        ('{"format": 1, "start": "\\ud800"}', "unstorable_text"),
        ({"format": 1, "\ud800": 1}, "unstorable_text"),
        ('{"a": "' + "x" * 1_000_001 + '"}', "too_large"),
        ("é" * 500_001, "too_large"),
        ("{}", "unknown_format"),
        ({"format": True}, "unknown_format"),
        ({"format": 1.0}, "unknown_format"),
        ({"format": "1"}, "unknown_format"),
        ({"format": 0}, "unknown_format"),
        ({"format": 2}, "newer_format"),
        ({"format": 1, "start": "a", "steps": {}}, "bad_document"),
        ({"format": 1, "start": "a", "steps": []}, "bad_document"),
        ({"format": 1, "start": "a"}, "bad_document"),
        (GOOD | {"start": "../a"}, "bad_document"),
        (GOOD | {"surprise": 1}, "bad_document"),
        (GOOD | {"layout": {"hello": {"x": 1e9, "y": 0}}}, "bad_step"),
        (GOOD | {"steps": {"A b": step("end")}}, "bad_step_id"),
        (GOOD | {"steps": {"x" * 33: step("end")}}, "bad_step_id"),
        (GOOD | {"steps": {"a": 1}}, "bad_step"),
        (GOOD | {"steps": {"a": {}}}, "unknown_step_type"),
        (GOOD | {"steps": {"a": step("teleport")}}, "unknown_step_type"),
        (GOOD | {"steps": {"a": step("end", next="b")}}, "bad_step"),
    ],
    ids=range(39),
)
def test_a_hostile_or_broken_document_is_refused_with_a_code(raw: Any, code: str) -> None:
    assert problems_of(raw)[0].code == code


def test_a_newer_format_says_what_to_do() -> None:
    (problem,) = problems_of({"format": 7})
    assert problem.message == (
        "The document has format 7, and this Obrol reads formats up to 1. Update Obrol, or export the flow from there "
        "again."
    )


@pytest.mark.parametrize(
    ("broken", "message"),
    [
        (step("teleport"), 'Step "a" has the type "teleport", which this Obrol does not know.'),
        ({"options": {}}, 'Step "a" does not say its type.'),
        (step("end", next="b"), 'Step "a": has no exit "next"; it has none.'),
        (say("Hi", answered="b"), 'Step "a": has no exit "answered"; it has next.'),
        (say("  "), 'Step "a": options.messages.0.text.text: must not be empty.'),
        (say("Hi", typing=21), 'Step "a": options.messages.0.text.typing_seconds: input should be less than or equal'),
        (offer("Pick", "A", "A"), 'Step "a": two choices have the same id.'),
        (offer("Pick", "A b"), 'Step "a": options.messages.0.text.quick_replies.0.id: string should match pattern'),
        (ask("Who?", retries=11), 'Step "a": options.retries: input should be less than or equal to 10.'),
        (ask("Who?", save_to="agent.name"), 'Step "a": options.save_to: string should match pattern'),
        (ask("Who?", "shoe"), 'Step "a": options.answer: input tag \'shoe\' found using'),
        (ask("Who?", min=3), 'Step "a": options.answer.text.min: extra inputs are not permitted.'),
        (ask("Who?", min_length=5, max_length=4), 'Step "a": options.answer.text: min_length must not be above'),
        (ask("How many?", "number", min=5, max=4), 'Step "a": options.answer.number: min must not be above max.'),
        (step("wait", {"amount": 0, "unit": "days"}), 'Step "a": options.amount: input should be greater than'),
        (step("wait", {"amount": 367, "unit": "days"}), 'Step "a": options: must not be longer than 366 days.'),
        (step("add_tag", {"tag": " "}), 'Step "a": options.tag: string should have at least 1 character.'),
        (step("condition", {"checks": []}), 'Step "a": options.checks: list should have at least 1 item'),
        (step("hand_off", {"team_id": "sales"}), 'Step "a": options.team_id: input should be a valid UUID'),
        (say("Hi") | {"exits": {"next": "../etc"}}, 'Step "a": exits.next: string should match pattern'),
        (say("Hi") | {"surprise": 1}, 'Step "a": surprise: extra inputs are not permitted.'),
    ],
)  # fmt: skip
def test_a_problem_names_the_step_and_the_place(broken: Json, message: str) -> None:
    (problem, *_) = problems_of(flow(a=broken))
    assert problem.message.startswith(message)
    assert problem.step_id == "a"


@pytest.mark.parametrize(
    "link",
    ["javascript:alert(1)", "data:text/html,x", "{{contact.fields.link}}", "//evil.example", " https://a.example"],
)
def test_a_button_opens_only_links_for_people(link: str) -> None:
    document = flow(
        a=step(
            "send_message",
            {"messages": [{"kind": "text", "text": "x", "buttons": [{"id": "b", "label": "B", "url": link}]}]},
        )
    )
    assert problems_of(document)[0].step_id == "a"


def test_choices_must_fit_what_shows_them() -> None:
    many = [{"id": f"c{number}", "label": str(number)} for number in range(11)]
    (problem,) = problems_of(flow(a=ask("Which?", "choice", choices=many, show_as="buttons")))
    assert "at most 10 choices fit as buttons" in problem.message
    (problem,) = problems_of(flow(a=ask("Which?", "choice", choices=[{"id": "long", "label": "x" * 41}])))
    assert 'the label of "long" is longer than the 40 characters of a quick reply' in problem.message


def test_a_problem_of_the_layout_names_the_step_too() -> None:
    (problem,) = problems_of(GOOD | {"layout": {"hello": {"x": 0}}})
    assert problem.message == 'The layout of step "hello": y: field required.'


def test_more_steps_than_allowed_are_one_problem() -> None:
    (problem,) = problems_of({"format": 1, "start": "a", "steps": {f"s{number}": 1 for number in range(1001)}})
    assert (problem.code, problem.place) == ("too_many_steps", "steps")


def test_a_thousand_steps_are_allowed() -> None:
    steps = {f"s{number}": step("end") for number in range(limits.STEPS)}
    assert len(read_document({"format": 1, "start": "s0", "steps": steps}).steps) == limits.STEPS


def test_at_most_a_hundred_problems_are_reported() -> None:
    steps = {f"s{number}": step("teleport") for number in range(500)}
    assert len(problems_of({"format": 1, "start": "s0", "steps": steps})) == limits.PROBLEMS


def test_long_names_from_a_stranger_are_not_repeated_whole() -> None:
    (problem,) = problems_of(GOOD | {"steps": {"a": step("t" * 100_000)}})
    assert len(problem.message) < 200


@pytest.mark.parametrize(
    "inside",
    [
        {"exits": ["x"] * 190_000},
        {"exits": {f"{number:x}": "!" for number in range(70_000)}},
        {"type": "condition", "options": {"checks": [0] * 300_000}},
        {"name": "x" * 990_000},
    ],
    ids=["list", "exits", "checks", "name"],
)
def test_a_document_of_nearly_the_largest_size_is_looked_at_in_reasonable_time(inside: Json) -> None:
    hostile = json.dumps({"format": 1, "start": "a", "steps": {"a": {"type": "end"} | inside}})
    assert limits.DOCUMENT_BYTES * 0.85 < len(hostile) <= limits.DOCUMENT_BYTES
    began = time.process_time()
    problems_of(hostile)
    assert time.process_time() - began < 5  # measured: 0.1 to 0.4 s


def test_an_unfinished_draft_only_has_to_be_storable_json() -> None:
    draft = {"format": 1, "steps": {"a": say("")}}
    assert read_json(draft) == draft


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=12,
)
STEP_JSON = st.fixed_dictionaries(
    {"type": st.sampled_from(["send_message", "ask_question", "condition", "wait", "set_field", "end", "?"])},
    optional={"options": JSON, "exits": JSON, "name": JSON},
)


@given(
    st.fixed_dictionaries(
        {"format": st.just(1), "start": JSON, "steps": st.dictionaries(st.text(max_size=4), STEP_JSON)}
    )
)
def test_any_json_is_a_document_or_a_list_of_sentences(raw: Json) -> None:
    assert all(sentence.endswith(".") for sentence in sentences_about(raw))


@given(st.binary(max_size=60) | st.text(max_size=60))
def test_any_bytes_are_refused_without_another_error(raw: bytes | str) -> None:
    with pytest.raises(DocumentUnreadable):
        read_document(raw)
