"""Set field: keep a value in the contact or the run, or clear it."""

from collections.abc import Sequence
from typing import Annotated, Literal, cast

from pydantic import Field

from obrol.flows.engine.limits import VALUE_LENGTH
from obrol.flows.engine.names import Place
from obrol.flows.engine.step import Leave, Move, Options, Step
from obrol.flows.engine.turn import Turn
from obrol.flows.engine.world import Number, Value
from obrol.kit.variables import only_variable


class SetFieldOptions(Options):
    place: Place
    # Text may hold variables; an empty one clears the place.
    value: Annotated[str, Field(max_length=VALUE_LENGTH)] | bool | Number = ""


class SetField(Step):
    """Keeps the value and leaves by `next` at once."""

    type: Literal["set_field"]
    options: SetFieldOptions

    def exit_names(self) -> Sequence[str]:
        """`next`."""
        return ("next",)

    def enter(self, turn: Turn) -> Move:
        """Keep it."""
        turn.keep(self.options.place, self._value(turn))
        return Leave("next")

    def _value(self, turn: Turn) -> Value:
        value = self.options.value
        if not isinstance(value, str):
            return value
        # A text that is one variable hands its value on as it is: a number stays a number.
        variable = only_variable(value)
        found = turn.look_up(variable.path) if variable else None
        return cast("Value", found) if isinstance(found, bool | int | float) else turn.fill(value)
