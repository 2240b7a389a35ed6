"""What a channel can do, as data: the core reads this and never asks which channel it is talking to."""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import ClassVar

from pydantic import ConfigDict

from obrol.channels.contract.content import TEXT_LIMIT

# Below this no text can be split sensibly; a channel that takes less is not a channel for conversations.
SMALLEST_TEXT_LIMIT = 32


class Unit(StrEnum):
    """How a channel counts the length of a text."""

    CHARACTERS = "characters"  # Unicode code points
    UTF16 = "utf16"  # code units, as Java, JavaScript and Telegram count
    BYTES = "bytes"  # of UTF-8, as Instagram counts


class PersonaSupport(StrEnum):
    """How a reply shows who wrote it."""

    NATIVE = "native"  # the channel shows a name (and a picture) of our choice
    PREFIX = "prefix"  # we write the name in front of the text
    NONE = "none"  # the contact sees one sender, and that is intended


class Receipt(StrEnum):
    """What a channel tells us about a message after it took it."""

    DELIVERED = "delivered"
    READ = "read"


@dataclass(frozen=True, slots=True)
class TextLimit:
    """A length and what it counts."""

    max: int
    unit: Unit = Unit.CHARACTERS

    def length_of(self, text: str) -> int:
        """How long this channel takes the text to be."""
        match self.unit:
            case Unit.CHARACTERS:
                return len(text)
            case Unit.UTF16:
                return len(text.encode("utf-16-le", "surrogatepass")) // 2
            case Unit.BYTES:
                return len(text.encode("utf-8", "surrogatepass"))

    def holds(self, text: str) -> bool:
        """Whether the text fits."""
        return self.length_of(text) <= self.max


@dataclass(frozen=True, slots=True)
class ButtonLimits:
    """Buttons under a text. `text` is the limit of the text they stand under, where it is a smaller one."""

    max: int
    label: TextLimit
    text: TextLimit | None = None
    links: bool = True  # a button may open an address


@dataclass(frozen=True, slots=True)
class QuickReplyLimits:
    """Answers offered beside the keyboard. `text` as for buttons."""

    max: int
    label: TextLimit
    text: TextLimit | None = None


@dataclass(frozen=True, slots=True)
class MediaLimits:
    """One kind of attachment. `types` are media types or whole families (`image/*`); none means any."""

    max_bytes: int
    types: tuple[str, ...] = ()

    def takes(self, media_type: str, size: int) -> bool:
        """Whether an attachment of this type and size (bytes) may be sent as it is."""
        family = media_type.partition("/")[0] + "/*"
        return size <= self.max_bytes and (not self.types or media_type in self.types or family in self.types)


@dataclass(frozen=True, slots=True)
class CardLimits:
    """Cards side by side."""

    max: int
    title: TextLimit
    subtitle: TextLimit
    buttons: int
    label: TextLimit
    links: bool = True


@dataclass(frozen=True, slots=True)
class Window:
    """How long we may write freely after the contact's last message."""

    everyone_for: timedelta
    people_for: timedelta | None = None  # agents may answer this long, bots may not
    messages: int | None = None  # and no more than this many


@dataclass(frozen=True, slots=True, kw_only=True)
class Capabilities:
    """Everything that shaping, the composer, flows and the sending job need to know about one channel.

    Whatever a connector does not name is not supported: a forgotten line costs comfort, never a failed send.
    """

    # Durations become seconds in JSON.
    __pydantic_config__: ClassVar[ConfigDict] = ConfigDict(ser_json_timedelta="float")

    text: TextLimit
    buttons: ButtonLimits | None = None
    quick_replies: QuickReplyLimits | None = None
    image: MediaLimits | None = None
    audio: MediaLimits | None = None
    video: MediaLimits | None = None
    file: MediaLimits | None = None
    caption: TextLimit | None = None
    cards: CardLimits | None = None
    persona: PersonaSupport = PersonaSupport.NONE
    receipts: tuple[Receipt, ...] = ()
    typing_lasts_for: timedelta | None = None  # we can show that we type; shown this long unless repeated
    hears_typing: bool = False  # we are told that the contact types
    window: Window | None = None  # none: we may always write
    # Sending is the contact's own live feed: `send` only confirms, and nothing needs a worker.
    delivers_by_live_feed: bool = False
    # The same idempotency key twice is one message, so an unknown outcome may be tried again with the same key.
    sends_idempotently: bool = False
    # The channel tells us of messages that it took (an echo, a status, a look-up) by our own mark.
    reconciles: bool = False

    def __post_init__(self) -> None:
        over_offers = [offers.text for offers in (self.buttons, self.quick_replies) if offers]
        if any(limit is not None and limit.max < SMALLEST_TEXT_LIMIT for limit in (self.text, *over_offers)):
            raise ValueError(f"a text limit below {SMALLEST_TEXT_LIMIT} leaves no room for a message")


# Our own limit seen as a channel's: what a channel without limits of its own takes.
OUR_TEXT_LIMIT = TextLimit(TEXT_LIMIT)
