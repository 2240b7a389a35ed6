from datetime import UTC, datetime
from uuid import UUID

from obrol.channels.contract.content import Choice, Text
from obrol.channels.contract.inbound import (
    InboundEcho,
    InboundMessage,
    InboundPuzzle,
    InboundReceipt,
    InboundTyping,
)
from obrol.channels.contract.setup import ChannelFacts
from obrol.connectors.fake.connector import connector
from obrol.connectors.fake.writing_in import (
    choice_event,
    echo_event,
    receipt_event,
    signed,
    text_event,
    typing_event,
)

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
CHANNEL = ChannelFacts(UUID(int=9), credentials={"secret": "sixteen letters at least"})


def test_everything_that_can_be_written_in_is_understood_in_order() -> None:
    request = signed(
        CHANNEL,
        [
            text_event("Halo", id="1"),
            choice_event("yes", "Yes", id="2"),
            typing_event(id="3"),
            receipt_event("read", ["m-1"], id="4"),
            echo_event("m-1", "mark.1", id="5"),
            {"type": "dance", "id": "6"},
        ],
        at=NOW,
    )

    facts = connector.parse(request.delivery, CHANNEL)

    kinds = [InboundMessage, InboundMessage, InboundTyping, InboundReceipt, InboundEcho, InboundPuzzle]
    assert [type(fact) for fact in facts] == kinds
    assert [fact.key for fact in facts][:5] == ["1", "2", "3", "4", "5"]
    first, second = facts[0], facts[1]
    assert isinstance(first, InboundMessage)
    assert isinstance(second, InboundMessage)
    assert (first.content, first.sender.name) == (Text(text="Halo"), "Walt")
    assert second.content == Choice(text="Yes", choice_id="yes")


def test_a_long_text_is_several_messages_with_keys_of_their_own() -> None:
    request = signed(CHANNEL, [text_event("kopi " * 3_000, id="1"), text_event("  ", id="2")], at=NOW)

    facts = connector.parse(request.delivery, CHANNEL)

    assert [(type(fact), fact.key) for fact in facts[:2]] == [(InboundMessage, "1"), (InboundMessage, "1#2")]
    assert isinstance(facts[2], InboundPuzzle)
