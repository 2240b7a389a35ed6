"""Send message: texts and pictures, with buttons and quick replies that each have an exit."""

from collections.abc import Sequence
from typing import Annotated, Literal

from pydantic import Field

from obrol.channels.contract.content import plain_text
from obrol.flows.engine.limits import MESSAGES_PER_STEP
from obrol.flows.engine.messages import Choice, FlowMessage, ImageMessage, picked, say
from obrol.flows.engine.names import choice_exit
from obrol.flows.engine.step import Leave, Move, Need, Options, Pressed, Signal, Stay, Step, Wrote
from obrol.flows.engine.turn import Turn


class SendMessageOptions(Options):
    messages: Annotated[list[FlowMessage], Field(min_length=1, max_length=MESSAGES_PER_STEP)]


class SendMessage(Step):
    """Says its messages in order. With choices and `next` not connected it rests until one of them is pressed."""

    type: Literal["send_message"]
    options: SendMessageOptions

    def exit_names(self) -> Sequence[str]:
        """`next`, and with choices one exit for each and `otherwise` for whatever else the contact writes."""
        choices = [choice_exit(choice.id) for choice in self.choices()]
        return ("next", *choices, "otherwise") if choices else ("next",)

    def choices(self) -> list[Choice]:
        """The buttons without a link and the quick replies."""
        return [choice for message in self.options.messages for choice in message.choices()]

    def needs(self) -> frozenset[Need]:
        """Whatever its messages show."""
        needs: set[Need] = set()
        for message in self.options.messages:
            if isinstance(message, ImageMessage):
                needs.add("image")
            else:
                needs.update(["buttons"] if message.buttons else [], ["quick_replies"] if message.quick_replies else [])
        return frozenset(needs)

    def rests_before(self, exit: str) -> bool:
        """Every exit but `next` is taken by something that the contact did."""
        return exit != "next"

    def enter(self, turn: Turn) -> Move:
        """Say everything; rest only for an answer that has somewhere to go."""
        for message in self.options.messages:
            say(turn, message)
        if "next" in self.exits or not self.choices():
            return Leave("next")
        turn.await_reply()
        return Stay()

    def resume(self, turn: Turn, signal: Signal) -> Move | None:
        """A pressed or written choice leaves by its exit, other words by `otherwise` when that is connected."""
        match signal:
            case Pressed(choice_id=choice_id):
                return Leave(choice_exit(choice_id), "pressed")
            case Wrote(content=content):
                return self._read(turn, plain_text(content))
            case _:
                return None

    def _read(self, turn: Turn, text: str) -> Move | None:
        # A number counts the choices of the newest message that has so many: those the contact is looking at.
        for message in reversed(self.options.messages):
            if choice := picked(turn, text, message.choices()):
                return Leave(choice_exit(choice.id), "written")
        return Leave("otherwise", "something else was written") if "otherwise" in self.exits else None
