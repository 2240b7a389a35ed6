"""What the database cannot do right now is a 503 that says so, and the caller may try again."""

import asyncio

import pytest
from acme import Acme
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from obrol.kit.refusals import Unavailable


async def hold_the_workspace(acme: Acme, locked: asyncio.Event, enough: asyncio.Event) -> None:
    async with acme.acting() as uow:
        await uow.session.execute(text("SELECT 1 FROM workspace FOR UPDATE"))
        locked.set()
        await enough.wait()


async def want_the_workspace(acme: Acme) -> None:
    async with acme.acting() as uow:
        await uow.session.execute(text("SET LOCAL lock_timeout = '50ms'"))
        await uow.session.execute(text("SELECT 1 FROM workspace FOR UPDATE"))


async def test_a_lock_that_is_not_free_in_time_is_unavailable(acme: Acme) -> None:
    locked, enough = asyncio.Event(), asyncio.Event()
    holder = asyncio.create_task(hold_the_workspace(acme, locked, enough))
    await locked.wait()
    with pytest.raises(Unavailable):
        await want_the_workspace(acme)
    enough.set()
    await holder


async def test_a_statement_of_ours_that_is_wrong_stays_our_mistake(acme: Acme) -> None:
    with pytest.raises(DBAPIError):
        await say_nonsense(acme)


async def say_nonsense(acme: Acme) -> None:
    async with acme.acting() as uow:
        await uow.session.execute(text("SELECT nonsense"))


async def test_a_workspace_that_is_not_set_shows_no_rows(acme: Acme) -> None:
    async with acme.house.database.fast() as connection:
        assert await connection.fetchval("SELECT count(*) FROM contact") == 0
    async with acme.house.database.fast(acme.workspace_id) as connection:
        assert await connection.fetchval("SELECT count(*) FROM contact") == 1
