from uuid import UUID

import pytest
from messages import a_channel, a_link, a_message, links_of, media_in, words_in

from obrol.channels.contract.capabilities import (
    ButtonLimits,
    Capabilities,
    CardLimits,
    MediaLimits,
    PersonaSupport,
    QuickReplyLimits,
    TextLimit,
    Unit,
)
from obrol.channels.contract.content import Button, Card, Cards, File, Image, Media, OutboundContent, QuickReply, Text
from obrol.channels.contract.fitting import violations
from obrol.channels.contract.offers import answers_of, match_numbered_reply
from obrol.channels.contract.outbound import Speaker
from obrol.channels.contract.shaping import Change, Shaped, prepare, shape

PLAIN = Capabilities(text=TextLimit(160))
RICH = Capabilities(
    text=TextLimit(160),
    buttons=ButtonLimits(3, TextLimit(20)),
    quick_replies=QuickReplyLimits(5, TextLimit(20)),
    image=MediaLimits(1_000, ("image/*",)),
    file=MediaLimits(2_000),
    caption=TextLimit(40),
)
ADA = Speaker(UUID(int=1), "Ada")
YES_NO = [Button(id="yes", label="Yes"), Button(id="no", label="No")]
MENU = Button(id="menu", label="Our menu", url="https://shop.example/menu")
PICTURE = Media(attachment_id=UUID(int=7), name="kopi.png", media_type="image/png", size=900)
LINK = a_link(UUID(int=7))

GENERATED = 5_000


def shaped(content: OutboundContent, capabilities: Capabilities, speaker: Speaker | None = None) -> Shaped:
    return shape(content, capabilities, links={UUID(int=7): LINK}, speaker=speaker)


def texts(result: Shaped) -> list[str]:
    return [piece.text for piece in result.pieces if isinstance(piece, Text)]


def test_what_fits_stays_the_same_object() -> None:
    content = Text(text="Kopi?", buttons=YES_NO)

    assert shaped(content, RICH) == Shaped((content,))
    assert shaped(content, RICH).pieces[0] is content


def test_long_text_is_split_and_its_offers_stand_under_the_last_piece() -> None:
    content = Text(text="A sentence of thirty letters. " * 10, buttons=YES_NO)

    result = shaped(content, RICH)

    assert [len(text) for text in texts(result)] == [149, 149]
    first, last = result.pieces
    assert isinstance(first, Text)
    assert isinstance(last, Text)
    assert (first.buttons, last.buttons) == ([], YES_NO)
    assert result.changes == (Change.TEXT_SPLIT,)


def test_the_text_over_buttons_may_have_to_be_shorter() -> None:
    narrow = Capabilities(text=TextLimit(160), buttons=ButtonLimits(3, TextLimit(20), text=TextLimit(40)))

    result = shaped(Text(text="word " * 20, buttons=YES_NO), narrow)

    assert all(len(text) <= 160 for text in texts(result))
    assert len(texts(result)[-1]) <= 40


def test_without_buttons_they_are_a_numbered_list() -> None:
    result = shaped(Text(text="Sugar?", buttons=[*YES_NO, MENU]), PLAIN)

    assert texts(result) == ["Sugar?\n\nOur menu: https://shop.example/menu\n\n1. Yes\n2. No"]
    assert result.changes == (Change.LINKS_WRITTEN, Change.OFFERS_NUMBERED)


def test_too_many_buttons_become_quick_replies_if_those_fit() -> None:
    four = [Button(id=str(number), label=f"Size {number}") for number in range(4)]

    (piece,) = shaped(Text(text="Which?", buttons=four), RICH).pieces

    assert isinstance(piece, Text)
    assert [reply.id for reply in piece.quick_replies] == ["0", "1", "2", "3"]
    assert shaped(Text(text="Which?", buttons=four), RICH).changes == (Change.OFFERS_MOVED,)


def test_quick_replies_become_buttons_where_only_those_are_known() -> None:
    only_buttons = Capabilities(text=TextLimit(160), buttons=ButtonLimits(3, TextLimit(20)))
    content = Text(text="Sugar?", quick_replies=[QuickReply(id="yes", label="Yes")])

    (piece,) = shaped(content, only_buttons).pieces

    assert piece == Text(text="Sugar?", buttons=[Button(id="yes", label="Yes")])


def test_a_label_that_is_too_long_is_written_out_and_not_cut() -> None:
    long = Button(id="long", label="A label that no button here can hold")

    assert "1. A label that no button here can hold" in texts(shaped(Text(text="?", buttons=[long]), RICH))[0]


def test_buttons_that_cannot_open_addresses_leave_the_address_in_the_text() -> None:
    no_links = Capabilities(text=TextLimit(160), buttons=ButtonLimits(3, TextLimit(20), links=False))

    (piece,) = shaped(Text(text="Sugar?", buttons=[*YES_NO, MENU]), no_links).pieces

    assert piece == Text(text="Sugar?\n\nOur menu: https://shop.example/menu", buttons=YES_NO)


def test_a_picture_that_is_too_large_goes_as_a_file_and_then_as_a_link() -> None:
    larger = PICTURE.model_copy(update={"size": 1_500})
    largest = PICTURE.model_copy(update={"size": 2_500})

    assert shaped(Image(media=PICTURE, caption="Kopi"), RICH).changes == ()
    assert shaped(Image(media=larger, caption="Kopi"), RICH).pieces == (File(media=larger, caption="Kopi"),)
    linked = shaped(Image(media=largest, caption="Kopi"), RICH)
    assert texts(linked) == [f"Kopi\nkopi.png\n{LINK}"]
    assert linked.changes == (Change.MEDIA_LINKED,)


def test_a_caption_that_is_too_long_follows_as_text() -> None:
    caption = "Thirty-one letters of caption, " * 2

    result = shaped(Image(media=PICTURE, caption=caption), RICH)

    assert result.pieces == (Image(media=PICTURE), Text(text=caption))
    assert result.changes == (Change.CAPTION_SEPARATED,)


def test_cards_become_pictures_with_words_numbered_in_one_count() -> None:
    cards = Cards(
        cards=[
            Card(title="Latte", subtitle="Milk", image=PICTURE, buttons=[Button(id="l", label="Order")]),
            Card(title="Espresso", buttons=[Button(id="e", label="Order"), MENU]),
        ]
    )
    pictures = Capabilities(text=TextLimit(160), image=MediaLimits(1_000), caption=TextLimit(100))

    result = shaped(cards, pictures)

    assert result.pieces == (
        Image(media=PICTURE, caption="Latte\nMilk\n\n1. Order"),
        Text(text="Espresso\n\nOur menu: https://shop.example/menu\n\n2. Order"),
    )


def test_cards_keep_their_buttons_where_texts_have_buttons() -> None:
    cards = Cards(cards=[Card(title="Latte", image=PICTURE, buttons=[Button(id="l", label="Order")])])

    result = shaped(cards, RICH)

    order = [Button(id="l", label="Order")]
    assert result.pieces == (Image(media=PICTURE), Text(text="Latte", buttons=order))


def test_too_many_cards_become_two_rows() -> None:
    few = Capabilities(text=TextLimit(160), cards=CardLimits(2, TextLimit(80), TextLimit(80), 1, TextLimit(20)))
    cards = Cards(cards=[Card(title=str(number)) for number in range(3)])

    result = shaped(cards, few)

    assert [len(piece.cards) for piece in result.pieces if isinstance(piece, Cards)] == [2, 1]
    assert result.changes == (Change.CARDS_SPLIT,)


@pytest.mark.parametrize(
    ("content", "first_words"),
    [
        (Text(text="Halo"), "Ada: Halo"),
        (Image(media=PICTURE, caption="Kopi"), "Ada: Kopi"),
        (Image(media=PICTURE), "Ada"),
        (Cards(cards=[Card(title="Latte")]), "Ada: Latte"),
    ],
)
def test_a_name_stands_in_front_where_the_channel_shows_none(content: OutboundContent, first_words: str) -> None:
    prefixing = Capabilities(
        text=TextLimit(160), image=MediaLimits(1_000), caption=TextLimit(40), persona=PersonaSupport.PREFIX
    )

    result = shaped(content, prefixing, ADA)

    assert words_in(result.pieces[0])[0] == first_words
    assert Change.NAME_PREFIXED in result.changes


def test_a_name_is_written_once_and_counts_towards_the_limit() -> None:
    prefixing = Capabilities(text=TextLimit(32), persona=PersonaSupport.PREFIX)

    result = shaped(Text(text="thirty letters would fit alone."), prefixing, ADA)

    assert texts(result) == ["Ada: thirty letters would fit", "alone."]


def test_native_names_and_channels_without_names_leave_the_text_alone() -> None:
    for persona in (PersonaSupport.NATIVE, PersonaSupport.NONE):
        capabilities = Capabilities(text=TextLimit(160), persona=persona)
        assert texts(shaped(Text(text="Halo"), capabilities, ADA)) == ["Halo"]


def test_lengths_are_counted_as_the_channel_counts() -> None:
    family = "👩‍👩‍👧‍👦"
    for unit in Unit:
        limit = TextLimit(40, unit)
        result = shaped(Text(text=family * 20), Capabilities(text=limit))
        assert all(limit.holds(text) for text in texts(result))
        assert all(set(text) == set(family) and text.startswith("👩") for text in texts(result))


def test_prepared_pieces_carry_one_key_each_and_quote_once() -> None:
    message_id = UUID("01938e1e-0000-7000-8000-000000000001")

    messages, _ = prepare(
        Text(text="word " * 60), PLAIN, message_id=message_id, to="walt", links={}, speaker=ADA, reply_to="m-1"
    )

    assert [(message.piece, message.pieces, message.reply_to) for message in messages] == [(1, 2, "m-1"), (2, 2, None)]
    assert messages[0].idempotency_key == message_id
    assert messages[1].idempotency_key not in (message_id, messages[0].idempotency_key)


def test_the_same_message_is_shaped_the_same_way_again() -> None:
    content, capabilities = a_message(21), a_channel(21)

    once = shape(content, capabilities, links=links_of(content), speaker=ADA)

    assert len(once.pieces) > 1
    assert once == shape(content, capabilities, links=links_of(content), speaker=ADA)


@pytest.mark.parametrize("start", range(0, GENERATED, 500))
def test_generated_messages_fit_every_channel_and_lose_no_word(start: int) -> None:
    for seed in range(start, start + 500):
        content, capabilities = a_message(seed), a_channel(seed)

        result = shape(content, capabilities, links=links_of(content), speaker=ADA)

        assert not [problem for piece in result.pieces for problem in violations(piece, capabilities)], seed
        assert not lost_words(content, result), seed
        assert seed % 4 or not lost_answers(content, result, capabilities), seed


def lost_words(content: OutboundContent, result: Shaped) -> list[str]:
    """What was written before and stands nowhere after, white space aside."""
    after = squeezed("".join("".join(words_in(piece)) for piece in result.pieces))
    lost = [words for words in words_in(content) if squeezed(words) not in after]
    kept = {attachment for piece in result.pieces for attachment in media_in(piece)}
    return lost + [str(media) for media in media_in(content) if media not in kept and a_link(media) not in after]


def lost_answers(content: OutboundContent, result: Shaped, capabilities: Capabilities) -> list[str]:
    """Answers that can be neither pressed nor called by number or by label."""
    answers = answers_of(content)
    pressed = {answer.id for piece in result.pieces for answer in answers_of(piece)}
    calls = [f"{number}." for number in range(1, len(answers) + 1)] + [answer.label for answer in answers]
    choices = [match_numbered_reply(call, content, capabilities) for call in calls]
    called = {choice.choice_id for choice in choices if choice}
    return [answer.id for answer in answers if answer.id not in pressed | called]


def squeezed(text: str) -> str:
    return "".join(text.split())
