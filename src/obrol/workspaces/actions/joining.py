"""Joining: an account becomes an agent of a workspace."""

from collections.abc import Iterable
from uuid import UUID

from sqlalchemy.dialects.postgresql import insert

from obrol.kit.ids import new_id
from obrol.runtime.unit_of_work import UnitOfWork
from obrol.workspaces import queries
from obrol.workspaces.errors import AlreadyHere, EmailTaken, TeamUnknown
from obrol.workspaces.events import AgentJoined, TeamChanged
from obrol.workspaces.models import Account, Agent, Role, TeamMember


async def make_account(uow: UnitOfWork, *, name: str, email: str, password_hash: str) -> Account:
    """Make an account that can sign in; EmailTaken when the address (in its normal form) has one."""
    account_id = await uow.session.scalar(
        insert(Account)
        .values(id=new_id(), name=name, email=email, password_hash=password_hash)
        .on_conflict_do_nothing(index_elements=["email"])
        .returning(Account.id)
    )
    if account_id is None:
        raise EmailTaken
    return await queries.get_account(uow.session, account_id)


async def join(
    uow: UnitOfWork,
    account: Account,
    *,
    role: Role,
    team_ids: Iterable[UUID] = (),
    agent_id: UUID | None = None,
) -> Agent:
    """Make the account an agent of this workspace. Refuses with AlreadyHere, or TeamUnknown for another's team."""
    wanted = set(team_ids)
    teams = await queries.list_teams(uow.scope, wanted) if wanted else []
    if len(teams) != len(wanted):
        raise TeamUnknown
    made = await uow.session.scalar(
        insert(Agent)
        .values(
            workspace_id=uow.workspace_id,
            id=agent_id or new_id(),
            account_id=account.id,
            name=account.name,
            email=account.email,
            role=role,
        )
        .on_conflict_do_nothing(index_elements=["workspace_id", "account_id"])
        .returning(Agent.id)
    )
    if made is None:
        raise AlreadyHere
    agent = await queries.find_agent(uow.scope, made)
    assert agent is not None
    by = queries.actor_of(agent, wanted)
    uow.record(AgentJoined, by=by, agent=agent)
    for team in teams:
        uow.session.add(TeamMember(workspace_id=uow.workspace_id, team_id=team.id, agent_id=agent.id))
        team.touch()
        uow.record(TeamChanged, by=by, team=team)
    await uow.session.flush()
    return agent
