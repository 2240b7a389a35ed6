"""Access: who is at the door, what each role may do, and the only way from an id to a row of this module."""

import time
from collections.abc import Iterable, Mapping
from datetime import timedelta
from enum import StrEnum
from typing import Any, Final, Protocol
from uuid import UUID

from obrol.kit.clock import Clock, SystemClock
from obrol.kit.refusals import NotAllowed, NotSignedIn
from obrol.runtime.actor import SESSION_COOKIE, Actor, ActorKind, SignedIn
from obrol.runtime.db import Database
from obrol.runtime.unit_of_work import Scope
from obrol.workspaces import queries
from obrol.workspaces.errors import AgentNotFound, InvitationNotFound, TeamNotFound
from obrol.workspaces.models import SESSION_LASTS, Agent, Invitation, Role, Team, hash_token

# What an ended session may still do in another process, at most (reliability.md A-05 allows two seconds).
REMEMBERED_FOR: Final = 1.0  # seconds
REMEMBERED_AT_MOST: Final = 10_000  # sessions; beyond, everything is forgotten, which costs one statement each
SEEN_EVERY: Final = timedelta(minutes=5)  # how exact "last seen" is, and how often using a session writes


class Permission(StrEnum):
    """Something that an agent may do or not, by role. Read access to the workspace itself needs none."""

    ANSWER = "answer"
    """Read conversations; reply, note, assign, snooze, finish."""
    MANAGE_CONTACTS = "manage_contacts"
    """Change contacts, their tags and their field values."""
    SUPERVISE = "supervise"
    """Look after the work of others: reassign, see what everybody does."""
    SEE_DEAD_LETTERS = "see_dead_letters"
    """See work that was given up, and start it again."""
    MANAGE_CONTENT = "manage_content"
    """Make, change and remove what everybody writes with: shared shortcuts and personas."""
    EDIT_FLOWS = "edit_flows"
    """Change bots, flows and what they need."""
    MANAGE_CHANNELS = "manage_channels"
    """Connect, change and remove channels."""
    MANAGE_TEAMS = "manage_teams"
    """Make teams and say who is in them."""
    MANAGE_AGENTS = "manage_agents"
    """Invite agents, change roles, disable. Owners are managed by owners alone."""
    MANAGE_WORKSPACE = "manage_workspace"
    """Change the workspace itself and what its contacts are described by."""


# What every role may do. docs/roles.md shows this table, and a test holds them together.
MAY: Final[dict[Role, frozenset[Permission]]] = {
    Role.OWNER: frozenset(Permission),
    Role.ADMIN: frozenset(Permission),
    Role.SUPERVISOR: frozenset(
        {
            Permission.ANSWER,
            Permission.MANAGE_CONTACTS,
            Permission.SUPERVISE,
            Permission.SEE_DEAD_LETTERS,
            Permission.MANAGE_CONTENT,
        }
    ),
    Role.AGENT: frozenset({Permission.ANSWER, Permission.MANAGE_CONTACTS}),
}


def may(actor: Actor, permission: Permission) -> bool:
    """Whether the actor's role allows it. Only agents have a role: contacts, bots and jobs never ask at this door."""
    if not actor.is_agent:
        return False
    if actor.role is None:
        return False
    return permission in MAY[Role(actor.role)]


def demand(actor: Actor, permission: Permission) -> None:
    """Nothing when the actor's role allows it, else NotAllowed."""
    if not may(actor, permission):
        raise NotAllowed


def may_give(actor: Actor, role: Role) -> bool:
    """Whether the actor may make somebody of this role, or unmake them: only owners handle owners."""
    if not may(actor, Permission.MANAGE_AGENTS):
        return False
    return role != Role.OWNER or actor.role == Role.OWNER


async def agent_for(scope: Scope, agent_id: UUID, *, to: Permission, lock: bool = False) -> Agent:
    """The agent this actor may do `to` with; AgentNotFound outside the workspace, NotAllowed by role.

    Agents are locked one at a time in a workspace: two owners who unmake each other at once wait for each other.
    """
    if lock:
        await queries.get_workspace(scope, lock=True)
    agent = await queries.find_agent(scope, agent_id, lock=lock)
    if agent is None:
        raise AgentNotFound
    demand(scope.actor, to)
    if to == Permission.MANAGE_AGENTS and not may_give(scope.actor, Role(agent.role)):
        raise NotAllowed
    return agent


async def me_for(scope: Scope, *, lock: bool = False) -> Agent:
    """The agent who asks, as a row; what they change of themselves needs no permission."""
    agent = await queries.find_agent(scope, scope.actor.id, lock=lock) if scope.actor.id else None
    if agent is None:
        raise NotSignedIn
    return agent


async def team_for(scope: Scope, team_id: UUID, *, to: Permission, lock: bool = False) -> Team:
    """The team this actor may do `to` with; TeamNotFound outside the workspace, NotAllowed by role."""
    team = await queries.find_team(scope, team_id, lock=lock)
    if team is None:
        raise TeamNotFound
    demand(scope.actor, to)
    return team


async def invitation_for(scope: Scope, invitation_id: UUID, *, lock: bool = False) -> Invitation:
    """The invitation this actor may take back; those who may not manage agents never learn of one."""
    if not may(scope.actor, Permission.MANAGE_AGENTS):
        raise NotAllowed
    invitation = await queries.find_invitation(scope, invitation_id, lock=lock)
    if invitation is None:
        raise InvitationNotFound
    if not may_give(scope.actor, Role(invitation.role)):
        raise NotAllowed
    return invitation


class HasCookies(Protocol):
    """A request or a socket."""

    @property
    def cookies(self) -> Mapping[str, str]: ...


class Sessions:
    """Who is at the door. Every request asks, so one process remembers the answer for a moment."""

    def __init__(self, database: Database, clock: Clock | None = None) -> None:
        self._database = database
        self._clock = clock or SystemClock()
        self._recent: dict[bytes, tuple[float, SignedIn]] = {}

    async def who_is_it(self, connection: HasCookies) -> SignedIn:
        """Who holds the cookie. NotSignedIn when its session ended or expired, or its agent was disabled."""
        token = connection.cookies.get(SESSION_COOKIE)
        if not token:
            raise NotSignedIn
        token_hash = hash_token(token)
        if (remembered := self._recent.get(token_hash)) and time.monotonic() < remembered[0]:
            return remembered[1]
        who = await self._look_up(token_hash)
        if who is None:
            self._recent.pop(token_hash, None)
            raise NotSignedIn
        if len(self._recent) >= REMEMBERED_AT_MOST:
            self._recent.clear()
        self._recent[token_hash] = (time.monotonic() + REMEMBERED_FOR, who)
        return who

    async def still_here(self, session_ids: Iterable[UUID]) -> dict[UUID, SignedIn]:
        """Which of these sessions still speak for somebody, and for whom: one statement for all of a process."""
        async with self._database.fast() as connection:
            rows = await connection.fetch(_OF_MANY, list(session_ids), self._clock.now())
        return {row["session_id"]: _signed_in(row) for row in rows}

    def forget(self) -> None:
        """Ask the database again, for everybody: somebody is out, or may do something else from now on."""
        self._recent.clear()

    async def _look_up(self, token_hash: bytes) -> SignedIn | None:
        now = self._clock.now()
        async with self._database.fast() as connection:
            row = await connection.fetchrow(_OF_A_BROWSER, token_hash, now)
            if row is None:
                return None
            if row["last_seen_at"] < now - SEEN_EVERY:
                await connection.execute(_SLIDE, row["session_id"], now, now + SESSION_LASTS)
        return _signed_in(row)


# The function looks into a workspace before the door is set to one (migrations).
_OF_A_BROWSER: Final = """
SELECT h.* FROM session s CROSS JOIN LATERAL who_holds(ARRAY[s.id]) h WHERE s.token_hash = $1 AND s.expires_at > $2
"""
_OF_MANY: Final = "SELECT h.* FROM who_holds($1) h WHERE h.expires_at > $2"
_SLIDE: Final = "UPDATE session SET last_seen_at = $2, expires_at = $3 WHERE id = $1 AND last_seen_at < $2"


def _signed_in(row: Any) -> SignedIn:
    actor = Actor(ActorKind.AGENT, row["agent_id"], row["agent_name"], row["role"], frozenset(row["team_ids"]))
    return SignedIn(row["session_id"], row["account_id"], row["workspace_id"], actor)
