"""A visitor's frame → facts. Pure."""

from pydantic import ValidationError

from obrol.channels.contract.inbound import Inbound, InboundMessage, InboundPuzzle, InboundReceipt, InboundTyping
from obrol.channels.contract.webhook import Delivery, body_key
from obrol.connectors.webchat.vendor import FRAME, ReceivedFrame, SeenFrame, SendFrame, TypingFrame


def facts_of(delivery: Delivery) -> list[Inbound]:
    """The one fact of a frame; a frame of another make is a puzzle."""
    try:
        frame = FRAME.validate_json(delivery.body)
        match frame:
            case SendFrame():
                return [InboundMessage(key=str(frame.id), at=frame.at, sender=frame.visitor, content=frame.content)]
            case TypingFrame(visitor=visitor):
                return [InboundTyping(key=body_key(delivery.body), at=frame.at, external_id=visitor.external_id)]
            case ReceivedFrame() | SeenFrame():
                return [_receipt(frame)]
    except ValidationError as error:
        first = error.errors(include_url=False, include_context=False, include_input=False)[0]
        where = ".".join(str(step) for step in first["loc"])
        return [InboundPuzzle(key=body_key(delivery.body), why=f"{where}: {first['msg']}".removeprefix(": "))]


def _receipt(frame: ReceivedFrame | SeenFrame) -> InboundReceipt:
    who = frame.visitor.external_id
    return InboundReceipt(
        key=f"{frame.type}:{who}:{frame.seq}",
        at=frame.at,
        external_id=who,
        status="read" if frame.type == "seen" else "delivered",
        up_to_number=frame.seq,
    )
