"""Accepting: what a vendor brings to the webhook door is kept raw, once, before anybody tries to understand it."""

from hashlib import sha256

from sqlalchemy.dialects.postgresql import insert

from obrol.channels.access import connector_of, facts_of
from obrol.channels.contract.webhook import Accepted, Refused, Verdict, WebhookRequest
from obrol.channels.errors import NotGenuine
from obrol.channels.jobs import ReadDelivery, lane_of
from obrol.channels.models import Channel, InboundDelivery
from obrol.kit.ids import new_id
from obrol.runtime.unit_of_work import UnitOfWork

KEY_LIMIT = 512  # characters; a longer key of a vendor's is kept as its hash, which is as unique


async def accept(uow: UnitOfWork, channel: Channel, request: WebhookRequest) -> Verdict:
    """Keep a genuine delivery and have it read later; a repeat is a no-op. Refuses with NotGenuine."""
    verdict = connector_of(uow.scope, channel).verify(request, facts_of(uow.scope, channel))
    match verdict:
        case Refused(why=why):
            raise NotGenuine from ValueError(why)
        case Accepted(delivery_key=key):
            await _keep(uow, channel, request, key)
    return verdict


async def _keep(uow: UnitOfWork, channel: Channel, request: WebhookRequest, key: str) -> None:
    stored = await uow.session.scalar(
        insert(InboundDelivery)
        .values(
            workspace_id=uow.workspace_id,
            id=new_id(),
            channel_id=channel.id,
            provider_id=key if len(key) <= KEY_LIMIT else sha256(key.encode()).hexdigest(),
            raw=request.delivery.to_json(),
        )
        .on_conflict_do_nothing(index_elements=["workspace_id", "channel_id", "provider_id"])
        .returning(InboundDelivery.id)
    )
    if stored is not None:
        uow.schedule(ReadDelivery(delivery_id=stored), lane=lane_of(channel.id))
