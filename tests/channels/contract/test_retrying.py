import random
from datetime import timedelta

import pytest

from obrol.channels.contract.capabilities import Capabilities, TextLimit
from obrol.channels.contract.failures import (
    Ambiguous,
    CredentialsRevoked,
    RateLimited,
    Rejected,
    SendFailure,
    Unreachable,
    WindowClosed,
)
from obrol.channels.contract.retrying import (
    ATTEMPTS,
    LONGEST_PAUSE,
    POLICIES,
    RECONCILED_FOR,
    TRIED_FOR,
    NextStep,
    Then,
    next_attempt,
    pause_before,
)

PLAIN = Capabilities(text=TextLimit(160))
RECONCILING = Capabilities(text=TextLimit(160), reconciles=True)
IDEMPOTENT = Capabilities(text=TextLimit(160), sends_idempotently=True, reconciles=True)
SECOND = timedelta(seconds=1)


def after(
    failure: SendFailure,
    *,
    attempts: int = 1,
    waited: timedelta = SECOND,
    capabilities: Capabilities = PLAIN,
    seed: int = 1,
) -> NextStep:
    rng = random.Random(seed)  # noqa: S311 - repeatable, not secret
    return next_attempt(failure, attempts=attempts, waited=waited, capabilities=capabilities, rng=rng)


@pytest.mark.parametrize(
    ("failure", "step"),
    [
        (Rejected("no such contact"), NextStep(Then.FAIL)),
        (WindowClosed(), NextStep(Then.FAIL)),
        (CredentialsRevoked(), NextStep(Then.PAUSE_CHANNEL, counts=False)),
        (Ambiguous(), NextStep(Then.UNKNOWN)),
    ],
)
def test_some_failures_are_not_tried_again(failure: SendFailure, step: NextStep) -> None:
    assert after(failure) == step


def test_every_class_of_failure_has_a_policy() -> None:
    assert set(POLICIES) == set(SendFailure.__subclasses__())


def test_the_pause_doubles_up_to_a_quarter_of_an_hour() -> None:
    class Latest(random.Random):
        def random(self) -> float:
            return 1.0

    pauses = [pause_before(attempt, Latest()).total_seconds() for attempt in range(2, 14)]

    assert pauses == [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900]


def test_the_pause_is_anything_up_to_its_bound() -> None:
    rng = random.Random(3)  # noqa: S311 - repeatable, not secret
    pauses = [pause_before(12, rng) for _ in range(200)]

    assert min(pauses) < LONGEST_PAUSE * 0.1
    assert max(pauses) > LONGEST_PAUSE * 0.9
    assert len(set(pauses)) == 200


def test_unreachable_is_tried_twelve_times_and_then_a_dead_letter() -> None:
    steps = [after(Unreachable(), attempts=attempts).then for attempts in range(1, ATTEMPTS + 1)]

    assert steps == [Then.RETRY] * 11 + [Then.DEAD_LETTER]


def test_nothing_is_tried_for_more_than_a_day() -> None:
    assert after(Unreachable(), waited=TRIED_FOR).then is Then.DEAD_LETTER
    assert after(RateLimited(after=SECOND), waited=TRIED_FOR).then is Then.DEAD_LETTER
    assert after(RateLimited(after=timedelta(days=2))).then is Then.DEAD_LETTER


def test_a_throttled_try_waits_as_told_and_is_no_attempt() -> None:
    step = after(RateLimited(after=timedelta(seconds=90)), attempts=400)

    assert step.then is Then.RETRY
    assert step.after is not None
    assert timedelta(seconds=90) <= step.after <= timedelta(seconds=91)
    assert not step.counts


def test_a_throttled_try_that_is_told_nothing_waits_anyway() -> None:
    step = after(RateLimited())

    assert step.after is not None
    assert timedelta(seconds=30) <= step.after <= timedelta(seconds=31)


def test_an_unknown_outcome_is_looked_for_where_the_channel_allows_it() -> None:
    assert after(Ambiguous(), capabilities=RECONCILING) == NextStep(Then.RECONCILE, RECONCILED_FOR)


def test_an_unknown_outcome_is_repeated_only_under_a_key_that_drops_repeats() -> None:
    assert after(Ambiguous(), capabilities=IDEMPOTENT).then is Then.RETRY
    assert after(Ambiguous(), capabilities=IDEMPOTENT, attempts=ATTEMPTS).then is Then.UNKNOWN
    assert after(Ambiguous(), capabilities=IDEMPOTENT, waited=TRIED_FOR).then is Then.UNKNOWN


def test_the_same_dice_give_the_same_step() -> None:
    assert after(Unreachable(), attempts=5, seed=9) == after(Unreachable(), attempts=5, seed=9)
    assert after(Unreachable(), attempts=5, seed=9) != after(Unreachable(), attempts=5, seed=10)
