"""Unsubscribe topic: take the contact's agreement back."""

from collections.abc import Sequence
from typing import Literal
from uuid import UUID

from obrol.flows.engine.step import Leave, Move, Options, Step
from obrol.flows.engine.turn import Turn


class UnsubscribeTopicOptions(Options):
    topic_id: UUID


class UnsubscribeTopic(Step):
    """Takes the agreement back and leaves by `next` at once."""

    type: Literal["unsubscribe_topic"]
    options: UnsubscribeTopicOptions

    def exit_names(self) -> Sequence[str]:
        """`next`."""
        return ("next",)

    def enter(self, turn: Turn) -> Move:
        """Take it back."""
        turn.unsubscribe(self.options.topic_id)
        return Leave("next")
