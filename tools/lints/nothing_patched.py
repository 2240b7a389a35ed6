"""A test does not replace our own functions.

A patched function keeps a test green after the real one has changed its mind.
Fakes stand at the network: the `fake` connector, a transport, a scratch database.
"""

import ast
from collections.abc import Iterator

from lints.source import Finding, Source

RULE = "nothing-patched"


def check(source: Source) -> Iterator[Finding]:
    if not source.path.startswith("tests/"):
        return
    imported = source.imported()
    for call, name in source.calls():
        patches = name.endswith("monkeypatch.setattr") or name in {"patch", "mock.patch", "patch.object"}
        if not patches or not call.args:
            continue
        target = call.args[0]
        if isinstance(target, ast.Constant):
            ours = str(target.value).startswith("obrol.") and not is_constant(str(target.value))
        else:
            ours = isinstance(target, ast.Name) and imported.get(target.id, "").startswith("obrol")
            ours = ours and not (len(call.args) > 1 and is_constant(getattr(call.args[1], "value", "")))
        if ours:
            yield from source.finding(call, RULE, "fake the network or the clock instead of replacing our own code")


def is_constant(name: str) -> bool:
    """Whether the name is that of a limit or a path, which a test may shorten."""
    return name.rsplit(".", 1)[-1].isupper()
