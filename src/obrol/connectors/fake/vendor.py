"""What the fake vendor sends: a batch of events, each of a known type, or of one that we have never seen."""

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter


class _Shape(BaseModel):
    # A vendor adds fields without asking; that must not lose a message.
    model_config = ConfigDict(extra="ignore", frozen=True)


class Person(_Shape):
    """Who did it."""

    id: str
    name: str | None = None


class _Event(_Shape):
    id: str
    from_: Annotated[Person, Field(alias="from")]


class TextEvent(_Event):
    """Words."""

    type: Literal["text"]
    text: str


class ChoiceEvent(_Event):
    """A pressed button."""

    type: Literal["choice"]
    choice: str
    text: str


class TypingEvent(_Event):
    """Someone types."""

    type: Literal["typing"]


class ReceiptEvent(_Event):
    """What became of messages."""

    type: Literal["receipt"]
    status: Literal["sent", "delivered", "read", "failed"]
    messages: list[str]


class EchoEvent(_Event):
    """A message that was taken from us."""

    type: Literal["echo"]
    message: str
    mark: str | None = None


Event = TextEvent | ChoiceEvent | TypingEvent | ReceiptEvent | EchoEvent

EVENT: TypeAdapter[Event] = TypeAdapter(Annotated[Event, Field(discriminator="type")])


class Batch(_Shape):
    """One webhook call. Events are read one by one, so that a strange one does not spoil its neighbours."""

    events: list[Any]
