"""Routes of the workspace itself and its teams."""

from uuid import UUID

from fastapi import APIRouter

from obrol.kit.refusals import NotAllowed, NotSignedIn
from obrol.runtime.unit_of_work import UnitOfWork
from obrol.runtime.web import AgentDoor, AgentLook
from obrol.runtime.wire import refuses
from obrol.workspaces import queries
from obrol.workspaces.access import Permission, agent_for, demand, team_for
from obrol.workspaces.actions import arranging, teaming
from obrol.workspaces.errors import AgentNotFound, TeamNameTaken, TeamNotFound
from obrol.workspaces.models import Team
from obrol.workspaces.schemas import TeamIn, TeamOut, WorkspaceIn, WorkspaceOut

router = APIRouter(tags=["workspace"], responses=refuses(NotSignedIn, NotAllowed))


@router.get("/workspace")
async def get_workspace(scope: AgentLook) -> WorkspaceOut:
    """The workspace that one works in."""
    return queries.workspace_out(await queries.get_workspace(scope))


@router.patch("/workspace")
async def arrange_workspace(body: WorkspaceIn, uow: AgentDoor) -> WorkspaceOut:
    """Change the workspace's name, language, time zone, or how long bots stay silent after an agent."""
    demand(uow.actor, Permission.MANAGE_WORKSPACE)
    workspace = await queries.get_workspace(uow.scope, lock=True)
    await arranging.arrange(uow, workspace, body)
    return queries.workspace_out(workspace)


@router.get("/teams")
async def list_teams(scope: AgentLook) -> list[TeamOut]:
    """The teams and who is in them."""
    return await queries.teams_out(scope, await queries.list_teams(scope))


@router.post("/teams", status_code=201, responses=refuses(TeamNameTaken))
async def make_team(body: TeamIn, uow: AgentDoor) -> TeamOut:
    """Make an empty team."""
    demand(uow.actor, Permission.MANAGE_TEAMS)
    return await _team_out(uow, await teaming.make_team(uow, name=body.name))


@router.patch("/teams/{team_id}", responses=refuses(TeamNotFound, TeamNameTaken))
async def rename_team(team_id: UUID, body: TeamIn, uow: AgentDoor) -> TeamOut:
    """Give a team another name."""
    team = await team_for(uow.scope, team_id, to=Permission.MANAGE_TEAMS, lock=True)
    await teaming.rename(uow, team, name=body.name)
    return await _team_out(uow, team)


@router.delete("/teams/{team_id}", status_code=204, responses=refuses(TeamNotFound))
async def remove_team(team_id: UUID, uow: AgentDoor) -> None:
    """Remove a team; its members stay agents."""
    team = await team_for(uow.scope, team_id, to=Permission.MANAGE_TEAMS, lock=True)
    await teaming.remove(uow, team)


@router.put("/teams/{team_id}/members/{agent_id}", responses=refuses(TeamNotFound, AgentNotFound))
async def add_team_member(team_id: UUID, agent_id: UUID, uow: AgentDoor) -> TeamOut:
    """Put an agent into a team."""
    team = await team_for(uow.scope, team_id, to=Permission.MANAGE_TEAMS, lock=True)
    agent = await agent_for(uow.scope, agent_id, to=Permission.MANAGE_TEAMS)
    await teaming.add_member(uow, team, agent=agent)
    return await _team_out(uow, team)


@router.delete("/teams/{team_id}/members/{agent_id}", responses=refuses(TeamNotFound, AgentNotFound))
async def remove_team_member(team_id: UUID, agent_id: UUID, uow: AgentDoor) -> TeamOut:
    """Take an agent out of a team."""
    team = await team_for(uow.scope, team_id, to=Permission.MANAGE_TEAMS, lock=True)
    agent = await agent_for(uow.scope, agent_id, to=Permission.MANAGE_TEAMS)
    await teaming.remove_member(uow, team, agent=agent)
    return await _team_out(uow, team)


async def _team_out(uow: UnitOfWork, team: Team) -> TeamOut:
    return (await queries.teams_out(uow.scope, [team]))[0]
