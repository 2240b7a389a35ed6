"""Refusals of workspaces."""

from typing import ClassVar

from obrol.kit.refusals import Malformed, NotFound, Refusal, TooManyRequests


class AlreadySetUp(Refusal):
    """Somebody has an account here already: the first-run page has had its turn."""

    code = "already_set_up"
    message = "This Obrol is set up already. Please sign in, or ask for an invitation."


class WrongCredentials(Refusal):
    """E-mail and password do not belong together; which of them is wrong is not said."""

    status: ClassVar[int] = 401
    code = "wrong_credentials"
    message = "E-mail and password do not match."


class TooManyAttempts(TooManyRequests):
    """Too many wrong passwords for this e-mail, or from this address."""

    code = "too_many_attempts"
    message = "Too many attempts. Please wait a few minutes and try again."


class NoWorkspace(Refusal):
    """The password is right, but no workspace lets this account in."""

    status: ClassVar[int] = 403
    code = "no_workspace"
    message = "Your account is not active in any workspace. Please ask its owner."


class WrongPassword(Refusal):
    """The current password, asked for again, is not right."""

    status: ClassVar[int] = 403
    code = "wrong_password"
    message = "That is not your current password."


class PasswordTooEasy(Malformed):
    """The password can be guessed from what everybody sees."""

    code = "password_too_easy"
    message = "Choose a password that does not repeat one character or your own name or e-mail."


class EmailTaken(Refusal):
    """An account with this e-mail exists."""

    code = "email_taken"
    message = "There is an account with this e-mail already."


class AgentNotFound(NotFound):
    """No such agent in this workspace."""

    code = "agent_not_found"
    message = "There is no such agent."


class LastOwner(Refusal):
    """A workspace always has an owner who can sign in."""

    code = "last_owner"
    message = "Make somebody else an owner first: a workspace needs one."


class AlreadyHere(Refusal):
    """The account is an agent of the workspace already."""

    code = "already_here"
    message = "You work in this workspace already. Please sign in."


class InvitationNotFound(NotFound):
    """No such invitation, as far as this actor may know."""

    code = "invitation_not_found"
    message = "There is no such invitation."


class InvitationGone(NotFound):
    """The link was used, was taken back, is too old, or was never ours."""

    code = "invitation_gone"
    message = "This invitation can no longer be used. Please ask for a new one."


class InvitedSomebodyElse(Refusal):
    """The invitation names another e-mail."""

    code = "invited_somebody_else"
    message = "This invitation is for another e-mail address."


class TeamNotFound(NotFound):
    """No such team in this workspace."""

    code = "team_not_found"
    message = "There is no such team."


class TeamUnknown(Malformed):
    """The request names a team that is not of this workspace."""

    code = "team_unknown"
    message = "There is no such team here."


class TeamNameTaken(Refusal):
    """Two teams of one name could not be told apart."""

    code = "team_name_taken"
    message = "There is a team of this name already."


class WorkspaceNotFound(NotFound):
    """No such workspace, or none that this account works in."""

    code = "workspace_not_found"
    message = "There is no such workspace."


class SessionNotFound(NotFound):
    """No such session of this account."""

    code = "session_not_found"
    message = "This session has ended already."
