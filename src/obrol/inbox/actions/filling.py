"""Filling: the variables of a reply get their values, in the transaction that sends it, once."""

from collections.abc import Callable
from typing import Final

from obrol.channels.contract.content import (
    CAPTION_LIMIT,
    CARD_SUBTITLE_LIMIT,
    CARD_TITLE_LIMIT,
    TEXT_LIMIT,
    Card,
    Cards,
    OutboundContent,
    Text,
    cleaned,
    plain_text,
)
from obrol.inbox.errors import FilledBlank, FilledTooLong, VariableEmpty
from obrol.inbox.models import Conversation
from obrol.inbox.queries.variables import Vocabulary, resolve, vocabulary_of
from obrol.kit.variables import fill
from obrol.runtime.unit_of_work import UnitOfWork

OPENING: Final = "{{"


async def fill_in(uow: UnitOfWork, conversation: Conversation, content: OutboundContent) -> OutboundContent:
    """The content as this contact gets it; one without variables comes back as the same object.

    Refuses with VariableEmpty what has no value and no other words, and with FilledTooLong or FilledBlank what no
    message can be. Values are never looked at again.
    """
    if OPENING not in plain_text(content):
        return content
    vocabulary = await vocabulary_of(uow.scope, conversation, uow.now)
    _refuse_gaps(plain_text(content), vocabulary)
    return _mapped(content, lambda words: cleaned(fill(words, vocabulary.values).text))


def _refuse_gaps(words: str, vocabulary: Vocabulary) -> None:
    gaps = resolve(words, vocabulary)
    if gaps.empty or gaps.unknown:
        named = ", ".join([*gaps.empty, *gaps.unknown])
        raise VariableEmpty(f"There is nothing to put in the place of {named}.", empty=gaps.empty, unknown=gaps.unknown)


def _mapped(content: OutboundContent, change: Callable[[str], str]) -> OutboundContent:
    match content:
        case Text(text=text):
            return content.model_copy(update={"text": _said(change(text), TEXT_LIMIT)})
        case Cards(cards=cards):
            return content.model_copy(update={"cards": [_card(card, change) for card in cards]})
        case _:
            return content.model_copy(update={"caption": _short(change(content.caption), CAPTION_LIMIT)})


def _card(card: Card, change: Callable[[str], str]) -> Card:
    title = _said(change(card.title), CARD_TITLE_LIMIT)
    return card.model_copy(update={"title": title, "subtitle": _short(change(card.subtitle), CARD_SUBTITLE_LIMIT)})


def _said(words: str, limit: int) -> str:
    if not words.strip():
        raise FilledBlank
    return _short(words, limit)


def _short(words: str, limit: int) -> str:
    if len(words) > limit:
        raise FilledTooLong(limit=limit)
    return words
