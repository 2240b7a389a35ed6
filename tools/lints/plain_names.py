"""No file is called utils, helpers, common, manager or service.

Such a file is where things go that nobody named; it grows without limit and everything imports it.
"""

from collections.abc import Iterator
from pathlib import Path

from lints.source import Finding, Source

RULE = "plain-names"
EMPTY_WORDS = {"util", "utils", "helper", "helpers", "common", "misc", "manager", "managers", "service", "services"}


def check(source: Source) -> Iterator[Finding]:
    if any(part.removesuffix(".py").strip("_") in EMPTY_WORDS for part in Path(source.path).parts):
        yield Finding(source.path, 1, RULE, "name the file after what it does")
