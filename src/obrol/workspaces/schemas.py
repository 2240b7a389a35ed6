"""Wire shapes of workspaces. Outputs have no defaults, so that every field is there in TypeScript too."""

from datetime import datetime
from typing import Annotated, Final, Literal
from uuid import UUID
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from email_validator import EmailNotValidError, validate_email
from pydantic import AfterValidator, Field, SecretStr, StringConstraints

from obrol.runtime.wire import ONE_LINE, In, Out
from obrol.workspaces.models import Role

EMAIL_LIMIT: Final = 254  # characters; RFC 5321, 4.5.3.1.3
NAME_LIMIT: Final = 100  # characters; more does not fit any list
# At least ten characters and no rules about which: length is what slows guessing (NIST SP 800-63B, 3.1.1).
PASSWORD_LEAST: Final = 10
PASSWORD_MOST: Final = 200  # characters; hashing an endless one would be work for free
LONGEST_PAUSE: Final = 10_080  # minutes: a week
TEAMS_LIMIT: Final = 50  # of one invitation
TOKEN_LIMIT: Final = 200  # characters; ours have 43


def normal_email(text: str) -> str:
    """The form in which an address is kept and compared; ValueError when it is none. No name server is asked."""
    try:
        # A self-hosted team may well have addresses that only its own network knows.
        return validate_email(text, check_deliverability=False, globally_deliverable=False).normalized.lower()
    except EmailNotValidError:
        raise ValueError("must be an e-mail address") from None


def _known_time_zone(name: str) -> str:
    try:
        ZoneInfo(name)
    # A folder of the zone database ("America") is an OSError, a name that climbs out of it a ValueError.
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise ValueError("must be a time zone such as Asia/Jakarta") from None
    return name


Email = Annotated[str, ONE_LINE, StringConstraints(max_length=EMAIL_LIMIT), AfterValidator(normal_email)]
Name = Annotated[str, ONE_LINE, StringConstraints(min_length=1, max_length=NAME_LIMIT)]
NewPassword = Annotated[SecretStr, Field(min_length=PASSWORD_LEAST, max_length=PASSWORD_MOST)]
# Whatever was accepted once must stay accepted, so only its size is looked at.
OldPassword = Annotated[SecretStr, Field(max_length=PASSWORD_MOST)]
TimeZoneName = Annotated[str, StringConstraints(max_length=64), AfterValidator(_known_time_zone)]
Locale = Literal["en", "id"]
Theme = Literal["light", "dark", "auto"]
NotifyAbout = Literal["mine", "all"]
Token = Annotated[str, StringConstraints(max_length=TOKEN_LIMIT)]


class AgentOut(Out):
    """An agent, as everybody in the workspace sees them."""

    id: UUID
    name: str
    email: str
    role: Role
    disabled: bool
    picture_id: UUID | None
    picture_url: str | None
    version: int


class MeOut(AgentOut):
    """The agent who is signed in, with what only they choose."""

    locale: Locale | None
    theme: Theme | None
    time_zone: str | None
    enter_sends: bool
    undo_send: bool
    single_keys: bool
    list_hidden: bool
    sound: bool
    desktop_notifications: bool
    notify_about: NotifyAbout


class WorkspaceOut(Out):
    """The workspace."""

    id: UUID
    name: str
    time_zone: str
    locale: Locale
    pause_minutes: int
    version: int


class WorkspaceRef(Out):
    """A workspace to switch to."""

    id: UUID
    name: str


class CurrentSession(Out):
    """Who is signed in, and where."""

    session_id: UUID
    agent: MeOut
    workspace: WorkspaceOut
    workspaces: list[WorkspaceRef]


class SessionOut(Out):
    """A signed-in browser."""

    id: UUID
    user_agent: str
    ip: str
    created_at: datetime
    last_seen_at: datetime
    current: bool


class DemoSignIn(Out):
    """How to sign in to the demo world."""

    email: str
    password: str


class SetupOut(Out):
    """Whether the first-run page is needed, and whether this is the demo."""

    needed: bool
    demo: bool
    demo_sign_in: DemoSignIn | None


class TeamOut(Out):
    """A team and who is in it."""

    id: UUID
    name: str
    member_ids: list[UUID]
    version: int


class InvitationOut(Out):
    """An invitation that is still open. Its link was shown once and is not kept."""

    id: UUID
    email: str | None
    role: Role
    team_ids: list[UUID]
    expires_at: datetime


class NewInvitationOut(InvitationOut):
    """An invitation that was just made, with its link."""

    link: str


class InvitationLook(Out):
    """What somebody who holds the link may know before they accept."""

    workspace_name: str
    role: Role
    email: str | None


class SetupIn(In):
    """The first account, its workspace, and it as the owner."""

    workspace_name: Name
    name: Name
    email: Email
    password: NewPassword
    locale: Locale = "en"


class SignInIn(In):
    """An attempt to sign in."""

    email: Annotated[str, ONE_LINE, StringConstraints(max_length=EMAIL_LIMIT)]
    password: OldPassword


class SwitchIn(In):
    """The workspace to work in from now on."""

    workspace_id: UUID


class MeIn(In):
    """What an agent changes about themselves; what is absent stays."""

    name: Name | None = None
    locale: Locale | None = None
    theme: Theme | None = None
    time_zone: TimeZoneName | None = None
    enter_sends: bool | None = None
    undo_send: bool | None = None
    single_keys: bool | None = None
    list_hidden: bool | None = None
    sound: bool | None = None
    desktop_notifications: bool | None = None
    notify_about: NotifyAbout | None = None


class PasswordIn(In):
    """A new password, and proof that the asker knows the current one."""

    current_password: OldPassword
    new_password: NewPassword


class AgentIn(In):
    """What is changed about an agent; what is absent stays."""

    role: Role | None = None
    disabled: bool | None = None


class InvitationIn(In):
    """Who is invited; without an e-mail whoever holds the link may join."""

    email: Email | None = None
    role: Role
    team_ids: Annotated[list[UUID], Field(max_length=TEAMS_LIMIT)] = Field(default_factory=list)


class InvitationTokenIn(In):
    """The token of an invitation's link."""

    token: Token


class AcceptIn(In):
    """Joining by invitation. Whoever has an account joins with its password, and keeps its name."""

    token: Token
    name: Name
    email: Email
    password: OldPassword


class TeamIn(In):
    """A team's name."""

    name: Name


class WorkspaceIn(In):
    """What is changed about the workspace; what is absent stays."""

    name: Name | None = None
    pause_minutes: Annotated[int, Field(ge=0, le=LONGEST_PAUSE)] | None = None
    time_zone: TimeZoneName | None = None
    locale: Locale | None = None
