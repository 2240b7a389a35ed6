from uuid import UUID

import pytest

from obrol.channels.contract.content import Text
from obrol.channels.contract.outbound import OutboundMessage, read_mark

MESSAGE_ID = UUID("01938e1e-0000-7000-8000-000000000001")


def test_our_mark_is_found_again() -> None:
    message = OutboundMessage(message_id=MESSAGE_ID, piece=2, pieces=3, to="walt", content=Text(text="Halo"))

    assert read_mark(message.mark) == (MESSAGE_ID, 2)


@pytest.mark.parametrize("mark", ["", ".", "campaign.7", "7", f"{MESSAGE_ID}.x", str(MESSAGE_ID)])
def test_a_mark_of_someone_else_is_none(mark: str) -> None:
    assert read_mark(mark) is None


def test_every_piece_has_a_key_that_stays_the_same() -> None:
    def piece(number: int) -> OutboundMessage:
        return OutboundMessage(message_id=MESSAGE_ID, piece=number, pieces=3, to="walt", content=Text(text="Halo"))

    keys = [piece(number).idempotency_key for number in (1, 2, 3)]

    assert keys[0] == MESSAGE_ID
    assert len(set(keys)) == 3
    assert keys == [piece(number).idempotency_key for number in (1, 2, 3)]
