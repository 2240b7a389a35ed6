"""Whoever holds a connection to the database does not wait for the network."""

import asyncio

import pytest
from acme import Acme

from obrol.runtime.blobs import Blobs
from obrol.runtime.holding import Holding, NetworkInsideTransaction, refuse_while_holding


async def test_a_task_that_holds_is_refused_until_it_lets_go() -> None:
    refuse_while_holding()
    with Holding():
        with Holding():
            pass
        with pytest.raises(NetworkInsideTransaction):
            refuse_while_holding()
    refuse_while_holding()


async def test_an_error_lets_go_too() -> None:
    with pytest.raises(ValueError, match="ours"), Holding():
        raise ValueError("ours")
    refuse_while_holding()


async def test_another_task_holds_nothing_even_when_this_one_started_it() -> None:
    async def ask() -> None:
        refuse_while_holding()

    with Holding():
        await asyncio.create_task(ask())


async def test_what_one_task_entered_another_may_leave() -> None:
    holding = Holding()
    holding.__enter__()

    async def leave() -> None:
        holding.__exit__()

    await asyncio.create_task(leave())
    refuse_while_holding()


async def test_units_of_work_reads_and_the_message_path_hold(acme: Acme) -> None:
    blobs = acme.house.tools.get(Blobs)
    async with acme.acting():
        with pytest.raises(NetworkInsideTransaction):
            await blobs.delete("anything")
    async with acme.looking():
        with pytest.raises(NetworkInsideTransaction):
            refuse_while_holding()
    async with acme.house.database.fast(acme.workspace_id):
        with pytest.raises(NetworkInsideTransaction):
            refuse_while_holding()
    refuse_while_holding()
