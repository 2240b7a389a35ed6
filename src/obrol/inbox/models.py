"""Rows: conversations, their messages and notes, what each agent has read, files, and attempts to send."""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKeyConstraint, Index, func, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column
from sqlalchemy.orm.attributes import flag_modified

from obrol.kit.ids import new_id
from obrol.runtime.rows import Base, Stamped, Tenanted

# Made here, for rows that have a column `text` themselves.
FIRST_VERSION, NOT_YET = text("1"), text("0")
SHARED, PERSONAL = text("owner_id IS NULL"), text("owner_id IS NOT NULL")


class Status(StrEnum):
    """Where a conversation stands for the team."""

    OPEN = "open"
    SNOOZED = "snoozed"
    DONE = "done"


class Answering(StrEnum):
    """Who answers: the bot, or the team (the desk says "live chat mode on")."""

    BOT = "bot"
    TEAM = "team"


class Delivery(StrEnum):
    """How far an outbound message has come; `held` is a bot message that a takeover stopped."""

    QUEUED = "queued"
    SENT = "sent"
    DELIVERED = "delivered"
    READ = "read"
    FAILED = "failed"
    UNKNOWN = "unknown"
    HELD = "held"


class Conversation(Tenanted, Stamped, Base):
    """The thread between one contact and us on one channel."""

    __tablename__ = "conversation"

    contact_id: Mapped[UUID]
    channel_id: Mapped[UUID]
    status: Mapped[str] = mapped_column(server_default="open")
    done_reason: Mapped[str | None]
    snoozed_until: Mapped[datetime | None]
    answering: Mapped[str] = mapped_column(server_default="bot")
    answering_epoch: Mapped[int] = mapped_column(server_default=text("1"))
    paused_until: Mapped[datetime | None]
    # A subflow that an agent runs while the team answers, as ControlledRunOut; here, so that it is told with the rest.
    controlled_run: Mapped[dict[str, Any] | None] = mapped_column(JSONB(none_as_null=True))
    assignee_id: Mapped[UUID | None]
    team_id: Mapped[UUID | None]
    last_pos: Mapped[int] = mapped_column(server_default=text("0"))
    # What the contact has been shown: gapless, unlike `pos`, which also counts held and scheduled messages.
    visitor_seq: Mapped[int] = mapped_column(server_default=text("0"))
    inbound_count: Mapped[int] = mapped_column(server_default=text("0"))
    # The newest visitor_seq that an agent has looked at; the visitor sees it as "seen".
    team_seen_seq: Mapped[int] = mapped_column(server_default=text("0"))
    last_preview: Mapped[str | None]
    last_author: Mapped[str | None]
    last_kind: Mapped[str | None]
    last_message_at: Mapped[datetime | None]
    last_activity_at: Mapped[datetime] = mapped_column(server_default=func.now())
    waiting_since: Mapped[datetime | None]
    window_expires_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(server_default=text("1"))
    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012
    __table_args__ = (
        ForeignKeyConstraint(
            ["workspace_id", "contact_id"], ["contact.workspace_id", "contact.id"], ondelete="CASCADE"
        ),
        ForeignKeyConstraint(["workspace_id", "channel_id"], ["channel.workspace_id", "channel.id"]),
        CheckConstraint("status IN ('open', 'snoozed', 'done')", name="status"),
        CheckConstraint("(status = 'snoozed') = (snoozed_until IS NOT NULL)", name="snoozed_has_a_time"),
        CheckConstraint("status = 'done' OR done_reason IS NULL", name="only_done_has_a_reason"),
        CheckConstraint("answering IN ('bot', 'team')", name="answering"),
        CheckConstraint("answering = 'team' OR paused_until IS NULL", name="only_the_team_has_a_countdown"),
        # One thread per contact and channel; sixteen first messages at one instant make one conversation.
        Index("uq_conversation_contact_channel", "workspace_id", "channel_id", "contact_id", unique=True),
        # A page of the list is one range scan of one of these.
        Index("ix_conversation_list", "workspace_id", "status", "last_activity_at", "id"),
        Index("ix_conversation_list_of_channel", "workspace_id", "channel_id", "status", "last_activity_at", "id"),
        # Partial, so that a message pays for them only where somebody waits or is in charge.
        Index(
            "ix_conversation_waiting",
            "workspace_id",
            "status",
            "waiting_since",
            "id",
            postgresql_where=text("waiting_since IS NOT NULL"),
        ),
        Index(
            "ix_conversation_list_of_assignee",
            "workspace_id",
            "assignee_id",
            "status",
            "last_activity_at",
            "id",
            postgresql_where=text("assignee_id IS NOT NULL"),
        ),
        Index(
            "ix_conversation_snoozed",
            "snoozed_until",
            postgresql_where=text("status = 'snoozed'"),
        ),
        Index("ix_conversation_workspace_id_contact_id", "workspace_id", "contact_id"),
    )

    @property
    def is_done(self) -> bool:
        return self.status == Status.DONE

    @property
    def is_snoozed(self) -> bool:
        return self.status == Status.SNOOZED

    def snooze(self, until: datetime) -> None:
        self.status, self.snoozed_until = Status.SNOOZED, until
        self.done_reason = None

    def open(self) -> None:
        self.status, self.snoozed_until, self.done_reason = Status.OPEN, None, None

    def finish(self, reason: str | None) -> None:
        self.status, self.snoozed_until, self.done_reason = Status.DONE, None, reason

    def hand_to_team(self, paused_until: datetime | None) -> None:
        """The team answers from here on: whatever the bot planned under the old epoch is held."""
        if self.answering == Answering.BOT:
            self.answering = Answering.TEAM
            self.answering_epoch += 1
        self.paused_until = paused_until

    def give_back_to_bot(self) -> None:
        if self.answering == Answering.TEAM:
            self.answering = Answering.BOT
            self.answering_epoch += 1
        self.paused_until = None
        self.controlled_run = None


class Message(Tenanted, Base):
    """One message between a contact and us. Its id is made by whoever writes it, so a retry is the same row."""

    __tablename__ = "message"

    conversation_id: Mapped[UUID]
    pos: Mapped[int]
    visitor_seq: Mapped[int | None]  # set when the contact may see it; null while queued or held
    direction: Mapped[str]
    author_kind: Mapped[str]
    author_id: Mapped[UUID | None]
    author_name: Mapped[str]
    persona_id: Mapped[UUID | None]
    # What the contact sees of an agent: the persona as it was then, or the bot. Null: as `author_name` says.
    shown_name: Mapped[str | None]
    shown_picture_id: Mapped[UUID | None]
    content: Mapped[dict[str, Any]]
    content_hash: Mapped[bytes]  # of the content as it was sent: same id with other content is refused
    search_text: Mapped[str]  # folded words; empty when there are none
    delivery: Mapped[str]
    delivery_reason: Mapped[str | None]
    channel_id: Mapped[UUID]
    external_id: Mapped[str | None]
    # The answering epoch that it was planned under; null when an agent lets the bot say it, whoever answers.
    planned_epoch: Mapped[int | None]
    flow_id: Mapped[UUID | None]
    flow_version: Mapped[int | None]
    step_id: Mapped[str | None]
    created_at: Mapped[datetime]
    sent_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(server_default=text("1"))
    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012
    __table_args__ = (
        ForeignKeyConstraint(
            ["workspace_id", "conversation_id"],
            ["conversation.workspace_id", "conversation.id"],
            ondelete="CASCADE",
        ),
        CheckConstraint("direction IN ('inbound', 'outbound')", name="direction"),
        CheckConstraint("author_kind IN ('contact', 'agent', 'bot')", name="author_kind"),
        CheckConstraint("(direction = 'inbound') = (author_kind = 'contact')", name="contacts_write_inbound"),
        CheckConstraint(
            "delivery IN ('queued', 'sent', 'delivered', 'read', 'failed', 'unknown', 'held')", name="delivery"
        ),
        Index("uq_message_pos", "workspace_id", "conversation_id", "pos", unique=True),
        Index(
            "uq_message_visitor_seq",
            "workspace_id",
            "conversation_id",
            "visitor_seq",
            unique=True,
            postgresql_where=text("visitor_seq IS NOT NULL"),
        ),
        Index(
            "uq_message_external_id",
            "workspace_id",
            "channel_id",
            "external_id",
            unique=True,
            postgresql_where=text("external_id IS NOT NULL"),
        ),
        Index(
            "ix_message_search_text",
            "search_text",
            postgresql_using="gin",
            postgresql_ops={"search_text": "gin_trgm_ops"},
            postgresql_with={"fastupdate": "on"},
        ),
        Index("ix_message_newest", "workspace_id", text("created_at DESC")),
    )


class Note(Tenanted, Base):
    """What the team writes about a conversation for itself. Its own table, so that it cannot be delivered."""

    __tablename__ = "note"

    conversation_id: Mapped[UUID]
    author_kind: Mapped[str]
    author_id: Mapped[UUID | None]
    author_name: Mapped[str]
    text: Mapped[str]
    created_at: Mapped[datetime]
    edited_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(server_default=FIRST_VERSION)
    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012
    __table_args__ = (
        ForeignKeyConstraint(
            ["workspace_id", "conversation_id"],
            ["conversation.workspace_id", "conversation.id"],
            ondelete="CASCADE",
        ),
        Index("ix_note_conversation", "workspace_id", "conversation_id", "created_at"),
    )


class ReadMark(Base):
    """What one agent keeps about a conversation: how many of its inbound messages they have read, and their pin."""

    __tablename__ = "read_mark"

    workspace_id: Mapped[UUID] = mapped_column(primary_key=True)
    agent_id: Mapped[UUID] = mapped_column(primary_key=True)
    conversation_id: Mapped[UUID] = mapped_column(primary_key=True)
    inbound_count: Mapped[int]
    pinned_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(server_default=FIRST_VERSION)
    __table_args__ = (
        ForeignKeyConstraint(
            ["workspace_id", "conversation_id"],
            ["conversation.workspace_id", "conversation.id"],
            ondelete="CASCADE",
        ),
        ForeignKeyConstraint(["workspace_id", "agent_id"], ["agent.workspace_id", "agent.id"], ondelete="CASCADE"),
        Index("ix_read_mark_pinned", "workspace_id", "agent_id", postgresql_where=text("pinned_at IS NOT NULL")),
        Index("ix_read_mark_workspace_id_conversation_id", "workspace_id", "conversation_id"),
    )


class ConversationView(Base):
    """How an agent wants to see a conversation; without a row, whole."""

    __tablename__ = "conversation_view"

    workspace_id: Mapped[UUID] = mapped_column(primary_key=True)
    agent_id: Mapped[UUID] = mapped_column(primary_key=True)
    conversation_id: Mapped[UUID] = mapped_column(primary_key=True)
    hides_bot_messages: Mapped[bool]
    __table_args__ = (
        ForeignKeyConstraint(
            ["workspace_id", "conversation_id"],
            ["conversation.workspace_id", "conversation.id"],
            ondelete="CASCADE",
        ),
        ForeignKeyConstraint(["workspace_id", "agent_id"], ["agent.workspace_id", "agent.id"], ondelete="CASCADE"),
        Index("ix_conversation_view_workspace_id_conversation_id", "workspace_id", "conversation_id"),
    )


class Attachment(Tenanted, Stamped, Base):
    """A stored file: what it truly is, where it lies, who brought it."""

    __tablename__ = "attachment"

    name: Mapped[str]
    media_type: Mapped[str]  # sniffed, never believed
    kind: Mapped[str]  # image, audio, video or file
    size: Mapped[int]  # bytes
    width: Mapped[int | None]
    height: Mapped[int | None]
    blob_key: Mapped[str]
    thumbnail_key: Mapped[str | None]
    uploaded_by_kind: Mapped[str]
    uploaded_by_id: Mapped[UUID | None]
    __table_args__ = (
        ForeignKeyConstraint(["workspace_id"], ["workspace.id"], ondelete="CASCADE"),
        CheckConstraint("kind IN ('image', 'audio', 'video', 'file')", name="kind"),
        CheckConstraint("size >= 0", name="size"),
    )


class Mention(Base):
    """A colleague who is named in a note, and whether they have looked."""

    __tablename__ = "mention"

    workspace_id: Mapped[UUID] = mapped_column(primary_key=True)
    note_id: Mapped[UUID] = mapped_column(primary_key=True)
    agent_id: Mapped[UUID] = mapped_column(primary_key=True)
    conversation_id: Mapped[UUID]
    created_at: Mapped[datetime]
    seen_at: Mapped[datetime | None]
    __table_args__ = (
        ForeignKeyConstraint(["workspace_id", "note_id"], ["note.workspace_id", "note.id"], ondelete="CASCADE"),
        ForeignKeyConstraint(["workspace_id", "agent_id"], ["agent.workspace_id", "agent.id"], ondelete="CASCADE"),
        Index("ix_mention_of_agent", "workspace_id", "agent_id", "created_at"),
    )


class ScheduledReply(Tenanted, Stamped, Base):
    """A reply that an agent wrote for later. It is gone when it is sent or cancelled."""

    __tablename__ = "scheduled_reply"

    conversation_id: Mapped[UUID]
    agent_id: Mapped[UUID]
    contents: Mapped[list[Any]]  # the messages that it becomes, in order
    persona_id: Mapped[UUID | None]
    send_at: Mapped[datetime]
    send_anyway: Mapped[bool]
    # Up to here its writer had seen the conversation: what came later holds it.
    known_pos: Mapped[int]
    known_at: Mapped[datetime]
    held_because: Mapped[str | None]
    version: Mapped[int] = mapped_column(server_default=FIRST_VERSION)
    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012
    __table_args__ = (
        ForeignKeyConstraint(
            ["workspace_id", "conversation_id"],
            ["conversation.workspace_id", "conversation.id"],
            ondelete="CASCADE",
        ),
        ForeignKeyConstraint(["workspace_id", "agent_id"], ["agent.workspace_id", "agent.id"], ondelete="CASCADE"),
        Index("ix_scheduled_reply_workspace_id_conversation_id", "workspace_id", "conversation_id"),
        Index("ix_scheduled_reply_workspace_id_agent_id", "workspace_id", "agent_id"),
    )


class SavedDraft(Base):
    """What an agent has begun to write in a conversation: reply and note apart, and which of the two was open."""

    __tablename__ = "draft"

    workspace_id: Mapped[UUID] = mapped_column(primary_key=True)
    agent_id: Mapped[UUID] = mapped_column(primary_key=True)
    conversation_id: Mapped[UUID] = mapped_column(primary_key=True)
    mode: Mapped[str]
    reply: Mapped[str]
    note: Mapped[str]
    persona_id: Mapped[UUID | None]
    # By the clock of the browser that wrote it, and never ahead of ours: the newer of two wins.
    written_at: Mapped[datetime]
    __table_args__ = (
        ForeignKeyConstraint(
            ["workspace_id", "conversation_id"],
            ["conversation.workspace_id", "conversation.id"],
            ondelete="CASCADE",
        ),
        ForeignKeyConstraint(["workspace_id", "agent_id"], ["agent.workspace_id", "agent.id"], ondelete="CASCADE"),
        CheckConstraint("mode IN ('reply', 'note')", name="mode"),
        Index("ix_draft_workspace_id_conversation_id", "workspace_id", "conversation_id"),
    )


class SendAttempt(Base):
    """One try to hand a message to a vendor; `began` without an outcome means that we do not know."""

    __tablename__ = "send_attempt"

    workspace_id: Mapped[UUID] = mapped_column(primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    message_id: Mapped[UUID]
    piece: Mapped[int] = mapped_column(server_default=text("1"))  # of a message that was split for its channel
    began_at: Mapped[datetime] = mapped_column(server_default=func.now())
    ended_at: Mapped[datetime | None]
    outcome: Mapped[str | None]
    external_id: Mapped[str | None]
    detail: Mapped[str | None]
    __table_args__ = (
        ForeignKeyConstraint(
            ["workspace_id", "message_id"], ["message.workspace_id", "message.id"], ondelete="CASCADE"
        ),
        Index("ix_send_attempt_message", "workspace_id", "message_id", "began_at"),
    )


class Shortcut(Tenanted, Stamped, Base):
    """A reply that was written beforehand and is called by `/` and its name. Without an owner it is everybody's."""

    __tablename__ = "shortcut"

    owner_id: Mapped[UUID | None]
    name: Mapped[str]
    name_folded: Mapped[str]  # by kit.text.fold: two names that look alike are one
    text: Mapped[str]
    category: Mapped[str | None]
    # Counted without a new version: who edits meanwhile is not in anybody's way.
    used_count: Mapped[int] = mapped_column(server_default=NOT_YET)
    last_used_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(server_default=FIRST_VERSION)
    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012
    __table_args__ = (
        ForeignKeyConstraint(["workspace_id"], ["workspace.id"], ondelete="CASCADE"),
        ForeignKeyConstraint(["workspace_id", "owner_id"], ["agent.workspace_id", "agent.id"], ondelete="CASCADE"),
        Index(
            "uq_shortcut_shared_name",
            "workspace_id",
            "name_folded",
            unique=True,
            postgresql_where=SHARED,
        ),
        Index(
            "uq_shortcut_personal_name",
            "workspace_id",
            "owner_id",
            "name_folded",
            unique=True,
            postgresql_where=PERSONAL,
        ),
    )

    @property
    def is_personal(self) -> bool:
        return self.owner_id is not None

    def touch(self) -> None:
        """Its attachments changed: the version moves on although no column did."""
        flag_modified(self, "name_folded")


class ShortcutAttachment(Base):
    """A file that a shortcut brings along."""

    __tablename__ = "shortcut_attachment"

    workspace_id: Mapped[UUID] = mapped_column(primary_key=True)
    shortcut_id: Mapped[UUID] = mapped_column(primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    attachment_id: Mapped[UUID]
    __table_args__ = (
        ForeignKeyConstraint(
            ["workspace_id", "shortcut_id"], ["shortcut.workspace_id", "shortcut.id"], ondelete="CASCADE"
        ),
        ForeignKeyConstraint(
            ["workspace_id", "attachment_id"], ["attachment.workspace_id", "attachment.id"], ondelete="CASCADE"
        ),
        Index("ix_shortcut_attachment_workspace_id_attachment_id", "workspace_id", "attachment_id"),
    )


class Persona(Tenanted, Stamped, Base):
    """A name and a picture that a reply is sent under. Messages keep what they were sent under."""

    __tablename__ = "persona"

    name: Mapped[str]
    name_folded: Mapped[str]  # as of a shortcut
    picture_id: Mapped[UUID | None]
    version: Mapped[int] = mapped_column(server_default=FIRST_VERSION)
    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012
    __table_args__ = (
        ForeignKeyConstraint(["workspace_id"], ["workspace.id"], ondelete="CASCADE"),
        ForeignKeyConstraint(["workspace_id", "picture_id"], ["attachment.workspace_id", "attachment.id"]),
        Index("uq_persona_name", "workspace_id", "name_folded", unique=True),
    )
