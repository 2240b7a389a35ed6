"""Guessing is slow: per address of mail, per address of network, however many guess at once, in every process."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from pydantic import SecretStr
from sqlalchemy import func, select

from obrol.kit.clock import FrozenClock
from obrol.kit.ids import new_id
from obrol.runtime.actor import SYSTEM
from obrol.runtime.unit_of_work import Transactions
from obrol.runtime.web import House
from obrol.workspaces.actions import signing_in, throttling
from obrol.workspaces.actions.signing_in import Browser
from obrol.workspaces.actions.throttling import TIDY_AT_ONCE, TRIES_PER_ADDRESS, TRIES_PER_EMAIL, WINDOW
from obrol.workspaces.errors import TooManyAttempts, WrongCredentials
from obrol.workspaces.models import SignInAttempt

APerson = Callable[..., Awaitable[Any]]
WRONG = SecretStr("wrong")


def an_address() -> str:
    """A network of its own: tests do not use up each other's tries."""
    return f"2001:db8:{new_id().hex[-8:-4]}:{new_id().hex[-4:]}::/64"


async def guess(house: House, email: str, address: str) -> None:
    with pytest.raises(WrongCredentials):
        await signing_in.sign_in(house.transactions, email=email, password=WRONG, browser=Browser(address, ""))


async def count_try(transactions: Transactions, email: str, address: str) -> bool:
    """Whether there was a try left."""
    try:
        async with transactions.begin_anywhere(SYSTEM) as uow:
            await throttling.count_try(uow, email=email, address=address)
    except TooManyAttempts:
        return False
    return True


async def test_the_eleventh_try_for_an_address_is_refused_even_when_it_is_right(
    house: House, a_person: APerson
) -> None:
    ada = await a_person()
    for _ in range(TRIES_PER_EMAIL):
        await guess(house, ada.email, an_address())
    with pytest.raises(TooManyAttempts) as refusal:
        await signing_in.sign_in(
            house.transactions, email=ada.email, password=ada.password, browser=Browser(an_address(), "")
        )
    assert refusal.value.status == 429
    assert 0 < refusal.value.details["retry_after"] <= WINDOW.total_seconds() + 1


async def test_the_same_holds_for_an_address_that_nobody_has(house: House) -> None:
    nobody = f"nobody-{new_id().hex}@acme.example"
    for _ in range(TRIES_PER_EMAIL):
        await guess(house, nobody, an_address())
    assert not await count_try(house.transactions, nobody, an_address())


async def test_a_right_password_gives_the_tries_back(house: House, a_person: APerson) -> None:
    ada = await a_person()
    for _ in range(TRIES_PER_EMAIL - 1):
        await guess(house, ada.email, an_address())
    address = an_address()
    await signing_in.sign_in(house.transactions, email=ada.email, password=ada.password, browser=Browser(address, ""))
    for _ in range(TRIES_PER_EMAIL):
        await guess(house, ada.email, address)


async def test_a_network_has_fifty_tries_whatever_the_addresses(house: House) -> None:
    network = an_address()
    left = [
        await count_try(house.transactions, f"{new_id().hex}@acme.example", network)
        for _ in range(TRIES_PER_ADDRESS + 5)
    ]
    assert left == [True] * TRIES_PER_ADDRESS + [False] * 5


async def test_a_right_password_gives_its_network_one_try_back_and_no_more(house: House, a_person: APerson) -> None:
    ada, network = await a_person(), an_address()
    for _ in range(TRIES_PER_ADDRESS - 1):
        assert await count_try(house.transactions, f"{new_id().hex}@acme.example", network)
    await signing_in.sign_in(house.transactions, email=ada.email, password=ada.password, browser=Browser(network, ""))
    assert await count_try(house.transactions, f"{new_id().hex}@acme.example", network)
    assert not await count_try(house.transactions, f"{new_id().hex}@acme.example", network)


async def test_forty_tries_at_the_same_instant_are_counted_one_by_one(house: House) -> None:
    email = f"{new_id().hex}@acme.example"
    outcomes = await asyncio.gather(*(count_try(house.transactions, email, an_address()) for _ in range(40)))
    assert outcomes.count(True) == TRIES_PER_EMAIL


async def test_tries_are_forgotten_after_a_quarter_of_an_hour(house: House) -> None:
    clock = FrozenClock(datetime.now(UTC))
    transactions = Transactions(house.database, house.hints, house.hearings, clock, house.tools)
    email = f"{new_id().hex}@acme.example"
    for _ in range(TRIES_PER_EMAIL):
        assert await count_try(transactions, email, an_address())
    assert not await count_try(transactions, email, an_address())
    clock.advance(WINDOW)
    assert await count_try(transactions, email, an_address())


async def test_old_tries_do_not_pile_up(empty_house: House) -> None:
    clock = FrozenClock(datetime.now(UTC))
    transactions = Transactions(empty_house.database, empty_house.hints, empty_house.hearings, clock, empty_house.tools)
    for _ in range(20):
        assert await count_try(transactions, f"{new_id().hex}@acme.example", an_address())
    clock.advance(WINDOW * 2)
    assert TIDY_AT_ONCE > 40
    assert await count_try(transactions, f"{new_id().hex}@acme.example", an_address())
    async with transactions.begin_anywhere(SYSTEM) as uow:
        assert await uow.session.scalar(select(func.count()).select_from(SignInAttempt)) == 2
