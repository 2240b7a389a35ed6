"""Routes of agents and invitations."""

from typing import Any
from uuid import UUID

from fastapi import APIRouter

from obrol.kit.refusals import NotAllowed, NotSignedIn
from obrol.runtime.web import AgentDoor, AgentLook, TheHouse
from obrol.runtime.wire import refuses
from obrol.workspaces import queries
from obrol.workspaces.access import Permission, agent_for, demand, invitation_for
from obrol.workspaces.actions import inviting, staffing
from obrol.workspaces.errors import AgentNotFound, InvitationGone, InvitationNotFound, LastOwner, TeamUnknown
from obrol.workspaces.routes.leaving import FORGETS_SESSIONS, dressed
from obrol.workspaces.schemas import AgentIn, AgentOut, InvitationIn, InvitationOut, NewInvitationOut

router = APIRouter(tags=["agents"], responses=refuses(NotSignedIn, NotAllowed))


@router.get("/agents", response_model=list[AgentOut])
async def list_agents(scope: AgentLook, house: TheHouse) -> Any:
    """Everybody who works or worked here."""
    agents = await queries.list_agents(scope)
    return [dressed(house, scope.workspace_id, queries.agent_out(agent)) for agent in agents]


@router.patch(
    "/agents/{agent_id}",
    dependencies=[FORGETS_SESSIONS],
    response_model=AgentOut,
    responses=refuses(AgentNotFound, LastOwner),
)
async def change_agent(agent_id: UUID, body: AgentIn, uow: AgentDoor, house: TheHouse) -> Any:
    """Change an agent's role, or whether they may sign in."""
    agent = await agent_for(uow.scope, agent_id, to=Permission.MANAGE_AGENTS, lock=True)
    if body.role is not None:
        await staffing.give_role(uow, agent, role=body.role)
    if body.disabled is not None:
        await (staffing.disable if body.disabled else staffing.enable)(uow, agent)
    return dressed(house, uow.workspace_id, queries.agent_out(agent))


@router.get("/invitations")
async def list_invitations(uow: AgentDoor) -> list[InvitationOut]:
    """The invitations that are still open."""
    demand(uow.actor, Permission.MANAGE_AGENTS)
    return [queries.invitation_out(one) for one in await queries.list_open_invitations(uow.scope, uow.now)]


@router.post("/invitations", status_code=201, responses=refuses(TeamUnknown))
async def invite(body: InvitationIn, uow: AgentDoor, house: TheHouse) -> NewInvitationOut:
    """Invite somebody by a link, which is shown this once."""
    demand(uow.actor, Permission.MANAGE_AGENTS)
    invited = await inviting.invite(uow, email=body.email, role=body.role, team_ids=body.team_ids)
    return NewInvitationOut(
        **queries.invitation_out(invited.invitation).model_dump(),
        # Behind the hash, where neither a server's log nor a Referer ever sees it (reliability.md A-13).
        link=f"{house.settings.base_url}/join#{invited.token}",
    )


@router.delete("/invitations/{invitation_id}", status_code=204, responses=refuses(InvitationNotFound, InvitationGone))
async def take_back_invitation(invitation_id: UUID, uow: AgentDoor) -> None:
    """Make an invitation's link useless."""
    invitation = await invitation_for(uow.scope, invitation_id, lock=True)
    await inviting.take_back(uow, invitation)
