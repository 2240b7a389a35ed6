"""What agents choose for themselves, and how a password changes."""

from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from acme import Acme
from pydantic import SecretStr

from obrol.kit.refusals import NotSignedIn
from obrol.runtime.actor import SESSION_COOKIE
from obrol.runtime.web import House
from obrol.workspaces import queries
from obrol.workspaces.access import Sessions, me_for
from obrol.workspaces.actions import personalising, signing_in
from obrol.workspaces.actions.signing_in import Browser, Welcome
from obrol.workspaces.actions.throttling import TRIES_PER_EMAIL
from obrol.workspaces.errors import PasswordTooEasy, TooManyAttempts, WrongCredentials, WrongPassword
from obrol.workspaces.schemas import MeIn, MeOut

APerson = Callable[..., Awaitable[Any]]
NEW = SecretStr("teh tarik tanpa gula")


async def personalise(acme: Acme, **wanted: object) -> MeOut:
    async with acme.acting() as uow:
        agent = await me_for(uow.scope, lock=True)
        account = await personalising.personalise(uow, agent, MeIn.model_validate(wanted))
        return queries.me_out(agent, account)


async def test_what_is_absent_stays_and_null_is_as_the_workspace_has_it(acme: Acme) -> None:
    me = await personalise(acme, locale="id", theme="dark", time_zone="Asia/Jayapura")
    assert (me.name, me.locale, me.theme, me.time_zone) == ("Ada", "id", "dark", "Asia/Jayapura")
    me = await personalise(acme, locale=None, name="Ada L.")
    assert (me.name, me.locale, me.theme, me.time_zone) == ("Ada L.", None, "dark", "Asia/Jayapura")


async def test_how_the_composer_behaves_is_each_agents_own(acme: Acme) -> None:
    me = await personalise(acme, theme="dark")
    assert (me.enter_sends, me.undo_send) == (True, False)
    me = await personalise(acme, enter_sends=False, undo_send=True)
    assert (me.enter_sends, me.undo_send) == (False, True)
    me = await personalise(acme, enter_sends=None)
    assert (me.enter_sends, me.undo_send) == (False, True)


async def test_keys_sound_and_notifications_are_each_agents_own(acme: Acme) -> None:
    me = await personalise(acme, theme="dark")
    assert (me.single_keys, me.list_hidden, me.sound, me.desktop_notifications, me.notify_about) == (
        *(True, False, True, False),
        "mine",
    )
    me = await personalise(
        acme, single_keys=False, list_hidden=True, sound=False, desktop_notifications=True, notify_about="all"
    )
    assert (me.single_keys, me.list_hidden, me.sound, me.desktop_notifications, me.notify_about) == (
        *(False, True, False, True),
        "all",
    )


async def test_others_hear_of_a_name_and_of_nothing_else(acme: Acme) -> None:
    await personalise(acme, theme="light", name="Ada")
    assert await acme.events("agent.changed") == []
    await personalise(acme, name="Ada L.")
    announced = await acme.events("agent.changed")
    assert [(row.payload["agent"]["name"], row.payload["agent"]["version"]) for row in announced] == [("Ada L.", 2)]


async def sign_in(house: House, person: Any, password: SecretStr, browser: Browser) -> Welcome:
    return await signing_in.sign_in(house.transactions, email=person.email, password=password, browser=browser)


async def change(house: House, welcome: Welcome, browser: Browser, current: SecretStr, new: SecretStr) -> None:
    await personalising.change_password(
        house.transactions,
        account_id=welcome.account_id,
        session_id=welcome.session_id,
        current=current,
        new=new,
        browser=browser,
    )


async def is_signed_in(house: House, welcome: Welcome) -> bool:
    class Request:
        cookies = {SESSION_COOKIE: welcome.token}  # noqa: RUF012

    try:
        await Sessions(house.database).who_is_it(Request())
    except NotSignedIn:
        return False
    return True


async def test_a_new_password_ends_every_other_session(house: House, a_person: APerson, browser: Browser) -> None:
    ada = await a_person()
    here, there = await sign_in(house, ada, ada.password, browser), await sign_in(house, ada, ada.password, browser)
    await change(house, here, browser, ada.password, NEW)
    assert await is_signed_in(house, here)
    assert not await is_signed_in(house, there)
    with pytest.raises(WrongCredentials):
        await sign_in(house, ada, ada.password, browser)
    await sign_in(house, ada, NEW, browser)


async def test_the_current_password_is_asked_for_and_cannot_be_guessed(
    house: House, a_person: APerson, browser: Browser
) -> None:
    ada = await a_person()
    here = await sign_in(house, ada, ada.password, browser)
    for _ in range(TRIES_PER_EMAIL):
        with pytest.raises(WrongPassword):
            await change(house, here, browser, SecretStr("a guess of eve"), NEW)
    with pytest.raises(TooManyAttempts):
        await change(house, here, browser, ada.password, NEW)


async def test_an_easy_new_password_costs_no_try(house: House, a_person: APerson, browser: Browser) -> None:
    ada = await a_person()
    here = await sign_in(house, ada, ada.password, browser)
    for _ in range(TRIES_PER_EMAIL + 1):
        with pytest.raises(PasswordTooEasy):
            await change(house, here, browser, ada.password, SecretStr("aaaaaaaaaaaa"))
