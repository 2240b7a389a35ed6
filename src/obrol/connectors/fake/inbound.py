"""The fake vendor's payload → facts. Pure."""

from typing import Any

from pydantic import ValidationError

from obrol.channels.contract.content import Choice
from obrol.channels.contract.inbound import (
    Inbound,
    InboundEcho,
    InboundMessage,
    InboundPuzzle,
    InboundReceipt,
    InboundTyping,
    Sender,
    part_key,
    texts_of,
)
from obrol.channels.contract.webhook import Delivery, body_key
from obrol.connectors.fake.vendor import (
    EVENT,
    Batch,
    ChoiceEvent,
    EchoEvent,
    Event,
    ReceiptEvent,
    TextEvent,
    TypingEvent,
)


def facts_of(delivery: Delivery) -> list[Inbound]:
    """The facts of each event, in order; what cannot be read is a puzzle in its place."""
    key = body_key(delivery.body)
    try:
        batch = Batch.model_validate_json(delivery.body)
    except ValidationError:
        return [InboundPuzzle(key=key, why="not a batch of events")]
    events = enumerate(batch.events, start=1)
    return [fact for number, raw in events for fact in _facts(raw, part_key(key, number))]


def _facts(raw: Any, spare_key: str) -> list[Inbound]:
    try:
        event = EVENT.validate_python(raw)
        facts = _said(event) if isinstance(event, TextEvent) else [_done(event)]
    except ValidationError as error:
        return [InboundPuzzle(key=spare_key, why=error.errors(include_url=False)[0]["msg"])]
    return facts or [InboundPuzzle(key=spare_key, why="a text without words")]


def _said(event: TextEvent) -> list[Inbound]:
    pieces = enumerate(texts_of(event.text), start=1)
    return [
        InboundMessage(key=part_key(event.id, number), sender=_sender(event), content=text) for number, text in pieces
    ]


def _done(event: ChoiceEvent | TypingEvent | ReceiptEvent | EchoEvent) -> Inbound:
    who = event.from_.id
    match event:
        case ChoiceEvent(text=words, choice=choice):
            return InboundMessage(key=event.id, sender=_sender(event), content=Choice(text=words, choice_id=choice))
        case TypingEvent():
            return InboundTyping(key=event.id, external_id=who)
        case ReceiptEvent(status=status, messages=messages):
            return InboundReceipt(key=event.id, external_id=who, status=status, messages=messages)
        case EchoEvent(message=message, mark=mark):
            return InboundEcho(key=event.id, external_id=who, message=message, mark=mark)


def _sender(event: Event) -> Sender:
    return Sender(external_id=event.from_.id, name=event.from_.name)
