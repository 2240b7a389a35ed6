import json
from typing import Any

import pytest

from obrol.channels.contract.content import Choice, Text
from obrol.channels.contract.inbound import InboundMessage, InboundPuzzle, InboundReceipt, InboundTyping
from obrol.channels.contract.webhook import Delivery
from obrol.connectors.webchat.inbound import facts_of

MESSAGE_ID = "01938e1e-0000-7000-8000-000000000001"
VISITOR = {"external_id": "v-1", "locale": "id", "page": {"url": "https://shop.example/kopi", "title": "Kopi"}}


def frame(**fields: Any) -> Delivery:
    return Delivery(json.dumps({"visitor": VISITOR, **fields}).encode())


def written(content: dict[str, Any]) -> Delivery:
    return frame(type="send", id=MESSAGE_ID, content=content)


def test_a_visitor_writes() -> None:
    (fact,) = facts_of(written({"kind": "text", "text": "Halo"}))

    assert isinstance(fact, InboundMessage)
    assert (fact.key, fact.content) == (MESSAGE_ID, Text(text="Halo"))
    assert fact.sender.page is not None
    assert fact.sender.page.title == "Kopi"


def test_a_visitor_presses_a_button() -> None:
    (fact,) = facts_of(written({"kind": "choice", "text": "Yes", "choice_id": "yes", "message_id": MESSAGE_ID}))

    assert isinstance(fact, InboundMessage)
    assert isinstance(fact.content, Choice)


def test_a_visitor_types() -> None:
    (fact,) = facts_of(frame(type="typing"))

    assert isinstance(fact, InboundTyping)
    assert fact.external_id == "v-1"


@pytest.mark.parametrize(("type_", "status"), [("received", "delivered"), ("seen", "read")])
def test_a_visitor_has_everything_up_to_a_number(type_: str, status: str) -> None:
    (fact,) = facts_of(frame(type=type_, seq=7))

    assert isinstance(fact, InboundReceipt)
    assert (fact.status, fact.up_to_number) == (status, 7)


@pytest.mark.parametrize(
    "content",
    [
        {"kind": "text", "text": ""},
        {"kind": "text", "text": "x" * 10_001},
        {"kind": "text", "text": "Pay here", "buttons": [{"id": "a", "label": "A"}]},
        {"kind": "cards", "cards": [{"title": "Latte"}]},
        {"kind": "remote", "shown_as": "image", "ref": "http://169.254.169.254/"},
    ],
)
def test_what_a_visitor_may_not_say_is_a_puzzle_with_a_reason(content: dict[str, Any]) -> None:
    (fact,) = facts_of(written(content))

    assert isinstance(fact, InboundPuzzle)
    assert fact.why


def test_a_frame_of_another_make_is_a_puzzle() -> None:
    for delivery in (Delivery(b""), Delivery(b"[]"), Delivery(b'{"type": "fly"}'), frame(type="seen", seq=-1)):
        (fact,) = facts_of(delivery)
        assert isinstance(fact, InboundPuzzle)
