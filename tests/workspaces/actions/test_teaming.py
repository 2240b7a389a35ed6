"""Teams: made, named, filled, removed; each change announced once, with the team's new version."""

import asyncio
from typing import Any

import pytest
from acme import Acme

from obrol.workspaces.access import Permission, agent_for, team_for
from obrol.workspaces.actions import teaming
from obrol.workspaces.errors import TeamNameTaken
from obrol.workspaces.models import Team


async def make(acme: Acme, name: str) -> Team:
    async with acme.acting() as uow:
        return await teaming.make_team(uow, name=name)


async def rename(acme: Acme, team: Team, name: str) -> None:
    async with acme.acting() as uow:
        locked = await team_for(uow.scope, team.id, to=Permission.MANAGE_TEAMS, lock=True)
        await teaming.rename(uow, locked, name=name)


async def announced(acme: Acme) -> list[tuple[str, Any]]:
    rows = await acme.events("team.made", "team.changed", "team.removed")
    return [(row.type, row.payload.get("team", row.payload)) for row in rows]


async def test_a_team_is_made_renamed_and_removed(acme: Acme) -> None:
    team = await make(acme, "Support")
    await rename(acme, team, "Care")
    await rename(acme, team, "Care")  # the same: nothing
    async with acme.acting() as uow:
        await teaming.remove(uow, await team_for(uow.scope, team.id, to=Permission.MANAGE_TEAMS, lock=True))
    assert [(type, about.get("name"), about.get("version")) for type, about in await announced(acme)] == [
        ("team.made", "Support", 1),
        ("team.changed", "Care", 2),
        ("team.removed", None, None),
    ]


async def test_members_come_and_go_and_the_version_moves(acme: Acme) -> None:
    team = await make(acme, "Support")
    for verb in (teaming.add_member, teaming.add_member, teaming.remove_member, teaming.remove_member):
        async with acme.acting() as uow:
            locked = await team_for(uow.scope, team.id, to=Permission.MANAGE_TEAMS, lock=True)
            bo = await agent_for(uow.scope, acme.bo.id or team.id, to=Permission.MANAGE_TEAMS)
            await verb(uow, locked, agent=bo)
    facts = [(about["member_ids"], about["version"]) for _, about in await announced(acme)]
    assert facts == [([], 1), ([str(acme.bo.id)], 2), ([], 3)]


async def test_two_teams_never_share_a_name(acme: Acme) -> None:
    one = await make(acme, "Support")
    with pytest.raises(TeamNameTaken):
        await make(acme, "Support")
    other = await make(acme, "Care")
    with pytest.raises(TeamNameTaken):
        await rename(acme, other, "Support")
    outcomes = await asyncio.gather(rename(acme, one, "Help"), rename(acme, other, "Help"), return_exceptions=True)
    assert [type(outcome) for outcome in outcomes if outcome is not None] == [TeamNameTaken]
