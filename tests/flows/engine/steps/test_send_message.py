"""Send message: say something, and go where the contact's answer leads."""

import pytest
from flows.engine.playing import PICTURE, Json, Play, flow, offer, say, step

from obrol.channels.contract.content import Image, Media, Text
from obrol.flows.engine.effects import Send
from obrol.flows.engine.registry import STEP_TYPES

BUTTONS: Json = {
    "kind": "text",
    "text": "Buttons",
    "buttons": [{"id": "one", "label": "One"}, {"id": "site", "label": "Site", "url": "https://shop.example"}],
}
REPLIES: Json = {"kind": "text", "text": "Replies", "quick_replies": [{"id": "two", "label": "Two"}]}
IMAGE: Json = {"kind": "image", "media": PICTURE}


def send(*messages: Json, **exits: str) -> Json:
    return step("send_message", {"messages": list(messages)}, **exits)


TWO_WAYS = flow(
    a=send(BUTTONS, REPLIES, choice_one="one", choice_two="two", otherwise="other"),
    one=say("One!"),
    two=say("Two!"),
    other=say("Sorry?"),
)


def test_without_choices_it_goes_on_at_once() -> None:
    assert Play(flow(a=say("One", next="b"), b=say("Two"))).said == ["One", "Two"]


def test_with_choices_it_rests_until_one_is_taken() -> None:
    play = Play(TWO_WAYS)
    assert play.said == ["Buttons", "Replies"]
    assert play.run.waiting is not None
    assert play.run.waiting.reason == "reply"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("One", "One!"),
        ("one.", "One!"),
        ("TWO", "Two!"),
        ("1", "Two!"),  # the first choice of the newest message
        ("2", "Sorry?"),
        ("Site", "Sorry?"),
        ("something else", "Sorry?"),
    ],
)
def test_a_written_choice_counts_as_pressed_and_anything_else_goes_otherwise(text: str, said: str) -> None:
    assert Play(TWO_WAYS).write(text) == [said]


def test_a_picture_is_something_else() -> None:
    assert Play(TWO_WAYS).reply(Image(media=Media.model_validate(PICTURE))) == ["Sorry?"]


def test_without_an_exit_for_it_something_else_is_not_heard_and_the_run_still_waits() -> None:
    play = Play(flow(a=offer("Pick", "A", choice_a="b"), b=say("Picked")))
    assert play.write("what?") == []
    assert not play.outcome.heard
    assert play.write("a") == ["Picked"]


def test_a_choice_that_is_not_connected_completes_the_run() -> None:
    play = Play(flow(a=offer("Pick", "A")))
    play.press("a", "a")
    assert play.ended == "completed"


def test_with_next_connected_it_goes_on_and_its_choices_can_still_be_pressed() -> None:
    play = Play(flow(a=offer("Pick", "A", next="b", choice_a="c"), b=say("On"), c=say("Picked")))
    assert play.said == ["Pick", "On"]
    assert play.press("a", "a") == ["Picked"]


def test_a_button_with_a_link_is_no_choice() -> None:
    link = {"kind": "text", "text": "Go", "buttons": [BUTTONS["buttons"][1]]}
    play = Play(flow(a=send(link, next="b"), b=say("On")))
    content = play.of(Send)[0].content
    assert isinstance(content, Text)
    assert content.buttons[0].url == "https://shop.example"
    assert play.said == ["Go", "On"]


@pytest.mark.parametrize(
    ("messages", "needs"),
    [
        ([{"kind": "text", "text": "x"}], set()),
        ([BUTTONS], {"buttons"}),
        ([REPLIES, IMAGE], {"quick_replies", "image"}),
    ],
)
def test_it_needs_what_its_messages_show(messages: list[Json], needs: set[str]) -> None:
    assert STEP_TYPES["send_message"].model_validate(send(*messages)).needs() == needs


def test_every_way_out_but_next_waits() -> None:
    built = STEP_TYPES["send_message"].model_validate(send(BUTTONS))
    assert [(exit, built.rests_before(exit)) for exit in built.exit_names()] == [
        ("next", False),
        ("choice:one", True),
        ("otherwise", True),
    ]
