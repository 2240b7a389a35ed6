"""Founding: a workspace begins, with its first account as the owner."""

from dataclasses import dataclass

from pydantic import SecretStr
from sqlalchemy import func, select

from obrol.kit.ids import new_id
from obrol.runtime.actor import SYSTEM, Actor, ActorKind
from obrol.runtime.unit_of_work import Transactions, UnitOfWork
from obrol.workspaces import queries
from obrol.workspaces.actions import hashing, joining, signing_in
from obrol.workspaces.actions.signing_in import Browser, Welcome
from obrol.workspaces.errors import AlreadySetUp
from obrol.workspaces.events import WorkspaceFounded
from obrol.workspaces.models import Account, Agent, Role, Workspace
from obrol.workspaces.schemas import Locale

SETUP_LOCK = 0x7365747570  # "setup" in ASCII: two first-run pages at once wait for each other here


@dataclass(frozen=True, slots=True)
class Founded:
    """What there is now."""

    workspace: Workspace
    account: Account
    owner: Agent


async def set_up(
    transactions: Transactions,
    *,
    workspace_name: str,
    name: str,
    email: str,
    password: SecretStr,
    locale: Locale,
    browser: Browser,
) -> Welcome:
    """Found the first workspace and sign its owner in; AlreadySetUp once any account exists."""
    hashing.refuse_easy(password, name=name, email=email)
    async with transactions.begin_anywhere(SYSTEM) as uow:
        await _refuse_second(uow)
    # Outside any transaction, and only for those who are not refused.
    password_hash = await hashing.hash_password(password)
    async with transactions.begin_anywhere(SYSTEM) as uow:
        await uow.session.execute(select(func.pg_advisory_xact_lock(SETUP_LOCK)))
        await _refuse_second(uow)
        founded = await found(
            uow, workspace_name=workspace_name, name=name, email=email, password_hash=password_hash, locale=locale
        )
        return await signing_in.open_session(
            uow,
            account_id=founded.account.id,
            workspace_id=founded.workspace.id,
            agent_id=founded.owner.id,
            browser=browser,
        )


async def found(
    uow: UnitOfWork,
    *,
    workspace_name: str,
    name: str,
    email: str,
    password_hash: str,
    locale: Locale = "id",
    time_zone: str = "Asia/Jakarta",
    pause_minutes: int = 30,
) -> Founded:
    """Make a workspace, its owner's account and the owner; the unit of work is in it from then on.

    Refuses with EmailTaken when the address has an account. `password_hash` comes from hashing.hash_password.
    """
    workspace = Workspace(
        id=new_id(), name=workspace_name, locale=locale, time_zone=time_zone, pause_minutes=pause_minutes
    )
    owner_id = new_id()
    # Row-level security lets the row in only where the transaction already is.
    await uow.act_in(workspace.id, Actor(ActorKind.AGENT, owner_id, name, Role.OWNER))
    uow.session.add(workspace)
    await uow.session.flush()
    uow.record(WorkspaceFounded, workspace=workspace)
    account = await joining.make_account(uow, name=name, email=email, password_hash=password_hash)
    owner = await joining.join(uow, account, role=Role.OWNER, agent_id=owner_id)
    return Founded(workspace, account, owner)


async def _refuse_second(uow: UnitOfWork) -> None:
    if await queries.has_accounts(uow.session):
        raise AlreadySetUp
