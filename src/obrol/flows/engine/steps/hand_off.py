"""Hand off: the team answers from here on."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from obrol.flows.engine.limits import NOTE_LENGTH
from obrol.flows.engine.step import Finish, Move, Options, Signal, Stay, Step, TimeUp
from obrol.flows.engine.turn import Turn


class HandOffOptions(Options):
    team_id: UUID | None = None
    # For the team's eyes only; variables are filled.
    note: Annotated[str, Field(max_length=NOTE_LENGTH)] = ""


class HandOff(Step):
    """Ends the run, once everything that the bot was still saying has left."""

    type: Literal["hand_off"]
    options: HandOffOptions

    def exit_names(self) -> Sequence[str]:
        """None: whoever gives the conversation back starts something new."""
        return ()

    def enter(self, turn: Turn) -> Move:
        """Hand over, or wait for the bot's last words.

        A hand-off raises the answering epoch, and a message of an older epoch is held when its moment comes: handing
        over at once would swallow "I will get somebody for you".
        """
        if turn.has_words_under_way:
            turn.await_time(timedelta())
            return Stay()
        return self._hand_over(turn)

    def resume(self, turn: Turn, signal: Signal) -> Move | None:
        """The words have left."""
        return self._hand_over(turn) if isinstance(signal, TimeUp) else None

    def _hand_over(self, turn: Turn) -> Move:
        turn.hand_off(self.options.team_id, turn.fill(self.options.note, NOTE_LENGTH).strip())
        return Finish("handed_off")
