"""Wire shapes of the inbox. Outputs have no defaults, so that every field is there in TypeScript too."""

from datetime import UTC, datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import AfterValidator, AwareDatetime, BeforeValidator, Field, StringConstraints, WithJsonSchema

from obrol.channels.contract.content import CLEANED, TEXT_LIMIT, OutboundContent
from obrol.contacts.schemas import ContactOut
from obrol.runtime.wire import ONE_LINE, PRINTABLE, In, Out

NOTE_LIMIT = 10_000  # characters, the same as a message's text
DONE_REASON_LIMIT = 200  # characters
LIST_PAGE = 50  # rows
LIST_MOST = 100  # rows that a client may ask for
CHANNELS_LIMIT = 100  # channels of one question
CURSOR_LIMIT = 500  # characters
MENTIONS_LIMIT = 50  # colleagues in one note
SCHEDULED_PARTS_LIMIT = 20  # messages that one scheduled reply becomes: words and files
DRAFT_LIMIT = 100_000  # characters: ten times what can be sent, so that a text that is to be shortened is kept whole
SHORTCUT_NAME_LIMIT = 60  # characters
CATEGORY_LIMIT = 60  # characters
SHORTCUT_FILES_LIMIT = 10  # as many as the composer sends at once
PERSONA_NAME_LIMIT = 50  # characters; the most that Messenger shows


def _in_utc(time: datetime) -> datetime:
    try:
        return time.astimezone(UTC)
    except OverflowError:
        raise ValueError("must be a time that can be told in UTC") from None


class Author(Out):
    """Who wrote it; `id` is null for the bot and for whoever is gone."""

    kind: Literal["contact", "agent", "bot"]
    id: UUID | None
    name: str


class ShownAs(Out):
    """What the contact sees of whoever wrote: the name and the picture of then."""

    name: str
    picture_id: UUID | None
    picture_url: str | None


DeliveryState = Literal["queued", "sent", "delivered", "read", "failed", "unknown", "held"]


# Checked when it was written; described as what it is, with the links that are added when it goes out.
ContentOut = Annotated[dict[str, Any], WithJsonSchema({"type": "object", "x-is": "MessageContent"})]


class MessageOut(Out):
    """A message as agents see it. `visitor_seq` is null until the contact may see it.

    `shown_as` is null where the contact sees the author's own name.
    """

    id: UUID
    conversation_id: UUID
    pos: int
    visitor_seq: int | None
    direction: Literal["inbound", "outbound"]
    author: Author
    persona_id: UUID | None
    shown_as: ShownAs | None
    content: ContentOut
    delivery: DeliveryState
    delivery_reason: str | None
    flow_id: UUID | None
    flow_version: int | None
    step_id: str | None
    planned_epoch: int | None
    created_at: datetime
    sent_at: datetime | None
    version: int


class DeliveryOut(Out):
    """How far one message has come."""

    message_id: UUID
    visitor_seq: int | None
    delivery: DeliveryState
    delivery_reason: str | None
    sent_at: datetime | None
    version: int


class NoteOut(Out):
    """A note of the team; never leaves the house."""

    id: UUID
    conversation_id: UUID
    author: Author
    text: str
    mentions: list["AgentRef"]
    created_at: datetime
    edited_at: datetime | None
    version: int


class ChannelRef(Out):
    """The channel that a conversation is on."""

    id: UUID
    name: str
    kind: str


class ContactRef(Out):
    """The contact that a conversation is with."""

    id: UUID
    name: str
    picture_id: UUID | None
    picture_url: str | None


class AgentRef(Out):
    """An agent, as others see them."""

    id: UUID
    name: str


class LastMessage(Out):
    """What the list shows of a conversation."""

    preview: str
    author_kind: Literal["contact", "agent", "bot"]
    kind: str
    at: datetime


class WalkedStep(Out):
    """A step that a run came to; `name` is empty when nobody named it."""

    step_id: str
    type: str
    name: str


class ControlledRunOut(Out):
    """A subflow that an agent runs while the team keeps the conversation; `walked` ends with where it is."""

    run_id: UUID
    flow_id: UUID
    flow_name: str
    by: AgentRef
    walked: list[WalkedStep]
    waits_for: Literal["reply", "time"] | None
    until: datetime | None


class ConversationOut(Out):
    """A conversation, whole. Unread is per agent: `inbound_count` minus what that agent has read."""

    id: UUID
    channel: ChannelRef
    contact: ContactRef
    bot_id: UUID | None
    status: Literal["open", "snoozed", "done"]
    done_reason: str | None
    snoozed_until: datetime | None
    answering: Literal["bot", "team"]
    answering_epoch: int
    paused_until: datetime | None
    controlled_run: ControlledRunOut | None
    assignee: AgentRef | None
    team_id: UUID | None
    last_pos: int
    visitor_seq: int
    team_seen_seq: int
    inbound_count: int
    last_message: LastMessage | None
    waiting_since: datetime | None
    created_at: datetime
    last_activity_at: datetime
    version: int


class ConversationRow(Out):
    """A line of an agent's list. What is this agent's own has a version of its own: `mark_version`, 0 before any."""

    conversation: ConversationOut
    read_inbound_count: int
    pinned: bool
    mark_version: int


class Excerpt(Out):
    """Some words of a message as they were written: what was searched for, and what stands around it."""

    before: str
    hit: str
    after: str


class FoundMessage(Out):
    """Where a searched word stands."""

    id: UUID
    pos: int
    excerpt: Excerpt
    at: datetime


class FoundInMessages(ConversationRow):
    """A conversation in which a searched word was said."""

    message: FoundMessage


class Counts(Out):
    """How many conversations there are by status; then of the open ones, what there is to do for this agent."""

    open: int
    snoozed: int
    done: int
    unread: int
    unanswered: int
    mine: int
    unassigned: int


class ConversationPage(Out):
    """One page of the list; `next` is null on the last one."""

    rows: list[ConversationRow]
    next: str | None


class SearchResult(Out):
    """What a search found: by contact name, then by words in messages."""

    rows: list[ConversationRow]
    found_in_messages: list[FoundInMessages]


class ConversationViewOut(Out):
    """How an agent sees a conversation; `hides_bot_messages` leaves out what the bot said, and nothing else."""

    hides_bot_messages: bool


class ConversationDetail(ConversationRow):
    """A conversation with its contact, and how this agent sees it."""

    contact: ContactOut
    view: ConversationViewOut


class ActorOut(Out):
    """Who did it."""

    kind: Literal["agent", "contact", "bot", "system"]
    id: UUID | None
    name: str


class TimelineMessage(Out):
    """A message in the timeline."""

    type: Literal["message"]
    key: str
    at: datetime
    message: MessageOut


class TimelineNote(Out):
    """A note in the timeline."""

    type: Literal["note"]
    key: str
    at: datetime
    note: NoteOut


class TimelineEvent(Out):
    """A line such as "handed to the team" in the timeline."""

    type: Literal["event"]
    key: str
    at: datetime
    name: str
    actor: ActorOut
    data: dict[str, Any]


TimelineItem = Annotated[TimelineMessage | TimelineNote | TimelineEvent, Field(discriminator="type")]


class NotesPage(Out):
    """Notes about a contact, newest first; `before` asks for what came earlier, null at the beginning."""

    notes: list[NoteOut]
    before: str | None


class TimelinePage(Out):
    """A stretch of the timeline, oldest first; `before` is null where it begins."""

    items: list[TimelineItem]
    before: str | None


class ListQuery(In):
    """Which conversations, and in which order: newest activity first, or whoever waits longest first."""

    status: Literal["open", "snoozed", "done"] = "open"
    channel_id: Annotated[list[UUID], Field(max_length=CHANNELS_LIMIT)] | None = None
    unread: bool = False
    unanswered: bool = False
    assignee: Literal["me", "nobody"] | UUID | None = None
    tag_id: UUID | None = None
    answering: Literal["bot", "team"] | None = None
    pinned: bool = False
    sort: Literal["newest", "waiting"] = "newest"
    after: Annotated[str, StringConstraints(max_length=CURSOR_LIMIT)] | None = None
    limit: Annotated[int, Field(ge=1, le=LIST_MOST)] = LIST_PAGE


class MessageIn(In):
    """A reply. The id is made by the writer, so that a retry is the same message."""

    id: UUID
    content: OutboundContent
    persona_id: UUID | None = None


NoteText = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=NOTE_LIMIT), PRINTABLE]


class NoteIn(In):
    """A note. The id is made by the writer, so that a retry is the same note."""

    id: UUID
    text: NoteText
    mentions: Annotated[list[UUID], Field(max_length=MENTIONS_LIMIT)] = Field(default_factory=list)


class NotePatch(In):
    """What to change of a note."""

    text: NoteText


class ConversationViewIn(In):
    """How this agent wants to see a conversation."""

    hides_bot_messages: bool


class ComposerDraft(In):
    """What an agent has begun to write in a conversation. `written_at` is their browser's clock: the newer wins."""

    mode: Literal["reply", "note"]
    reply: Annotated[str, StringConstraints(max_length=DRAFT_LIMIT), PRINTABLE]
    note: Annotated[str, StringConstraints(max_length=DRAFT_LIMIT), PRINTABLE]
    persona_id: UUID | None
    written_at: Annotated[AwareDatetime, AfterValidator(_in_utc)]


class ReadIn(In):
    """How many inbound messages the agent has seen."""

    inbound_count: Annotated[int, Field(ge=0, le=2**31)]


class DoneIn(In):
    """Why it is done, if there is something to say."""

    reason: Annotated[str, StringConstraints(strip_whitespace=True, max_length=DONE_REASON_LIMIT)] | None = None


class SnoozeIn(In):
    """Until when it is hidden."""

    until: Annotated[AwareDatetime, AfterValidator(_in_utc)]


class AssigneeIn(In):
    """Who looks after it."""

    agent_id: UUID


class LiveChatModeIn(In):
    """For how long the bot stays silent; null = as the workspace says, 0 = until switched off."""

    for_minutes: Annotated[int, Field(ge=0, le=10_080)] | None = None


class MentionOut(Out):
    """A note that names whoever asks, and with whom its conversation is."""

    note: NoteOut
    contact: ContactRef
    seen: bool


class ScheduledReplyOut(Out):
    """A reply that waits for its time. `held_because` says what stopped it when the time came; null while it waits."""

    id: UUID
    conversation_id: UUID
    author: AgentRef
    contents: list[ContentOut]
    persona_id: UUID | None
    send_at: datetime
    send_anyway: bool
    held_because: str | None
    created_at: datetime
    version: int


class ScheduledReplyIn(In):
    """A reply for later. The id is made by the writer, so that a retry is the same one."""

    id: UUID
    contents: Annotated[list[OutboundContent], Field(min_length=1, max_length=SCHEDULED_PARTS_LIMIT)]
    persona_id: UUID | None = None
    send_at: Annotated[AwareDatetime, AfterValidator(_in_utc)]
    send_anyway: bool = False


class ScheduledReplyPatch(In):
    """Another time, or whether it goes whatever was said; what is absent stays. One that is held waits again."""

    send_at: Annotated[AwareDatetime, AfterValidator(_in_utc)] | None = None
    send_anyway: bool | None = None


class AttachmentOut(Out):
    """A stored file, ready to be put in a message."""

    attachment_id: UUID
    kind: Literal["image", "audio", "video", "file"]
    name: str
    media_type: str
    size: int
    width: int | None
    height: int | None
    url: str
    thumbnail_url: str | None


class ShortcutOut(Out):
    """A reply that was written beforehand. `owner_id` is null when it is everybody's."""

    id: UUID
    name: str
    text: str
    attachments: list[AttachmentOut]
    category: str | None
    is_personal: bool
    owner_id: UUID | None
    used_count: int
    last_used_at: datetime | None
    version: int


def _without_slash(value: object) -> object:
    # People write the name as they call it.
    return value.lstrip("/ ") if isinstance(value, str) else value


ShortcutName = Annotated[
    str,
    BeforeValidator(_without_slash),
    ONE_LINE,
    StringConstraints(min_length=1, max_length=SHORTCUT_NAME_LIMIT),
]
ShortcutText = Annotated[str, Field(max_length=TEXT_LIMIT), CLEANED]
Category = Annotated[str, ONE_LINE, StringConstraints(max_length=CATEGORY_LIMIT)]
ShortcutFiles = Annotated[list[UUID], Field(max_length=SHORTCUT_FILES_LIMIT)]


class ShortcutIn(In):
    """A shortcut to make: for everybody, or for oneself."""

    name: ShortcutName
    text: ShortcutText = ""
    attachment_ids: ShortcutFiles = Field(default_factory=list)
    category: Category | None = None
    is_personal: bool = False


class ShortcutPatch(In):
    """What to change; what is absent or null stays as it is. A blank category takes it out of its category."""

    name: ShortcutName | None = None
    text: ShortcutText | None = None
    attachment_ids: ShortcutFiles | None = None
    category: Category | None = None
    is_personal: bool | None = None


class SheetProblem(Out):
    """A line of an imported sheet that could not be taken, and why."""

    line: int
    name: str
    code: Literal[
        "name_missing",
        "name_too_long",
        "name_twice",
        "text_missing",
        "text_too_long",
        "category_too_long",
        "for_unknown",
        "not_allowed",
        "too_many",
    ]


class ImportReport(Out):
    """What became of an imported sheet: how many shortcuts were made, changed, or were as it says already."""

    made: int
    changed: int
    same: int
    problems: list[SheetProblem]


class PersonaOut(Out):
    """A name and a picture that a reply is sent under."""

    id: UUID
    name: str
    picture_id: UUID | None
    picture_url: str | None
    version: int


PersonaName = Annotated[str, ONE_LINE, StringConstraints(min_length=1, max_length=PERSONA_NAME_LIMIT)]


class PersonaIn(In):
    """A persona to make; the picture is an attachment that was brought before."""

    name: PersonaName
    picture_id: UUID | None = None


class PersonaPatch(In):
    """What to change; what is absent stays as it is. A null picture takes it away, a null name means nothing."""

    name: PersonaName | None = None
    picture_id: UUID | None = None


class VariableOut(Out):
    """Something that `{{path}}` looks up. `name` is English, or what the workspace calls its field."""

    path: str
    group: Literal["contact", "conversation", "agent", "workspace", "field"]
    name: str


class ResolveIn(In):
    """A text with variables."""

    text: Annotated[str, Field(max_length=TEXT_LIMIT), CLEANED]


class Resolved(Out):
    """The text as the contact would get it. Either list stops a reply: `empty` for this contact, `unknown` for all."""

    text: str
    empty: list[str]
    unknown: list[str]


class DeadLetterOut(Out):
    """Work that was given up after every retry; people can start it again."""

    id: int
    kind: str
    conversation_id: UUID | None
    attempts: int
    error: str
    created_at: datetime
