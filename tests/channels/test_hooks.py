"""The webhook door: what a vendor brings is kept once, answered at once, and read later."""

from collections.abc import AsyncIterator, Mapping
from datetime import timedelta
from typing import Any

import httpx
import pytest
from acme import Acme
from serving import Served
from sqlalchemy import select

from obrol.channels.contract.setup import ChannelFacts
from obrol.channels.models import InboundDelivery
from obrol.connectors.fake.writing_in import choice_event, signed, text_event, typing_event
from obrol.kit.ids import new_id
from obrol.runtime.events import EventRow

SECRET = "a secret of the fake vendor"


class Vendor:
    """The other side of a fake channel."""

    def __init__(self, acme: Acme, channel: Mapping[str, Any], client: httpx.AsyncClient) -> None:
        self.acme = acme
        self.channel = channel
        self.client = client

    async def delivers(
        self, *events: Mapping[str, Any], secret: str = SECRET, early_by: timedelta = timedelta()
    ) -> httpx.Response:
        facts = ChannelFacts(new_id(), credentials={"secret": secret})
        request = signed(facts, list(events), at=self.acme.house.transactions.clock.now() - early_by)
        return await self.client.post(
            f"/hooks/{self.channel['public_id']}", content=request.body, headers=dict(request.headers)
        )

    async def delivered(self) -> list[InboundDelivery]:
        async with self.acme.looking() as scope:
            rows = await scope.session.scalars(
                select(InboundDelivery)
                .where(InboundDelivery.channel_id == self.channel["id"])
                .order_by(InboundDelivery.received_at)
            )
            return list(rows)

    async def arrived(self) -> list[EventRow]:
        return await self.acme.events("inbound.arrived")


@pytest.fixture
async def vendor(acme: Acme, served: Served, ada: httpx.AsyncClient) -> AsyncIterator[Vendor]:
    made = await ada.post("/api/channels", json={"kind": "fake", "name": "Fake", "credentials": {"secret": SECRET}})
    async with served.stranger() as client:
        yield Vendor(acme, made.json(), client)


async def test_a_delivery_is_answered_first_and_read_later(vendor: Vendor) -> None:
    answer = await vendor.delivers(text_event("Halo"))

    assert (answer.status_code, answer.text) == (200, "")
    assert [row.state for row in await vendor.delivered()] == ["stored"]
    assert await vendor.arrived() == []
    await vendor.acme.drain()
    assert [row.state for row in await vendor.delivered()] == ["understood"]
    assert [row.payload["inbound"]["content"]["text"] for row in await vendor.arrived()] == ["Halo"]


async def test_it_becomes_a_message_in_a_conversation(vendor: Vendor) -> None:
    await vendor.delivers(text_event("Halo", sender="wati", name="Wati"), choice_event("yes", "Ya", sender="wati"))
    await vendor.acme.drain()

    received = await vendor.acme.events("message.received")

    assert [row.payload["message"]["content"]["text"] for row in received] == ["Halo", "Ya"]
    assert {row.payload["message"]["author"]["name"] for row in received} == {"Wati"}


async def test_the_same_delivery_again_is_the_same_delivery(vendor: Vendor) -> None:
    event = text_event("Halo", id="m1")
    for _ in range(3):
        assert (await vendor.delivers(event)).status_code == 200
    await vendor.acme.drain()
    await vendor.delivers(event)
    await vendor.acme.drain()

    assert len(await vendor.delivered()) == 1
    assert len(await vendor.acme.events("message.received")) == 1


async def test_the_same_message_in_another_delivery_is_the_same_message(vendor: Vendor) -> None:
    await vendor.delivers(text_event("Halo", id="m1"))
    await vendor.delivers(text_event("Halo", id="m1"), text_event("Apa kabar", id="m2"))
    await vendor.acme.drain()

    assert len(await vendor.delivered()) == 2
    assert [row.payload["message"]["content"]["text"] for row in await vendor.acme.events("message.received")] == [
        "Halo",
        "Apa kabar",
    ]


async def test_what_nobody_understands_is_kept_and_answered_200(vendor: Vendor) -> None:
    answer = await vendor.delivers({"type": "hologram", "id": "h1"}, text_event("Halo"))
    await vendor.acme.drain()

    assert answer.status_code == 200
    assert [row.state for row in await vendor.delivered()] == ["puzzling"]
    assert "hologram" in (await vendor.delivered())[0].raw["body"]
    assert len(await vendor.arrived()) == 1


async def test_a_sign_of_typing_is_passed_on_while_it_is_fresh(vendor: Vendor) -> None:
    await vendor.delivers(typing_event())
    await vendor.acme.drain()

    assert [row.payload["inbound"]["kind"] for row in await vendor.arrived()] == ["typing"]


@pytest.mark.parametrize(
    ("secret", "early_by"), [("another secret, just as long", timedelta()), (SECRET, timedelta(minutes=6))]
)
async def test_what_the_vendor_did_not_make_is_refused_and_not_kept(
    vendor: Vendor, secret: str, early_by: timedelta
) -> None:
    answer = await vendor.delivers(text_event("Halo"), secret=secret, early_by=early_by)

    assert answer.status_code == 403
    assert answer.json()["code"] == "not_genuine"
    assert "signature" not in answer.text
    assert await vendor.delivered() == []


async def test_nobody_is_at_an_unknown_or_removed_address(vendor: Vendor, ada: httpx.AsyncClient) -> None:
    unknown = await vendor.client.post("/hooks/nobody", content=b"{}")
    await ada.delete(f"/api/channels/{vendor.channel['id']}")
    removed = await vendor.delivers(text_event("Halo"))

    assert (unknown.status_code, removed.status_code) == (404, 404)


async def test_web_chat_has_no_webhook(vendor: Vendor) -> None:
    answer = await vendor.client.post(f"/hooks/{vendor.acme.webchat.public_id}", content=b"{}")

    assert answer.status_code == 403


async def test_a_body_over_the_limit_is_not_even_looked_at(vendor: Vendor) -> None:
    answer = await vendor.client.post(f"/hooks/{vendor.channel['public_id']}", content=b"x" * 1_000_001)

    assert answer.status_code == 413
    assert answer.json()["code"] == "delivery_too_large"


async def test_bytes_that_json_cannot_hold_are_kept_too(vendor: Vendor) -> None:
    facts = ChannelFacts(new_id(), credentials={"secret": SECRET})
    request = signed(facts, [text_event("nul \x00 byte")], at=vendor.acme.house.transactions.clock.now())
    answer = await vendor.client.post(
        f"/hooks/{vendor.channel['public_id']}", content=request.body, headers=dict(request.headers)
    )
    await vendor.acme.drain()

    assert answer.status_code == 200
    assert len(await vendor.delivered()) == 1


async def test_deliveries_of_one_contact_keep_their_order(vendor: Vendor) -> None:
    for number in range(12):
        await vendor.delivers(text_event(f"{number}"), text_event(f"{number}!"))
    await vendor.acme.drain()

    received = [row.payload["message"]["content"]["text"] for row in await vendor.acme.events("message.received")]
    assert received == [words for number in range(12) for words in (f"{number}", f"{number}!")]
