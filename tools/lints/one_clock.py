"""Nobody but `kit.clock` and `kit.ids` asks the machine what time it is.

Where one function reads the wall clock and its caller a frozen one, a test passes until the hour it matters.
`time.monotonic()` is not a time of day and is free to use.
"""

from collections.abc import Iterator

from lints.source import Finding, Source

RULE = "one-clock"
ASKING = ("datetime.now", "datetime.utcnow", "datetime.today", "date.today", "time.time", "time.time_ns")


def check(source: Source) -> Iterator[Finding]:
    if not source.module or source.path in {"src/obrol/kit/clock.py", "src/obrol/kit/ids.py"}:
        return
    for call, name in source.calls():
        if name.removeprefix("datetime.") in ASKING or name in ASKING:
            yield from source.finding(call, RULE, "take the time from a Clock (uow.now), so that tests can stop it")
