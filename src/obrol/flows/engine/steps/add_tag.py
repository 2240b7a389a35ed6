"""Add tag: put a tag on the contact."""

from collections.abc import Sequence
from typing import Literal

from obrol.flows.engine.names import TagName
from obrol.flows.engine.step import Leave, Move, Options, Step
from obrol.flows.engine.turn import Turn


class AddTagOptions(Options):
    tag: TagName


class AddTag(Step):
    """Adds the tag and leaves by `next` at once."""

    type: Literal["add_tag"]
    options: AddTagOptions

    def exit_names(self) -> Sequence[str]:
        """`next`."""
        return ("next",)

    def enter(self, turn: Turn) -> Move:
        """Add it."""
        turn.add_tag(self.options.tag)
        return Leave("next")
