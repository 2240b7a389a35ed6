"""Reads of workspaces. Accounts and sessions come before any workspace, so those reads take a bare session."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar, cast
from uuid import UUID

from sqlalchemy import Select, func, select, text
from sqlalchemy.ext.asyncio import AsyncSession

from obrol.runtime.actor import Actor, ActorKind
from obrol.runtime.events import renders
from obrol.runtime.unit_of_work import Scope
from obrol.workspaces.models import Account, Agent, Invitation, Role, Session, Team, TeamMember, Workspace
from obrol.workspaces.schemas import (
    AgentOut,
    CurrentSession,
    InvitationLook,
    InvitationOut,
    Locale,
    MeOut,
    NotifyAbout,
    SessionOut,
    TeamOut,
    Theme,
    WorkspaceOut,
    WorkspaceRef,
)

R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class Membership:
    """A workspace that an account works in."""

    workspace_id: UUID
    workspace_name: str
    agent_id: UUID


async def has_accounts(session: AsyncSession) -> bool:
    """Whether anybody can sign in at all; if not, the first-run page is needed."""
    return await session.scalar(select(Account.id).limit(1)) is not None


async def get_account(session: AsyncSession, account_id: UUID, *, lock: bool = False) -> Account:
    """The account of a session or an agent; they do not exist without one."""
    query = select(Account).where(Account.id == account_id)
    if lock:
        query = _locked(query)
    return (await session.scalars(query)).one()


async def find_account_by_email(session: AsyncSession, email: str) -> Account | None:
    """The account of an address in its normal form."""
    found: Account | None = await session.scalar(select(Account).where(Account.email == email))
    return found


async def list_memberships(session: AsyncSession, account_id: UUID) -> list[Membership]:
    """The workspaces that let this account in, oldest first."""
    rows = await session.execute(
        text("SELECT workspace_id, workspace_name, agent_id FROM workspaces_of(:account) WHERE disabled_at IS NULL"),
        {"account": account_id},
    )
    return [Membership(*row) for row in rows]


async def list_sessions(session: AsyncSession, account_id: UUID, now: datetime) -> Sequence[Session]:
    """The account's browsers that are still signed in, the one used last first."""
    rows = await session.scalars(
        select(Session)
        .where(Session.account_id == account_id, Session.expires_at > now)
        .order_by(Session.last_seen_at.desc(), Session.id)
    )
    return rows.all()


async def find_invitation_place(session: AsyncSession, token_hash: bytes) -> tuple[UUID, UUID] | None:
    """The workspace and the id of the invitation with this token."""
    row = (
        await session.execute(text("SELECT workspace_id, id FROM invitation_by_token(:hash)"), {"hash": token_hash})
    ).first()
    return (row[0], row[1]) if row else None


async def get_workspace(scope: Scope, *, lock: bool = False) -> Workspace:
    """The workspace that this scope is in."""
    query = select(Workspace).where(Workspace.id == scope.workspace_id)
    if lock:
        query = _locked(query)
    return (await scope.session.scalars(query)).one()


async def find_agent(scope: Scope, agent_id: UUID, *, lock: bool = False) -> Agent | None:
    """The agent of that id, working or disabled."""
    query = select(Agent).where(Agent.workspace_id == scope.workspace_id, Agent.id == agent_id)
    if lock:
        query = _locked(query)
    found: Agent | None = await scope.session.scalar(query)
    return found


async def find_agent_of_account(scope: Scope, account_id: UUID) -> Agent | None:
    """The agent that an account is here."""
    found: Agent | None = await scope.session.scalar(
        select(Agent).where(Agent.workspace_id == scope.workspace_id, Agent.account_id == account_id)
    )
    return found


async def list_agents(scope: Scope) -> Sequence[Agent]:
    """Everybody who works or worked here, by name."""
    rows = await scope.session.scalars(
        select(Agent).where(Agent.workspace_id == scope.workspace_id).order_by(func.lower(Agent.name), Agent.id)
    )
    return rows.all()


async def count_owners(scope: Scope) -> int:
    """How many owners can sign in."""
    return (
        await scope.session.scalar(
            select(func.count())
            .select_from(Agent)
            .where(Agent.workspace_id == scope.workspace_id, Agent.role == Role.OWNER, Agent.disabled_at.is_(None))
        )
        or 0
    )


async def list_team_ids_of(scope: Scope, agent_id: UUID) -> Sequence[UUID]:
    """The teams that an agent is in."""
    rows = await scope.session.scalars(
        select(TeamMember.team_id).where(TeamMember.workspace_id == scope.workspace_id, TeamMember.agent_id == agent_id)
    )
    return rows.all()


async def find_team(scope: Scope, team_id: UUID, *, lock: bool = False) -> Team | None:
    """The team of that id."""
    query = select(Team).where(Team.workspace_id == scope.workspace_id, Team.id == team_id)
    if lock:
        query = _locked(query)
    found: Team | None = await scope.session.scalar(query)
    return found


async def list_teams(scope: Scope, ids: Iterable[UUID] | None = None) -> Sequence[Team]:
    """The teams, or those of them that are named, by name."""
    query = select(Team).where(Team.workspace_id == scope.workspace_id)
    if ids is not None:
        query = query.where(Team.id.in_(list(ids)))
    return (await scope.session.scalars(query.order_by(func.lower(Team.name), Team.id))).all()


async def find_invitation(scope: Scope, invitation_id: UUID, *, lock: bool = False) -> Invitation | None:
    """The invitation of that id, open or not."""
    query = select(Invitation).where(Invitation.workspace_id == scope.workspace_id, Invitation.id == invitation_id)
    if lock:
        query = _locked(query)
    found: Invitation | None = await scope.session.scalar(query)
    return found


async def list_open_invitations(scope: Scope, now: datetime) -> Sequence[Invitation]:
    """The invitations that somebody may still accept, the newest first."""
    rows = await scope.session.scalars(
        select(Invitation)
        .where(
            Invitation.workspace_id == scope.workspace_id,
            Invitation.accepted_at.is_(None),
            Invitation.expires_at > now,
        )
        .order_by(Invitation.id.desc())
    )
    return rows.all()


def actor_of(agent: Agent, team_ids: Iterable[UUID] = ()) -> Actor:
    """The agent as an actor."""
    return Actor(ActorKind.AGENT, agent.id, agent.name, agent.role, frozenset(team_ids))


def agent_out(agent: Agent) -> AgentOut:
    """The agent as everybody sees them."""
    return AgentOut(
        id=agent.id,
        name=agent.name,
        email=agent.email,
        role=Role(agent.role),
        disabled=agent.is_disabled,
        picture_id=agent.picture_id,
        picture_url=None,
        version=agent.version,
    )


def me_out(agent: Agent, account: Account) -> MeOut:
    """The agent as they see themselves."""
    return MeOut(
        **agent_out(agent).model_dump(),
        locale=cast("Locale | None", account.locale),
        theme=cast("Theme | None", account.theme),
        time_zone=account.time_zone,
        enter_sends=agent.enter_sends,
        undo_send=agent.undo_send,
        single_keys=agent.single_keys,
        list_hidden=agent.list_hidden,
        sound=agent.sound,
        desktop_notifications=agent.desktop_notifications,
        notify_about=cast("NotifyAbout", agent.notify_about),
    )


def workspace_out(workspace: Workspace) -> WorkspaceOut:
    """The workspace as its agents see it."""
    return WorkspaceOut(
        id=workspace.id,
        name=workspace.name,
        time_zone=workspace.time_zone,
        locale=cast("Locale", workspace.locale),
        pause_minutes=workspace.pause_minutes,
        version=workspace.version,
    )


def session_out(session: Session, *, current_id: UUID) -> SessionOut:
    """A signed-in browser as its owner sees it."""
    return SessionOut(
        id=session.id,
        user_agent=session.user_agent,
        ip=session.ip,
        created_at=session.created_at,
        last_seen_at=session.last_seen_at,
        current=session.id == current_id,
    )


def invitation_out(invitation: Invitation) -> InvitationOut:
    """An invitation without its link."""
    return InvitationOut(
        id=invitation.id,
        email=invitation.email,
        role=Role(invitation.role),
        team_ids=[UUID(team_id) for team_id in invitation.team_ids],
        expires_at=invitation.expires_at,
    )


async def invitation_look(scope: Scope, invitation: Invitation) -> InvitationLook:
    """What the holder of the link sees before accepting."""
    workspace = await get_workspace(scope)
    return InvitationLook(workspace_name=workspace.name, role=Role(invitation.role), email=invitation.email)


async def teams_out(scope: Scope, teams: Sequence[Team]) -> list[TeamOut]:
    """The teams with their members, in the order given."""
    members: dict[UUID, list[UUID]] = {team.id: [] for team in teams}
    rows = await scope.session.execute(
        select(TeamMember.team_id, TeamMember.agent_id)
        .where(TeamMember.workspace_id == scope.workspace_id, TeamMember.team_id.in_(list(members)))
        .order_by(TeamMember.agent_id)
    )
    for team_id, agent_id in rows:
        members[team_id].append(agent_id)
    return [TeamOut(id=team.id, name=team.name, member_ids=members[team.id], version=team.version) for team in teams]


async def current_session(scope: Scope, *, session_id: UUID, account_id: UUID) -> CurrentSession:
    """Who is signed in, where, and where else they could work."""
    account = await get_account(scope.session, account_id)
    agent = await find_agent_of_account(scope, account_id)
    assert agent is not None, "a session is of an agent of its workspace"
    memberships = await list_memberships(scope.session, account_id)
    return CurrentSession(
        session_id=session_id,
        agent=me_out(agent, account),
        workspace=workspace_out(await get_workspace(scope)),
        workspaces=[WorkspaceRef(id=one.workspace_id, name=one.workspace_name) for one in memberships],
    )


def _locked(query: Select[R]) -> Select[R]:
    # NO KEY UPDATE, because no key ever changes: rows that point here may still be written meanwhile.
    return query.with_for_update(key_share=True).execution_options(populate_existing=True)


@renders(Agent)
async def _render_agents(_scope: Scope, agents: list[Agent]) -> dict[UUID, AgentOut]:
    return {agent.id: agent_out(agent) for agent in agents}


@renders(Workspace)
async def _render_workspaces(_scope: Scope, workspaces: list[Workspace]) -> dict[UUID, WorkspaceOut]:
    return {workspace.id: workspace_out(workspace) for workspace in workspaces}


@renders(Team)
async def _render_teams(scope: Scope, teams: list[Team]) -> dict[UUID, TeamOut]:
    return {team.id: team for team in await teams_out(scope, teams)}


@renders(Invitation)
async def _render_invitations(_scope: Scope, invitations: list[Invitation]) -> dict[UUID, InvitationOut]:
    return {invitation.id: invitation_out(invitation) for invitation in invitations}
