from datetime import timedelta

import pytest
from pydantic import TypeAdapter

from obrol.channels.contract.capabilities import ButtonLimits, Capabilities, MediaLimits, TextLimit, Window


def test_what_is_not_named_is_not_supported() -> None:
    plain = Capabilities(text=TextLimit(160))

    assert (plain.buttons, plain.image, plain.cards, plain.receipts) == (None, None, None, ())
    assert [plain.reconciles, plain.sends_idempotently, plain.delivers_by_live_feed] == [False] * 3


def test_a_limit_without_room_for_a_message_is_a_mistake() -> None:
    with pytest.raises(ValueError, match="no room"):
        Capabilities(text=TextLimit(31))
    with pytest.raises(ValueError, match="no room"):
        Capabilities(text=TextLimit(160), buttons=ButtonLimits(3, TextLimit(20), text=TextLimit(8)))


@pytest.mark.parametrize(
    ("types", "media_type", "size"),
    [
        ((), "application/pdf", 100),
        (("image/*",), "image/png", 100),
        (("image/jpeg",), "image/jpeg", 100),
    ],
)
def test_an_attachment_is_taken_by_type_and_size(types: tuple[str, ...], media_type: str, size: int) -> None:
    limits = MediaLimits(100, types)

    assert limits.takes(media_type, size)
    assert not limits.takes(media_type, size + 1)


@pytest.mark.parametrize(("types", "media_type"), [(("image/jpeg",), "image/png"), (("image/*",), "imagery/png")])
def test_another_type_is_not_taken(types: tuple[str, ...], media_type: str) -> None:
    assert not MediaLimits(100, types).takes(media_type, 1)


def test_the_desk_gets_the_same_facts_with_durations_in_seconds() -> None:
    capabilities = Capabilities(text=TextLimit(160), window=Window(timedelta(hours=24)))

    shown = TypeAdapter(Capabilities).dump_python(capabilities, mode="json")

    assert shown["text"] == {"max": 160, "unit": "characters"}
    assert shown["window"]["everyone_for"] == 86_400
