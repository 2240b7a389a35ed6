"""Leave sequence: take the contact out of a sequence."""

from collections.abc import Sequence
from typing import Literal
from uuid import UUID

from obrol.flows.engine.step import Leave, Move, Options, Step
from obrol.flows.engine.turn import Turn


class LeaveSequenceOptions(Options):
    sequence_id: UUID


class LeaveSequence(Step):
    """Takes the contact out and leaves by `next` at once."""

    type: Literal["leave_sequence"]
    options: LeaveSequenceOptions

    def exit_names(self) -> Sequence[str]:
        """`next`."""
        return ("next",)

    def enter(self, turn: Turn) -> Move:
        """Take them out."""
        turn.leave(self.options.sequence_id)
        return Leave("next")
