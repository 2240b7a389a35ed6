"""What a channel tells us: facts from outside, one class each, told apart by `kind`.

One vendor message with several parts (an album, words and a file) becomes several facts with keys `<id>`, `<id>#2`, …
"""

from typing import Annotated, Any, Literal, TypeVar

from pydantic import AfterValidator, AwareDatetime, Field

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
)

KEY_LIMIT = 512  # characters: the longest message id in use (email) is under this
ADDRESS_LIMIT = 512  # characters: an email address has at most 320, opaque ids of vendors are longer
NAME_LIMIT = 200  # characters

Key = Annotated[str, Field(min_length=1, max_length=KEY_LIMIT), CLEANED]
Said = TypeVar("Said")
Address = Annotated[str, Field(min_length=1, max_length=ADDRESS_LIMIT), CLEANED]


class Page(Part):
    """The web page that a visitor writes from."""

    url: Annotated[str, Field(max_length=URL_LIMIT), CLEANED]
    title: Annotated[str, Field(max_length=NAME_LIMIT), CLEANED] = ""


class OtherIdentity(Part):
    """Another name for the same person that the channel vouches for: a phone number, a second id of the vendor."""

    kind: Literal["phone", "email", "username", "vendor_id"]
    value: Address


class Sender(Part):
    """The contact as this channel knows them. `external_id` is the address that we answer to."""

    external_id: Address
    others: list[OtherIdentity] = Field(default_factory=list)
    name: Annotated[str, Field(max_length=NAME_LIMIT), CLEANED] | None = None
    locale: Annotated[str, Field(max_length=35, pattern=r"^[A-Za-z0-9-]+$")] | None = None
    picture_url: Annotated[str, Field(max_length=URL_LIMIT, pattern=r"^https?://")] | None = None
    page: Page | None = None


class RemoteMedia(Part):
    """An attachment that is still at the vendor. `ref` means something to the connector's `fetch_media` only."""

    kind: Literal["remote"] = "remote"
    shown_as: Literal["image", "audio", "video", "file"]
    ref: Annotated[str, Field(min_length=1, max_length=URL_LIMIT), CLEANED]
    name: Annotated[str, Field(max_length=FILE_NAME_LIMIT), CLEANED] = ""
    media_type: str | None = None
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
    reason: str = ""  # of a failure, in the vendor's words


class InboundTyping(Arrived):
    """The contact is typing. Lossy by nature: never stored, never a reason to wake anything."""

    kind: Literal["typing"] = "typing"
    external_id: Address


class InboundEcho(Arrived):
    """The channel took a message from us. `mark` is ours when Obrol sent it, None when it was sent elsewhere."""

    kind: Literal["echo"] = "echo"
    external_id: Address
    message: Key  # its external id
    mark: str | None = None
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
    token: str | None = None
    expires_at: AwareDatetime | None = None


class InboundPuzzle(Arrived):
    """Something that this version does not understand: kept raw, counted, answered 200, never an error."""

    kind: Literal["puzzle"] = "puzzle"
    why: str
    raw: Any = None


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


def part_key(key: str, number: int) -> str:
    """The key of the `number`-th part (from 1) of one vendor message."""
    return key if number == 1 else f"{key}#{number}"
