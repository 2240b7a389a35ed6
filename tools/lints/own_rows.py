"""A module makes its own rows; others call its verbs.

A row made by a stranger has no event: nobody hears of it, no screen moves, no webhook fires,
and the day its table gains a column the stranger is forgotten.
"""

from collections.abc import Iterator

from lints.source import Finding, Source

RULE = "own-rows"


def check(source: Source) -> Iterator[Finding]:
    # The demo world makes thousands of rows at once, and knows everything anyway.
    if source.module in {"", "entrypoints"}:
        return
    imported = source.imported()
    for call, name in source.calls():
        origin = imported.get(name, "")
        if origin.endswith(".models") and origin != f"obrol.{source.module}.models" and name[:1].isupper():
            yield from source.finding(call, RULE, f"{name} belongs to {origin}: call a verb of that module")
