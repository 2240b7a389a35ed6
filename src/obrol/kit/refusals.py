"""Refusals: every expected "no" of the program, with a status and a stable code."""

from typing import Any, ClassVar


class Refusal(Exception):  # noqa: N818 - a refusal is an answer, not an error of ours
    """An expected "no": becomes problem+json at the door.

    Subclasses set `status` (HTTP), `code` (stable, part of the API) and `message` (a sentence for people).
    """

    status: ClassVar[int] = 409
    code: ClassVar[str] = "refused"
    message: ClassVar[str] = "That is not possible right now."

    def __init__(self, message: str | None = None, **details: Any) -> None:
        super().__init__(message or self.message)
        self.details = details


class NotFound(Refusal):
    """There is no such thing, or this actor may not know of it."""

    status = 404
    code = "not_found"
    message = "There is nothing here."


class NotAllowed(Refusal):
    """The thing may be seen, but not changed in this way by this actor."""

    status = 403
    code = "not_allowed"
    message = "Your role does not allow this."


class NotSignedIn(Refusal):
    """Nobody is signed in, or the session has ended."""

    status = 401
    code = "not_signed_in"
    message = "Please sign in."


class Malformed(Refusal):
    """The request itself is broken; 422 is kept for this alone."""

    status = 422
    code = "malformed"
    message = "The request has a value that does not fit."


class TooLarge(Refusal):
    """The body is larger than the documented limit."""

    status = 413
    code = "too_large"
    message = "That is larger than the limit."


class TooManyRequests(Refusal):
    """More requests than the documented rate; `retry_after` (seconds) says when to come back."""

    status = 429
    code = "too_many_requests"
    message = "Too many requests. Please wait a moment."


class ForeignOrigin(Refusal):
    """The request comes from a page that may not talk to us."""

    status = 403
    code = "foreign_origin"
    message = "This page may not talk to Obrol."


class Unavailable(Refusal):
    """The database does not answer right now; nothing was stored."""

    status = 503
    code = "unavailable"
    message = "Obrol is catching its breath. Please try again in a moment."
