"""The fake vendor's temper: how it answers one send."""

import asyncio
from collections.abc import Callable, Mapping
from datetime import timedelta

from obrol.channels.contract.failures import (
    Ambiguous,
    CredentialsRevoked,
    RateLimited,
    Rejected,
    SendFailure,
    Unreachable,
    WindowClosed,
)
from obrol.connectors.fake.setup_form import Behaviour, Outcome

# What each outcome raises, in the fake vendor's own words.
_FAILURES: Mapping[Outcome, Callable[[Behaviour], SendFailure]] = {
    "rejected": lambda _: Rejected("the fake vendor refuses this message", vendor_code="F400"),
    "unreachable": lambda _: Unreachable("connection refused by the fake vendor"),
    "rate_limited": lambda told: RateLimited("slower, please", after=_wait(told), vendor_code="F429"),
    "window_closed": lambda _: WindowClosed("the contact wrote too long ago", vendor_code="F470"),
    "credentials_revoked": lambda _: CredentialsRevoked("the fake vendor does not know this token", vendor_code="F401"),
    "ambiguous": lambda _: Ambiguous("the connection broke before the answer came"),
}


def failure_of(behaviour: Behaviour) -> SendFailure | None:
    """What a send under this behaviour raises; None when it succeeds."""
    make = _FAILURES.get(behaviour.outcome)
    return make(behaviour) if make else None


def is_accepted(behaviour: Behaviour) -> bool:
    """Whether the contact sees the message, whatever the sender is told."""
    return behaviour.outcome == "accepted" or (behaviour.outcome == "ambiguous" and behaviour.arrives)


def reaches_the_vendor(behaviour: Behaviour) -> bool:
    """Whether the vendor ever hears of the try."""
    return behaviour.outcome != "unreachable" and (behaviour.outcome != "ambiguous" or behaviour.arrives)


async def take_time(behaviour: Behaviour) -> None:
    """As slow as it is told to be."""
    if behaviour.delay_seconds:
        await asyncio.sleep(behaviour.delay_seconds)


def _wait(behaviour: Behaviour) -> timedelta | None:
    return None if behaviour.after_seconds is None else timedelta(seconds=behaviour.after_seconds)
