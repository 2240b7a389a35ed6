"""The registry: every step type that a document may hold, told apart by `type`."""

from typing import Annotated, get_args

from pydantic import Field

from obrol.flows.engine.step import Step
from obrol.flows.engine.steps.add_tag import AddTag
from obrol.flows.engine.steps.ask_question import AskQuestion
from obrol.flows.engine.steps.condition import Condition
from obrol.flows.engine.steps.end import End
from obrol.flows.engine.steps.enroll_sequence import EnrollSequence
from obrol.flows.engine.steps.hand_off import HandOff
from obrol.flows.engine.steps.leave_sequence import LeaveSequence
from obrol.flows.engine.steps.remove_tag import RemoveTag
from obrol.flows.engine.steps.send_message import SendMessage
from obrol.flows.engine.steps.set_field import SetField
from obrol.flows.engine.steps.subscribe_topic import SubscribeTopic
from obrol.flows.engine.steps.unsubscribe_topic import UnsubscribeTopic
from obrol.flows.engine.steps.wait import Wait

_Any = (
    SendMessage
    | AskQuestion
    | Condition
    | SetField
    | AddTag
    | RemoveTag
    | SubscribeTopic
    | UnsubscribeTopic
    | EnrollSequence
    | LeaveSequence
    | Wait
    | HandOff
    | End
)
AnyStep = Annotated[_Any, Field(discriminator="type")]

STEP_TYPES: dict[str, type[Step]] = {
    get_args(step_type.model_fields["type"].annotation)[0]: step_type for step_type in get_args(_Any)
}
