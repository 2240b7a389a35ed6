"""Refusals of flows."""

from collections.abc import Sequence

from obrol.flows.engine.problems import Problem
from obrol.kit.refusals import Malformed, NotFound, Refusal


class BotNotFound(NotFound):
    """No such bot, as far as this actor may know."""

    code = "bot_not_found"
    message = "There is no such bot."


class BotUnknown(Malformed):
    """The bot that a new flow is to belong to is not of this workspace."""

    code = "bot_unknown"
    message = "There is no such bot here."


class BotInUse(Refusal):
    """A bot that answers on a channel is taken off it first; `channels` names them."""

    code = "bot_in_use"
    message = "This bot answers on a channel. Take it off the channel first."


class FlowNotFound(NotFound):
    """No such flow, as far as this actor may know."""

    code = "flow_not_found"
    message = "There is no such flow."


class FlowInUse(Refusal):
    """The start flow of a channel is exchanged first; `channels` names them."""

    code = "flow_in_use"
    message = "A channel starts with this flow. Choose another start flow there first."


class VersionNotFound(NotFound):
    """The flow was never published under this number."""

    code = "flow_version_not_found"
    message = "There is no such version of this flow."


class DocumentRefused(Malformed):
    """The document is not one that this program reads; `problems` says why, step by step."""

    code = "flow_unreadable"
    message = "This is not a flow that Obrol can read."

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__(problems[0].message, problems=[problem.model_dump() for problem in problems])


class FlowHasErrors(Refusal):
    """The linter found what would stop a run; `problems` says what, step by step."""

    code = "flow_has_errors"
    message = "This flow cannot be published yet."

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__(problems[0].message, problems=[problem.model_dump() for problem in problems])


class FlowNotPublished(Refusal):
    """Contacts walk through published versions only."""

    code = "flow_not_published"
    message = "This flow has never been published."


class FlowOfOtherBot(Refusal):
    """The flow belongs to a bot that does not answer on this channel."""

    code = "flow_of_other_bot"
    message = "This flow belongs to another bot than the one on this channel."


class SubflowIdTaken(Refusal):
    """The id belongs to another run: ids are made once per sending."""

    code = "subflow_id_taken"
    message = "Something else was sent under this id."


class NotSaidByFlow(Refusal):
    """Only what a flow's step said can be said again by it."""

    code = "not_said_by_flow"
    message = "Only a message of the bot can be sent again in this way."


class StepGone(Refusal):
    """The flow as it is published no longer says this; `text` has the old words."""

    code = "step_gone"
    message = "The step of this message is no longer in the flow."

    def __init__(self, text: str) -> None:
        super().__init__(text=text)
