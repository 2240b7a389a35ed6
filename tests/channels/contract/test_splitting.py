import pytest
from hypothesis import given
from hypothesis import strategies as st

from obrol.channels.contract.capabilities import TextLimit, Unit
from obrol.channels.contract.splitting import split

LIMITS = st.builds(TextLimit, st.integers(min_value=32, max_value=400), st.sampled_from(list(Unit)))
WRITING = st.text(alphabet=st.one_of(st.characters(codec="utf-8"), st.sampled_from(" \n.。é👩🇮🇩")))


@given(WRITING, LIMITS)
def test_every_piece_fits_and_only_white_space_is_dropped(text: str, limit: TextLimit) -> None:
    pieces = split(text, limit)

    assert all(limit.holds(piece) for piece in pieces)
    assert "".join("".join(piece.split()) for piece in pieces) == "".join(text.split())
    assert all(piece.strip() for piece in pieces) or pieces == [text]


def test_what_fits_is_left_as_it_is() -> None:
    assert split("  two spaces  ", TextLimit(40)) == ["  two spaces  "]


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        (
            "First paragraph here.\nA line.\n\nSecond paragraph.",
            ["First paragraph here.\nA line.", "Second paragraph."],
        ),
        ("The first line of it all\nthe second line", ["The first line of it all", "the second line"]),
        ("One sentence ends. Another sentence begins", ["One sentence ends.", "Another sentence begins"]),
        ('He said "No sugar." And then he left us', ['He said "No sugar."', "And then he left us"]),
        (
            "我想要一杯咖啡加牛奶不加糖谢谢你们。今天的天气真好我们去外面坐吧",
            ["我想要一杯咖啡加牛奶不加糖谢谢你们。", "今天的天气真好我们去外面坐吧"],
        ),
        ("words words words words words words words", ["words words words words words", "words words"]),
        ("Hi https://shop.example/a/long/address/of/it", ["Hi", "https://shop.example/a/long/addr", "ess/of/it"]),
        ("costs exactly one hundred and 10\u00a0000 rupiah", ["costs exactly one hundred and", "10\u00a0000 rupiah"]),
    ],
)
def test_the_cut_is_where_a_reader_would_pause(text: str, pieces: list[str]) -> None:
    limit = TextLimit(31 if "我" in text else 32)
    assert split(text, limit) == pieces


def test_a_number_of_a_list_stays_with_its_words() -> None:
    assert split("Which size do you want?\n1. Small\n2. Large", TextLimit(33)) == [
        "Which size do you want?\n1. Small",
        "2. Large",
    ]


@pytest.mark.parametrize("grapheme", ["👩‍👩‍👧‍👦", "🇮🇩", "e\u0301", "🏳️‍🌈", "กำ"])
@pytest.mark.parametrize("unit", list(Unit))
def test_no_character_is_torn(grapheme: str, unit: Unit) -> None:
    pieces = split(grapheme * 40, TextLimit(50, unit))

    assert len(pieces) > 1
    assert all(len(piece) % len(grapheme) == 0 and piece.startswith(grapheme) for piece in pieces)


def test_one_character_longer_than_a_message_is_cut_anywhere() -> None:
    tower = "a" + "\u0301" * 100

    assert "".join(split(tower, TextLimit(32))) == tower


@pytest.mark.parametrize(("unit", "length"), [(Unit.CHARACTERS, 3), (Unit.UTF16, 4), (Unit.BYTES, 8)])
def test_channels_count_differently(unit: Unit, length: int) -> None:
    assert TextLimit(100, unit).length_of("é☕"[:1] + "👋" + "\u00e9") == length
