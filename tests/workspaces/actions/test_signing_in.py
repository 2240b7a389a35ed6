"""Who knows the password is let in, and who is let out is out."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from argon2 import PasswordHasher
from pydantic import SecretStr
from sqlalchemy import select

from obrol.kit.clock import FrozenClock
from obrol.kit.ids import new_id
from obrol.kit.refusals import NotSignedIn
from obrol.runtime.actor import SESSION_COOKIE, SYSTEM, SignedIn
from obrol.runtime.unit_of_work import Transactions
from obrol.runtime.web import House
from obrol.workspaces import queries
from obrol.workspaces.access import REMEMBERED_FOR, Sessions
from obrol.workspaces.actions import hashing, joining, signing_in, staffing
from obrol.workspaces.actions.signing_in import Browser, Welcome
from obrol.workspaces.errors import NoWorkspace, SessionNotFound, WorkspaceNotFound, WrongCredentials
from obrol.workspaces.models import SESSION_LASTS, Role, Session, hash_token

APerson = Callable[..., Awaitable[Any]]


class Cookies:
    """A request with a session cookie."""

    def __init__(self, token: str) -> None:
        self.cookies = {SESSION_COOKIE: token}


async def sign_in(house: House, person: Any, browser: Browser) -> Welcome:
    return await signing_in.sign_in(house.transactions, email=person.email, password=person.password, browser=browser)


async def who_holds(house: House, token: str) -> SignedIn | None:
    """Who the token speaks for, asked of the database and not of a memory."""
    try:
        return await Sessions(house.database).who_is_it(Cookies(token))
    except NotSignedIn:
        return None


async def test_the_right_password_opens_a_session(house: House, a_person: APerson, browser: Browser) -> None:
    ada = await a_person()
    welcome = await sign_in(house, ada, browser)
    who = await who_holds(house, welcome.token)
    assert who is not None
    assert (who.account_id, who.workspace_id, who.actor) == (ada.account_id, ada.workspace_id, ada.actor)


async def test_capitals_and_spaces_around_the_address_do_not_matter(
    house: House, a_person: APerson, browser: Browser
) -> None:
    ada = await a_person()
    await signing_in.sign_in(
        house.transactions, email=f" {ada.email.upper()} ".strip(), password=ada.password, browser=browser
    )


@pytest.mark.parametrize("email", [None, "nobody@acme.example", "no address", "\x00@acme.example", "", "ada@"])
async def test_a_wrong_password_and_an_unknown_address_get_the_same_answer(
    house: House, a_person: APerson, browser: Browser, email: str | None
) -> None:
    ada = await a_person()
    with pytest.raises(WrongCredentials) as refusal:
        await signing_in.sign_in(
            house.transactions,
            email=ada.email if email is None else email,
            password=SecretStr("wrong") if email is None else ada.password,
            browser=browser,
        )
    assert (refusal.value.status, str(refusal.value)) == (401, WrongCredentials.message)


async def test_only_the_hash_of_the_token_is_kept(house: House, a_person: APerson, browser: Browser) -> None:
    welcome = await sign_in(house, await a_person(), browser)
    assert len(welcome.token) >= 43  # 256 bits
    async with house.transactions.begin_anywhere(SYSTEM) as uow:
        session = await uow.session.get(Session, welcome.session_id)
    assert session is not None
    assert session.token_hash == hash_token(welcome.token)
    assert welcome.token not in repr({name: str(value) for name, value in vars(session).items()})


async def test_signing_in_again_replaces_the_session_of_this_browser(
    house: House, a_person: APerson, browser: Browser
) -> None:
    ada = await a_person()
    first = await sign_in(house, ada, browser)
    second = await sign_in(house, ada, Browser(browser.address, browser.user_agent, token=first.token))
    assert await who_holds(house, first.token) is None
    assert await who_holds(house, second.token) is not None


async def test_a_token_that_was_never_given_opens_nothing(house: House, a_person: APerson, browser: Browser) -> None:
    welcome = await sign_in(house, await a_person(), browser)
    for token in ("", "x", welcome.token[:-1], welcome.token + "x", welcome.token.swapcase(), "\udcff", "a" * 5_000):
        assert await who_holds(house, token) is None
    assert await who_holds(house, welcome.token) is not None


async def test_a_session_ends_thirty_days_after_it_was_last_used(
    house: House, a_person: APerson, browser: Browser
) -> None:
    welcome = await sign_in(house, await a_person(), browser)
    clock = FrozenClock(datetime.now(UTC))
    sessions = Sessions(house.database, clock)
    clock.advance(SESSION_LASTS - timedelta(days=1))
    await sessions.who_is_it(Cookies(welcome.token))  # used, so it starts anew
    sessions.forget()
    clock.advance(SESSION_LASTS - timedelta(days=1))
    await sessions.who_is_it(Cookies(welcome.token))
    sessions.forget()
    clock.advance(SESSION_LASTS)
    with pytest.raises(NotSignedIn):
        await sessions.who_is_it(Cookies(welcome.token))


async def test_signing_out_ends_the_session_and_no_other(house: House, a_person: APerson, browser: Browser) -> None:
    ada = await a_person()
    here, there = await sign_in(house, ada, browser), await sign_in(house, ada, browser)
    async with house.transactions.begin_anywhere(SYSTEM) as uow:
        await signing_in.sign_out(uow, token=here.token)
        await signing_in.sign_out(uow, token=here.token)  # again: nothing
    assert await who_holds(house, here.token) is None
    assert await who_holds(house, there.token) is not None


async def test_a_process_that_remembers_an_ended_session_forgets_it_within_a_second(
    house: House, a_person: APerson, browser: Browser
) -> None:
    welcome = await sign_in(house, await a_person(), browser)
    elsewhere = Sessions(house.database)
    await elsewhere.who_is_it(Cookies(welcome.token))
    async with house.transactions.begin_anywhere(SYSTEM) as uow:
        await signing_in.sign_out(uow, token=welcome.token)
    await asyncio.sleep(REMEMBERED_FOR)
    with pytest.raises(NotSignedIn):
        await elsewhere.who_is_it(Cookies(welcome.token))


async def test_nobody_ends_the_session_of_somebody_else(house: House, a_person: APerson, browser: Browser) -> None:
    ada, eve = await a_person(), await a_person("Eve")
    welcome = await sign_in(house, ada, browser)
    with pytest.raises(SessionNotFound):
        async with house.transactions.begin_anywhere(SYSTEM) as uow:
            await signing_in.end_session(uow, welcome.session_id, of_account=eve.account_id)
    assert await who_holds(house, welcome.token) is not None


async def test_disabling_an_agent_ends_their_sessions_here_and_not_elsewhere(
    house: House, a_person: APerson, browser: Browser
) -> None:
    ada, other = await a_person(), await a_person("Olga")
    bo = await a_person("Bo", beside=ada)
    async with house.transactions.begin(other.workspace_id, other.actor) as uow:
        elsewhere = await joining.join(uow, await queries.get_account(uow.session, bo.account_id), role=Role.AGENT)
    here = await sign_in(house, bo, browser)
    there = await sign_in(house, bo, browser)
    async with house.transactions.begin_anywhere(SYSTEM) as uow:
        await signing_in.switch_workspace(uow, there.session_id, account_id=bo.account_id, to=other.workspace_id)
    async with house.transactions.begin(ada.workspace_id, ada.actor) as uow:
        agent = await queries.find_agent(uow.scope, bo.actor.id, lock=True)
        assert agent is not None
        await staffing.disable(uow, agent)
    assert await who_holds(house, here.token) is None
    who = await who_holds(house, there.token)
    assert who is not None
    assert (who.workspace_id, who.actor.id) == (other.workspace_id, elsewhere.id)
    # And the next sign-in leads to where they still work.
    assert (await sign_in(house, bo, browser)).workspace_id == other.workspace_id


async def test_whoever_is_disabled_everywhere_is_told_so_only_with_the_right_password(
    house: House, a_person: APerson, browser: Browser
) -> None:
    ada = await a_person()
    bo = await a_person("Bo", beside=ada)
    async with house.transactions.begin(ada.workspace_id, ada.actor) as uow:
        agent = await queries.find_agent(uow.scope, bo.actor.id, lock=True)
        assert agent is not None
        await staffing.disable(uow, agent)
    with pytest.raises(NoWorkspace):
        await sign_in(house, bo, browser)
    with pytest.raises(WrongCredentials):
        await signing_in.sign_in(house.transactions, email=bo.email, password=SecretStr("wrong"), browser=browser)


async def test_a_session_moves_only_to_a_workspace_that_its_account_works_in(
    house: House, a_person: APerson, browser: Browser
) -> None:
    ada, eve = await a_person(), await a_person("Eve")
    welcome = await sign_in(house, ada, browser)
    with pytest.raises(WorkspaceNotFound):
        async with house.transactions.begin_anywhere(SYSTEM) as uow:
            await signing_in.switch_workspace(uow, welcome.session_id, account_id=ada.account_id, to=eve.workspace_id)
    who = await who_holds(house, welcome.token)
    assert who is not None
    assert who.workspace_id == ada.workspace_id


async def test_all_sockets_of_a_process_are_checked_by_one_question(
    house: House, a_person: APerson, browser: Browser
) -> None:
    ada, eve = await a_person(), await a_person("Eve")
    stays, goes = await sign_in(house, ada, browser), await sign_in(house, eve, browser)
    ids = [stays.session_id, goes.session_id, new_id()]
    sessions = Sessions(house.database)
    assert set(await sessions.still_here(ids)) == {stays.session_id, goes.session_id}
    async with house.transactions.begin_anywhere(SYSTEM) as uow:
        await signing_in.sign_out(uow, token=goes.token)
    left = await sessions.still_here(ids)
    assert {id: who.actor for id, who in left.items()} == {stays.session_id: ada.actor}


async def test_an_outdated_hash_is_replaced_when_its_password_is_used(
    house: House, a_person: APerson, browser: Browser
) -> None:
    ada = await a_person()
    # The numbers of another year.
    weak = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(ada.password.get_secret_value())
    async with house.transactions.begin_anywhere(SYSTEM) as uow:
        (await queries.get_account(uow.session, ada.account_id, lock=True)).password_hash = weak
    await sign_in(house, ada, browser)
    async with house.transactions.begin_anywhere(SYSTEM) as uow:
        kept = (await queries.get_account(uow.session, ada.account_id)).password_hash
    assert not hashing.is_outdated(kept)
    assert await hashing.is_right(ada.password, kept)


async def test_expired_sessions_are_tidied_up_at_the_next_sign_in(
    house: House, a_person: APerson, browser: Browser
) -> None:
    ada = await a_person()
    old = await sign_in(house, ada, browser)
    later = Transactions(
        house.database,
        house.hints,
        house.hearings,
        FrozenClock(datetime.now(UTC) + SESSION_LASTS + timedelta(days=1)),
        house.tools,
    )
    new = await signing_in.sign_in(later, email=ada.email, password=ada.password, browser=browser)
    async with later.begin_anywhere(SYSTEM) as uow:
        left = (await uow.session.scalars(select(Session.id).where(Session.account_id == ada.account_id))).all()
    assert left == [new.session_id] != [old.session_id]
