"""Personalising: what agents choose for themselves, their password included."""

from uuid import UUID

from pydantic import SecretStr

from obrol.runtime.actor import SYSTEM
from obrol.runtime.unit_of_work import Transactions, UnitOfWork
from obrol.workspaces import queries
from obrol.workspaces.actions import hashing, signing_in, throttling
from obrol.workspaces.actions.signing_in import Browser
from obrol.workspaces.errors import WrongCredentials, WrongPassword
from obrol.workspaces.events import AgentChanged
from obrol.workspaces.models import Account, Agent
from obrol.workspaces.schemas import MeIn

_MAY_BE_NONE = frozenset({"locale", "time_zone"})  # none: as the workspace has it
# In one workspace; the rest goes with the account.
_OF_AGENT = frozenset(
    {
        "enter_sends",
        "undo_send",
        "single_keys",
        "list_hidden",
        "sound",
        "desktop_notifications",
        "notify_about",
    }
)


async def personalise(uow: UnitOfWork, agent: Agent, wanted: MeIn) -> Account:
    """Change what was given. Others are told when it is something that they see."""
    account = await queries.get_account(uow.session, agent.account_id, lock=True)
    for name, value in wanted.model_dump(exclude_unset=True).items():
        if value is not None or name in _MAY_BE_NONE:
            setattr(agent if name in _OF_AGENT else account, name, value)
    if wanted.name is not None and wanted.name != agent.name:
        agent.name = wanted.name
        uow.record(AgentChanged, agent=agent)
    await uow.session.flush()
    return account


async def change_password(
    transactions: Transactions,
    *,
    account_id: UUID,
    session_id: UUID,
    current: SecretStr,
    new: SecretStr,
    browser: Browser,
) -> None:
    """Change the password and end every other session. Refuses with WrongPassword, PasswordTooEasy, TooManyAttempts.

    The current one is asked for as a counted try: whoever finds an open desk cannot guess it here either.
    """
    async with transactions.begin_anywhere(SYSTEM) as uow:
        account = await queries.get_account(uow.session, account_id)
    hashing.refuse_easy(new, name=account.name, email=account.email)
    try:
        _, checked = await signing_in.check_password(
            transactions, email=account.email, password=current, browser=browser
        )
    except WrongCredentials:
        raise WrongPassword from None
    password_hash = await hashing.hash_password(new)
    async with transactions.begin_anywhere(SYSTEM) as uow:
        await throttling.forget_tries(uow, email=account.email, address=browser.address)
        account = await queries.get_account(uow.session, account_id, lock=True)
        if account.password_hash != checked:
            raise WrongPassword
        account.password_hash = password_hash
        await signing_in.end_other_sessions(uow, account_id, but=session_id)
