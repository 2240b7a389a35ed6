"""Numbers: medians and percentiles of samples, and how they are written."""

import math
from collections.abc import Sequence


def percentile(samples: Sequence[float], share: float) -> float:
    """The sample below which `share` of all lie (nearest rank); NaN of nothing."""
    if not samples:
        return math.nan
    ordered = sorted(samples)
    return ordered[min(len(ordered) - 1, max(0, math.ceil(share * len(ordered)) - 1))]


def median(samples: Sequence[float]) -> float:
    return percentile(samples, 0.5)


def p95(samples: Sequence[float]) -> float:
    return percentile(samples, 0.95)


def ms(seconds: float) -> float:
    """Seconds as milliseconds with two decimals."""
    return round(seconds * 1000, 2)
