"""Facts that flows announce. What a run does is announced in the inbox's words: messages, hand-overs, faults."""

from typing import Literal
from uuid import UUID

from obrol.flows.schemas import BotOut, FlowOut
from obrol.runtime.events import NOBODY, Audience, Event


class BotCreated(Event, name="bot.created"):
    """There is a new bot."""

    bot: BotOut


class BotChanged(Event, name="bot.changed"):
    """It has another name."""

    bot: BotOut


class BotRemoved(Event, name="bot.removed"):
    """It is gone, and its flows with it."""

    bot_id: UUID


class FlowCreated(Event, name="flow.created"):
    """There is a new flow."""

    flow: FlowOut


class FlowChanged(Event, name="flow.changed"):
    """It has another name or another draft."""

    flow: FlowOut


class FlowPublished(Event, name="flow.published"):
    """From now on new runs walk this version; those under way finish on theirs."""

    flow: FlowOut
    number: int


class FlowRemoved(Event, name="flow.removed"):
    """It is gone; its runs have stopped."""

    flow_id: UUID
    bot_id: UUID


class EnrollmentAsked(Event, name="enrollment.asked"):
    """A flow wants its contact in a sequence, or out of it. For our own modules: nobody's screen shows it."""

    conversation_id: UUID
    contact_id: UUID
    sequence_id: UUID
    wanted: Literal["in", "out"]
    flow_id: UUID
    step_id: str | None
    bot_id: UUID
    bot_name: str

    def audience(self) -> Audience:
        """Nobody."""
        return NOBODY

    def about(self) -> UUID | None:
        """The conversation, so that it happens in order with everything else in it."""
        return self.conversation_id
