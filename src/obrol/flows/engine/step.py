"""A step: what every step type is made of. One file in `steps/` holds one type whole."""

from abc import abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Literal, Protocol, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from obrol.channels.contract.content import Content
from obrol.flows.engine.effects import EndReason
from obrol.flows.engine.names import ExitName, StepId
from obrol.flows.engine.turn import Turn

# Named as in the channel's Capabilities, so that an editor can show what a connected channel lacks.
Need = Literal["buttons", "quick_replies", "image"]


@dataclass(frozen=True)
class Leave:
    """Go on by an exit; one that is not connected completes the run. `because` is for people who ask why."""

    exit: str
    because: str = ""


@dataclass(frozen=True)
class Stay:
    """Rest here until something happens."""


@dataclass(frozen=True)
class Finish:
    """End the run here."""

    reason: EndReason


Move = Leave | Stay | Finish


@dataclass(frozen=True)
class Wrote:
    """The contact wrote something while the run waited here for a reply."""

    content: Content


@dataclass(frozen=True)
class Pressed:
    """The contact pressed a choice of this step, now or long after."""

    choice_id: str


@dataclass(frozen=True)
class TimeUp:
    """The wait that this step began is over."""


Signal = Wrote | Pressed | TimeUp


class Offered(Protocol):
    """A choice that a step offers."""

    @property
    def id(self) -> str: ...

    @property
    def label(self) -> str: ...


class Options(BaseModel):
    """The root of a step type's options: what its form in the editor shows."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Step(BaseModel):
    """The root of all step types: a subclass adds `type`, `options` and the methods below.

    All of them are pure: they read their options and the turn, and change nothing but the turn. `enter` is called each
    time the run arrives; `resume` when something happens to a run that rests here, or when one of the step's choices
    is pressed, wherever the run is by then. Neither may assume that it is called once. Neither raises: what cannot be
    done is a fault.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: Annotated[str, Field(max_length=80)] = ""
    exits: dict[ExitName, StepId] = {}

    @abstractmethod
    def exit_names(self) -> Sequence[str]:
        """Every exit that this step has with these options, connected or not."""

    @abstractmethod
    def enter(self, turn: Turn) -> Move:
        """The run arrives."""

    def resume(self, turn: Turn, signal: Signal) -> Move | None:  # noqa: ARG002 - for those that rest
        """Something happened to the run; None when it means nothing to this step."""
        return None

    def choices(self) -> Sequence[Offered]:
        """What can be pressed."""
        return ()

    def needs(self) -> frozenset[Need]:
        """What a channel must be able to do to show this step as it is meant; it is shaped down where it cannot."""
        return frozenset()

    def rests_before(self, exit: str) -> bool:  # noqa: ARG002 - for those that rest
        """Whether a run always rests between arriving here and leaving by this exit."""
        return False

    @model_validator(mode="after")
    def _exits_are_those_of_the_step(self) -> Self:
        ids = [choice.id for choice in self.choices()]
        if len(ids) != len(set(ids)):
            raise ValueError("two choices have the same id")
        known = self.exit_names()
        for name in self.exits:
            if name not in known:
                raise ValueError(f'has no exit "{name}"; it has {", ".join(known) or "none"}')
        return self
