"""Refusals of channels."""

from typing import ClassVar

from obrol.kit.refusals import Malformed, NotFound, Refusal, TooLarge


class ChannelNotFound(NotFound):
    """No such channel, as far as this actor may know; a removed one is found by its history alone."""

    code = "channel_not_found"
    message = "There is no such channel."


class KindUnknown(Malformed):
    """There is no connector of that kind in this build."""

    code = "channel_kind_unknown"
    message = "Obrol does not know this kind of channel."


class SettingsRefused(Malformed):
    """The connector's form does not take these settings; `fields` says which and why."""

    code = "channel_settings_refused"
    message = "The settings of this channel do not fit."


class CredentialsRefused(Malformed):
    """The connector's form does not take these credentials; `fields` says which and why, never what was given."""

    code = "channel_credentials_refused"
    message = "The credentials of this channel do not fit."


class BotUnknown(Malformed):
    """The bot is not of this workspace."""

    code = "bot_unknown"
    message = "There is no such bot here."


class StartFlowUnknown(Malformed):
    """The start flow is not one of the flows of the channel's bot."""

    code = "start_flow_unknown"
    message = "The start flow has to be a flow of the bot on this channel."


class ConnectorGone(Refusal):
    """The channel is of a kind that this build no longer knows; 503, so that its work waits."""

    status: ClassVar[int] = 503
    code = "connector_gone"
    message = "This Obrol has no connector for this channel."


class NotGenuine(Refusal):
    """A request at the webhook door that its vendor did not make; the caller is not told why."""

    status: ClassVar[int] = 403
    code = "not_genuine"
    message = "This request is not genuine."


class DeliveryTooLarge(TooLarge):
    """A webhook body over the limit."""

    code = "delivery_too_large"
    message = "This delivery is larger than Obrol takes."
