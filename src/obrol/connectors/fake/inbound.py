"""The fake vendor's payload → facts. Pure."""

from typing import Any

from pydantic import ValidationError

from obrol.channels.contract.content import Choice, Text
from obrol.channels.contract.inbound import (
    Inbound,
    InboundEcho,
    InboundMessage,
    InboundPuzzle,
    InboundReceipt,
    InboundTyping,
    Sender,
    part_key,
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
    """One fact for each event, in order; what cannot be read is a puzzle in its place."""
    key = body_key(delivery.body)
    try:
        batch = Batch.model_validate_json(delivery.body)
    except ValidationError:
        return [InboundPuzzle(key=key, why="not a batch of events")]
    return [_fact(raw, part_key(key, number)) for number, raw in enumerate(batch.events, start=1)]


def _fact(raw: Any, spare_key: str) -> Inbound:
    try:
        return _understood(EVENT.validate_python(raw))
    except ValidationError as error:
        return InboundPuzzle(key=spare_key, why=error.errors(include_url=False)[0]["msg"], raw=raw)


def _understood(event: Event) -> Inbound:
    who = event.from_.id
    match event:
        case TextEvent(text=words):
            return InboundMessage(key=event.id, sender=_sender(event), content=Text(text=words))
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
