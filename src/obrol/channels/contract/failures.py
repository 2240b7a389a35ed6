"""The six ways a send can fail. What happens next follows from the class alone; nobody passes numbers around."""

from datetime import timedelta
from typing import ClassVar


class SendFailure(Exception):  # noqa: N818 - each class names what happened, and that is how it is read
    """A send that did not end well; raised by connectors only as one of the six classes below.

    `said` is the vendor's own sentence, kept for people; `vendor_code` is its code, kept for search.
    """

    code: ClassVar[str] = "failed"

    def __init__(self, said: str = "", *, vendor_code: str | None = None) -> None:
        super().__init__(said or self.code)
        self.said = said
        self.vendor_code = vendor_code

    @property
    def delivery_reason(self) -> str:
        """What the message shows: our stable code, then what the vendor said."""
        words = f"{self.said} ({self.vendor_code})" if self.said and self.vendor_code else self.said or self.vendor_code
        return f"{self.code}: {words}" if words else self.code


class Rejected(SendFailure):
    """The channel answered: this message never, or this contact never.

    When: the vendor refuses the content, the recipient is gone or has opted out, a template is not approved.
    What: the message fails now, the reason is shown, nobody tries again by himself.
    Retry class: permanent.
    """

    code = "rejected"


class Unreachable(SendFailure):
    """The request certainly did not arrive.

    When: no address, connection refused, TLS failed, no free connection, the body was not fully written, 503.
    What: tried again with growing pauses; the message stays queued.
    Retry class: not sent, safe to repeat. Never raise it after the whole request was written: that is Ambiguous.
    """

    code = "unreachable"


class RateLimited(SendFailure):
    """The channel asks us to slow down.

    When: 429, a vendor's throttling code, a `Retry-After`. `after` is what it told us, None when it told nothing.
    What: waits that long and tries again; this does not count as an attempt.
    Retry class: throttled.
    """

    code = "rate_limited"

    def __init__(self, said: str = "", *, after: timedelta | None = None, vendor_code: str | None = None) -> None:
        super().__init__(said, vendor_code=vendor_code)
        self.after = after


class WindowClosed(SendFailure):
    """The contact has not written for too long, and the channel takes nothing free-form any more.

    When: the vendor says so. Our own check of the window comes earlier and uses the same word.
    What: the message fails now; the desk offers what the channel still allows.
    Retry class: permanent.
    """

    code = "window_closed"


class CredentialsRevoked(SendFailure):
    """The channel does not know us any more.

    When: 401, 403 about our token, a revoked or expired token, an account that was taken away.
    What: the channel is paused and people are told; its messages stay queued and no attempt is burnt.
    Retry class: pauses the channel. Never raise it for a recipient that we may not write to: that is Rejected.
    """

    code = "credentials_revoked"


class Ambiguous(SendFailure):
    """The request was written, and then we do not know.

    When: a read timeout, a reset after the body was written, 500, 502, 504, an answer nobody can read.
    What: looked for by our own mark where the channel allows it, repeated under the same key where the channel
    drops repeats, and otherwise shown as `unknown`; never repeated blindly.
    Retry class: unknown outcome.
    """

    code = "outcome_unknown"


def as_failure(error: Exception) -> SendFailure:
    """One of the six classes for whatever a connector raised; a bug of ours is Ambiguous, for it may have been sent."""
    if isinstance(error, SendFailure) and type(error) is not SendFailure:
        return error
    return Ambiguous(f"the connector failed with {type(error).__name__}")
