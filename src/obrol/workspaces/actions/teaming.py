"""Teaming: groups of agents that conversations can be handed to."""

from sqlalchemy import delete
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.exc import IntegrityError

from obrol.kit.ids import new_id
from obrol.runtime.unit_of_work import UnitOfWork
from obrol.workspaces import queries
from obrol.workspaces.errors import TeamNameTaken
from obrol.workspaces.events import TeamChanged, TeamMade, TeamRemoved
from obrol.workspaces.models import Agent, Team, TeamMember


async def make_team(uow: UnitOfWork, *, name: str) -> Team:
    """Make an empty team; TeamNameTaken when there is one of that name."""
    made = await uow.session.scalar(
        insert(Team)
        .values(workspace_id=uow.workspace_id, id=new_id(), name=name)
        .on_conflict_do_nothing(index_elements=["workspace_id", "name"])
        .returning(Team.id)
    )
    if made is None:
        raise TeamNameTaken
    team = await queries.find_team(uow.scope, made)
    assert team is not None
    uow.record(TeamMade, team=team)
    return team


async def rename(uow: UnitOfWork, team: Team, *, name: str) -> None:
    """Give the team another name; TeamNameTaken when another team has it. Same: nothing."""
    if name == team.name:
        return
    try:
        async with uow.session.begin_nested():
            team.name = name
    except IntegrityError:
        raise TeamNameTaken from None
    uow.record(TeamChanged, team=team)


async def remove(uow: UnitOfWork, team: Team) -> None:
    """Remove the team; its members stay agents."""
    await uow.session.delete(team)
    await uow.session.flush()
    uow.record(TeamRemoved, team_id=team.id, team_name=team.name)


async def add_member(uow: UnitOfWork, team: Team, *, agent: Agent) -> None:
    """Put an agent into the team. Again: nothing."""
    added = await uow.session.scalar(
        insert(TeamMember)
        .values(workspace_id=uow.workspace_id, team_id=team.id, agent_id=agent.id)
        .on_conflict_do_nothing()
        .returning(TeamMember.agent_id)
    )
    if added is not None:
        await _changed(uow, team)


async def remove_member(uow: UnitOfWork, team: Team, *, agent: Agent) -> None:
    """Take an agent out of the team. Again: nothing."""
    removed = await uow.session.scalar(
        delete(TeamMember)
        .where(
            TeamMember.workspace_id == uow.workspace_id,
            TeamMember.team_id == team.id,
            TeamMember.agent_id == agent.id,
        )
        .returning(TeamMember.agent_id)
    )
    if removed is not None:
        await _changed(uow, team)


async def _changed(uow: UnitOfWork, team: Team) -> None:
    team.touch()
    await uow.session.flush()
    uow.record(TeamChanged, team=team)
