"""The bucket: how many of something are allowed, a burst at first and then a steady rate."""

import time


class Bucket:
    """Holds `burst` permits and gains `a_second` of them every second."""

    def __init__(self, burst: int, a_second: float) -> None:
        self._burst = burst
        self._rate = a_second
        self._left = float(burst)
        self._at = time.monotonic()

    def take(self) -> bool:
        """Whether one more is allowed now."""
        now = time.monotonic()
        self._left = min(self._burst, self._left + (now - self._at) * self._rate)
        self._at = now
        if self._left < 1:
            return False
        self._left -= 1
        return True
