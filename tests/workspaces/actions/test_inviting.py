"""A link lets one person join, once, as what the inviter may give."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from pydantic import SecretStr
from sqlalchemy import select

from obrol.kit.clock import FrozenClock
from obrol.kit.ids import new_id
from obrol.kit.refusals import NotAllowed
from obrol.runtime.actor import SYSTEM
from obrol.runtime.events import EventRow
from obrol.runtime.unit_of_work import Transactions
from obrol.runtime.web import House
from obrol.workspaces import queries
from obrol.workspaces.access import invitation_for
from obrol.workspaces.actions import inviting, teaming
from obrol.workspaces.actions.inviting import Invited
from obrol.workspaces.actions.signing_in import Browser, Welcome
from obrol.workspaces.errors import (
    AlreadyHere,
    InvitationGone,
    InvitedSomebodyElse,
    PasswordTooEasy,
    TeamUnknown,
    WrongCredentials,
)
from obrol.workspaces.models import INVITATION_LASTS, Agent, Invitation, Role, hash_token

APerson = Callable[..., Awaitable[Any]]
PASSWORD = SecretStr("teh tarik tanpa gula")


def new_email() -> str:
    return f"bo-{new_id().hex}@acme.example"


async def invite(house: House, by: Any, **given: Any) -> Invited:
    async with house.transactions.begin(by.workspace_id, by.actor) as uow:
        return await inviting.invite(uow, **{"email": None, "role": Role.AGENT} | given)


async def accept(
    house: House, token: str, browser: Browser, *, email: str | None = None, password: SecretStr = PASSWORD
) -> Welcome:
    return await inviting.accept(
        house.transactions,
        token=token,
        name="Bo",
        email=email or new_email(),
        password=password,
        browser=browser,
    )


async def agents_of(house: House, person: Any) -> list[Agent]:
    async with house.transactions.look(person.workspace_id, person.actor) as scope:
        return list(await queries.list_agents(scope))


async def test_whoever_holds_the_link_joins_and_is_signed_in(house: House, a_person: APerson, browser: Browser) -> None:
    owner = await a_person()
    async with house.transactions.begin(owner.workspace_id, owner.actor) as uow:
        sales = await teaming.make_team(uow, name="Sales")
    invited = await invite(house, owner, role=Role.SUPERVISOR, team_ids=[sales.id])
    welcome = await accept(house, invited.token, browser)
    assert welcome.workspace_id == owner.workspace_id
    async with house.transactions.look(owner.workspace_id, owner.actor) as scope:
        current = await queries.current_session(scope, session_id=welcome.session_id, account_id=welcome.account_id)
        team = (await queries.teams_out(scope, await queries.list_teams(scope)))[0]
    assert (current.agent.name, current.agent.role) == ("Bo", Role.SUPERVISOR)
    assert team.member_ids == [current.agent.id]


async def test_only_the_hash_of_the_token_is_kept(house: House, a_person: APerson) -> None:
    owner = await a_person()
    invited = await invite(house, owner)
    assert len(invited.token) >= 43
    async with house.transactions.look(owner.workspace_id, owner.actor) as scope:
        kept = await queries.find_invitation(scope, invited.invitation.id)
        announced = await scope.session.scalar(select(EventRow).where(EventRow.type == "invitation.made"))
    assert kept is not None
    assert announced is not None
    assert kept.token_hash == hash_token(invited.token)
    assert invited.token not in str(announced.payload)
    assert announced.audience == {"kind": "nobody", "id": None}


async def test_of_eight_who_use_one_link_at_once_one_joins(house: House, a_person: APerson, browser: Browser) -> None:
    owner = await a_person()
    invited = await invite(house, owner)
    outcomes = await asyncio.gather(*(accept(house, invited.token, browser) for _ in range(8)), return_exceptions=True)
    assert sum(isinstance(outcome, Welcome) for outcome in outcomes) == 1
    assert sum(isinstance(outcome, InvitationGone) for outcome in outcomes) == 7
    assert len(await agents_of(house, owner)) == 2


async def test_a_link_that_was_taken_back_leads_nowhere(house: House, a_person: APerson, browser: Browser) -> None:
    owner = await a_person()
    invited = await invite(house, owner)
    async with house.transactions.begin(owner.workspace_id, owner.actor) as uow:
        await inviting.take_back(uow, await invitation_for(uow.scope, invited.invitation.id, lock=True))
    with pytest.raises(InvitationGone):
        await accept(house, invited.token, browser)
    assert len(await agents_of(house, owner)) == 1


async def test_a_link_is_good_for_seven_days(house: House, a_person: APerson) -> None:
    invited = await invite(house, await a_person())
    for age, is_open in ((INVITATION_LASTS - timedelta(minutes=1), True), (INVITATION_LASTS, False)):
        clock = FrozenClock(datetime.now(UTC) + age)
        later = Transactions(house.database, house.hints, house.hearings, clock, house.tools)
        async with later.begin_anywhere(SYSTEM) as uow:
            if is_open:
                assert (await inviting.find_open(uow, invited.token)).id == invited.invitation.id
            else:
                with pytest.raises(InvitationGone):
                    await inviting.find_open(uow, invited.token)


@pytest.mark.parametrize("token", ["", "x", "a" * 43, "\x00", "\udcff"])
async def test_a_token_that_was_never_given_leads_nowhere(house: House, browser: Browser, token: str) -> None:
    with pytest.raises(InvitationGone):
        await accept(house, token, browser)


async def test_an_invitation_with_an_address_is_for_that_address_alone(
    house: House, a_person: APerson, browser: Browser
) -> None:
    email = new_email()
    invited = await invite(house, await a_person(), email=email)
    with pytest.raises(InvitedSomebodyElse):
        await accept(house, invited.token, browser)
    await accept(house, invited.token, browser, email=email)


async def test_whoever_has_an_account_joins_with_its_password_and_no_other(
    house: House, a_person: APerson, browser: Browser
) -> None:
    owner, olga = await a_person(), await a_person("Olga")
    invited = await invite(house, owner)
    with pytest.raises(WrongCredentials):
        await accept(house, invited.token, browser, email=olga.email)
    welcome = await accept(house, invited.token, browser, email=olga.email, password=olga.password)
    assert (welcome.account_id, welcome.workspace_id) == (olga.account_id, owner.workspace_id)
    assert {agent.name for agent in await agents_of(house, owner)} == {"Ada", "Olga"}


async def test_whoever_works_here_already_is_told_so_and_the_link_stays_open(
    house: House, a_person: APerson, browser: Browser
) -> None:
    owner = await a_person()
    invited = await invite(house, owner)
    with pytest.raises(AlreadyHere):
        await accept(house, invited.token, browser, email=owner.email, password=owner.password)
    await accept(house, invited.token, browser)


async def test_an_easy_password_leaves_the_link_open(house: House, a_person: APerson, browser: Browser) -> None:
    invited = await invite(house, await a_person())
    with pytest.raises(PasswordTooEasy):
        await accept(house, invited.token, browser, password=SecretStr("short"))
    await accept(house, invited.token, browser)


async def test_an_admin_does_not_invite_owners_and_others_invite_nobody(house: House, a_person: APerson) -> None:
    owner = await a_person()
    admin = await a_person("Ann", beside=owner, role=Role.ADMIN)
    await invite(house, admin, role=Role.ADMIN)
    with pytest.raises(NotAllowed):
        await invite(house, admin, role=Role.OWNER)
    of_owner = await invite(house, owner, role=Role.OWNER)
    with pytest.raises(NotAllowed):
        async with house.transactions.begin(admin.workspace_id, admin.actor) as uow:
            await invitation_for(uow.scope, of_owner.invitation.id, lock=True)
    for role in (Role.SUPERVISOR, Role.AGENT):
        with pytest.raises(NotAllowed):
            await invite(house, await a_person("Bo", beside=owner, role=role))


async def test_a_team_of_another_workspace_is_no_team(house: House, a_person: APerson) -> None:
    owner, eve = await a_person(), await a_person("Eve")
    async with house.transactions.begin(eve.workspace_id, eve.actor) as uow:
        foreign = await teaming.make_team(uow, name="Theirs")
    with pytest.raises(TeamUnknown):
        await invite(house, owner, team_ids=[foreign.id])


async def test_a_team_that_is_gone_by_then_stops_nobody(house: House, a_person: APerson, browser: Browser) -> None:
    owner = await a_person()
    async with house.transactions.begin(owner.workspace_id, owner.actor) as uow:
        team = await teaming.make_team(uow, name="Sales")
    invited = await invite(house, owner, team_ids=[team.id])
    async with house.transactions.begin(owner.workspace_id, owner.actor) as uow:
        found = await queries.find_team(uow.scope, team.id, lock=True)
        assert found is not None
        await teaming.remove(uow, found)
    await accept(house, invited.token, browser)


async def test_joining_is_announced_by_the_one_who_joined(house: House, a_person: APerson, browser: Browser) -> None:
    owner = await a_person()
    await accept(house, (await invite(house, owner)).token, browser)
    async with house.transactions.look(owner.workspace_id, owner.actor) as scope:
        rows = list(await scope.session.scalars(select(EventRow).order_by(EventRow.id)))
        accepted = (await scope.session.scalars(select(Invitation))).one()
    joined = rows[-2]
    assert [row.type for row in rows[-2:]] == ["agent.joined", "invitation.accepted"]
    assert joined.actor["id"] == joined.payload["agent"]["id"]
    assert accepted.accepted_at is not None
