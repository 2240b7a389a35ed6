"""End: the run is over."""

from collections.abc import Sequence
from typing import Literal

from pydantic import Field

from obrol.flows.engine.step import Finish, Move, Options, Step
from obrol.flows.engine.turn import Turn


class EndOptions(Options):
    pass


class End(Step):
    """Ends the run as one that reached its goal; an exit that is not connected does the same."""

    type: Literal["end"]
    options: EndOptions = Field(default_factory=EndOptions)

    def exit_names(self) -> Sequence[str]:
        """None."""
        return ()

    def enter(self, turn: Turn) -> Move:  # noqa: ARG002 - nothing is left to do
        """Stop."""
        return Finish("completed")
