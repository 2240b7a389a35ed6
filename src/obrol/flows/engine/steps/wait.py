"""Wait: let time pass, then go on."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from obrol.flows.engine.limits import LONGEST_WAIT
from obrol.flows.engine.step import Leave, Move, Options, Signal, Stay, Step, TimeUp
from obrol.flows.engine.turn import Turn


class WaitOptions(Options):
    amount: Annotated[int, Field(ge=1, le=int(LONGEST_WAIT.total_seconds()))]
    unit: Literal["seconds", "minutes", "hours", "days", "weeks"]

    @property
    def duration(self) -> timedelta:
        return timedelta(**{self.unit: self.amount})

    @model_validator(mode="after")
    def _not_for_ever(self) -> Self:
        if self.duration > LONGEST_WAIT:
            raise ValueError(f"must not be longer than {LONGEST_WAIT.days} days")
        return self


class Wait(Step):
    """Rests for a time, counted from the moment the bot has said what it had to say."""

    type: Literal["wait"]
    options: WaitOptions

    def exit_names(self) -> Sequence[str]:
        """`next`."""
        return ("next",)

    def rests_before(self, exit: str) -> bool:  # noqa: ARG002 - true of all
        """That is what it is for."""
        return True

    def enter(self, turn: Turn) -> Move:
        """Set the alarm."""
        turn.await_time(self.options.duration)
        return Stay()

    def resume(self, turn: Turn, signal: Signal) -> Move | None:  # noqa: ARG002 - time asks nothing of the turn
        """Go on when the time is up; what the contact writes meanwhile is for somebody else."""
        return Leave("next") if isinstance(signal, TimeUp) else None
