"""Staffing: what role an agent has, and whether they still work here.

The agent comes locked from access, and with it the right to count the owners.
"""

from sqlalchemy import delete

from obrol.kit.refusals import NotAllowed
from obrol.runtime.unit_of_work import UnitOfWork
from obrol.workspaces import queries
from obrol.workspaces.access import may_give
from obrol.workspaces.errors import LastOwner
from obrol.workspaces.events import AgentDisabled, AgentEnabled, AgentRoleChanged
from obrol.workspaces.models import Agent, Role, Session


async def give_role(uow: UnitOfWork, agent: Agent, *, role: Role) -> None:
    """Give the agent a role. Refuses with NotAllowed one that the actor may not give, or LastOwner. Same: nothing."""
    was = Role(agent.role)
    if role == was:
        return
    if not may_give(uow.actor, role):
        raise NotAllowed
    await _refuse_last_owner(uow, agent)
    agent.role = role
    await uow.session.flush()
    uow.record(AgentRoleChanged, agent=agent, was=was)


async def disable(uow: UnitOfWork, agent: Agent) -> None:
    """Let the agent out at once: their sessions here end. Refuses with LastOwner. Again: nothing."""
    if agent.is_disabled:
        return
    await _refuse_last_owner(uow, agent)
    agent.disabled_at = uow.now
    await uow.session.execute(
        delete(Session).where(Session.workspace_id == uow.workspace_id, Session.agent_id == agent.id)
    )
    await uow.session.flush()
    uow.record(AgentDisabled, agent=agent)


async def enable(uow: UnitOfWork, agent: Agent) -> None:
    """Let the agent sign in again. Again: nothing."""
    if not agent.is_disabled:
        return
    agent.disabled_at = None
    await uow.session.flush()
    uow.record(AgentEnabled, agent=agent)


async def _refuse_last_owner(uow: UnitOfWork, agent: Agent) -> None:
    if agent.role != Role.OWNER or agent.is_disabled:
        return
    if await queries.count_owners(uow.scope) == 1:
        raise LastOwner
