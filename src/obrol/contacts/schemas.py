"""Wire shapes of contacts. Outputs have no defaults, so that every field is there in TypeScript too."""

from datetime import datetime
from typing import Annotated, Any, Final, Literal, get_args
from uuid import UUID

from pydantic import AfterValidator, Field, JsonValue, StringConstraints

from obrol.contacts.models import FieldType, TopicKind
from obrol.runtime.wire import ONE_LINE, PRINTABLE, In, Out

NAME_LIMIT: Final = 200  # characters; the same as what channels tell us
EMAIL_LIMIT: Final = 254  # characters; RFC 5321, 4.5.3.1.3
PHONE_LIMIT: Final = 40  # characters as people write them; E.164 has fifteen digits
TAG_LIMIT: Final = 60  # characters
FIELD_NAME_LIMIT: Final = 50  # characters
DESCRIPTION_LIMIT: Final = 300  # characters
CHOICES_LIMIT: Final = 200  # of one field
CHOICE_LIMIT: Final = 200  # characters
TOPIC_LIMIT: Final = 60  # characters

Color = Literal[
    "gray", "red", "pink", "grape", "violet", "indigo", "blue", "cyan", "teal", "green", "lime", "yellow", "orange"
]
# What {{contact.fields.KEY}} can name.
FieldKey = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_-]{1,64}$")]


class IdentityOut(Out):
    """How one channel knows the contact."""

    channel_id: UUID
    channel_kind: str
    external_id: str


class TagOut(Out):
    """A tag."""

    id: UUID
    name: str
    color: str
    version: int


class TopicOut(Out):
    """A topic."""

    id: UUID
    name: str
    kind: TopicKind
    version: int


class SubscriptionOut(Out):
    """A contact's agreement to a topic; `expires_at` is null for one that lasts until it is taken back."""

    topic_id: UUID
    name: str
    kind: TopicKind
    subscribed_at: datetime
    expires_at: datetime | None


class UseOut(Out):
    """How many contacts have a tag, a value of a field, or agreed to a topic."""

    id: UUID
    contacts: int


class FieldOut(Out):
    """A custom field with this contact's value; null when it is empty."""

    id: UUID
    key: str
    name: str
    type: str
    value: Any


class PageOut(Out):
    """The page that a visitor is on."""

    url: str
    title: str


class ContactOut(Out):
    """A contact, whole."""

    id: UUID
    name: str
    email: str | None
    phone: str | None
    locale: str | None
    time_zone: str | None
    picture_id: UUID | None
    picture_url: str | None
    identities: list[IdentityOut]
    tags: list[TagOut]
    fields: list[FieldOut]
    topics: list[SubscriptionOut]
    page: PageOut | None
    first_seen_at: datetime
    last_seen_at: datetime
    version: int


class CustomFieldOut(Out):
    """A custom field, as the workspace defines it."""

    id: UUID
    key: str
    name: str
    type: FieldType
    description: str
    choices: list[str]
    position: int
    version: int


class ContactIn(In):
    """What is changed about a contact; what is absent stays, null forgets it."""

    name: Annotated[str, ONE_LINE, StringConstraints(max_length=NAME_LIMIT)] | None = None
    email: Annotated[str, ONE_LINE, StringConstraints(max_length=EMAIL_LIMIT)] | None = None
    phone: Annotated[str, ONE_LINE, StringConstraints(max_length=PHONE_LIMIT)] | None = None
    locale: Annotated[str, ONE_LINE, StringConstraints(max_length=35)] | None = None
    time_zone: Annotated[str, ONE_LINE, StringConstraints(max_length=64)] | None = None


class TagIn(In):
    """A tag to find or make."""

    name: Annotated[str, ONE_LINE, StringConstraints(min_length=1, max_length=TAG_LIMIT)]
    color: Color = "gray"


class TagPatch(In):
    """What is changed about a tag; what is absent stays."""

    name: Annotated[str, ONE_LINE, StringConstraints(min_length=1, max_length=TAG_LIMIT)] | None = None
    color: Color | None = None


class TopicIn(In):
    """A topic to make. Its kind stays what it is, because contacts agreed to that."""

    name: Annotated[str, ONE_LINE, StringConstraints(min_length=1, max_length=TOPIC_LIMIT)]
    kind: TopicKind = TopicKind.RECURRING


class TopicPatch(In):
    """A topic's new name."""

    name: Annotated[str, ONE_LINE, StringConstraints(min_length=1, max_length=TOPIC_LIMIT)]


Choices = Annotated[
    list[Annotated[str, ONE_LINE, StringConstraints(min_length=1, max_length=CHOICE_LIMIT)]],
    Field(max_length=CHOICES_LIMIT),
]


class CustomFieldIn(In):
    """A custom field to make. Its key and type stay what they are."""

    key: FieldKey
    name: Annotated[str, ONE_LINE, StringConstraints(min_length=1, max_length=FIELD_NAME_LIMIT)]
    type: FieldType = FieldType.TEXT
    description: Annotated[str, PRINTABLE, StringConstraints(max_length=DESCRIPTION_LIMIT)] = ""
    choices: Choices = Field(default_factory=list)


class CustomFieldPatch(In):
    """What is changed about a custom field; what is absent stays. Values that are no choice any more stay too."""

    name: Annotated[str, ONE_LINE, StringConstraints(min_length=1, max_length=FIELD_NAME_LIMIT)] | None = None
    description: Annotated[str, PRINTABLE, StringConstraints(max_length=DESCRIPTION_LIMIT)] | None = None
    choices: Choices | None = None


class FieldValueIn(In):
    """A value for a custom field, of the field's type."""

    value: JsonValue


Block = Literal["profile", "notes", "tags", "sequences", "topics", "fields", "conversations"]
BLOCKS: Final[tuple[Block, ...]] = get_args(Block)


def _once(blocks: list[Block]) -> list[Block]:
    return list(dict.fromkeys(blocks))


Blocks = Annotated[list[Block], Field(max_length=len(BLOCKS) * 2), AfterValidator(_once)]


class PanelLayoutIn(In):
    """The blocks in the order that the agent likes; those that are not named follow. And which of them are folded."""

    blocks: Blocks
    folded: Blocks


class PanelLayoutOut(Out):
    """How an agent arranged the panel: every block once, in order, and which are folded."""

    blocks: list[Block]
    folded: list[Block]
    version: int
