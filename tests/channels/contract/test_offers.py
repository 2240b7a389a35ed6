from uuid import UUID

import pytest

from obrol.channels.contract.capabilities import ButtonLimits, Capabilities, CardLimits, TextLimit
from obrol.channels.contract.content import Button, Card, Cards, Image, Media, QuickReply, Text
from obrol.channels.contract.offers import answers_of, match_numbered_reply, numbered

PLAIN = Capabilities(text=TextLimit(160))
WITH_BUTTONS = Capabilities(text=TextLimit(160), buttons=ButtonLimits(3, TextLimit(20)))
SUGAR = Text(
    text="Sugar?",
    buttons=[
        Button(id="yes", label="Yes, please!"),
        Button(id="menu", label="Menu", url="https://shop.example"),
        Button(id="no", label="No"),
    ],
    quick_replies=[QuickReply(id="aren", label="☕ Gula arén")],
)


def chosen(reply: str, offered: Text | Cards = SUGAR, capabilities: Capabilities = PLAIN) -> str | None:
    choice = match_numbered_reply(reply, offered, capabilities)
    return choice.choice_id if choice else None


@pytest.mark.parametrize("reply", ["2", " 2 ", "2.", "2)", "(2)", "#2", "[2]", "2:", "2️⃣", "\uff12", "٢"])
def test_a_number_means_the_answer_with_that_number(reply: str) -> None:
    assert chosen(reply) == "no"


@pytest.mark.parametrize("reply", ["No", "no", "NO!", '"no"', "Nó."])
def test_a_label_means_its_answer_in_any_spelling(reply: str) -> None:
    assert chosen(reply) == "no"
    assert chosen(reply, capabilities=WITH_BUTTONS) == "no"


@pytest.mark.parametrize("reply", ["0", "4", "12", "2 sugars", "no thanks", "", "²²", "1234567890" * 9])
def test_anything_else_is_just_what_was_written(reply: str) -> None:
    assert chosen(reply) is None


def test_links_are_not_counted() -> None:
    assert [answer.id for answer in answers_of(SUGAR)] == ["yes", "no", "aren"]
    assert [chosen(number) for number in "123"] == ["yes", "no", "aren"]


def test_a_number_means_nothing_where_buttons_were_shown() -> None:
    buttons_only = Text(text="Sugar?", buttons=[Button(id="yes", label="Yes")])
    assert chosen("1", buttons_only, PLAIN) == "yes"

    assert chosen("1", buttons_only, WITH_BUTTONS) is None


def test_a_label_wins_over_a_number() -> None:
    cups = Text(text="How many cups?", quick_replies=[QuickReply(id=f"c{n}", label=str(n)) for n in (3, 2, 1)])

    assert chosen("1", cups) == "c1"
    assert chosen("3", cups) == "c3"


def test_a_label_that_stands_twice_needs_its_number() -> None:
    cards = Cards(cards=[Card(title=title, buttons=[Button(id=title, label="Order")]) for title in ("latte", "teh")])

    assert chosen("order", cards) is None
    assert chosen("2", cards) == "teh"
    assert [answer.id for answer in numbered(cards, PLAIN)] == ["latte", "teh"]


def test_cards_that_are_shown_as_cards_are_not_numbered() -> None:
    cards = Cards(cards=[Card(title="latte", buttons=[Button(id="latte", label="Order")])])
    with_cards = Capabilities(text=TextLimit(160), cards=CardLimits(4, TextLimit(80), TextLimit(80), 3, TextLimit(20)))

    assert chosen("1", cards, with_cards) is None
    assert chosen("order", cards, with_cards) == "latte"


def test_the_choice_names_the_message_that_offered_it() -> None:
    choice = match_numbered_reply("1", SUGAR, PLAIN, message_id=UUID(int=5))

    assert choice is not None
    assert (choice.text, choice.choice_id, choice.message_id) == ("Yes, please!", "yes", UUID(int=5))


def test_a_picture_offers_nothing() -> None:
    media = Media(attachment_id=UUID(int=1), name="kopi.png", media_type="image/png", size=1)

    assert match_numbered_reply("1", Image(media=media), PLAIN) is None
