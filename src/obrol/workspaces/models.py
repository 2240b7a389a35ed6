"""Rows: accounts and sessions (before any workspace), workspaces, agents, teams, invitations."""

import hashlib
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, Index, text
from sqlalchemy.orm import Mapped, mapped_column
from sqlalchemy.orm.attributes import flag_modified

from obrol.kit.ids import new_id
from obrol.runtime.rows import Base, Stamped, Tenanted

TOKEN_BYTES: Final = 32  # 256 random bits, in sessions and invitations; reliability.md asks for 128
SESSION_LASTS: Final = timedelta(days=30)  # after it was last used
INVITATION_LASTS: Final = timedelta(days=7)


def hash_token(token: str) -> bytes:
    """What is kept of a token: with 256 random bits in it, a fast hash is enough."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).digest()


class Role(StrEnum):
    """What an agent may do, from most to least."""

    OWNER = "owner"
    ADMIN = "admin"
    SUPERVISOR = "supervisor"
    AGENT = "agent"


class Account(Stamped, Base):
    """A person who can sign in; known before any workspace is, so it belongs to none."""

    __tablename__ = "account"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    email: Mapped[str] = mapped_column(unique=True)  # folded to lower case at the door
    name: Mapped[str]
    password_hash: Mapped[str]
    locale: Mapped[str | None]
    theme: Mapped[str | None]
    time_zone: Mapped[str | None]
    version: Mapped[int] = mapped_column(server_default=text("1"))
    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy's own form


class Session(Stamped, Base):
    """A signed-in browser. The cookie holds the token; this row holds only its hash."""

    __tablename__ = "session"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    token_hash: Mapped[bytes] = mapped_column(unique=True)
    account_id: Mapped[UUID] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"), index=True)
    workspace_id: Mapped[UUID]
    agent_id: Mapped[UUID]
    user_agent: Mapped[str]
    ip: Mapped[str]
    last_seen_at: Mapped[datetime]
    expires_at: Mapped[datetime]


class SignInAttempt(Base):
    """A try that was not right, counted per address and per e-mail so that guessing is slow."""

    __tablename__ = "sign_in_attempt"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    key: Mapped[str]  # "ip:…" or "email:…"
    at: Mapped[datetime]
    __table_args__ = (
        Index("ix_sign_in_attempt_key_at", "key", "at"),
        Index("ix_sign_in_attempt_at", "at"),
    )


class Workspace(Stamped, Base):
    """A tenant: one team and everything it sees."""

    __tablename__ = "workspace"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    name: Mapped[str]
    time_zone: Mapped[str] = mapped_column(server_default="Asia/Jakarta")
    locale: Mapped[str] = mapped_column(server_default="id")
    # Live chat mode: how long the bot stays silent after an agent's reply; 0 = until switched off.
    pause_minutes: Mapped[int] = mapped_column(server_default=text("30"))
    version: Mapped[int] = mapped_column(server_default=text("1"))
    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012
    __table_args__ = (CheckConstraint("pause_minutes BETWEEN 0 AND 10080", name="pause_minutes"),)


class Agent(Tenanted, Stamped, Base):
    """A person at work in one workspace, with a role."""

    __tablename__ = "agent"

    account_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    name: Mapped[str]
    email: Mapped[str]
    role: Mapped[str]
    disabled_at: Mapped[datetime | None]
    picture_id: Mapped[UUID | None]
    # How the composer behaves for this agent.
    enter_sends: Mapped[bool] = mapped_column(server_default=text("true"))  # else it breaks the line, Ctrl+Enter sends
    undo_send: Mapped[bool] = mapped_column(server_default=text("false"))  # a reply waits a moment and can be undone
    single_keys: Mapped[bool] = mapped_column(server_default=text("true"))  # a letter alone is a command
    list_hidden: Mapped[bool] = mapped_column(server_default=text("false"))  # the list of conversations is collapsed
    sound: Mapped[bool] = mapped_column(server_default=text("true"))
    desktop_notifications: Mapped[bool] = mapped_column(server_default=text("false"))
    # What they are told of: what is theirs or nobody's, or everything that the team answers.
    notify_about: Mapped[str] = mapped_column(server_default="mine")
    version: Mapped[int] = mapped_column(server_default=text("1"))
    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012
    __table_args__ = (
        ForeignKeyConstraint(["workspace_id"], ["workspace.id"], ondelete="CASCADE"),
        CheckConstraint("role IN ('owner', 'admin', 'supervisor', 'agent')", name="role"),
        CheckConstraint("notify_about IN ('mine', 'all')", name="notify_about"),
        Index("uq_agent_workspace_id_account_id", "workspace_id", "account_id", unique=True),
        Index("ix_agent_account_id", "account_id"),
    )

    @property
    def is_disabled(self) -> bool:
        return self.disabled_at is not None


class Team(Tenanted, Stamped, Base):
    """A named group of agents that conversations can be handed to."""

    __tablename__ = "team"

    name: Mapped[str]
    version: Mapped[int] = mapped_column(server_default=text("1"))
    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012
    __table_args__ = (
        ForeignKeyConstraint(["workspace_id"], ["workspace.id"], ondelete="CASCADE"),
        Index("uq_team_workspace_id_name", "workspace_id", "name", unique=True),
    )

    def touch(self) -> None:
        """Its members changed: the version moves on although no column did."""
        flag_modified(self, "name")


class TeamMember(Base):
    """An agent's place in a team."""

    __tablename__ = "team_member"

    workspace_id: Mapped[UUID] = mapped_column(primary_key=True)
    team_id: Mapped[UUID] = mapped_column(primary_key=True)
    agent_id: Mapped[UUID] = mapped_column(primary_key=True)
    __table_args__ = (
        ForeignKeyConstraint(["workspace_id", "team_id"], ["team.workspace_id", "team.id"], ondelete="CASCADE"),
        ForeignKeyConstraint(["workspace_id", "agent_id"], ["agent.workspace_id", "agent.id"], ondelete="CASCADE"),
        Index("ix_team_member_workspace_id_agent_id", "workspace_id", "agent_id"),
    )


class Invitation(Tenanted, Stamped, Base):
    """A link that lets somebody join a workspace once; only the hash of its token is kept."""

    __tablename__ = "invitation"

    token_hash: Mapped[bytes] = mapped_column(unique=True)
    email: Mapped[str | None]
    role: Mapped[str]
    team_ids: Mapped[list[str]]
    invited_by_id: Mapped[UUID]
    expires_at: Mapped[datetime]
    accepted_at: Mapped[datetime | None]
    __table_args__ = (
        ForeignKeyConstraint(["workspace_id"], ["workspace.id"], ondelete="CASCADE"),
        CheckConstraint("role IN ('owner', 'admin', 'supervisor', 'agent')", name="role"),
    )
