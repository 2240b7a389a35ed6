"""The first account is made once, whoever else tries."""

import asyncio

import pytest
from pydantic import SecretStr
from sqlalchemy import select

from obrol.runtime.actor import SYSTEM
from obrol.runtime.events import EventRow
from obrol.runtime.web import House
from obrol.workspaces import queries
from obrol.workspaces.actions import founding
from obrol.workspaces.actions.signing_in import Browser, Welcome
from obrol.workspaces.errors import AlreadySetUp, EmailTaken, PasswordTooEasy
from obrol.workspaces.models import Account, Agent, Role

BROWSER = Browser(address="127.0.0.1", user_agent="Firefox")


async def set_up(house: House, email: str = "ada@acme.example", password: str = "kopi susu gula aren") -> Welcome:
    return await founding.set_up(
        house.transactions,
        workspace_name="Acme",
        name="Ada",
        email=email,
        password=SecretStr(password),
        locale="id",
        browser=BROWSER,
    )


async def test_set_up_makes_an_account_a_workspace_and_its_owner(empty_house: House) -> None:
    welcome = await set_up(empty_house)
    async with empty_house.transactions.look(welcome.workspace_id, SYSTEM) as scope:
        current = await queries.current_session(scope, session_id=welcome.session_id, account_id=welcome.account_id)
        announced = [row.type for row in await scope.session.scalars(select(EventRow).order_by(EventRow.id))]
    assert (current.workspace.name, current.workspace.locale) == ("Acme", "id")
    assert (current.agent.name, current.agent.role, current.agent.email) == ("Ada", Role.OWNER, "ada@acme.example")
    assert announced == ["workspace.founded", "agent.joined"]


async def test_the_second_set_up_is_refused(empty_house: House) -> None:
    await set_up(empty_house)
    with pytest.raises(AlreadySetUp):
        await set_up(empty_house, email="eve@evil.example")


async def test_of_eight_set_ups_at_once_one_succeeds(empty_house: House) -> None:
    outcomes = await asyncio.gather(
        *(set_up(empty_house, email=f"ada-{number}@acme.example") for number in range(8)), return_exceptions=True
    )
    assert sum(isinstance(outcome, Welcome) for outcome in outcomes) == 1
    assert sum(isinstance(outcome, AlreadySetUp) for outcome in outcomes) == 7
    async with empty_house.transactions.begin_anywhere(SYSTEM) as uow:
        assert len((await uow.session.scalars(select(Account))).all()) == 1


async def test_an_easy_password_leaves_everything_as_it_was(empty_house: House) -> None:
    for easy in ("short", "aaaaaaaaaaaa", "ada@acme.example"):
        with pytest.raises(PasswordTooEasy):
            await set_up(empty_house, password=easy)
    async with empty_house.transactions.begin_anywhere(SYSTEM) as uow:
        assert not await queries.has_accounts(uow.session)


async def test_two_accounts_never_share_an_address(empty_house: House) -> None:
    welcome = await set_up(empty_house)
    with pytest.raises(EmailTaken):
        async with empty_house.transactions.begin_anywhere(SYSTEM) as uow:
            await founding.found(
                uow, workspace_name="Bell", name="Ada", email="ada@acme.example", password_hash="x", locale="en"
            )
    async with empty_house.transactions.look(welcome.workspace_id, SYSTEM) as scope:
        assert len((await scope.session.scalars(select(Agent))).all()) == 1
