"""Roles are given by those who may, and a workspace never loses its last owner."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from sqlalchemy import select

from obrol.kit.refusals import NotAllowed
from obrol.runtime.events import EventRow
from obrol.runtime.web import House
from obrol.workspaces.access import Permission, agent_for
from obrol.workspaces.actions import staffing
from obrol.workspaces.errors import LastOwner
from obrol.workspaces.models import Role

APerson = Callable[..., Awaitable[Any]]


async def give_role(house: House, by: Any, to: Any, role: Role) -> None:
    async with house.transactions.begin(by.workspace_id, by.actor) as uow:
        agent = await agent_for(uow.scope, to.actor.id, to=Permission.MANAGE_AGENTS, lock=True)
        await staffing.give_role(uow, agent, role=role)


async def disable(house: House, by: Any, whom: Any) -> None:
    async with house.transactions.begin(by.workspace_id, by.actor) as uow:
        await staffing.disable(uow, await agent_for(uow.scope, whom.actor.id, to=Permission.MANAGE_AGENTS, lock=True))


async def role_of(house: House, person: Any) -> str:
    async with house.transactions.look(person.workspace_id, person.actor) as scope:
        return (await agent_for(scope, person.actor.id, to=Permission.ANSWER)).role


async def test_an_owner_gives_any_role(house: House, a_person: APerson) -> None:
    owner = await a_person()
    bo = await a_person("Bo", beside=owner)
    for role in (Role.SUPERVISOR, Role.ADMIN, Role.OWNER, Role.AGENT):
        await give_role(house, owner, bo, role)
        assert await role_of(house, bo) == role


async def test_an_admin_neither_makes_nor_unmakes_owners(house: House, a_person: APerson) -> None:
    owner = await a_person()
    admin = await a_person("Ann", beside=owner, role=Role.ADMIN)
    bo = await a_person("Bo", beside=owner)
    second = await a_person("Olga", beside=owner, role=Role.OWNER)
    await give_role(house, admin, bo, Role.SUPERVISOR)
    for attempt in (
        give_role(house, admin, bo, Role.OWNER),
        give_role(house, admin, admin, Role.OWNER),
        give_role(house, admin, second, Role.AGENT),
        disable(house, admin, second),
    ):
        with pytest.raises(NotAllowed):
            await attempt
    assert await role_of(house, second) == Role.OWNER


@pytest.mark.parametrize("role", [Role.SUPERVISOR, Role.AGENT])
async def test_nobody_else_manages_anybody(house: House, a_person: APerson, role: Role) -> None:
    owner = await a_person()
    one, other = await a_person("Bo", beside=owner, role=role), await a_person("Cy", beside=owner)
    for attempt in (
        give_role(house, one, one, Role.ADMIN),
        give_role(house, one, other, Role.SUPERVISOR),
        disable(house, one, other),
    ):
        with pytest.raises(NotAllowed):
            await attempt


async def test_the_last_owner_stays(house: House, a_person: APerson) -> None:
    owner = await a_person()
    second = await a_person("Olga", beside=owner, role=Role.OWNER)
    await disable(house, owner, second)
    for attempt in (give_role(house, owner, owner, Role.ADMIN), disable(house, owner, owner)):
        with pytest.raises(LastOwner):
            await attempt
    assert await role_of(house, owner) == Role.OWNER


async def test_two_owners_who_unmake_each_other_at_once_leave_one(house: House, a_person: APerson) -> None:
    for _ in range(5):
        one = await a_person("One")
        other = await a_person("Other", beside=one, role=Role.OWNER)
        outcomes = await asyncio.gather(
            give_role(house, one, other, Role.AGENT), disable(house, other, one), return_exceptions=True
        )
        refused = [outcome for outcome in outcomes if outcome is not None]
        assert len(refused) == 1
        # Whoever waited finds that they may not any more (their own role is only asked for at the next request),
        # or that the one they wanted to unmake is the last.
        assert isinstance(refused[0], LastOwner | NotAllowed)


async def test_what_changed_is_announced_once(house: House, a_person: APerson) -> None:
    owner = await a_person()
    bo = await a_person("Bo", beside=owner)
    await give_role(house, owner, bo, Role.SUPERVISOR)
    await give_role(house, owner, bo, Role.SUPERVISOR)
    await disable(house, owner, bo)
    await disable(house, owner, bo)
    async with house.transactions.look(owner.workspace_id, owner.actor) as scope:
        rows = list(await scope.session.scalars(select(EventRow).order_by(EventRow.id)))
    announced = [row for row in rows if row.type in {"agent.role_changed", "agent.disabled"}]
    assert [(row.type, row.payload["agent"]["version"]) for row in announced] == [
        ("agent.role_changed", 2),
        ("agent.disabled", 3),
    ]
    assert announced[0].payload["was"] == "agent"
    assert announced[1].payload["agent"]["disabled"] is True
