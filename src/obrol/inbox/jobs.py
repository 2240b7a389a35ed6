"""Work that the inbox schedules."""

from datetime import datetime
from uuid import UUID

from obrol.runtime.jobs import Job


class WakeConversation(Job, name="wake_conversation"):
    """Bring a snoozed conversation back, unless it was snoozed again meanwhile."""

    conversation_id: UUID
    expected: datetime


class EndPause(Job, name="end_pause"):
    """Give the conversation back to the bot when the countdown of this epoch is over."""

    conversation_id: UUID
    epoch: int


class DeliverMessage(Job, name="deliver_message"):
    """Send one queued message."""

    message_id: UUID


class SendScheduledReply(Job, name="send_scheduled_reply"):
    """Send a reply whose time has come, unless it was given another time meanwhile."""

    scheduled_reply_id: UUID
    expected: datetime


class ReconcileMessage(Job, name="reconcile_message"):
    """Look whether a send whose outcome is unknown arrived after all."""

    message_id: UUID


def lane_of(conversation_id: UUID) -> str:
    """The lane in which all later work of a conversation happens in order."""
    return f"conversation:{conversation_id}"
