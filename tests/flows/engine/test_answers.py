"""What people write as a number, an address or a choice."""

from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from obrol.flows.engine.answers import pick, read_email, read_number


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("7", 7),
        (" 7 ", 7),
        ("007", 7),
        ("+7", 7),
        ("-7", -7),
        ("\N{MINUS SIGN}7", -7),
        ("0", 0),
        ("1.250.000", 1_250_000),
        ("1,250,000", 1_250_000),
        ("1 250 000", 1_250_000),
        ("1\u00a0250\u00a0000", 1_250_000),
        ("1.250", 1250),
        ("1,250", 1250),
        ("12.500", 12_500),
        ("1,250.5", 1250.5),
        ("1.250,5", 1250.5),
        ("1.250,500", 1250.5),
        ("1 250,500", 1250.5),
        ("12,5", 12.5),
        ("12.5", 12.5),
        ("0.125", 0.125),
        ("0,125", 0.125),
        ("3.1416", 3.1416),
        ("1250.500", 1250.5),
        ("5.0", 5),
        (".5", 0.5),
        (",500", 0.5),
        ("5.", 5),
        ("\N{FULLWIDTH DIGIT SEVEN}", 7),
        ("999999999999999", 999_999_999_999_999),
    ],
)
def test_a_number_is_read_the_indonesian_and_the_english_way(text: str, number: float) -> None:
    found = read_number(text)
    assert found == number
    assert type(found) is type(number)


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "seven",
        "7 coffees",
        "Rp 7",
        "1.25.000",
        "1.2500.000",
        ".250.000",
        "1250.000.000",
        "1,250.000.000",
        "1.250,000,000",
        "1 250.000.000",
        "1  250",
        "12, 5",
        "1.5 5",
        "1e5",
        "0x10",
        "1_000",
        "--7",
        "\N{ARABIC-INDIC DIGIT SEVEN}",
        "½",
        "NaN",
        "Infinity",
        "1234567890123456",
        "0,1234567890123456",
        "1" * 10_000,
        "1,1" * 20,
    ],
)
def test_what_is_no_number_is_not_guessed(text: str) -> None:
    assert read_number(text) is None


@given(st.integers(min_value=0, max_value=10**12))
def test_grouped_whole_numbers_are_read_back(number: int) -> None:
    assert read_number(f"{number:,}") == number
    assert read_number(f"{number:,}".replace(",", ".")) == number


@given(st.text(alphabet="0123456789., -+\u00a0", max_size=45))
def test_any_digits_and_separators_are_read_or_refused(text: str) -> None:
    found = read_number(text)
    assert found is None or abs(found) < 10**15


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("walt@contoh.id", "walt@contoh.id"),
        ("  Walt@CONTOH.id ", "Walt@contoh.id"),
        ("walt+kopi@mail.contoh.co.id", "walt+kopi@mail.contoh.co.id"),
        ("walt", None),
        ("walt@", None),
        ("walt@contoh", None),
        ("my address is walt@contoh.id", None),
        ("walt@contoh.id\nbcc: all@contoh.id", None),
        ("w" * 300 + "@contoh.id", None),
        ("", None),
    ],
)
def test_an_address_is_read_by_its_form(text: str, address: str | None) -> None:
    assert read_email(text) == address


@dataclass
class Drink:
    id: str
    label: str


DRINKS = [Drink("espresso", "Espresso"), Drink("latte", "Café Latte"), Drink("two", "3"), Drink("yes", "Ya!")]
TWINS = [Drink("a", "Same"), Drink("b", "same"), Drink("c", "Other")]


@pytest.mark.parametrize(
    ("text", "drink"),
    [
        ("Espresso", "espresso"),
        ("  eSPRESSO ", "espresso"),
        ("cafe  latte", "latte"),
        ("Cafe latte.", "latte"),
        ("ya", "yes"),
        ("1", "espresso"),
        ("1.", "espresso"),
        ("(2)", "latte"),
        ("#2", "latte"),
        ("2\ufe0f\u20e3", "latte"),
        ("4", "yes"),
        # A label wins over a number.
        ("3", "two"),
        ("0", None),
        ("5", None),
        ("-1", None),
        ("1 2", None),
        ("1234", None),
        ("²", "latte"),
        ("espress", None),
        ("", None),
        ("!", None),
    ],
)
def test_a_choice_is_read_by_label_or_number(text: str, drink: str | None) -> None:
    found = pick(text, DRINKS)
    assert (found.id if found else None) == drink


@pytest.mark.parametrize(("text", "id"), [("same", None), ("1", "a"), ("2", "b"), ("other", "c")])
def test_a_label_that_stands_twice_is_read_by_number_only(text: str, id: str | None) -> None:
    found = pick(text, TWINS)
    assert (found.id if found else None) == id
