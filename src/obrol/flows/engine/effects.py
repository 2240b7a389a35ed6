"""Effects: what the engine wants done, in order. Each is data; the runner performs them in one transaction."""

from datetime import datetime, timedelta
from typing import Annotated, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from obrol.channels.contract.content import OutboundContent
from obrol.flows.engine.world import Value

Attribute = Literal["name", "email", "phone", "locale"]
EndReason = Literal["completed", "handed_off", "stopped", "fault"]
FaultCode = Literal[
    # These end the run.
    "too_many_steps",
    "too_many_steps_per_hour",
    "too_many_messages",
    "step_gone",
    "wrong_version",
    # After these it goes on.
    "message_not_sendable",
    "value_not_storable",
]


class Effect(BaseModel):
    """The root of all effects; `step_id` is the step that wanted it, where a step did."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    step_id: str | None


class Send(Effect):
    """Send a message as the bot, `delay` from now, showing typing for the last `typing_for` of that time."""

    kind: Literal["send"] = "send"
    content: OutboundContent
    typing_for: timedelta
    delay: timedelta


class SetField(Effect):
    """Keep a value in a custom field of the contact; None clears it."""

    kind: Literal["set_field"] = "set_field"
    key: str
    value: Value


class SetAttribute(Effect):
    """Change what we know of the contact itself; None forgets it."""

    kind: Literal["set_attribute"] = "set_attribute"
    name: Attribute
    value: str | None


class AddTag(Effect):
    """Put a tag on the contact, by name; one that does not exist yet is made."""

    kind: Literal["add_tag"] = "add_tag"
    tag: str


class RemoveTag(Effect):
    """Take a tag off the contact, by name."""

    kind: Literal["remove_tag"] = "remove_tag"
    tag: str


class SubscribeTopic(Effect):
    """The contact agreed to hear about a topic."""

    kind: Literal["subscribe_topic"] = "subscribe_topic"
    topic_id: UUID


class UnsubscribeTopic(Effect):
    """The contact takes their agreement to a topic back."""

    kind: Literal["unsubscribe_topic"] = "unsubscribe_topic"
    topic_id: UUID


class EnrollSequence(Effect):
    """Put the contact into a sequence, at its beginning."""

    kind: Literal["enroll_sequence"] = "enroll_sequence"
    sequence_id: UUID


class LeaveSequence(Effect):
    """Take the contact out of a sequence."""

    kind: Literal["leave_sequence"] = "leave_sequence"
    sequence_id: UUID


class Wait(Effect):
    """Come back with TimerFired(token) at `until`, behind everything of this conversation that is due by then."""

    kind: Literal["wait"] = "wait"
    token: int
    until: datetime


class HandOff(Effect):
    """The team answers from here on; the note is for its eyes only and empty when there is none."""

    kind: Literal["hand_off"] = "hand_off"
    team_id: UUID | None
    note: str


class Fault(Effect):
    """Something that the bot's owner must see went wrong; the run goes on unless Ended follows."""

    kind: Literal["fault"] = "fault"
    code: FaultCode
    detail: str


class Ended(Effect):
    """The run is over. Always the last effect."""

    kind: Literal["ended"] = "ended"
    reason: EndReason


AnyEffect = Annotated[
    Send
    | SetField
    | SetAttribute
    | AddTag
    | RemoveTag
    | SubscribeTopic
    | UnsubscribeTopic
    | EnrollSequence
    | LeaveSequence
    | Wait
    | HandOff
    | Fault
    | Ended,
    Field(discriminator="kind"),
]
