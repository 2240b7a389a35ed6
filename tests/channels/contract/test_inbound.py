from typing import Any

import pytest
from pydantic import TypeAdapter, ValidationError

from obrol.channels.contract.inbound import Inbound, InboundMessage, Page, Sender, part_key, texts_of

INBOUND: TypeAdapter[Inbound] = TypeAdapter(Inbound)


def message(**content: Any) -> dict[str, Any]:
    return {"kind": "message", "key": "m-1", "sender": {"external_id": "walt"}, "content": content}


def test_a_contact_says_words_presses_or_sends_something_that_we_still_have_to_fetch() -> None:
    for content in (
        {"kind": "text", "text": "Halo"},
        {"kind": "choice", "text": "Yes", "choice_id": "yes"},
        {"kind": "remote", "shown_as": "image", "ref": "media-77"},
    ):
        assert isinstance(INBOUND.validate_python(message(**content)), InboundMessage)


def test_a_contact_offers_nothing() -> None:
    for content in (
        {"kind": "text", "text": "Halo", "buttons": [{"id": "a", "label": "A"}]},
        {"kind": "text", "text": "Halo", "quick_replies": [{"id": "a", "label": "A"}]},
        {"kind": "cards", "cards": [{"title": "Latte"}]},
    ):
        with pytest.raises(ValidationError):
            INBOUND.validate_python(message(**content))


def test_parts_of_one_vendor_message_have_keys_of_their_own() -> None:
    assert [part_key("m-1", number) for number in (1, 2, 3)] == ["m-1", "m-1#2", "m-1#3"]


def test_what_is_only_shown_is_shortened_and_never_loses_a_message() -> None:
    sender = Sender.model_validate(
        {"external_id": "walt", "name": "W" * 500, "locale": "id_ID", "picture_url": "javascript:alert(1)"}
    )

    assert sender.name == "W" * 200
    assert sender.locale == "id-ID"
    assert sender.picture_url is None
    assert Sender.model_validate({"external_id": "walt", "locale": "'; drop"}).locale is None


def test_a_page_that_nobody_may_safely_click_has_no_address() -> None:
    assert Page.model_validate({"url": "https://shop.example/kopi?a=1", "title": "Kopi"}).url is not None
    assert Page.model_validate({"url": "javascript:alert(1)"}).url is None
    assert Page.model_validate({"url": "https://shop.example/" + "a" * 2_000}).url is None


def test_a_text_longer_than_ours_arrives_whole_in_several_messages() -> None:
    words = "kopi susu\r\n" * 2_500

    texts = texts_of(words)

    assert len(texts) == 3
    assert " ".join(text.text for text in texts).split() == words.split()
    assert texts_of(" \x00 ") == []
