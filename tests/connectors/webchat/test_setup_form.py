from typing import Any

import pytest
from pydantic import ValidationError

from obrol.connectors.webchat.setup_form import SETUP


def test_a_widget_needs_no_choice_at_all() -> None:
    assert SETUP.clean_settings({}) == {
        "color": "#0f766e",
        "greeting": {"en": "Hello! How can we help?", "id": "Halo! Ada yang bisa kami bantu?"},
        "title": {"en": "Chat with us", "id": "Chat dengan kami"},
        "position": "right",
        "allowed_origins": [],
        "launcher": "bubble",
    }


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("https://shop.example", "https://shop.example"),
        ("https://Shop.Example/", "https://shop.example"),
        ("http://127.0.0.1:8000", "http://127.0.0.1:8000"),
        ("https://*.shop.example", "https://*.shop.example"),
    ],
)
def test_an_origin_is_kept_in_one_spelling(given: str, kept: str) -> None:
    assert SETUP.clean_settings({"allowed_origins": [given]})["allowed_origins"] == [kept]


@pytest.mark.parametrize(
    "settings",
    [
        {"allowed_origins": ["*"]},
        {"allowed_origins": ["shop.example"]},
        {"allowed_origins": ["https://shop.example/page"]},
        {"allowed_origins": ["https://shop.example; script-src *"]},
        {"allowed_origins": ["https://shop.example\nX-Evil: 1"]},
        {"allowed_origins": ["https://*"]},
        {"allowed_origins": ["javascript:alert(1)"]},
        {"allowed_origins": ["https://shop.example"] * 51},
        {"color": "red"},
        {"color": "#0f766e; background: url(//evil)"},
        {"position": "middle"},
        {"title": {"en": ""}},
        {"title": {"en": "x" * 61}},
        {"greeting": {"en": "x" * 501}},
        {"greeting": {"fr": "Bonjour"}},
        {"font": "Comic Sans"},
    ],
)
def test_what_would_break_the_page_is_refused(settings: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        SETUP.clean_settings(settings)


def test_a_greeting_may_be_silence() -> None:
    assert SETUP.clean_settings({"greeting": {"en": "", "id": ""}})["greeting"] == {"en": "", "id": ""}
