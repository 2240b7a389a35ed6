"""Facts that the inbox announces."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from obrol.inbox.schemas import (
    ConversationOut,
    ConversationViewOut,
    DeliveryOut,
    MessageOut,
    NoteOut,
    PersonaOut,
    ScheduledReplyOut,
    ShortcutOut,
)
from obrol.runtime.events import EVERYONE, Audience, Event


class OfConversation(Event):
    """A fact about one conversation: heard by the agents who may see it, as it was when this was delivered."""

    conversation: ConversationOut

    def audience(self) -> Audience:
        """The agents who see the conversation."""
        return Audience(kind="conversation", id=self.conversation.id)

    def about(self) -> UUID | None:
        """The conversation."""
        return self.conversation.id

    def bot_answers(self) -> bool:
        """Whether the bot answers it, or a run that an agent lets it walk."""
        return self.conversation.answering == "bot" or self.conversation.controlled_run is not None


class MessageReceived(OfConversation, name="message.received"):
    """The contact wrote."""

    message: MessageOut


class MessageQueued(OfConversation, name="message.queued"):
    """An agent or the bot wrote; how far it has come is in the message."""

    message: MessageOut


class MessageDeliveryChanged(Event, name="message.delivery_changed"):
    """Messages came further: sent, delivered, read, failed, unknown or held.

    `conversation` is there when the step changed it: a message that is shown is the newest of its conversation.
    """

    conversation_id: UUID
    visitor_seq: int
    deliveries: list[DeliveryOut]
    conversation: ConversationOut | None = None

    def audience(self) -> Audience:
        """The agents who see the conversation."""
        return Audience(kind="conversation", id=self.conversation_id)

    def about(self) -> UUID | None:
        """The conversation."""
        return self.conversation_id


class NoteAdded(OfConversation, name="note.added"):
    """Somebody left a note for the team."""

    note: NoteOut


class NoteChanged(OfConversation, name="note.changed"):
    """A note says something else now."""

    note: NoteOut


class NoteRemoved(OfConversation, name="note.removed"):
    """A note is gone."""

    note_id: UUID


class ConversationStarted(OfConversation, name="conversation.started", on_timeline=True):
    """A contact wrote for the first time on this channel."""


class ConversationReopened(OfConversation, name="conversation.reopened", on_timeline=True):
    """It is in the inbox again."""

    because: Literal["asked", "contact_wrote"]


class ConversationDone(OfConversation, name="conversation.done", on_timeline=True):
    """It is finished, with a reason if somebody gave one."""

    reason: str | None


class ConversationSnoozed(OfConversation, name="conversation.snoozed", on_timeline=True):
    """It is hidden until a time, or until the contact writes."""

    until: datetime


class ConversationWoken(OfConversation, name="conversation.woken", on_timeline=True):
    """It came back from its snooze."""

    because: Literal["asked", "time", "contact_wrote"]


class ConversationAssigned(OfConversation, name="conversation.assigned", on_timeline=True):
    """Somebody else looks after it; nobody, when `assignee_name` is null."""

    assignee_id: UUID | None
    assignee_name: str | None


class ConversationHandedToTeam(OfConversation, name="conversation.handed_to_team", on_timeline=True):
    """The team answers from here on: no bot message of an older epoch leaves."""

    because: Literal["agent_replied", "switched", "flow"]
    team_id: UUID | None


class ConversationReturnedToBot(OfConversation, name="conversation.returned_to_bot", on_timeline=True):
    """The bot answers again."""

    because: Literal["switched", "pause_over", "flow"]


class ConversationPauseExtended(OfConversation, name="conversation.pause_extended"):
    """The countdown of live chat mode moved."""

    paused_until: datetime | None


class SubflowSent(OfConversation, name="conversation.subflow_sent", on_timeline=True):
    """An agent let the contact walk through a flow; `controlled`: while the team keeps the conversation."""

    flow_id: UUID
    flow_name: str
    controlled: bool


class SubflowMoved(OfConversation, name="conversation.subflow_moved"):
    """A run under an agent's control came further; where it is stands in the conversation."""


class SubflowEnded(OfConversation, name="conversation.subflow_ended", on_timeline=True):
    """A run under an agent's control is over."""

    flow_id: UUID
    flow_name: str
    because: str


class MessageResent(OfConversation, name="message.resent", on_timeline=True):
    """An agent let the bot say something again; the message itself follows."""

    message_id: UUID


class OfMark(Event):
    """A fact about what one agent keeps about a conversation, on another screen perhaps: only that agent hears it."""

    conversation_id: UUID
    agent_id: UUID
    read_inbound_count: int
    pinned: bool
    mark_version: int

    def audience(self) -> Audience:
        """That agent."""
        return Audience(kind="agent", id=self.agent_id)

    def about(self) -> UUID | None:
        """The conversation."""
        return self.conversation_id


class ConversationViewChanged(Event, name="conversation.view_changed"):
    """An agent sees it in another way, on another screen perhaps."""

    conversation_id: UUID
    agent_id: UUID
    view: ConversationViewOut

    def audience(self) -> Audience:
        """That agent."""
        return Audience(kind="agent", id=self.agent_id)

    def about(self) -> UUID | None:
        """The conversation."""
        return self.conversation_id


class ConversationRead(OfMark, name="conversation.read"):
    """An agent has read it."""


class ConversationMarkedUnread(OfMark, name="conversation.marked_unread"):
    """An agent wants to come back to it: its newest message counts as unread again."""


class ConversationPinned(OfMark, name="conversation.pinned"):
    """An agent keeps it at the top of their list."""


class ConversationUnpinned(OfMark, name="conversation.unpinned"):
    """It stands in the agent's list where it belongs again."""


class ConversationSeenByTeam(Event, name="conversation.seen_by_team"):
    """An agent has looked at it: the visitor's messages up to here are seen."""

    conversation_id: UUID
    team_seen_seq: int

    def audience(self) -> Audience:
        """The agents who see the conversation; and its visitor, through the widget."""
        return Audience(kind="conversation", id=self.conversation_id)

    def about(self) -> UUID | None:
        """The conversation."""
        return self.conversation_id


class RunFaulted(OfConversation, name="run.faulted", on_timeline=True):
    """The bot stopped by itself: a budget was used up, or a step could not be done."""

    flow_id: UUID
    step_id: str | None
    fault: str


class OfShortcut(Event):
    """A fact about one shortcut: heard by everybody, or by its owner alone."""

    shortcut: ShortcutOut

    def audience(self) -> Audience:
        """Whoever may use it."""
        return _users_of_shortcut(self.shortcut.owner_id)


class ShortcutMade(OfShortcut, name="shortcut.made"):
    """There is a new shortcut."""


class ShortcutChanged(OfShortcut, name="shortcut.changed"):
    """A shortcut says something else, or is everybody's now."""


class ShortcutRemoved(Event, name="shortcut.removed"):
    """A shortcut is gone, for everybody or for its owner."""

    shortcut_id: UUID
    shortcut_name: str
    owner_id: UUID | None

    def audience(self) -> Audience:
        """Whoever could use it."""
        return _users_of_shortcut(self.owner_id)


class PersonaMade(Event, name="persona.made"):
    """There is a new persona to reply under."""

    persona: PersonaOut


class PersonaChanged(Event, name="persona.changed"):
    """A persona has another name or picture; what was sent before keeps the old ones."""

    persona: PersonaOut


class PersonaRemoved(Event, name="persona.removed"):
    """A persona is gone; what was sent under it stays as it is."""

    persona_id: UUID
    persona_name: str


def _users_of_shortcut(owner_id: UUID | None) -> Audience:
    return EVERYONE if owner_id is None else Audience(kind="agent", id=owner_id)


class AgentMentioned(OfConversation, name="agent.mentioned"):
    """A note names an agent: only they are told."""

    note: NoteOut
    agent_id: UUID

    def audience(self) -> Audience:
        """That agent."""
        return Audience(kind="agent", id=self.agent_id)


class MentionsSeen(Event, name="mentions.seen"):
    """An agent has looked at where they were named, on another screen perhaps."""

    conversation_id: UUID
    agent_id: UUID

    def audience(self) -> Audience:
        """That agent."""
        return Audience(kind="agent", id=self.agent_id)

    def about(self) -> UUID | None:
        """The conversation."""
        return self.conversation_id


class OfScheduledReply(Event):
    """A fact about a reply that waits for its time."""

    scheduled_reply: ScheduledReplyOut

    def audience(self) -> Audience:
        """The agents who see the conversation."""
        return Audience(kind="conversation", id=self.scheduled_reply.conversation_id)

    def about(self) -> UUID | None:
        """The conversation."""
        return self.scheduled_reply.conversation_id


class ReplyScheduled(OfScheduledReply, name="reply.scheduled"):
    """A reply waits for its time, or for another one than before."""


class ReplyHeld(OfScheduledReply, name="reply.held"):
    """Its time came, and it was not sent: somebody wrote since, or it was refused."""


class ReplyUnscheduled(OfScheduledReply, name="reply.unscheduled"):
    """It waits no more: it was sent, or somebody cancelled it."""

    because: Literal["sent", "cancelled"]
