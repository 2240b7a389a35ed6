"""Only `runtime` commits.

A verb that commits by itself leaves its event and its job behind when its next line fails:
the rows have changed and nobody ever hears of it. The door that opened the unit of work ends it.
"""

from collections.abc import Iterator

from lints.source import Finding, Source

RULE = "no-commit"


def check(source: Source) -> Iterator[Finding]:
    if source.module in {"", "runtime"}:
        return
    for call, name in source.calls():
        if name.endswith(".commit"):
            yield from source.finding(call, RULE, "the unit of work commits when its door closes; do not commit here")
