"""Shaping: one message of ours as the pieces that a channel can carry. Pure, and done once, for every connector alike.

What a channel cannot show becomes the nearest thing that it can: buttons a numbered list, a file a link, cards
pictures with words. Words may move; none is lost.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from uuid import UUID

from obrol.channels.contract.capabilities import OUR_TEXT_LIMIT, Capabilities, MediaLimits, PersonaSupport, TextLimit
from obrol.channels.contract.content import (
    CAPTION_LIMIT,
    Attachment,
    Audio,
    Button,
    Card,
    Cards,
    File,
    Image,
    Media,
    OutboundContent,
    QuickReply,
    Text,
    Video,
)
from obrol.channels.contract.offers import Placed, cards_fit, place, place_cards
from obrol.channels.contract.outbound import OutboundMessage, Purpose, Speaker
from obrol.channels.contract.splitting import split


class Change(StrEnum):
    """What shaping did to a message, so that the desk can show what the contact sees."""

    NAME_PREFIXED = "name_prefixed"
    TEXT_SPLIT = "text_split"
    OFFERS_MOVED = "offers_moved"  # buttons became quick replies, or the other way round
    OFFERS_NUMBERED = "offers_numbered"
    LINKS_WRITTEN = "links_written"
    CAPTION_SEPARATED = "caption_separated"
    MEDIA_AS_FILE = "media_as_file"
    MEDIA_LINKED = "media_linked"
    CARDS_UNROLLED = "cards_unrolled"
    CARDS_SPLIT = "cards_split"


@dataclass(frozen=True, slots=True)
class Shaped:
    """The pieces in the order in which they leave, and what was done to get them."""

    pieces: tuple[OutboundContent, ...]
    changes: tuple[Change, ...] = ()


def prepare(
    content: OutboundContent,
    capabilities: Capabilities,
    *,
    message_id: UUID,
    to: str,
    links: Mapping[UUID, str],
    speaker: Speaker | None = None,
    reply_to: str | None = None,
    purpose: Purpose = "agent",
) -> tuple[list[OutboundMessage], tuple[Change, ...]]:
    """The calls of `send` that one message becomes, and what shaping changed. `links` has every attachment of it."""
    shaped = shape(content, capabilities, links=links, speaker=speaker)
    messages = [
        OutboundMessage(
            message_id=message_id,
            piece=number,
            pieces=len(shaped.pieces),
            to=to,
            content=piece,
            links=links,
            speaker=speaker,
            reply_to=reply_to if number == 1 else None,
            purpose=purpose,
        )
        for number, piece in enumerate(shaped.pieces, start=1)
    ]
    return messages, shaped.changes


def shape(
    content: OutboundContent,
    capabilities: Capabilities,
    *,
    links: Mapping[UUID, str],
    speaker: Speaker | None = None,
) -> Shaped:
    """The message as this channel can carry it. What fits already comes back as the same object."""
    shaper = _Shaper(capabilities, links)
    name = " ".join(speaker.name.split()) if speaker and capabilities.persona is PersonaSupport.PREFIX else ""
    match content:
        case Text():
            pieces = shaper.text(content, name)
        case Cards():
            pieces = shaper.cards(content, name)
        case _:
            pieces = shaper.attachment(content, name)
    return Shaped(tuple(pieces), tuple(dict.fromkeys(shaper.changes)))


@dataclass(slots=True)
class _Shaper:
    """One message on its way through; it remembers what it changed."""

    capabilities: Capabilities
    links: Mapping[UUID, str]
    changes: list[Change] = field(default_factory=list)

    def text(self, content: Text, name: str) -> list[OutboundContent]:
        placed = place(content, self.capabilities)
        fits = self._holds_with_offers(content.text, placed)
        if not name and fits and placed == Placed(tuple(content.buttons), tuple(content.quick_replies)):
            return [content]
        return self._words(self._named(name, content.text), placed, moved=_moved(content, placed))

    def attachment(self, content: Attachment, name: str) -> list[OutboundContent]:
        words = self._named(name, content.caption) if content.caption else self._lone_name(name)
        return self._media(content, words, Placed())

    def cards(self, content: Cards, name: str) -> list[OutboundContent]:
        if cards_fit(content, self.capabilities):
            return [*self._lone(name), *self._rows(content)]
        self.changes.append(Change.CARDS_UNROLLED)
        pieces: list[OutboundContent] = []
        for card, placed in zip(content.cards, self._numbering(content), strict=True):
            pieces += self._card(card, placed, name if not pieces else "")
        return pieces

    def _card(self, card: Card, placed: "_Counted", name: str) -> list[OutboundContent]:
        words = self._named(name, "\n".join(line for line in (card.title, card.subtitle) if line))
        if card.image is None:
            return self._words(words, placed.offers, first_number=placed.first)
        image = Image(media=card.image)
        if placed.offers.buttons:
            # A picture carries no buttons, so the words follow it and carry them.
            return [*self._media(image, "", Placed()), *self._words(words, placed.offers)]
        return self._media(image, words, placed.offers, first_number=placed.first)

    def _rows(self, content: Cards) -> list[OutboundContent]:
        limits = self.capabilities.cards
        assert limits is not None
        if len(content.cards) <= limits.max:
            return [content]
        self.changes.append(Change.CARDS_SPLIT)
        starts = range(0, len(content.cards), limits.max)
        return [Cards(cards=content.cards[start : start + limits.max]) for start in starts]

    def _numbering(self, content: Cards) -> list["_Counted"]:
        counted, first = [], 1
        for placed in place_cards(content, self.capabilities):
            counted.append(_Counted(placed, first))
            first += len(placed.numbered)
        return counted

    def _media(
        self, content: Attachment, words: str, placed: Placed, *, first_number: int = 1
    ) -> list[OutboundContent]:
        words = self._written(words, placed, first_number)
        carried = self._carried(content)
        if carried is None:
            self.changes.append(Change.MEDIA_LINKED)
            return self._texts("\n".join(filter(None, (words, content.media.name, self._link(content.media)))))
        caption = self.capabilities.caption
        if not words or (caption and caption.holds(words) and len(words) <= CAPTION_LIMIT):
            unchanged = carried is content and words == content.caption
            return [content if unchanged else carried.model_copy(update={"caption": words})]
        self.changes.append(Change.CAPTION_SEPARATED)
        return [carried.model_copy(update={"caption": ""}), *self._texts(words)]

    def _carried(self, content: Attachment) -> Attachment | None:
        """The attachment as a kind that this channel takes, or None."""
        media = content.media
        if _takes(_limits_of(content, self.capabilities), media):
            return content
        if _takes(self.capabilities.file, media):
            self.changes.append(Change.MEDIA_AS_FILE)
            return File(media=media, caption=content.caption)
        return None

    def _words(
        self, words: str, placed: Placed, *, first_number: int = 1, moved: bool = False
    ) -> list[OutboundContent]:
        if moved:
            self.changes.append(Change.OFFERS_MOVED)
        return self._texts(self._written(words, placed, first_number), placed.buttons, placed.quick_replies)

    def _written(self, words: str, placed: Placed, first_number: int) -> str:
        """The words with everything under them that has to be said in words."""
        blocks = [words]
        if placed.links:
            self.changes.append(Change.LINKS_WRITTEN)
            blocks.append("\n".join(f"{_one_line(link.label)}: {link.url}" for link in placed.links))
        if placed.numbered:
            self.changes.append(Change.OFFERS_NUMBERED)
            lines = enumerate(placed.numbered, start=first_number)
            blocks.append("\n".join(f"{number}. {_one_line(answer.label)}" for number, answer in lines))
        return "\n\n".join(filter(None, blocks))

    def _texts(
        self, words: str, buttons: Sequence[Button] = (), quick_replies: Sequence[QuickReply] = ()
    ) -> list[OutboundContent]:
        """The words in pieces that fit; the offers stand under the last, which may have to be a shorter one."""
        pieces = [words]
        for limit in (self.capabilities.text, OUR_TEXT_LIMIT):
            pieces = [part for piece in pieces for part in split(piece, limit)]
        for limit in self._offer_limits(bool(buttons), bool(quick_replies)):
            pieces[-1:] = split(pieces[-1], limit)
        if len(pieces) > 1:
            self.changes.append(Change.TEXT_SPLIT)
        last = Text(text=pieces[-1], buttons=list(buttons), quick_replies=list(quick_replies))
        return [*(Text(text=piece) for piece in pieces[:-1]), last]

    def _holds_with_offers(self, words: str, placed: Placed) -> bool:
        limits = [self.capabilities.text, *self._offer_limits(bool(placed.buttons), bool(placed.quick_replies))]
        return all(limit.holds(words) for limit in limits)

    def _offer_limits(self, buttons: bool, quick_replies: bool) -> Iterable[TextLimit]:  # noqa: FBT001 - two facts
        if buttons and self.capabilities.buttons and self.capabilities.buttons.text:
            yield self.capabilities.buttons.text
        if quick_replies and self.capabilities.quick_replies and self.capabilities.quick_replies.text:
            yield self.capabilities.quick_replies.text

    def _named(self, name: str, words: str) -> str:
        if not name:
            return words
        self.changes.append(Change.NAME_PREFIXED)
        return f"{name}: {words}"

    def _lone_name(self, name: str) -> str:
        """A picture without words still says who sent it."""
        if name:
            self.changes.append(Change.NAME_PREFIXED)
        return name

    def _lone(self, name: str) -> list[OutboundContent]:
        return self._texts(self._lone_name(name)) if name else []

    def _link(self, media: Media) -> str:
        return self.links[media.attachment_id]


@dataclass(frozen=True, slots=True)
class _Counted:
    """The offers of one card, and the number that its list begins with."""

    offers: Placed
    first: int


def _moved(content: Text, placed: Placed) -> bool:
    kept = {reply.id for reply in placed.quick_replies} <= {reply.id for reply in content.quick_replies}
    return not kept or not {button.id for button in placed.buttons} <= {button.id for button in content.buttons}


def _takes(limits: MediaLimits | None, media: Media) -> bool:
    return limits is not None and limits.takes(media.media_type, media.size)


def _limits_of(content: Attachment, capabilities: Capabilities) -> MediaLimits | None:
    match content:
        case Image():
            return capabilities.image
        case Audio():
            return capabilities.audio
        case Video():
            return capabilities.video
        case File():
            return capabilities.file


def _one_line(label: str) -> str:
    return " ".join(label.split())
