"""Access: what each role may do, and the only way from an id to a row of this module."""

from enum import StrEnum
from typing import Final
from uuid import UUID

from obrol.kit.refusals import NotAllowed
from obrol.runtime.actor import Actor
from obrol.runtime.unit_of_work import Scope
from obrol.workspaces import queries
from obrol.workspaces.errors import AgentNotFound, InvitationNotFound, TeamNotFound
from obrol.workspaces.models import Agent, Invitation, Role, Team


class Permission(StrEnum):
    """Something that an agent may do or not, by role. Read access to the workspace itself needs none."""

    ANSWER = "answer"
    """Read conversations; reply, note, assign, snooze, finish."""
    MANAGE_CONTACTS = "manage_contacts"
    """Change contacts, their tags and their field values."""
    SUPERVISE = "supervise"
    """Look after the work of others: reassign, see what everybody does."""
    SEE_DEAD_LETTERS = "see_dead_letters"
    """See work that was given up, and start it again."""
    EDIT_FLOWS = "edit_flows"
    """Change bots, flows and what they need."""
    MANAGE_CHANNELS = "manage_channels"
    """Connect, change and remove channels."""
    MANAGE_TEAMS = "manage_teams"
    """Make teams and say who is in them."""
    MANAGE_AGENTS = "manage_agents"
    """Invite agents, change roles, disable. Owners are managed by owners alone."""
    MANAGE_WORKSPACE = "manage_workspace"
    """Change the workspace itself and what its contacts are described by."""


# What every role may do. docs/roles.md shows this table, and a test holds them together.
MAY: Final[dict[Role, frozenset[Permission]]] = {
    Role.OWNER: frozenset(Permission),
    Role.ADMIN: frozenset(Permission),
    Role.SUPERVISOR: frozenset(
        {Permission.ANSWER, Permission.MANAGE_CONTACTS, Permission.SUPERVISE, Permission.SEE_DEAD_LETTERS}
    ),
    Role.AGENT: frozenset({Permission.ANSWER, Permission.MANAGE_CONTACTS}),
}


def may(actor: Actor, permission: Permission) -> bool:
    """Whether the actor's role allows it. Only agents have a role: contacts, bots and jobs never ask at this door."""
    if not actor.is_agent:
        return False
    if actor.role is None:
        return False
    return permission in MAY[Role(actor.role)]


def demand(actor: Actor, permission: Permission) -> None:
    """Nothing when the actor's role allows it, else NotAllowed."""
    if not may(actor, permission):
        raise NotAllowed


def may_give(actor: Actor, role: Role) -> bool:
    """Whether the actor may make somebody of this role, or unmake them: only owners handle owners."""
    if not may(actor, Permission.MANAGE_AGENTS):
        return False
    return role != Role.OWNER or actor.role == Role.OWNER


async def agent_for(scope: Scope, agent_id: UUID, *, to: Permission, lock: bool = False) -> Agent:
    """The agent this actor may do `to` with; AgentNotFound outside the workspace, NotAllowed by role."""
    agent = await queries.find_agent(scope, agent_id, lock=lock)
    if agent is None:
        raise AgentNotFound
    demand(scope.actor, to)
    if to == Permission.MANAGE_AGENTS and not may_give(scope.actor, Role(agent.role)):
        raise NotAllowed
    return agent


async def team_for(scope: Scope, team_id: UUID, *, to: Permission, lock: bool = False) -> Team:
    """The team this actor may do `to` with; TeamNotFound outside the workspace, NotAllowed by role."""
    team = await queries.find_team(scope, team_id, lock=lock)
    if team is None:
        raise TeamNotFound
    demand(scope.actor, to)
    return team


async def invitation_for(scope: Scope, invitation_id: UUID, *, lock: bool = False) -> Invitation:
    """The invitation this actor may take back; those who may not manage agents never learn of one."""
    if not may(scope.actor, Permission.MANAGE_AGENTS):
        raise NotAllowed
    invitation = await queries.find_invitation(scope, invitation_id, lock=lock)
    if invitation is None:
        raise InvitationNotFound
    if not may_give(scope.actor, Role(invitation.role)):
        raise NotAllowed
    return invitation
