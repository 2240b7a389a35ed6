"""The widget's frames as they come in, with the visitor that the door found by their token."""

from typing import Annotated, Literal
from uuid import UUID

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, TypeAdapter

from obrol.channels.contract.inbound import HeldContent, Sender


class _Frame(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    visitor: Sender
    at: AwareDatetime | None = None


class SendFrame(_Frame):
    """The visitor wrote. `id` is made by their browser, so a repeat is the same message."""

    type: Literal["send"]
    id: UUID
    content: HeldContent  # a visitor uploads first, so an attachment of theirs is one that we hold


class TypingFrame(_Frame):
    """The visitor is typing."""

    type: Literal["typing"]


class ReceivedFrame(_Frame):
    """Everything up to `seq` reached the visitor's browser."""

    type: Literal["received"]
    seq: Annotated[int, Field(ge=0)]


class SeenFrame(_Frame):
    """Everything up to `seq` was on the visitor's screen."""

    type: Literal["seen"]
    seq: Annotated[int, Field(ge=0)]


Frame = SendFrame | TypingFrame | ReceivedFrame | SeenFrame

FRAME: TypeAdapter[Frame] = TypeAdapter(Annotated[Frame, Field(discriminator="type")])
