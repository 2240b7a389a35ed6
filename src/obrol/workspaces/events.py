"""Facts that workspaces announce."""

from uuid import UUID

from obrol.runtime.events import NOBODY, Audience, Event
from obrol.workspaces.models import Role
from obrol.workspaces.schemas import AgentOut, InvitationOut, TeamOut, WorkspaceOut


class WorkspaceFounded(Event, name="workspace.founded"):
    """A new workspace began."""

    workspace: WorkspaceOut


class WorkspaceChanged(Event, name="workspace.changed"):
    """Its name, language, time zone or pause is another."""

    workspace: WorkspaceOut


class AgentJoined(Event, name="agent.joined"):
    """Somebody works here now."""

    agent: AgentOut


class AgentChanged(Event, name="agent.changed"):
    """An agent changed what others see of them."""

    agent: AgentOut


class AgentRoleChanged(Event, name="agent.role_changed"):
    """An agent may do more, or less."""

    agent: AgentOut
    was: Role


class AgentDisabled(Event, name="agent.disabled"):
    """An agent can no longer sign in here."""

    agent: AgentOut


class AgentEnabled(Event, name="agent.enabled"):
    """An agent can sign in again."""

    agent: AgentOut


class TeamMade(Event, name="team.made"):
    """There is a new team."""

    team: TeamOut


class TeamChanged(Event, name="team.changed"):
    """A team has another name or other members."""

    team: TeamOut


class TeamRemoved(Event, name="team.removed"):
    """A team is gone; conversations that were handed to it are in nobody's team now."""

    team_id: UUID
    team_name: str


class OfInvitation(Event):
    """A fact for the audit log alone: an invitation names a person who is no agent yet."""

    invitation: InvitationOut

    def audience(self) -> Audience:
        """Nobody, because not every agent may list invitations."""
        return NOBODY


class InvitationMade(OfInvitation, name="invitation.made"):
    """Somebody was invited."""


class InvitationTakenBack(OfInvitation, name="invitation.taken_back"):
    """The link no longer works."""


class InvitationAccepted(OfInvitation, name="invitation.accepted"):
    """Somebody joined by this link."""
