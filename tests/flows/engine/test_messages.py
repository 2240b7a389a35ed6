"""Messages are filled with what the flow knows, and always become something that can be sent."""

from datetime import timedelta

import pytest
from flows.engine.playing import PICTURE, WALT, WORLD, Json, Play, flow, offer, say, step

from obrol.channels.contract.content import Image, Text
from obrol.flows.engine.effects import Fault, Send


def texts(*messages: Json) -> Json:
    return step("send_message", {"messages": list(messages)})


def first_text(play: Play) -> Text:
    content = play.of(Send)[0].content
    assert isinstance(content, Text)
    return content


@pytest.mark.parametrize(
    ("template", "said"),
    [
        ("Hi {{contact.first_name}} of {{contact.fields.city}}", "Hi Walt of Bandung"),
        ("{{contact.tags}}", "Coffee"),
        ("{{contact.fields.drinks}}", "Espresso, Teh Tarik"),
        ("{{contact.email | no address}}", "no address"),
        ("{{now.time}} {{now.weekday}}", "09:05 7"),
        ("{{channel.kind}} {{channel.name}}", "webchat Shop"),
        ("{{workspace.name}} {{bot.name}} {{agent.name | nobody}}", "Acme Barista nobody"),
        ("{{conversation.answering}}", "bot"),
        ("{{run.last_reply}}", "hi"),
        ("[{{unknown.path}}]", "[]"),
        ("{{ 7*7 }}", "{{ 7*7 }}"),
    ],
)
def test_variables_are_filled(template: str, said: str) -> None:
    assert Play(flow(a=say(template))).said == [said]


def test_a_name_that_looks_like_a_template_stays_as_it_is() -> None:
    world = WORLD.model_copy(update={"contact": WALT.model_copy(update={"name": "{{contact.phone}}"})})
    assert Play(flow(a=say("Hi {{contact.name}}")), world=world).said == ["Hi {{contact.phone}}"]


def test_a_label_that_looks_like_a_template_is_matched_and_kept_as_it_was_shown() -> None:
    world = WORLD.model_copy(update={"contact": WALT.model_copy(update={"name": "{{contact.phone}}"})})
    question = {
        "text": "Who?",
        "answer": {"kind": "choice", "choices": [{"id": "me", "label": "{{contact.name}}"}]},
        "save_to": "run.who",
    }
    play = Play(flow(a=step("ask_question", question, answered="b"), b=say("It is {{run.who}}")), world=world)
    assert play.write("{{contact.phone}}") == ["It is {{contact.phone}}"]


def test_a_message_that_is_empty_once_filled_is_a_fault_and_the_run_goes_on() -> None:
    play = Play(flow(a=say("{{contact.email}}", "Still here")))
    fault, send, _ = play.outcome.effects
    assert fault == Fault(
        step_id="a", code="message_not_sendable", detail="The message is empty once its variables are filled."
    )
    assert send.kind == "send"
    assert play.ended == "completed"


def test_a_filled_text_is_cut_at_the_longest_text_of_all() -> None:
    world = WORLD.model_copy(update={"contact": WALT.model_copy(update={"fields": {"story": "x" * 20_000}})})
    (said,) = Play(flow(a=say("{{contact.fields.story}}")), world=world).said
    assert len(said) == 10_000
    assert said.endswith("…")


def test_a_picture_is_sent_with_its_caption_filled() -> None:
    play = Play(flow(a=texts({"kind": "image", "media": PICTURE, "caption": "For {{contact.first_name}}"})))
    content = play.of(Send)[0].content
    assert isinstance(content, Image)
    assert (content.caption, content.media.name) == ("For Walt", "menu.png")


def test_typing_delays_add_up() -> None:
    play = Play(flow(a=say("One", "Two", typing=1.5, next="b"), b=say("Three")))
    assert [(send.typing_for, send.delay) for send in play.of(Send)] == [
        (timedelta(seconds=1.5), timedelta(seconds=1.5)),
        (timedelta(seconds=1.5), timedelta(seconds=3)),
        (timedelta(0), timedelta(seconds=3)),
    ]


def test_typing_delays_never_add_up_to_more_than_five_minutes() -> None:
    play = Play(flow(a=offer("x", "More", typing=20, choice_more="b"), b=say(*"123456789", typing=20, next="a")))
    for _ in range(3):
        play.press("a", "more")
    assert max(send.delay for send in play.of(Send)) == timedelta(minutes=5)


def test_a_choice_says_on_the_wire_which_flow_and_step_it_belongs_to() -> None:
    content = first_text(Play(flow(menu=offer("Pick", "Coffee"))))
    assert [reply.id for reply in content.quick_replies] == ["0000f10e/menu/coffee"]


def test_labels_are_filled_and_cut_and_never_blank() -> None:
    buttons = [
        {"id": "name", "label": "I am {{contact.first_name}}"},
        {"id": "empty", "label": "{{contact.email}}"},
        {"id": "long", "label": "{{contact.fields.story}}"},
    ]
    replies = [{"id": "quick", "label": "{{contact.fields.story}}"}]
    world = WORLD.model_copy(update={"contact": WALT.model_copy(update={"fields": {"story": "x" * 200}})})
    content = first_text(
        Play(flow(a=texts({"kind": "text", "text": "Pick", "buttons": buttons, "quick_replies": replies})), world=world)
    )
    assert [button.label for button in content.buttons] == ["I am Walt", "empty", "x" * 79 + "…"]
    assert content.quick_replies[0].label == "x" * 39 + "…"


def test_what_is_filled_into_a_link_is_encoded() -> None:
    link = {"id": "shop", "label": "Shop", "url": "https://shop.example/?who={{contact.name}}&at={{now}}"}
    content = first_text(Play(flow(a=texts({"kind": "text", "text": "Go", "buttons": [link]}))))
    assert content.buttons[0].url == "https://shop.example/?who=Walt%20Kopi&at=2026-11-22%2009%3A05"


def test_a_button_whose_link_grew_too_long_is_left_out_with_a_fault() -> None:
    link = {"id": "shop", "label": "Shop", "url": "https://shop.example/{{contact.fields.story}}"}
    world = WORLD.model_copy(update={"contact": WALT.model_copy(update={"fields": {"story": "x" * 3000}})})
    play = Play(flow(a=texts({"kind": "text", "text": "Go", "buttons": [link]})), world=world)
    assert first_text(play).buttons == []
    assert play.faults == ["message_not_sendable"]
