"""In a route, an id goes to `access`, never to a query.

The most common hole of programs like this one is a route that loads what an id names
without asking whether this person may see it. One door for ids makes forgetting impossible.
"""

import ast
from collections.abc import Iterator

from lints.source import Finding, Source

RULE = "ids-through-access"
OPTIONS = {"lock"}


def check(source: Source) -> Iterator[Finding]:
    if not source.module or not source.inside.startswith("routes"):
        return
    imported = source.imported()
    for call, name in source.calls():
        first, last = name.split(".")[0], name.split(".")[-1]
        from_queries = first == "queries" or ".queries" in f".{imported.get(first, '')}"
        # With the scope alone there is no id to look at: "the workspace that one works in".
        if from_queries and last.startswith(("find_", "get_")) and names_a_row(call):
            yield from source.finding(call, RULE, "hand the id to an access function; it knows who may see the row")


def names_a_row(call: ast.Call) -> bool:
    return len(call.args) > 1 or any(keyword.arg not in OPTIONS for keyword in call.keywords)
