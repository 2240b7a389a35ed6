"""The names in a document: of steps, choices and exits, and of the places that an answer is kept in."""

from typing import Annotated
from uuid import UUID

from pydantic import AfterValidator, Field, StringConstraints

from obrol.channels.contract.content import ACTION_ID_LIMIT
from obrol.flows.engine.limits import TAG_LENGTH
from obrol.kit.variables import PATH_LIMIT, is_path

# flow tag, step and choice together are a button's id on the wire, and must fit the shortest payload of any channel.
STEP_ID_LENGTH = 32
CHOICE_ID_LENGTH = 20
FLOW_TAG_LENGTH = 8
assert FLOW_TAG_LENGTH + 1 + STEP_ID_LENGTH + 1 + CHOICE_ID_LENGTH <= ACTION_ID_LIMIT

StepId = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9_-]{0,31}$")]
ChoiceId = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9_-]{0,19}$")]
ExitName = Annotated[str, StringConstraints(max_length=40)]

# The exit of a choice carries its id behind this; no other exit has a colon in its name.
CHOICE_EXIT = "choice:"

# Where a flow may keep a value: something of the contact, one of its custom fields, or a variable of the run.
Place = Annotated[
    str,
    StringConstraints(
        pattern=r"^(?:contact\.(?:name|email|phone|locale)|contact\.fields\.[A-Za-z0-9_-]{1,64}|run\.[a-z][a-z0-9_]{0,39})$"
    ),
]


TagName = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=TAG_LENGTH)]


def _must_be_a_path(value: str) -> str:
    if not is_path(value):
        raise ValueError("must be a path such as contact.name or contact.fields.city")
    return value


Path = Annotated[str, Field(max_length=PATH_LIMIT), AfterValidator(_must_be_a_path)]


def choice_exit(choice_id: str) -> str:
    """The exit that a choice leaves by."""
    return CHOICE_EXIT + choice_id


def flow_tag(flow_id: UUID) -> str:
    """The end of a flow's id, which is its random part: enough to tell one contact's flows apart in a button."""
    return flow_id.hex[-FLOW_TAG_LENGTH:]


def action_id(flow_id: UUID, step_id: str, choice_id: str) -> str:
    """What a choice of a step is called on the wire, so that an old button still says where it came from."""
    return f"{flow_tag(flow_id)}/{step_id}/{choice_id}"


def step_and_choice(flow_id: UUID, action: str) -> tuple[str, str] | None:
    """The step and the choice of a pressed button; None when it is not one of this flow's."""
    tag, _, rest = action.partition("/")
    step_id, slash, choice_id = rest.partition("/")
    return (step_id, choice_id) if slash and tag == flow_tag(flow_id) else None
