import asyncio
from contextlib import AbstractAsyncContextManager
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import httpx
import pytest

from obrol.channels.contract.content import Button, Text
from obrol.channels.contract.failures import (
    Ambiguous,
    CredentialsRevoked,
    RateLimited,
    Rejected,
    SendFailure,
    Unreachable,
    WindowClosed,
)
from obrol.channels.contract.outbound import OutboundMessage, Speaker
from obrol.channels.contract.setup import ChannelContext, ChannelFacts
from obrol.connectors.fake.connector import FakeConnector
from obrol.connectors.fake.ledger import Ledger
from obrol.connectors.fake.setup_form import SETUP, Behaviour, Outcome

CHANNEL_ID = UUID(int=9)
HALO = OutboundMessage(
    message_id=UUID(int=1), to="walt", content=Text(text="Halo"), speaker=Speaker(UUID(int=2), "Ada")
)


def no_network() -> AbstractAsyncContextManager[httpx.AsyncClient]:
    raise AssertionError("the fake vendor lives in this process")


def on_channel(**settings: Any) -> ChannelContext:
    return ChannelContext(ChannelFacts(CHANNEL_ID, SETUP.clean_settings(settings)), no_network)


@pytest.fixture
def fake() -> FakeConnector:
    return FakeConnector(Ledger())


async def test_an_accepted_message_is_in_the_ledger(fake: FakeConnector) -> None:
    result = await fake.send(HALO, on_channel())

    (entry,) = fake.ledger.accepted()
    assert (entry.external_id, entry.to, entry.mark, entry.speaker) == (result.external_id, "walt", HALO.mark, "Ada")
    assert entry.content == HALO.content.model_dump(mode="json")


@pytest.mark.parametrize(
    ("outcome", "failure", "seen"),
    [
        ("rejected", Rejected, False),
        ("unreachable", Unreachable, False),
        ("rate_limited", RateLimited, False),
        ("window_closed", WindowClosed, False),
        ("credentials_revoked", CredentialsRevoked, False),
        ("ambiguous", Ambiguous, True),
    ],
)
async def test_it_fails_in_each_of_the_six_ways(
    fake: FakeConnector,
    outcome: Outcome,
    failure: type[SendFailure],
    seen: bool,  # noqa: FBT001 - a column of a table
) -> None:
    fake.behave(CHANNEL_ID, Behaviour(outcome=outcome))

    with pytest.raises(failure):
        await fake.send(HALO, on_channel())

    assert bool(fake.ledger.accepted()) is seen
    await fake.send(HALO, on_channel())
    assert len(fake.ledger.accepted()) == 1 + seen


async def test_an_unreachable_vendor_never_hears_of_the_try(fake: FakeConnector) -> None:
    fake.behave(CHANNEL_ID, Behaviour(outcome="unreachable"), Behaviour(outcome="ambiguous", arrives=False))

    for failure in (Unreachable, Ambiguous):
        with pytest.raises(failure):
            await fake.send(HALO, on_channel())

    assert fake.ledger.entries() == []


async def test_it_says_how_long_to_wait_or_nothing(fake: FakeConnector) -> None:
    fake.behave(CHANNEL_ID, Behaviour(outcome="rate_limited", after_seconds=3), Behaviour(outcome="rate_limited"))

    told = []
    for _ in range(2):
        with pytest.raises(RateLimited) as raised:
            await fake.send(HALO, on_channel())
        told.append(raised.value.after)

    assert told == [timedelta(seconds=3), None]


async def test_settings_make_the_first_tries_of_each_message_fail(fake: FakeConnector) -> None:
    context = on_channel(behaviour={"outcome": "unreachable", "tries": 2})
    outcomes = []
    for _ in range(3):
        try:
            await fake.send(HALO, context)
            outcomes.append("sent")
        except Unreachable:
            outcomes.append("unreachable")

    assert outcomes == ["unreachable", "unreachable", "sent"]


async def test_it_refuses_what_breaks_its_limits(fake: FakeConnector) -> None:
    buttons = OutboundMessage(
        message_id=UUID(int=1), to="walt", content=Text(text="x" * 301, buttons=[Button(id="a", label="A")])
    )

    with pytest.raises(Rejected, match=r"longer than 300.*buttons are not supported"):
        await fake.send(buttons, on_channel())

    assert fake.ledger.entries() == []


async def test_a_repeat_is_a_second_message_unless_the_channel_drops_repeats(fake: FakeConnector) -> None:
    once, twice = await fake.send(HALO, on_channel()), await fake.send(HALO, on_channel())
    assert once != twice
    fake.forget()

    dropping = on_channel(sends_idempotently=True)
    once, twice = await fake.send(HALO, dropping), await fake.send(HALO, dropping)

    assert once == twice
    assert len(fake.ledger.accepted()) == 1


async def test_a_lost_answer_can_be_looked_up(fake: FakeConnector) -> None:
    assert await fake.find_sent(HALO, on_channel()) is None
    fake.behave(CHANNEL_ID, Behaviour(outcome="ambiguous"))
    with pytest.raises(Ambiguous):
        await fake.send(HALO, on_channel())

    found = await fake.find_sent(HALO, on_channel())

    assert found is not None
    assert found.external_id == fake.ledger.accepted()[0].external_id


async def test_the_ledger_is_on_disk_before_the_answer_and_shared(tmp_path: Path) -> None:
    path = tmp_path / "ledger.jsonl"
    killed, restarted = FakeConnector(Ledger(path)), FakeConnector(Ledger(path))
    killed.behave(CHANNEL_ID, Behaviour(outcome="ambiguous"))

    with pytest.raises(Ambiguous):
        await killed.send(HALO, on_channel())
    await restarted.send(HALO, on_channel())

    assert [entry.outcome for entry in restarted.ledger.accepted()] == ["ambiguous", "accepted"]
    assert killed.ledger.entries() == restarted.ledger.entries()


async def test_a_slow_vendor_takes_its_time(fake: FakeConnector) -> None:
    fake.behave(CHANNEL_ID, Behaviour(delay_seconds=60))

    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.01):
            await fake.send(HALO, on_channel())

    assert fake.ledger.entries() == []
