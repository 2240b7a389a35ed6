"""Signing in and out: opening and ending the sessions of browsers."""

import secrets
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from pydantic import SecretStr
from sqlalchemy import delete

from obrol.kit.text import without_controls
from obrol.runtime.actor import SYSTEM
from obrol.runtime.unit_of_work import Transactions, UnitOfWork
from obrol.workspaces import queries
from obrol.workspaces.actions import hashing, throttling
from obrol.workspaces.errors import NoWorkspace, SessionNotFound, WorkspaceNotFound, WrongCredentials
from obrol.workspaces.models import SESSION_LASTS, TOKEN_BYTES, Session, hash_token
from obrol.workspaces.schemas import normal_email

USER_AGENT_LENGTH: Final = 300  # characters; longer ones say nothing that people could read


@dataclass(frozen=True, slots=True)
class Browser:
    """Where a request comes from: what its owner will recognise it by, and the session it had until now."""

    address: str
    user_agent: str
    token: str | None = None


@dataclass(frozen=True, slots=True)
class Welcome:
    """A session that was just opened. Only the browser keeps the token."""

    token: str
    session_id: UUID
    account_id: UUID
    workspace_id: UUID


async def sign_in(transactions: Transactions, *, email: str, password: SecretStr, browser: Browser) -> Welcome:
    """Open a session. Refuses with WrongCredentials, TooManyAttempts or NoWorkspace.

    Takes transactions and not a unit of work: a wrong try must stay counted although it is refused,
    and no connection waits while the password is hashed.
    """
    email = _as_kept(email)
    account_id, password_hash = await check_password(transactions, email=email, password=password, browser=browser)
    outdated = hashing.is_outdated(password_hash)
    new_hash = await hashing.hash_password(password) if outdated else password_hash
    async with transactions.begin_anywhere(SYSTEM) as uow:
        await throttling.forget_tries(uow, email=email, address=browser.address)
        account = await queries.get_account(uow.session, account_id, lock=True)
        if account.password_hash != password_hash:
            raise WrongCredentials  # it was changed in this very moment, and ended all sessions
        account.password_hash = new_hash
        memberships = await queries.list_memberships(uow.session, account_id)
        if not memberships:
            raise NoWorkspace
        first = memberships[0]
        return await open_session(
            uow, account_id=account_id, workspace_id=first.workspace_id, agent_id=first.agent_id, browser=browser
        )


async def check_password(
    transactions: Transactions, *, email: str, password: SecretStr, browser: Browser
) -> tuple[UUID, str]:
    """The account and its hash that this password fits, as a counted try; else WrongCredentials, after equal work."""
    async with transactions.begin_anywhere(SYSTEM) as uow:
        await throttling.count_try(uow, email=email, address=browser.address)
        account = await queries.find_account_by_email(uow.session, email)
    password_hash = account.password_hash if account else None
    fits = await hashing.is_right(password, password_hash)
    if account is None or password_hash is None or not fits:
        raise WrongCredentials
    return account.id, password_hash


async def open_session(
    uow: UnitOfWork, *, account_id: UUID, workspace_id: UUID, agent_id: UUID, browser: Browser
) -> Welcome:
    """Open a session in place of the one that this browser had, and tidy up the account's expired ones."""
    token = secrets.token_urlsafe(TOKEN_BYTES)
    await uow.session.execute(delete(Session).where(Session.account_id == account_id, Session.expires_at < uow.now))
    if browser.token is not None:
        await sign_out(uow, token=browser.token)
    session = Session(
        token_hash=hash_token(token),
        account_id=account_id,
        workspace_id=workspace_id,
        agent_id=agent_id,
        user_agent=without_controls(browser.user_agent)[:USER_AGENT_LENGTH],
        ip=browser.address,
        last_seen_at=uow.now,
        expires_at=uow.now + SESSION_LASTS,
    )
    uow.session.add(session)
    await uow.session.flush()
    return Welcome(token, session.id, account_id, workspace_id)


async def sign_out(uow: UnitOfWork, *, token: str) -> None:
    """End the session of this token; one that ended already stays ended."""
    await uow.session.execute(delete(Session).where(Session.token_hash == hash_token(token)))


async def end_session(uow: UnitOfWork, session_id: UUID, *, of_account: UUID) -> None:
    """End one of the account's sessions; SessionNotFound when it is not one of theirs."""
    ended = await uow.session.scalar(
        delete(Session).where(Session.id == session_id, Session.account_id == of_account).returning(Session.id)
    )
    if ended is None:
        raise SessionNotFound


async def end_other_sessions(uow: UnitOfWork, account_id: UUID, *, but: UUID | None) -> None:
    """End every session of the account, except perhaps the one that asks for it."""
    statement = delete(Session).where(Session.account_id == account_id)
    await uow.session.execute(statement if but is None else statement.where(Session.id != but))


async def switch_workspace(uow: UnitOfWork, session_id: UUID, *, account_id: UUID, to: UUID) -> None:
    """Let the session work in another of the account's workspaces; WorkspaceNotFound when it is none of them."""
    for membership in await queries.list_memberships(uow.session, account_id):
        if membership.workspace_id == to:
            session = await uow.session.get(Session, session_id, with_for_update=True)
            if session is None:
                raise SessionNotFound
            session.workspace_id = membership.workspace_id
            session.agent_id = membership.agent_id
            return
    raise WorkspaceNotFound


def _as_kept(email: str) -> str:
    """The address as accounts keep it; what is no address finds no account, like any other wrong one."""
    try:
        return normal_email(email)
    except ValueError:
        return without_controls(email).lower()
