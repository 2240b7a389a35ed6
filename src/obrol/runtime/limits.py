"""Limits by whoever asks, kept in memory: what one visitor or one address may do per second in this process."""

from collections import OrderedDict

from obrol.kit.bucket import Bucket

REMEMBERED = 10_000  # askers; the one unheard of for longest is forgotten first

MESSAGES_BURST, MESSAGES_A_SECOND = 40, 20.0  # a visitor's messages (reliability.md, "WS receive")
UPLOADS_BURST, UPLOADS_A_SECOND = 10, 0.2  # a visitor's files
SESSIONS_BURST, SESSIONS_A_SECOND = 60, 1.0  # new visitors from one address; a school shares one


class Limits:
    """The buckets of this process. Two processes allow twice as much, which is still a limit."""

    def __init__(self) -> None:
        self._buckets: OrderedDict[tuple[str, str], Bucket] = OrderedDict()

    def may_write(self, visitor: str) -> bool:
        """Whether the visitor may send one more message now."""
        return self._take("message", visitor, MESSAGES_BURST, MESSAGES_A_SECOND)

    def may_upload(self, visitor: str) -> bool:
        """Whether the visitor may bring one more file now."""
        return self._take("upload", visitor, UPLOADS_BURST, UPLOADS_A_SECOND)

    def may_begin(self, address: str) -> bool:
        """Whether one more visitor may begin from this address now."""
        return self._take("session", address, SESSIONS_BURST, SESSIONS_A_SECOND)

    def _take(self, what: str, who: str, burst: int, a_second: float) -> bool:
        key = (what, who)
        bucket = self._buckets.get(key)
        if bucket is None:
            bucket = self._buckets[key] = Bucket(burst, a_second)
            if len(self._buckets) > REMEMBERED:
                self._buckets.popitem(last=False)
        self._buckets.move_to_end(key)
        return bucket.take()
