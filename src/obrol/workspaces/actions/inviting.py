"""Inviting: a link lets one person join, once."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from pydantic import SecretStr

from obrol.kit.refusals import NotAllowed
from obrol.runtime.actor import SYSTEM
from obrol.runtime.unit_of_work import Transactions, UnitOfWork
from obrol.workspaces import queries
from obrol.workspaces.access import may_give
from obrol.workspaces.actions import hashing, joining, signing_in, throttling
from obrol.workspaces.actions.signing_in import Browser, Welcome
from obrol.workspaces.errors import InvitationGone, InvitedSomebodyElse, TeamUnknown, WrongCredentials
from obrol.workspaces.events import InvitationAccepted, InvitationMade, InvitationTakenBack
from obrol.workspaces.models import INVITATION_LASTS, TOKEN_BYTES, Account, Invitation, Role, hash_token


@dataclass(frozen=True, slots=True)
class Invited:
    """An invitation and its token, which is shown once and not kept."""

    invitation: Invitation
    token: str


async def invite(uow: UnitOfWork, *, email: str | None, role: Role, team_ids: Sequence[UUID] = ()) -> Invited:
    """Make a link for one person. Refuses with NotAllowed a role that the inviter may not give, or TeamUnknown."""
    if not may_give(uow.actor, role):
        raise NotAllowed
    wanted = set(team_ids)
    if wanted and len(await queries.list_teams(uow.scope, wanted)) != len(wanted):
        raise TeamUnknown
    assert uow.actor.id is not None
    token = secrets.token_urlsafe(TOKEN_BYTES)
    invitation = Invitation(
        workspace_id=uow.workspace_id,
        token_hash=hash_token(token),
        email=email,
        role=role,
        team_ids=sorted(str(team_id) for team_id in wanted),
        invited_by_id=uow.actor.id,
        expires_at=uow.now + INVITATION_LASTS,
        accepted_at=None,
    )
    uow.session.add(invitation)
    await uow.session.flush()
    uow.record(InvitationMade, invitation=invitation)
    return Invited(invitation, token)


async def take_back(uow: UnitOfWork, invitation: Invitation) -> None:
    """Make the link useless. One that was accepted is history and stays."""
    if invitation.accepted_at is not None:
        raise InvitationGone
    uow.record(InvitationTakenBack, invitation=queries.invitation_out(invitation))
    await uow.session.delete(invitation)
    await uow.session.flush()


async def find_open(uow: UnitOfWork, token: str) -> Invitation:
    """The open invitation of this token, locked; the unit of work is in its workspace. Else InvitationGone."""
    place = await queries.find_invitation_place(uow.session, hash_token(token))
    if place is None:
        raise InvitationGone
    workspace_id, invitation_id = place
    await uow.act_in(workspace_id, SYSTEM)
    invitation = await queries.find_invitation(uow.scope, invitation_id, lock=True)
    if invitation is None or invitation.accepted_at is not None or invitation.expires_at <= uow.now:
        raise InvitationGone
    return invitation


async def accept(
    transactions: Transactions, *, token: str, name: str, email: str, password: SecretStr, browser: Browser
) -> Welcome:
    """Join by a link and be signed in. Whoever has an account proves it by its password, as a counted try.

    Refuses with InvitationGone, InvitedSomebodyElse, WrongCredentials, TooManyAttempts, PasswordTooEasy, AlreadyHere.
    """
    async with transactions.begin_anywhere(SYSTEM) as uow:
        _refuse_somebody_else(await find_open(uow, token), email)
        has_account = await queries.find_account_by_email(uow.session, email) is not None
    account_id = None
    if has_account:
        account_id, password_hash = await signing_in.check_password(
            transactions, email=email, password=password, browser=browser
        )
    else:
        hashing.refuse_easy(password, name=name, email=email)
        password_hash = await hashing.hash_password(password)
    async with transactions.begin_anywhere(SYSTEM) as uow:
        invitation = await find_open(uow, token)
        _refuse_somebody_else(invitation, email)
        if account_id is None:
            account = await joining.make_account(uow, name=name, email=email, password_hash=password_hash)
        else:
            await throttling.forget_tries(uow, email=email, address=browser.address)
            account = await _unchanged_account(uow, account_id, password_hash)
        agent = await joining.join(
            uow,
            account,
            role=Role(invitation.role),
            # A team may have been removed since; whoever joins is not to be stopped by that.
            team_ids=[
                team.id for team in await queries.list_teams(uow.scope, [UUID(one) for one in invitation.team_ids])
            ],
        )
        invitation.accepted_at = uow.now
        await uow.session.flush()
        uow.record(InvitationAccepted, by=queries.actor_of(agent), invitation=invitation)
        return await signing_in.open_session(
            uow, account_id=account.id, workspace_id=uow.workspace_id, agent_id=agent.id, browser=browser
        )


async def _unchanged_account(uow: UnitOfWork, account_id: UUID, password_hash: str) -> Account:
    account = await queries.get_account(uow.session, account_id, lock=True)
    if account.password_hash != password_hash:
        raise WrongCredentials
    return account


def _refuse_somebody_else(invitation: Invitation, email: str) -> None:
    if invitation.email is not None and invitation.email != email:
        raise InvitedSomebodyElse
