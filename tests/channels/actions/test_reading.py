"""A delivery is read once, whatever happens around it."""

import pytest
from acme import Acme
from sqlalchemy import select

from obrol.channels.actions import connecting
from obrol.channels.jobs import ReadDelivery, lane_of
from obrol.channels.models import Channel, InboundDelivery
from obrol.connectors.fake.writing_in import text_event
from obrol.kit.ids import new_id
from obrol.runtime.actor import SYSTEM


async def a_stored_delivery(acme: Acme) -> tuple[Channel, InboundDelivery]:
    async with acme.acting() as uow:
        channel = await connecting.connect(
            uow, kind="fake", name="Fake", settings={}, credentials={"secret": "a secret of the vendor"}
        )
        await uow.session.flush()
        body = str({"events": [text_event("Halo")]}).replace("'", '"').replace("None", "null")
        delivery = InboundDelivery(
            workspace_id=acme.workspace_id,
            id=new_id(),
            channel_id=channel.id,
            provider_id="d1",
            raw={"body": body, "encoding": "utf-8", "content_type": "application/json", "query": {}},
        )
        uow.session.add(delivery)
    return channel, delivery


async def test_reading_it_again_announces_nothing_again(acme: Acme) -> None:
    channel, delivery = await a_stored_delivery(acme)
    for _ in range(2):
        async with acme.acting(SYSTEM) as uow:
            uow.schedule(ReadDelivery(delivery_id=delivery.id), lane=lane_of(channel.id))
    await acme.drain()

    assert len(await acme.events("inbound.arrived")) == 1
    assert len(await acme.events("message.received")) == 1


async def test_a_delivery_of_a_channel_that_was_removed_meanwhile_is_read_and_goes_nowhere(acme: Acme) -> None:
    channel, delivery = await a_stored_delivery(acme)
    async with acme.acting() as uow:
        row = await uow.session.get(Channel, (acme.workspace_id, channel.id))
        await connecting.disconnect(uow, row)
        uow.schedule(ReadDelivery(delivery_id=delivery.id), lane=lane_of(channel.id))
    await acme.drain()

    assert await acme.events("message.received") == []


@pytest.mark.parametrize("state", ["understood", "puzzling"])
async def test_what_was_read_before_is_left_alone(acme: Acme, state: str) -> None:
    channel, delivery = await a_stored_delivery(acme)
    async with acme.acting() as uow:
        row = await uow.session.scalar(select(InboundDelivery).where(InboundDelivery.id == delivery.id))
        row.state = state
        uow.schedule(ReadDelivery(delivery_id=delivery.id), lane=lane_of(channel.id))
    await acme.drain()

    assert await acme.events("inbound.arrived") == []
