"""Rows: contacts, the identities that they are known by, tags, custom fields, topics; and an agent's panel."""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKeyConstraint, Index, func, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column
from sqlalchemy.orm.attributes import flag_modified

from obrol.runtime.rows import Base, Stamped, Tenanted


class FieldType(StrEnum):
    """What a custom field holds."""

    TEXT = "text"
    LONG_TEXT = "long_text"
    NUMBER = "number"
    YES_NO = "yes_no"
    DATE = "date"
    DATE_TIME = "date_time"
    LIST = "list"
    JSON = "json"


class TopicKind(StrEnum):
    """How often whoever agreed may be written to."""

    ONCE = "once"
    RECURRING = "recurring"


class Contact(Tenanted, Stamped, Base):
    """A person we talk to."""

    __tablename__ = "contact"

    name: Mapped[str]
    # Folded by kit.text.fold when the name is written: what the list's search looks at.
    name_folded: Mapped[str]
    email: Mapped[str | None]
    phone: Mapped[str | None]
    locale: Mapped[str | None]
    time_zone: Mapped[str | None]
    picture_id: Mapped[UUID | None]
    page_url: Mapped[str | None]
    page_title: Mapped[str | None]
    first_seen_at: Mapped[datetime] = mapped_column(server_default=func.now())
    last_seen_at: Mapped[datetime] = mapped_column(server_default=func.now())
    version: Mapped[int] = mapped_column(server_default=text("1"))
    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012
    __table_args__ = (
        ForeignKeyConstraint(["workspace_id"], ["workspace.id"], ondelete="CASCADE"),
        Index(
            "ix_contact_name_folded",
            "name_folded",
            postgresql_using="gin",
            postgresql_ops={"name_folded": "gin_trgm_ops"},
        ),
        Index("ix_contact_workspace_id_email", "workspace_id", "email"),
        Index("ix_contact_workspace_id_phone", "workspace_id", "phone"),
    )

    def touch(self) -> None:
        """Its tags or field values changed: the version moves on although no column did."""
        flag_modified(self, "name_folded")


class Identity(Tenanted, Stamped, Base):
    """How one channel knows a contact."""

    __tablename__ = "identity"

    contact_id: Mapped[UUID]
    channel_id: Mapped[UUID]
    external_id: Mapped[str]
    __table_args__ = (
        ForeignKeyConstraint(
            ["workspace_id", "contact_id"], ["contact.workspace_id", "contact.id"], ondelete="CASCADE"
        ),
        Index(
            "uq_identity_workspace_id_channel_id_external_id",
            "workspace_id",
            "channel_id",
            "external_id",
            unique=True,
        ),
        Index("ix_identity_workspace_id_contact_id", "workspace_id", "contact_id"),
    )


class Tag(Tenanted, Stamped, Base):
    """A word that agents and flows put on contacts."""

    __tablename__ = "tag"

    name: Mapped[str]
    color: Mapped[str] = mapped_column(server_default="gray")
    version: Mapped[int] = mapped_column(server_default=text("1"))
    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012
    __table_args__ = (
        ForeignKeyConstraint(["workspace_id"], ["workspace.id"], ondelete="CASCADE"),
        Index("uq_tag_workspace_id_name", "workspace_id", func.lower(text("name")), unique=True),
    )


class ContactTag(Base):
    """A tag on a contact."""

    __tablename__ = "contact_tag"

    workspace_id: Mapped[UUID] = mapped_column(primary_key=True)
    contact_id: Mapped[UUID] = mapped_column(primary_key=True)
    tag_id: Mapped[UUID] = mapped_column(primary_key=True)
    added_at: Mapped[datetime] = mapped_column(server_default=func.now())
    __table_args__ = (
        ForeignKeyConstraint(
            ["workspace_id", "contact_id"], ["contact.workspace_id", "contact.id"], ondelete="CASCADE"
        ),
        ForeignKeyConstraint(["workspace_id", "tag_id"], ["tag.workspace_id", "tag.id"], ondelete="CASCADE"),
        Index("ix_contact_tag_workspace_id_tag_id", "workspace_id", "tag_id"),
    )


class CustomField(Tenanted, Stamped, Base):
    """A value that the workspace keeps about its contacts."""

    __tablename__ = "custom_field"

    key: Mapped[str]  # what {{contact.fields.KEY}} looks up
    name: Mapped[str]
    type: Mapped[str]
    description: Mapped[str] = mapped_column(server_default="")
    choices: Mapped[list[str]] = mapped_column(server_default=text("'[]'::jsonb"))
    position: Mapped[int] = mapped_column(server_default=text("0"))
    version: Mapped[int] = mapped_column(server_default=text("1"))
    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012
    __table_args__ = (
        ForeignKeyConstraint(["workspace_id"], ["workspace.id"], ondelete="CASCADE"),
        CheckConstraint(
            "type IN ('text', 'long_text', 'number', 'yes_no', 'date', 'date_time', 'list', 'json')", name="type"
        ),
        Index("uq_custom_field_workspace_id_key", "workspace_id", "key", unique=True),
    )


class FieldValue(Base):
    """One contact's value of one custom field; no row means empty."""

    __tablename__ = "field_value"

    workspace_id: Mapped[UUID] = mapped_column(primary_key=True)
    contact_id: Mapped[UUID] = mapped_column(primary_key=True)
    field_id: Mapped[UUID] = mapped_column(primary_key=True)
    value: Mapped[Any] = mapped_column(JSONB)
    set_at: Mapped[datetime] = mapped_column(server_default=func.now())
    __table_args__ = (
        ForeignKeyConstraint(
            ["workspace_id", "contact_id"], ["contact.workspace_id", "contact.id"], ondelete="CASCADE"
        ),
        ForeignKeyConstraint(
            ["workspace_id", "field_id"], ["custom_field.workspace_id", "custom_field.id"], ondelete="CASCADE"
        ),
        Index("ix_field_value_workspace_id_field_id", "workspace_id", "field_id"),
    )


class Topic(Tenanted, Stamped, Base):
    """Something that contacts may agree to hear about."""

    __tablename__ = "topic"

    name: Mapped[str]
    kind: Mapped[str] = mapped_column(server_default="recurring")
    version: Mapped[int] = mapped_column(server_default=text("1"))
    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012
    __table_args__ = (
        ForeignKeyConstraint(["workspace_id"], ["workspace.id"], ondelete="CASCADE"),
        CheckConstraint("kind IN ('once', 'recurring')", name="kind"),
        Index("uq_topic_workspace_id_name", "workspace_id", func.lower(text("name")), unique=True),
    )


class Subscription(Base):
    """A contact's agreement to a topic; past `expires_at` it is none any more."""

    __tablename__ = "subscription"

    workspace_id: Mapped[UUID] = mapped_column(primary_key=True)
    contact_id: Mapped[UUID] = mapped_column(primary_key=True)
    topic_id: Mapped[UUID] = mapped_column(primary_key=True)
    subscribed_at: Mapped[datetime] = mapped_column(server_default=func.now())
    expires_at: Mapped[datetime | None]
    __table_args__ = (
        ForeignKeyConstraint(
            ["workspace_id", "contact_id"], ["contact.workspace_id", "contact.id"], ondelete="CASCADE"
        ),
        ForeignKeyConstraint(["workspace_id", "topic_id"], ["topic.workspace_id", "topic.id"], ondelete="CASCADE"),
        Index("ix_subscription_workspace_id_topic_id", "workspace_id", "topic_id"),
    )


class PanelLayout(Base):
    """How an agent arranged the blocks beside a conversation: their order, and which are folded."""

    __tablename__ = "panel_layout"

    workspace_id: Mapped[UUID] = mapped_column(primary_key=True)
    agent_id: Mapped[UUID] = mapped_column(primary_key=True)
    blocks: Mapped[list[str]]
    folded: Mapped[list[str]]
    version: Mapped[int] = mapped_column(server_default=text("1"))
    __table_args__ = (
        ForeignKeyConstraint(["workspace_id", "agent_id"], ["agent.workspace_id", "agent.id"], ondelete="CASCADE"),
    )
