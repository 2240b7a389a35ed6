import pytest

from obrol.kit.text import first_name, is_one_typo_away, split_at_found


def test_a_first_name_is_the_first_word_of_a_name() -> None:
    assert (first_name(""), first_name("  "), first_name(" Ada  Lovelace")) == ("", "", "Ada")


@pytest.mark.parametrize(
    ("text", "words", "parts"),
    [
        ("Do you roast Gayo beans?", "gayo", ("Do you roast ", "Gayo", " beans?")),
        ("Créme brûlée, please", "brulee", ("Créme ", "brûlée", ", please")),
        ("cafe\u0301 au lait", "cafe", ("", "cafe\u0301", " au lait")),
        ("in der Straße", "strasse", ("in der ", "Straße", "")),
        ("nothing here", "gayo", ("nothing here", "", "")),
    ],
)
def test_words_are_found_as_they_are_written(text: str, words: str, parts: tuple[str, str, str]) -> None:
    assert split_at_found(text, words) == parts


@pytest.mark.parametrize("written", ["siti", "sitti", "sit", "sito", "isti", "rahayi", "siti raahyu", "sit rahayu"])
def test_a_name_is_found_with_one_mistake_in_it(written: str) -> None:
    assert is_one_typo_away(written, "siti rahayu")


@pytest.mark.parametrize("written", ["budi", "stii rahayi", "tisi", "rahyau siti"])
def test_a_name_is_not_found_with_more_mistakes(written: str) -> None:
    assert not is_one_typo_away(written, "siti rahayu")
