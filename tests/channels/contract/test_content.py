import json
from typing import Any
from uuid import UUID

import pytest
from pydantic import TypeAdapter, ValidationError

from obrol.channels.contract.content import (
    Button,
    Card,
    Cards,
    Choice,
    Content,
    File,
    Image,
    Media,
    OutboundContent,
    QuickReply,
    Text,
    plain_text,
)

CONTENT: TypeAdapter[Content] = TypeAdapter(Content)
OUTBOUND: TypeAdapter[OutboundContent] = TypeAdapter(OutboundContent)
PICTURE: dict[str, Any] = {
    "attachment_id": "01938e1e-0000-7000-8000-000000000001",
    "name": "kopi.png",
    "media_type": "image/png",
    "size": 900,
}
BUTTON: dict[str, Any] = {"id": "yes", "label": "Yes"}


def text(**fields: Any) -> dict[str, Any]:
    return {"kind": "text", "text": "Kopi?", **fields}


def test_what_goes_out_has_every_key() -> None:
    content = CONTENT.validate_python(text(buttons=[BUTTON]))

    assert content.model_dump(mode="json") == {
        "kind": "text",
        "text": "Kopi?",
        "buttons": [{"id": "yes", "label": "Yes", "url": None}],
        "quick_replies": [],
    }
    schema = Media.model_json_schema(mode="serialization")
    assert set(schema["required"]) == set(Media.model_fields)


@pytest.mark.parametrize(
    "content",
    [
        text(),
        text(text="x" * 10_000),
        text(buttons=[{"id": str(number), "label": "x" * 80} for number in range(10)]),
        text(quick_replies=[{"id": str(number), "label": "x" * 40} for number in range(13)]),
        text(buttons=[{**BUTTON, "url": "tel:+62215550100"}]),
        {"kind": "image", "media": PICTURE},
        {"kind": "audio", "media": {**PICTURE, "media_type": "audio/ogg"}, "caption": "x" * 1_024},
        {"kind": "video", "media": {**PICTURE, "media_type": "video/mp4"}},
        {"kind": "file", "media": {**PICTURE, "media_type": "application/vnd.oasis.opendocument.text"}},
        {"kind": "cards", "cards": [{"title": "Latte", "image": PICTURE, "buttons": [BUTTON]}]},
        {"kind": "choice", "text": "Yes", "choice_id": "yes"},
    ],
)
def test_every_kind_is_taken_up_to_its_limits(content: dict[str, Any]) -> None:
    assert CONTENT.validate_json(json.dumps(content)).kind == content["kind"]


@pytest.mark.parametrize(
    "content",
    [
        {"kind": "carrier_pigeon"},
        {"text": "no kind"},
        text(text=""),
        text(text=" \n\t "),
        text(text="\x00\x07"),
        text(text="x" * 10_001),
        text(text=7),
        text(private=True),
        text(buttons=[{"id": str(number), "label": "x"} for number in range(11)]),
        text(quick_replies=[{"id": str(number), "label": "x"} for number in range(14)]),
        text(buttons=[{"id": "x" * 65, "label": "x"}]),
        text(buttons=[{"id": "a b", "label": "x"}]),
        text(buttons=[{"id": "a", "label": "x" * 81}]),
        text(buttons=[BUTTON, BUTTON]),
        text(buttons=[BUTTON], quick_replies=[BUTTON]),
        text(buttons=[{**BUTTON, "url": "javascript:alert(1)"}]),
        text(buttons=[{**BUTTON, "url": "data:text/html,<script>"}]),
        text(buttons=[{**BUTTON, "url": "https://shop.example/\nSet-Cookie: a"}]),
        {"kind": "image", "media": {**PICTURE, "media_type": "png"}},
        {"kind": "image", "media": {**PICTURE, "size": -1}},
        {"kind": "image", "media": {**PICTURE, "name": "\u202e"}},
        {"kind": "image", "media": PICTURE, "caption": "x" * 1_025},
        {"kind": "cards", "cards": []},
        {"kind": "cards", "cards": [{"title": "x"}] * 11},
        {"kind": "cards", "cards": [{"title": "a", "buttons": [BUTTON]}, {"title": "b", "buttons": [BUTTON]}]},
        {"kind": "choice", "text": "Yes", "choice_id": ""},
    ],
)
def test_what_is_out_of_bounds_is_refused(content: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        CONTENT.validate_python(content)


def test_a_choice_is_never_ours_to_send() -> None:
    choice = {"kind": "choice", "text": "Yes", "choice_id": "yes"}
    assert isinstance(CONTENT.validate_python(choice), Choice)

    with pytest.raises(ValidationError):
        OUTBOUND.validate_python(choice)


def test_what_no_database_can_hold_is_dropped_on_the_way_in() -> None:
    half_a_pair = json.loads('"\\ud83d"')

    content = CONTENT.validate_python(text(text=f"one\r\ntwo\rthree\x00{half_a_pair}\x1b[0m\tend"))

    assert plain_text(content) == "one\ntwo\nthree[0m\tend"
    assert plain_text(content).encode("utf-8")


def test_a_file_name_cannot_hide_what_it_is() -> None:
    content = CONTENT.validate_python({"kind": "file", "media": {**PICTURE, "name": " invoice\u202efdp.exe\n"}})

    assert isinstance(content, File)
    assert content.media.name == "invoicefdp.exe"


def test_previews_and_search_see_the_words() -> None:
    media = Media(attachment_id=UUID(int=1), name="kopi.png", media_type="image/png", size=1)

    assert plain_text(Text(text="Halo", quick_replies=[QuickReply(id="a", label="A")])) == "Halo"
    assert plain_text(Choice(text="Yes", choice_id="yes")) == "Yes"
    assert plain_text(Image(media=media, caption="Kopi")) == "Kopi"
    assert plain_text(Image(media=media)) == ""
    cards = Cards(cards=[Card(title="Latte", subtitle="Milk", buttons=[Button(id="a", label="A")]), Card(title="Teh")])
    assert plain_text(cards) == "Latte\nMilk\nTeh"


def test_nobody_changes_what_was_said() -> None:
    content = Text(text="Halo")

    with pytest.raises(ValidationError):
        content.text = "Hello"  # type: ignore[misc]
