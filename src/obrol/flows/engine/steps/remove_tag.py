"""Remove tag: take a tag off the contact."""

from collections.abc import Sequence
from typing import Literal

from obrol.flows.engine.names import TagName
from obrol.flows.engine.step import Leave, Move, Options, Step
from obrol.flows.engine.turn import Turn


class RemoveTagOptions(Options):
    tag: TagName


class RemoveTag(Step):
    """Removes the tag and leaves by `next` at once."""

    type: Literal["remove_tag"]
    options: RemoveTagOptions

    def exit_names(self) -> Sequence[str]:
        """`next`."""
        return ("next",)

    def enter(self, turn: Turn) -> Move:
        """Remove it."""
        turn.remove_tag(self.options.tag)
        return Leave("next")
