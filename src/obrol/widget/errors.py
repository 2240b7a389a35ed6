"""Refusals that visitors meet."""

from obrol.kit.refusals import Malformed, NotFound, NotSignedIn


class NoSuchWidget(NotFound):
    """No connected web-chat channel has this public id."""

    code = "no_such_widget"
    message = "This chat is no longer here."


class VisitorUnknown(NotSignedIn):
    """The visitor's token is not ours, has ended, or belongs to a chat that was removed: begin anew."""

    code = "visitor_unknown"
    message = "This chat session has ended. A new one begins."


class NotSendable(Malformed):
    """The message has something that a visitor cannot say; the sentence names it."""

    code = "not_sendable"
    message = "This message cannot be sent."
