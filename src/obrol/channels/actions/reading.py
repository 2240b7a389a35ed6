"""Reading: what a stored delivery says, fact by fact."""

from datetime import timedelta

import structlog

from obrol.channels.access import connector_of, facts_of
from obrol.channels.contract.inbound import InboundPuzzle, InboundTyping
from obrol.channels.contract.webhook import Delivery
from obrol.channels.events import InboundArrived
from obrol.channels.models import Channel, InboundDelivery
from obrol.runtime.unit_of_work import UnitOfWork

TYPING_LASTS_FOR = timedelta(seconds=6)  # as long as the desk shows one sign of it

log = structlog.get_logger(__name__)


async def read(uow: UnitOfWork, channel: Channel, delivery: InboundDelivery) -> None:
    """Announce every fact of a delivery once. What this version does not understand stays here, as a puzzle."""
    if delivery.state != "stored":
        return
    facts = connector_of(uow.scope, channel).parse(
        Delivery.from_json(delivery.raw, received_at=delivery.received_at), facts_of(uow.scope, channel)
    )
    delivery.state = "understood"
    for fact in facts:
        match fact:
            case InboundPuzzle(why=why):
                delivery.state = "puzzling"
                log.warning("delivery_puzzling", channel=str(channel.id), delivery=str(delivery.id), why=why)
            case InboundTyping() if uow.now - delivery.received_at > TYPING_LASTS_FOR:
                pass  # over by now, and nothing but a sign of life in the first place
            case _:
                uow.record(InboundArrived, channel_id=channel.id, delivery_id=delivery.id, inbound=fact)
