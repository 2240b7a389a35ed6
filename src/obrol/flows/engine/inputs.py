"""Inputs: what can happen to a run. Each is data, so that a run can be recorded and walked again."""

from typing import Annotated, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from obrol.channels.contract.content import Content
from obrol.flows.engine.names import StepId


class Input(BaseModel):
    """The root of all inputs."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Trigger(Input):
    """Why a run began; `text` is what the contact had written, if anything."""

    kind: Annotated[str, Field(pattern=r"^[a-z][a-z_]{0,39}$")]
    text: str = ""
    message_id: UUID | None = None


class Started(Input):
    """Begin: at the document's start, or at `step_id` (an agent jumps to a step)."""

    kind: Literal["started"] = "started"
    trigger: Trigger
    step_id: StepId | None = None


class Replied(Input):
    """The contact wrote or pressed something; `message_id` is the inbound message."""

    kind: Literal["replied"] = "replied"
    content: Content
    message_id: UUID


class TimerFired(Input):
    """A wait is over. A token that the run no longer waits for does nothing."""

    kind: Literal["timer_fired"] = "timer_fired"
    token: int


class Stopped(Input):
    """Somebody ended the run: an agent, another flow, a flow that was deleted."""

    kind: Literal["stopped"] = "stopped"


AnyInput = Annotated[Started | Replied | TimerFired | Stopped, Field(discriminator="kind")]
