"""Breaking and mending, as the code that sends sees it; the rest goes through the doors in test_routes.py."""

import pytest
from acme import Acme

from obrol.channels.access import capabilities_of, context_of, facts_of
from obrol.channels.actions import connecting
from obrol.channels.models import Channel
from obrol.channels.queries import find_channel
from obrol.runtime.sealing import SealBroken
from obrol.runtime.unit_of_work import UnitOfWork

SECRET = "a secret of the fake vendor"


async def a_fake_channel(acme: Acme) -> Channel:
    async with acme.acting() as uow:
        return await connecting.connect(uow, kind="fake", name="Fake", settings={}, credentials={"secret": SECRET})


async def held(uow: UnitOfWork, channel: Channel) -> Channel:
    row = await find_channel(uow.scope, channel.id, lock=True)
    assert row is not None
    return row


async def the_row(acme: Acme, channel: Channel) -> Channel:
    async with acme.looking() as scope:
        row = await find_channel(scope, channel.id)
    assert row is not None
    return row


async def test_the_connector_gets_the_credentials_and_the_row_holds_none_of_them(acme: Acme) -> None:
    channel = await a_fake_channel(acme)

    async with acme.looking() as scope:
        context = context_of(scope, channel)

    assert context.channel.credentials == {"secret": SECRET}
    assert SECRET not in repr(context)
    row = await the_row(acme, channel)
    assert row.credentials is not None
    assert SECRET.encode() not in row.credentials


async def test_credentials_of_one_channel_do_not_open_for_another(acme: Acme) -> None:
    one, other = await a_fake_channel(acme), await a_fake_channel(acme)
    other.credentials = one.credentials

    async with acme.looking() as scope:
        with pytest.raises(SealBroken):
            facts_of(scope, other)


async def test_a_broken_channel_is_announced_once_with_its_reason(acme: Acme) -> None:
    channel = await a_fake_channel(acme)
    for _ in range(2):
        async with acme.acting() as uow:
            row = await held(uow, channel)
            await connecting.break_off(uow, row, reason="credentials_revoked: token expired")

    row = await the_row(acme, channel)
    assert (row.state, row.state_reason) == ("broken", "credentials_revoked: token expired")
    assert len(await acme.events("channel.broken")) == 1


async def test_fresh_credentials_mend_it(acme: Acme) -> None:
    channel = await a_fake_channel(acme)
    async with acme.acting() as uow:
        row = await held(uow, channel)
        await connecting.break_off(uow, row, reason="credentials_revoked")

    async with acme.acting() as uow:
        row = await held(uow, channel)
        await connecting.reconnect(uow, row, credentials={"secret": SECRET[::-1]})

    row = await the_row(acme, channel)
    assert (row.state, row.state_reason) == ("connected", None)
    async with acme.looking() as scope:
        assert facts_of(scope, row).credentials == {"secret": SECRET[::-1]}
    assert len(await acme.events("channel.connected")) == 2


async def test_a_channel_that_works_is_not_announced_as_connected_again(acme: Acme) -> None:
    channel = await a_fake_channel(acme)
    async with acme.acting() as uow:
        await connecting.reconnect(uow, await held(uow, channel), credentials=None)

    assert len(await acme.events("channel.connected")) == 1


async def test_what_can_be_done_on_a_channel_is_known_without_its_key(acme: Acme) -> None:
    channel = await a_fake_channel(acme)
    async with acme.acting() as uow:
        row = await held(uow, channel)
        row.credentials = b"\x01" + bytes(60)

    async with acme.looking() as scope:
        assert (await capabilities_of(scope, channel.id)).text.max == 300
