"""Enroll sequence: put the contact into a sequence."""

from collections.abc import Sequence
from typing import Literal
from uuid import UUID

from obrol.flows.engine.step import Leave, Move, Options, Step
from obrol.flows.engine.turn import Turn


class EnrollSequenceOptions(Options):
    sequence_id: UUID


class EnrollSequence(Step):
    """Puts the contact in and leaves by `next` at once."""

    type: Literal["enroll_sequence"]
    options: EnrollSequenceOptions

    def exit_names(self) -> Sequence[str]:
        """`next`."""
        return ("next",)

    def enter(self, turn: Turn) -> Move:
        """Put them in."""
        turn.enroll(self.options.sequence_id)
        return Leave("next")
