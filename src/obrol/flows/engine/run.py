"""A run: one walk through a flow version, and the outcome of moving it. Both are JSON whole."""

from typing import Annotated, Literal, Self
from uuid import UUID

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from obrol.flows.engine.effects import AnyEffect, EndReason
from obrol.flows.engine.limits import SUBFLOW_DEPTH
from obrol.flows.engine.names import StepId
from obrol.flows.engine.world import Value


class Part(BaseModel):
    """A piece of a run's state: an unknown field means that a newer Obrol wrote it, and is refused."""

    model_config = ConfigDict(extra="forbid")


class Waiting(Part):
    """What the run waits for; `token` is the only timer that may wake it."""

    reason: Literal["reply", "time"]
    token: int
    until: AwareDatetime | None = None


class Frame(Part):
    """A flow that waits for the subflow it called: where to go on when that returns."""

    flow_id: UUID
    flow_version: int
    step_id: StepId


class Spent(Part):
    """How much of its budgets the run has used."""

    tokens: int = 0
    steps: int = 0
    steps_this_hour: int = 0
    hour_began_at: AwareDatetime | None = None
    messages_unanswered: int = 0


class Run(Part):
    """The whole state of a run. The engine never changes the one it is given; it returns another."""

    id: UUID
    flow_id: UUID
    flow_version: int
    status: Literal["new", "active", "ended"] = "new"
    ended_reason: EndReason | None = None
    step_id: StepId | None = None
    stack: Annotated[list[Frame], Field(max_length=SUBFLOW_DEPTH)] = []
    variables: dict[str, Value] = {}
    last_reply: str = ""
    waiting: Waiting | None = None
    # How often the waiting question has been answered wrongly.
    tries: int = 0
    # When the last planned message has left: whoever writes before has not seen it, and cannot have answered it.
    speaks_until: AwareDatetime | None = None
    spent: Spent = Field(default_factory=Spent)

    @classmethod
    def fresh(cls, id: UUID, *, flow_id: UUID, flow_version: int) -> Self:
        """A run that has not begun; Started begins it."""
        return cls(id=id, flow_id=flow_id, flow_version=flow_version)


class Walked(BaseModel):
    """One step that was walked: the exit it was left by (None: it waits or ended there), and why, for people."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    step_id: str
    exit: str | None
    because: str


class Outcome(BaseModel):
    """What an input led to. `heard` is false when the input meant nothing to the run, which did not move."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    run: Run
    effects: tuple[AnyEffect, ...]
    heard: bool
    walked: tuple[Walked, ...]
