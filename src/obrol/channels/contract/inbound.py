"""What a channel tells us: facts from outside, one class each, told apart by `kind`.

One vendor message with several parts (an album, words and a file) becomes several facts with keys `<id>`, `<id>#2`, …
"""

import re
from typing import Annotated, Literal, TypeVar

from pydantic import AfterValidator, AwareDatetime, BeforeValidator, Field

from obrol.channels.contract.capabilities import OUR_TEXT_LIMIT
from obrol.channels.contract.content import (
    CAPTION_LIMIT,
    CLEANED,
    FILE_NAME_LIMIT,
    URL_LIMIT,
    Audio,
    Choice,
    File,
    Image,
    Part,
    Text,
    Video,
    cleaned,
)
from obrol.channels.contract.splitting import split

KEY_LIMIT = 512  # characters: the longest message id in use (email) is under this
ADDRESS_LIMIT = 512  # characters: an email address has at most 320, opaque ids of vendors are longer
NAME_LIMIT = 200  # characters
LOCALE_LIMIT = 35  # characters; RFC 5646, 4.4.1

_LOCALE = re.compile(r"[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8})*")
_WEB_ADDRESS = re.compile(r"https?://[^\s\x00-\x1f\x7f\ud800-\udfff]+")


def _cut(limit: int) -> BeforeValidator:
    """What is only shown is shortened: a long name is no reason to lose what its owner said."""
    return BeforeValidator(lambda value: value[:limit] if isinstance(value, str) else value)


def _locale_or_none(value: object) -> object:
    """A locale as browsers and vendors spell it (`id_ID`, `en`); an odd one is none."""
    spelled = value.replace("_", "-") if isinstance(value, str) else value
    return spelled if isinstance(spelled, str) and _LOCALE.fullmatch(spelled) else None


def _web_address_or_none(value: object) -> object:
    fits = isinstance(value, str) and len(value) <= URL_LIMIT and _WEB_ADDRESS.fullmatch(value)
    return value if fits else None


Said = TypeVar("Said")
Key = Annotated[str, Field(min_length=1, max_length=KEY_LIMIT), CLEANED]
Name = Annotated[str, Field(max_length=NAME_LIMIT), CLEANED, _cut(NAME_LIMIT)]
Phrase = Annotated[str, CLEANED]
Locale = Annotated[str | None, Field(max_length=LOCALE_LIMIT), BeforeValidator(_locale_or_none)]
WebAddress = Annotated[str | None, BeforeValidator(_web_address_or_none)]
Address = Annotated[str, Field(min_length=1, max_length=ADDRESS_LIMIT), CLEANED]


class Page(Part):
    """The web page that a visitor writes from."""

    url: WebAddress  # None when it is no address that a person may safely click
    title: Name = ""


class OtherIdentity(Part):
    """Another name for the same person that the channel vouches for: a phone number, a second id of the vendor."""

    kind: Literal["phone", "email", "username", "vendor_id"]
    value: Address


class Sender(Part):
    """The contact as this channel knows them. `external_id` is the address that we answer to."""

    external_id: Address
    others: list[OtherIdentity] = Field(default_factory=list)
    name: Name | None = None
    locale: Locale = None
    picture_url: WebAddress = None
    page: Page | None = None


class RemoteMedia(Part):
    """An attachment that is still at the vendor. `ref` means something to the connector's `fetch_media` only."""

    kind: Literal["remote"] = "remote"
    shown_as: Literal["image", "audio", "video", "file"]
    ref: Annotated[str, Field(min_length=1, max_length=URL_LIMIT), CLEANED]
    name: Annotated[str, Field(max_length=FILE_NAME_LIMIT), CLEANED, _cut(FILE_NAME_LIMIT)] = ""
    media_type: Phrase | None = None  # as claimed
    size: Annotated[int, Field(ge=0)] | None = None  # bytes, as claimed
    caption: Annotated[str, Field(max_length=CAPTION_LIMIT), CLEANED] = ""


def _offers_nothing(content: Said) -> Said:
    if isinstance(content, Text) and (content.buttons or content.quick_replies):
        raise ValueError("a contact's message carries no buttons and no quick replies")
    return content


# What a contact can say when we hold the attachments already. Cards, buttons and quick replies are ours to offer.
HeldContent = Annotated[
    Text | Image | Audio | Video | File | Choice, Field(discriminator="kind"), AfterValidator(_offers_nothing)
]
# What a contact can say on any channel.
InboundContent = Annotated[
    Text | Image | Audio | Video | File | Choice | RemoteMedia,
    Field(discriminator="kind"),
    AfterValidator(_offers_nothing),
]


class Arrived(Part):
    """What all facts share. `key` is the vendor's id, unique within the channel: the same key is the same fact."""

    key: Key
    at: AwareDatetime | None = None  # the vendor's clock; None when it does not say


class InboundMessage(Arrived):
    """The contact wrote."""

    kind: Literal["message"] = "message"
    sender: Sender
    content: InboundContent
    reply_to: Key | None = None  # the external id of the message that was quoted


class InboundReceipt(Arrived):
    """What became of messages of ours: named one by one, or all up to a time or a number."""

    kind: Literal["receipt"] = "receipt"
    external_id: Address
    status: Literal["sent", "delivered", "read", "failed"]
    messages: list[Key] = Field(default_factory=list)  # external ids
    up_to: AwareDatetime | None = None
    up_to_number: Annotated[int, Field(ge=0)] | None = None  # where the channel numbers what it shows
    reason: Phrase = ""  # of a failure, in the vendor's words


class InboundTyping(Arrived):
    """The contact is typing. Lossy by nature: never stored, never a reason to wake anything."""

    kind: Literal["typing"] = "typing"
    external_id: Address


class InboundEcho(Arrived):
    """The channel took a message from us. `mark` is ours when Obrol sent it, None when it was sent elsewhere."""

    kind: Literal["echo"] = "echo"
    external_id: Address
    message: Key  # its external id
    mark: Phrase | None = None
    content: InboundContent | None = None


class InboundEdit(Arrived):
    """The contact changed a message."""

    kind: Literal["edit"] = "edit"
    external_id: Address
    message: Key
    content: InboundContent


class InboundUnsend(Arrived):
    """The contact took a message back."""

    kind: Literal["unsend"] = "unsend"
    external_id: Address
    message: Key


class InboundReaction(Arrived):
    """The contact reacted to a message; an empty emoji takes the reaction back."""

    kind: Literal["reaction"] = "reaction"
    external_id: Address
    message: Key
    emoji: Annotated[str, Field(max_length=32), CLEANED] = ""


class InboundOptIn(Arrived):
    """The contact allowed or ended messages about a topic. `token` is what the vendor wants with a later send."""

    kind: Literal["opt_in"] = "opt_in"
    sender: Sender
    topic: Annotated[str, Field(max_length=NAME_LIMIT), CLEANED]
    granted: bool
    token: Phrase | None = None
    expires_at: AwareDatetime | None = None


class InboundPuzzle(Arrived):
    """Something that this version does not understand: its delivery stays raw and is counted; never an error."""

    kind: Literal["puzzle"] = "puzzle"
    why: Phrase


Inbound = Annotated[
    InboundMessage
    | InboundReceipt
    | InboundTyping
    | InboundEcho
    | InboundEdit
    | InboundUnsend
    | InboundReaction
    | InboundOptIn
    | InboundPuzzle,
    Field(discriminator="kind"),
]


def texts_of(words: str) -> list[Text]:
    """What a contact wrote, in as many messages as our own limit needs; none when there is nothing to read."""
    readable = cleaned(words)
    return [Text(text=piece) for piece in split(readable, OUR_TEXT_LIMIT) if piece.strip()]


def part_key(key: str, number: int) -> str:
    """The key of the `number`-th part (from 1) of one vendor message."""
    return key if number == 1 else f"{key}#{number}"
