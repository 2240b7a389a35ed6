"""Ask question: an answer that fits is kept, another is asked again, and patience ends."""

import pytest
from flows.engine.playing import Json, Play, ask, flow, say, step

from obrol.channels.contract.content import Text
from obrol.flows.engine.effects import Send, SetAttribute, SetField
from obrol.flows.engine.registry import STEP_TYPES

DRINKS = [{"id": "kopi", "label": "Kopi Susu"}, {"id": "teh", "label": "Teh"}]
ENDS = {"ok": say("ok"), "no": say("no")}


def question(kind: str, **options: object) -> Play:
    return Play(
        flow(
            a=ask("Question?", kind, exits={"answered": "ok", "failed": "no"}, **({"save_to": "run.it"} | options)),
            **ENDS,
        )
    )


@pytest.mark.parametrize(
    ("kind", "options", "text", "kept"),
    [
        ("text", {}, "  Walt Kopi ", "Walt Kopi"),
        ("text", {"min_length": 3}, "abc", "abc"),
        ("email", {}, " Walt@CONTOH.id", "Walt@contoh.id"),
        ("number", {}, "1.250.000", 1_250_000),
        ("number", {}, "12,5", 12.5),
        ("number", {"min": 1, "max": 3}, "3", 3),
        ("number", {"min": 1, "max": 3}, "1", 1),
        ("number", {"whole": True}, "3.0", 3),
        ("choice", {"choices": DRINKS}, "kopi susu", "Kopi Susu"),
        ("choice", {"choices": DRINKS}, "2", "Teh"),
    ],
)
def test_an_answer_that_fits_is_kept(kind: str, options: Json, text: str, kept: object) -> None:
    play = question(kind, **options)
    assert play.write(text) == ["ok"]
    assert play.run.variables == {"it": kept}
    assert type(play.run.variables["it"]) is type(kept)


@pytest.mark.parametrize(
    ("kind", "options", "text"),
    [
        ("text", {"min_length": 3}, "ab"),
        ("text", {"max_length": 3}, "abcd"),
        ("email", {}, "walt at contoh"),
        ("number", {}, "a few"),
        ("number", {"min": 1}, "0"),
        ("number", {"max": 3}, "3,5"),
        ("number", {"whole": True}, "2,5"),
        ("choice", {"choices": DRINKS}, "milk"),
        ("choice", {"choices": DRINKS}, "3"),
    ],
)
def test_an_answer_that_does_not_fit_is_asked_again(kind: str, options: Json, text: str) -> None:
    play = question(kind, **options)
    assert play.write(text) == ["Question?"]
    assert play.run.variables == {}
    assert play.run.step_id == "a"


def test_after_the_last_retry_it_fails() -> None:
    play = question("number", retries=2, retry_text="A number, please.")
    assert play.write("a") == ["A number, please."]
    assert play.write("b") == ["A number, please."]
    assert play.write("c") == ["no"]


def test_without_retries_the_first_wrong_answer_fails() -> None:
    assert question("number", retries=0).write("a") == ["no"]


def test_wrong_answers_are_counted_anew_each_time_the_question_is_asked() -> None:
    play = Play(flow(a=ask("Number?", "number", retries=1, exits={"answered": "a", "failed": "no"}), **ENDS))
    for text in ("x", "1", "x", "1", "x"):
        assert play.write(text) == ["Number?"]
    assert play.write("x") == ["no"]


def test_an_answer_may_be_pressed() -> None:
    play = question("choice", choices=DRINKS)
    assert play.press("a", "teh") == ["ok"]
    assert play.run.variables == {"it": "Teh"}


def test_an_answer_may_be_changed_later_by_pressing_another() -> None:
    play = Play(
        flow(
            a=ask("Drink?", "choice", choices=DRINKS, save_to="contact.fields.drink", exits={"answered": "b"}),
            b=ask("Size?"),
        )
    )
    play.press("a", "teh")
    play.press("a", "kopi")
    assert play.done == [SetField(step_id="a", key="drink", value="Kopi Susu")]
    assert play.said == ["Size?"]


def test_a_choice_with_an_exit_of_its_own_takes_it_and_is_kept_all_the_same() -> None:
    document = flow(
        a=ask(
            "Drink?",
            "choice",
            choices=DRINKS,
            save_to="run.drink",
            exits={"answered": "ok", "choice:teh": "no"},
        ),
        **ENDS,
    )
    play = Play(document)
    assert play.write("teh") == ["no"]
    assert play.run.variables == {"drink": "Teh"}
    assert Play(document).write("kopi susu") == ["ok"]


def test_an_answer_may_go_to_the_contact_itself() -> None:
    play = question("email", save_to="contact.email")
    play.write("walt@contoh.id")
    assert play.done == [SetAttribute(step_id="a", name="email", value="walt@contoh.id")]


def test_a_number_for_a_text_of_the_contact_becomes_text() -> None:
    play = question("number", save_to="contact.phone")
    play.write("628111")
    assert play.done == [SetAttribute(step_id="a", name="phone", value="628111")]


def test_an_answer_need_not_be_kept() -> None:
    play = question("text", save_to=None)
    assert play.write("anything") == ["ok"]
    assert play.run.variables == {}


@pytest.mark.parametrize("shown_as", ["buttons", "quick_replies"])
def test_choices_are_shown_as_asked(shown_as: str) -> None:
    play = question("choice", choices=DRINKS, show_as=shown_as)
    content = play.of(Send)[0].content
    assert isinstance(content, Text)
    shown = content.buttons if shown_as == "buttons" else content.quick_replies
    assert [choice.label for choice in shown] == ["Kopi Susu", "Teh"]
    assert len(content.buttons) + len(content.quick_replies) == 2


def test_they_are_shown_again_with_the_retry() -> None:
    play = question("choice", choices=DRINKS, retry_text="One of these, please.")
    play.write("milk")
    content = play.of(Send)[0].content
    assert isinstance(content, Text)
    assert content.text == "One of these, please."
    assert len(content.quick_replies) == 2


def test_it_needs_what_shows_its_choices() -> None:
    def needs(**options: object) -> set[str]:
        return set(STEP_TYPES["ask_question"].model_validate(ask("Q?", **options)).needs())  # type: ignore[arg-type]

    assert needs() == set()
    assert needs(kind="choice", choices=DRINKS) == {"quick_replies"}
    assert needs(kind="choice", choices=DRINKS, show_as="buttons") == {"buttons"}


def test_a_question_that_is_empty_once_filled_still_waits() -> None:
    play = Play(
        flow(a=step("ask_question", {"text": "{{nothing}}", "answer": {"kind": "text"}}, answered="ok"), **ENDS)
    )
    assert play.faults == ["message_not_sendable"]
    assert play.write("hello?") == ["ok"]
