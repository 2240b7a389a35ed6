"""The core reads capabilities and never asks which channel it is on.

Elsewhere the rule for WhatsApp's 24 hours is a `case` on the kind of channel in the middle of the inbox,
and every new channel is an edit to it. Here adding a channel is adding a folder.
"""

import ast
from collections.abc import Iterator
from pathlib import Path

from lints.source import Finding, Source

RULE = "which-channel"
CORE = {"kit", "runtime", "workspaces", "contacts", "channels", "inbox", "flows", "campaigns"}
CONNECTORS = Path(__file__).resolve().parents[2] / "src" / "obrol" / "connectors"


def check(source: Source) -> Iterator[Finding]:
    if source.module not in CORE:
        return
    kinds = {folder.name for folder in CONNECTORS.iterdir() if (folder / "connector.py").exists()}
    for node in source.nodes:
        if isinstance(node, ast.Compare | ast.match_case):
            for part in ast.walk(node):
                if isinstance(part, ast.Constant) and part.value in kinds:
                    yield from source.finding(part, RULE, f'asks whether the channel is "{part.value}"')
