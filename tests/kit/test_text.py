from obrol.kit.text import first_name


def test_a_first_name_is_the_first_word_of_a_name() -> None:
    assert (first_name(""), first_name("  "), first_name(" Ada  Lovelace")) == ("", "", "Ada")
