"""Whether a message is within a channel's limits: what a vendor would say to it, written apart from shaping on purpose.

Shaping must satisfy this; so its tests, the contract suite and the `fake` connector use it as the judge.
"""

from collections.abc import Iterator
from itertools import chain

from obrol.channels.contract.capabilities import ButtonLimits, Capabilities, MediaLimits, QuickReplyLimits
from obrol.channels.contract.content import Attachment, Card, Cards, Image, OutboundContent, Text


def violations(content: OutboundContent, capabilities: Capabilities) -> tuple[str, ...]:
    """Every limit that this content breaks on this channel, as short sentences; none means it may be sent."""
    match content:
        case Text():
            return tuple(_of_text(content, capabilities))
        case Cards():
            return tuple(_of_cards(content, capabilities))
        case _:
            return tuple(_of_attachment(content, capabilities))


def _of_text(content: Text, capabilities: Capabilities) -> Iterator[str]:
    if not capabilities.text.holds(content.text):
        yield f"text is longer than {capabilities.text.max} {capabilities.text.unit}"
    yield from _of_buttons(content, capabilities.buttons)
    yield from _of_quick_replies(content, capabilities.quick_replies)


def _of_buttons(content: Text, limits: ButtonLimits | None) -> Iterator[str]:
    if not content.buttons:
        return
    if limits is None:
        yield "buttons are not supported"
        return
    if len(content.buttons) > limits.max:
        yield f"more than {limits.max} buttons"
    if limits.text and not limits.text.holds(content.text):
        yield f"text over buttons is longer than {limits.text.max}"
    for button in content.buttons:
        if not limits.label.holds(button.label):
            yield f"a button is longer than {limits.label.max}"
        if button.url and not limits.links:
            yield "a button cannot open an address"


def _of_quick_replies(content: Text, limits: QuickReplyLimits | None) -> Iterator[str]:
    if not content.quick_replies:
        return
    if limits is None:
        yield "quick replies are not supported"
        return
    if len(content.quick_replies) > limits.max:
        yield f"more than {limits.max} quick replies"
    if limits.text and not limits.text.holds(content.text):
        yield f"text over quick replies is longer than {limits.text.max}"
    if not all(limits.label.holds(reply.label) for reply in content.quick_replies):
        yield f"a quick reply is longer than {limits.label.max}"


def _of_attachment(content: Attachment, capabilities: Capabilities) -> Iterator[str]:
    by_kind: dict[str, MediaLimits | None] = {
        "image": capabilities.image,
        "audio": capabilities.audio,
        "video": capabilities.video,
        "file": capabilities.file,
    }
    limits = by_kind[content.kind]
    if limits is None:
        yield f"attachments of kind {content.kind} are not supported"
    elif not limits.takes(content.media.media_type, content.media.size):
        yield f"{content.media.media_type} of {content.media.size} bytes is not taken as {content.kind}"
    if content.caption and not (capabilities.caption and capabilities.caption.holds(content.caption)):
        yield "the caption is not supported, or too long"


def _of_cards(content: Cards, capabilities: Capabilities) -> Iterator[str]:
    limits = capabilities.cards
    if limits is None:
        yield "cards are not supported"
        return
    if len(content.cards) > limits.max:
        yield f"more than {limits.max} cards"
    if not all(limits.title.holds(card.title) and limits.subtitle.holds(card.subtitle) for card in content.cards):
        yield "a card's title or subtitle is too long"
    if any(len(card.buttons) > limits.buttons for card in content.cards):
        yield f"a card has more than {limits.buttons} buttons"
    buttons = list(chain.from_iterable(card.buttons for card in content.cards))
    if not all(limits.label.holds(button.label) for button in buttons):
        yield "a card's button is too long"
    if not limits.links and any(button.url for button in buttons):
        yield "a card's button cannot open an address"
    yield from chain.from_iterable(_of_picture(card, capabilities) for card in content.cards)


def _of_picture(card: Card, capabilities: Capabilities) -> Iterator[str]:
    if card.image:
        yield from _of_attachment(Image(media=card.image), capabilities)
