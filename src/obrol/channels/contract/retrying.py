"""When a failed send is tried again: a table by class of failure, and one pure function that reads it."""

import random
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from types import MappingProxyType

from obrol.channels.contract.capabilities import Capabilities
from obrol.channels.contract.failures import (
    Ambiguous,
    CredentialsRevoked,
    RateLimited,
    Rejected,
    SendFailure,
    Unreachable,
    WindowClosed,
)

# Numbers of reliability.md, "Channel sends: outcome classes".
FIRST_PAUSE = timedelta(seconds=1)
LONGEST_PAUSE = timedelta(minutes=15)
ATTEMPTS = 12
TRIED_FOR = timedelta(hours=24)
RECONCILED_FOR = timedelta(seconds=30)  # an echo or a status of a message that arrived comes within this time
# A message that keeps failing holds up its own conversation this long; then it is passed over, visibly.
HOLDS_UP_FOR = timedelta(seconds=60)
# A channel that says "slower" and not how slow.
UNTOLD_PAUSE = timedelta(seconds=30)


class Then(StrEnum):
    """What becomes of the message now."""

    RETRY = "retry"  # queued, next try after `after`
    FAIL = "fail"  # failed, with the failure's delivery_reason
    DEAD_LETTER = "dead_letter"  # failed after all tries; listed, and sent again by a click
    PAUSE_CHANNEL = "pause_channel"  # queued; the channel is broken until someone mends it
    RECONCILE = "reconcile"  # queued; look for it after `after`, and if it is not found it is unknown
    UNKNOWN = "unknown"  # shown as unknown; only a person sends it again


@dataclass(frozen=True, slots=True)
class NextStep:
    """What to do after a failure. `counts` tells whether the try that failed was an attempt."""

    then: Then
    after: timedelta | None = None
    counts: bool = True


@dataclass(frozen=True, slots=True)
class Policy:
    """How one class of failure is treated."""

    then: Then
    counts: bool


POLICIES: Mapping[type[SendFailure], Policy] = MappingProxyType(
    {
        Rejected: Policy(Then.FAIL, counts=True),
        WindowClosed: Policy(Then.FAIL, counts=True),
        Unreachable: Policy(Then.RETRY, counts=True),
        RateLimited: Policy(Then.RETRY, counts=False),
        CredentialsRevoked: Policy(Then.PAUSE_CHANNEL, counts=False),
        Ambiguous: Policy(Then.UNKNOWN, counts=True),
    }
)


def next_attempt(
    failure: SendFailure,
    *,
    attempts: int,
    waited: timedelta,
    capabilities: Capabilities,
    rng: random.Random,
) -> NextStep:
    """What to do after `failure`: the `attempts`-th counted try (from 1) of a message queued `waited` ago.

    Pure: the same arguments and the same state of `rng` give the same step.
    """
    policy = POLICIES[type(failure)]
    if policy.then is Then.UNKNOWN:
        return _after_unknown(attempts, waited, capabilities, rng)
    if policy.then is not Then.RETRY:
        return NextStep(policy.then, counts=policy.counts)
    if isinstance(failure, RateLimited):
        # A little late, so that a queue that was told to wait does not come back as one herd.
        pause = (failure.after or UNTOLD_PAUSE) + _jittered(FIRST_PAUSE, rng)
        return _retry(pause, waited, counts=False)
    if attempts >= ATTEMPTS:
        return NextStep(Then.DEAD_LETTER)
    return _retry(pause_before(attempts + 1, rng), waited, counts=True)


def pause_before(attempt: int, rng: random.Random) -> timedelta:
    """The pause before the given attempt (from 2): anything up to a bound that doubles, at most 15 minutes."""
    bound = min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** min(attempt - 2, ATTEMPTS))
    return _jittered(bound, rng)


def _after_unknown(attempts: int, waited: timedelta, capabilities: Capabilities, rng: random.Random) -> NextStep:
    if capabilities.sends_idempotently:
        # Repeating under the same key is safer than any look-up; when the tries are used up nothing is left to do.
        may_repeat = attempts < ATTEMPTS and waited < TRIED_FOR
        return NextStep(Then.RETRY, pause_before(attempts + 1, rng)) if may_repeat else NextStep(Then.UNKNOWN)
    if capabilities.reconciles:
        return NextStep(Then.RECONCILE, RECONCILED_FOR)
    return NextStep(Then.UNKNOWN)


def _retry(pause: timedelta, waited: timedelta, *, counts: bool) -> NextStep:
    if waited + pause > TRIED_FOR:
        return NextStep(Then.DEAD_LETTER, counts=counts)
    return NextStep(Then.RETRY, pause, counts)


def _jittered(bound: timedelta, rng: random.Random) -> timedelta:
    return bound * rng.random()
