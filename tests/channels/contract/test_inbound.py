from typing import Any

import pytest
from pydantic import TypeAdapter, ValidationError

from obrol.channels.contract.inbound import Inbound, InboundMessage, part_key

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
