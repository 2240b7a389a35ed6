"""What a message says: one typed document for every channel, told apart by `kind`."""

import re
from collections.abc import Iterable
from itertools import chain
from typing import Annotated, Literal, Self
from uuid import UUID

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, model_validator

# Our own limits, for every channel alike. What one channel takes less of is its capabilities' business.
TEXT_LIMIT = 10_000  # characters: the promise of the widget and the composer; longer is refused before it is stored
CAPTION_LIMIT = 1_024  # characters: the smallest caption among the channels that have captions at all
BUTTONS_LIMIT = 10  # beyond ten a list of buttons is a menu, and no channel shows more
BUTTON_LABEL_LIMIT = 80  # characters
QUICK_REPLIES_LIMIT = 13  # the most that any channel shows
QUICK_REPLY_LABEL_LIMIT = 40  # characters
CARDS_LIMIT = 10
CARD_BUTTONS_LIMIT = 3
CARD_TITLE_LIMIT = 80  # characters
CARD_SUBTITLE_LIMIT = 300  # characters
ACTION_ID_LIMIT = 64  # bytes: the shortest payload that a channel carries behind a button
CHOICE_ID_LIMIT = 1_000  # characters: a vendor's menu may carry an id that is not ours
FILE_NAME_LIMIT = 255  # characters
MEDIA_TYPE_LIMIT = 127  # characters
URL_LIMIT = 2_000  # characters

# Control characters except tab and newline, which nobody can see, and two things that PostgreSQL cannot hold at all:
# U+0000 and half a surrogate pair (which JSON can spell and UTF-8 cannot).
_UNSTORABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
# A file name on one line, and without the marks that make `exe.png` out of `gnp.exe`.
_HIDDEN_IN_NAMES = re.compile(r"[\x00-\x1f\x7f\ud800-\udfff\u2028\u2029\u202a-\u202e\u2066-\u2069]")


def cleaned(text: str) -> str:
    """The text with one kind of line ending and nothing that cannot be stored."""
    return _UNSTORABLE.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def _clean(value: object) -> object:
    return cleaned(value) if isinstance(value, str) else value


def _clean_name(value: object) -> object:
    return _HIDDEN_IN_NAMES.sub("", value).strip() if isinstance(value, str) else value


def _must_say_something(value: str) -> str:
    if not value.strip():
        raise ValueError("must not be empty")
    return value


CLEANED = BeforeValidator(_clean)
NOT_BLANK = AfterValidator(_must_say_something)
ActionId = Annotated[str, Field(min_length=1, max_length=ACTION_ID_LIMIT, pattern=r"^[\x21-\x7e]+$")]
# A link that a person presses: never `javascript:` or `data:`.
LinkUrl = Annotated[str, Field(max_length=URL_LIMIT, pattern=r"^(?:https?://|mailto:|tel:)[^\s\x00-\x1f\x7f]+$")]


class Part(BaseModel):
    """The root of all content: frozen, no unknown fields, and every field required in what we send out."""

    model_config = ConfigDict(extra="forbid", frozen=True, json_schema_serialization_defaults_required=True)


class Media(Part):
    """An attachment that we hold: which one, and what a reader needs to lay it out before it is loaded."""

    attachment_id: UUID
    name: Annotated[str, Field(min_length=1, max_length=FILE_NAME_LIMIT), BeforeValidator(_clean_name)]
    media_type: Annotated[str, Field(max_length=MEDIA_TYPE_LIMIT, pattern=r"^[A-Za-z0-9.+_-]+/[A-Za-z0-9.+_-]+$")]
    size: Annotated[int, Field(ge=0)]  # bytes
    width: Annotated[int, Field(ge=1)] | None = None  # pixels
    height: Annotated[int, Field(ge=1)] | None = None  # pixels


class Button(Part):
    """A button under a message: opens `url`, or answers with its `id` when there is none."""

    id: ActionId
    label: Annotated[str, Field(max_length=BUTTON_LABEL_LIMIT), CLEANED, NOT_BLANK]
    url: LinkUrl | None = None


class QuickReply(Part):
    """An answer that is offered once, beside the keyboard."""

    id: ActionId
    label: Annotated[str, Field(max_length=QUICK_REPLY_LABEL_LIMIT), CLEANED, NOT_BLANK]


class Text(Part):
    """Words, with the answers that they offer."""

    kind: Literal["text"] = "text"
    text: Annotated[str, Field(max_length=TEXT_LIMIT), CLEANED, NOT_BLANK]
    buttons: Annotated[list[Button], Field(max_length=BUTTONS_LIMIT)] = []
    quick_replies: Annotated[list[QuickReply], Field(max_length=QUICK_REPLIES_LIMIT)] = []

    @model_validator(mode="after")
    def _each_answer_is_one_answer(self) -> Self:
        _ids_must_differ(chain(self.buttons, self.quick_replies))
        return self


class Captioned(Part):
    """What all attachments in a message share: the attachment and the words under it."""

    media: Media
    caption: Annotated[str, Field(max_length=CAPTION_LIMIT), CLEANED] = ""


class Image(Captioned):
    """A picture."""

    kind: Literal["image"] = "image"


class Audio(Captioned):
    """A sound or a spoken message."""

    kind: Literal["audio"] = "audio"


class Video(Captioned):
    """A film."""

    kind: Literal["video"] = "video"


class File(Captioned):
    """Any other attachment: offered for download, never shown in place."""

    kind: Literal["file"] = "file"


class Card(Part):
    """A picture with a title, a line under it and what one can do with it."""

    title: Annotated[str, Field(max_length=CARD_TITLE_LIMIT), CLEANED, NOT_BLANK]
    subtitle: Annotated[str, Field(max_length=CARD_SUBTITLE_LIMIT), CLEANED] = ""
    image: Media | None = None
    buttons: Annotated[list[Button], Field(max_length=CARD_BUTTONS_LIMIT)] = []


class Cards(Part):
    """A row of cards to leaf through."""

    kind: Literal["cards"] = "cards"
    cards: Annotated[list[Card], Field(min_length=1, max_length=CARDS_LIMIT)]

    @model_validator(mode="after")
    def _each_answer_is_one_answer(self) -> Self:
        _ids_must_differ(button for card in self.cards for button in card.buttons)
        return self


class Choice(Part):
    """A pressed button or quick reply: inbound only. `message_id` is the message that offered it, when known."""

    kind: Literal["choice"] = "choice"
    text: Annotated[str, Field(max_length=TEXT_LIMIT), CLEANED, NOT_BLANK]
    choice_id: Annotated[str, Field(min_length=1, max_length=CHOICE_ID_LIMIT), CLEANED]
    message_id: UUID | None = None


Attachment = Image | Audio | Video | File
Content = Annotated[Text | Image | Audio | Video | File | Cards | Choice, Field(discriminator="kind")]
OutboundContent = Annotated[Text | Image | Audio | Video | File | Cards, Field(discriminator="kind")]


def plain_text(content: Content) -> str:
    """The words of a message for previews and search; empty for an attachment without a caption."""
    match content:
        case Text(text=text) | Choice(text=text):
            return text
        case Cards(cards=cards):
            return "\n".join(line for card in cards for line in (card.title, card.subtitle) if line)
        case _:
            return content.caption


def _ids_must_differ(offers: Iterable[Button | QuickReply]) -> None:
    ids = [offer.id for offer in offers]
    if len(ids) != len(set(ids)):
        raise ValueError("two buttons or quick replies of one message have the same id")
