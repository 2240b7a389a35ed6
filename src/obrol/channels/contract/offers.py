"""Offers: the answers that a message invites, where each of them is shown, and what a typed "2" means."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from obrol.channels.contract.capabilities import Capabilities
from obrol.channels.contract.content import (
    BUTTONS_LIMIT,
    QUICK_REPLIES_LIMIT,
    QUICK_REPLY_LABEL_LIMIT,
    Button,
    Cards,
    Choice,
    OutboundContent,
    QuickReply,
    Text,
)
from obrol.kit.text import fold

Answer = Button | QuickReply

# "2", "2.", "(2)", "#2", "2)"; a keycap emoji loses its two marks first.
_NUMBER = re.compile(r"[(\[#]?\s*(\d{1,3})\s*[.)\]:]?")
_KEYCAP = re.compile("[\ufe0f\u20e3]")


@dataclass(frozen=True, slots=True)
class Placed:
    """Where the offers of one text go on one channel."""

    buttons: tuple[Button, ...] = ()
    quick_replies: tuple[QuickReply, ...] = ()
    numbered: tuple[Answer, ...] = ()  # written as a list, answered by number or label
    links: tuple[Button, ...] = ()  # written as "label: address"


def place(text: Text, capabilities: Capabilities) -> Placed:
    """The offers of a text as natively as the channel can: as they are, as their neighbour, or as words."""
    placed = _place_buttons(text.buttons, len(text.quick_replies), capabilities)
    return _place_quick_replies(tuple(text.quick_replies), placed, capabilities)


def place_cards(cards: Cards, capabilities: Capabilities) -> list[Placed]:
    """The offers of cards that are sent one under the other. If one card's must be numbered, all are, in one count."""
    # Quick replies vanish with the next message, so under a card that is not the last they would be lost.
    steady = replace(capabilities, quick_replies=None)
    placed = [_place_buttons(card.buttons, 0, steady) for card in cards.cards]
    if any(offers.numbered for offers in placed):
        wordy = replace(steady, buttons=None)
        placed = [_place_buttons(card.buttons, 0, wordy) for card in cards.cards]
    return placed


def match_numbered_reply(
    reply: str, offered: OutboundContent, capabilities: Capabilities, *, message_id: UUID | None = None
) -> Choice | None:
    """The offer that a typed reply means: its label in any spelling, or its number where numbers were shown.

    A label wins over a number (quick replies may well be "3" and "5"); a label that stands twice means nothing.
    """
    wanted = _bare(reply)
    same = [answer for answer in answers_of(offered) if _bare(answer.label) == wanted]
    if len(same) == 1:
        return _chosen(same[0], message_id)
    number = _NUMBER.fullmatch(unicodedata.normalize("NFKC", _KEYCAP.sub("", reply)).strip())
    listed = numbered(offered, capabilities)
    if number and 1 <= int(number[1]) <= len(listed):
        return _chosen(listed[int(number[1]) - 1], message_id)
    return None


def answers_of(content: OutboundContent) -> list[Answer]:
    """All answers that a message invites, in the order in which they are shown; links are no answers."""
    match content:
        case Text():
            return [*_replies(content.buttons), *content.quick_replies]
        case Cards():
            return [button for card in content.cards for button in _replies(card.buttons)]
        case _:
            return []


def numbered(content: OutboundContent, capabilities: Capabilities) -> list[Answer]:
    """The answers that this channel shows as a numbered list, in its order."""
    match content:
        case Text():
            return list(place(content, capabilities).numbered)
        case Cards() if not cards_fit(content, capabilities):
            return [answer for placed in place_cards(content, capabilities) for answer in placed.numbered]
        case _:
            return []


def cards_fit(content: Cards, capabilities: Capabilities) -> bool:
    """Whether every card can be shown as a card. Too many of them are no obstacle: they become two rows."""
    limits = capabilities.cards
    if limits is None:
        return False
    for card in content.cards:
        image = card.image
        if image and not (capabilities.image and capabilities.image.takes(image.media_type, image.size)):
            return False
        if not (limits.title.holds(card.title) and limits.subtitle.holds(card.subtitle)):
            return False
        if len(card.buttons) > limits.buttons or not all(limits.label.holds(button.label) for button in card.buttons):
            return False
        if not limits.links and any(button.url for button in card.buttons):
            return False
    return True


def _place_buttons(buttons: Sequence[Button], others: int, capabilities: Capabilities) -> Placed:
    replies, links = _replies(buttons), tuple(button for button in buttons if button.url)
    if _fit_as_buttons(buttons, capabilities):
        return Placed(buttons=tuple(buttons))
    if _fit_as_buttons(replies, capabilities):
        return Placed(buttons=replies, links=links)
    as_quick_replies = _as_quick_replies(replies)
    if as_quick_replies is not None and _fit_as_quick_replies(as_quick_replies, others, capabilities):
        return Placed(quick_replies=as_quick_replies, links=links)
    return Placed(numbered=replies, links=links)


def _place_quick_replies(replies: tuple[QuickReply, ...], placed: Placed, capabilities: Capabilities) -> Placed:
    if _fit_as_quick_replies(replies, len(placed.quick_replies), capabilities):
        return replace(placed, quick_replies=placed.quick_replies + replies)
    as_buttons = placed.buttons + tuple(Button(id=reply.id, label=reply.label) for reply in replies)
    if _fit_as_buttons(as_buttons, capabilities):
        return replace(placed, buttons=as_buttons)
    return replace(placed, numbered=placed.numbered + replies)


def _fit_as_buttons(buttons: Sequence[Button], capabilities: Capabilities) -> bool:
    limits = capabilities.buttons
    if not buttons or limits is None:
        return not buttons
    return (
        len(buttons) <= min(limits.max, BUTTONS_LIMIT)
        and all(limits.label.holds(button.label) for button in buttons)
        and (limits.links or not any(button.url for button in buttons))
    )


def _fit_as_quick_replies(replies: Sequence[QuickReply], others: int, capabilities: Capabilities) -> bool:
    limits = capabilities.quick_replies
    if not replies or limits is None:
        return not replies
    fits = len(replies) + others <= min(limits.max, QUICK_REPLIES_LIMIT)
    return fits and all(limits.label.holds(reply.label) for reply in replies)


def _as_quick_replies(buttons: Sequence[Button]) -> tuple[QuickReply, ...] | None:
    if any(len(button.label) > QUICK_REPLY_LABEL_LIMIT for button in buttons):
        return None
    return tuple(QuickReply(id=button.id, label=button.label) for button in buttons)


def _replies(buttons: Sequence[Button]) -> tuple[Button, ...]:
    return tuple(button for button in buttons if button.url is None)


def _chosen(answer: Answer, message_id: UUID | None) -> Choice:
    return Choice(text=answer.label, choice_id=answer.id, message_id=message_id)


def _bare(text: str) -> str:
    folded = fold(text)
    return folded.strip(" .!?,;:\"'") or folded
