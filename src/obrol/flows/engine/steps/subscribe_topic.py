"""Subscribe topic: note that the contact agreed to hear about something."""

from collections.abc import Sequence
from typing import Literal
from uuid import UUID

from obrol.flows.engine.step import Leave, Move, Options, Step
from obrol.flows.engine.turn import Turn


class SubscribeTopicOptions(Options):
    topic_id: UUID


class SubscribeTopic(Step):
    """Notes the agreement and leaves by `next` at once."""

    type: Literal["subscribe_topic"]
    options: SubscribeTopicOptions

    def exit_names(self) -> Sequence[str]:
        """`next`."""
        return ("next",)

    def enter(self, turn: Turn) -> Move:
        """Note it."""
        turn.subscribe(self.options.topic_id)
        return Leave("next")
