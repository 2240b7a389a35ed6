from pathlib import Path

import pytest

from obrol.runtime.settings import Settings, read_settings, unknown_variables
from obrol.runtime.starting import CannotStart


def test_a_wrong_port_names_its_variable(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OBROL_PORT", "eight thousand")

    with pytest.raises(CannotStart, match=r"^OBROL_PORT is not right"):
        read_settings()


@pytest.mark.parametrize("url", ["mysql://localhost/obrol", "localhost/obrol", "sqlite:///obrol.db"])
def test_only_postgresql_is_a_database(url: str) -> None:
    with pytest.raises(CannotStart, match=r"^OBROL_DATABASE_URL is not right .*postgresql://"):
        read_settings(database_url=url)


@pytest.mark.parametrize("url", ["chat.example.org", "https://chat.example.org/desk", "ftp://chat.example.org"])
def test_a_public_address_is_a_web_address_without_a_path(url: str) -> None:
    with pytest.raises(CannotStart, match=r"^OBROL_PUBLIC_URL is not right"):
        read_settings(public_url=url)


def test_links_begin_with_the_public_address_or_with_where_we_listen() -> None:
    assert Settings(public_url="https://chat.example.org/").base_url == "https://chat.example.org"
    assert Settings(port=8123).base_url == "http://127.0.0.1:8123"
    assert Settings(host="::1", port=8123).base_url == "http://[::1]:8123"


def test_the_data_folder_does_not_move_with_the_current_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)

    assert Settings(data=Path("here")).data == tmp_path / "here"


def test_a_slip_of_the_pen_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OBROL_PROT", "8001")
    monkeypatch.setenv("OBROL_CHROMIUM", "/usr/bin/chromium")

    said = [sentence for sentence in unknown_variables() if not sentence.startswith("OBROL_TEST_")]  # the suite's own
    assert said == ["OBROL_PROT is not a setting and is ignored; did you mean OBROL_PORT?"]


def test_every_setting_says_what_it_is_for() -> None:
    assert [name for name, field in Settings.model_fields.items() if not field.description] == []
