"""The clock: the only place that asks the machine what time it is."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Protocol
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError


class Clock(Protocol):
    """Something that knows the current instant, always aware and in UTC."""

    def now(self) -> datetime:
        """The current instant."""
        ...


class SystemClock:
    """The machine's clock."""

    def now(self) -> datetime:
        """The current instant."""
        return datetime.now(UTC)


@dataclass
class FrozenClock:
    """A clock for tests that stands still until told to move."""

    at: datetime

    def now(self) -> datetime:
        """The instant it was set to."""
        return self.at

    def advance(self, by: timedelta) -> None:
        """Move the clock forward."""
        self.at += by


def zone_named(name: str | None) -> ZoneInfo | None:
    """The time zone of that name (`Asia/Jakarta`); None when there is no such zone."""
    if not name:
        return None
    try:
        return ZoneInfo(name)
    # A folder of the zone database ("America") is an OSError, a name that climbs out of it a ValueError.
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None
