"""One Python file as the rules see it."""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

ALLOWED = re.compile(r"# lint: allow ([a-z-]+) - \S")


@dataclass(frozen=True)
class Finding:
    """A place that breaks a rule."""

    path: str
    line: int
    rule: str
    message: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.rule}: {self.message}"


@dataclass(frozen=True)
class Source:
    """A file, by its path from the root of the checkout (`src/obrol/inbox/routes.py`)."""

    path: str
    text: str

    @cached_property
    def tree(self) -> ast.Module:
        return ast.parse(self.text, self.path)

    @cached_property
    def nodes(self) -> tuple[ast.AST, ...]:
        """Every node of the tree; walked once, because every rule looks at them all."""
        return tuple(ast.walk(self.tree))

    @property
    def module(self) -> str:
        """The top-level module that the file belongs to (`inbox`), empty outside src/obrol."""
        parts = Path(self.path).parts
        return parts[2].removesuffix(".py") if parts[:2] == ("src", "obrol") and len(parts) > 2 else ""  # noqa: PLR2004

    @property
    def inside(self) -> str:
        """The path below the top-level module (`actions/snoozing.py`)."""
        return "/".join(Path(self.path).parts[3:])

    def calls(self) -> Iterator[tuple[ast.Call, str]]:
        """Every call with the dotted name of what is called, as far as it is written out."""
        for node in self.nodes:
            if isinstance(node, ast.Call):
                yield node, dotted(node.func)

    def imported(self) -> dict[str, str]:
        """The names that imports bind here, with where each comes from (`Conversation` → `obrol.inbox.models`)."""
        found = {}
        for node in self.nodes:
            if isinstance(node, ast.ImportFrom) and node.module:
                for name in node.names:
                    found[name.asname or name.name] = node.module
        return found

    def finding(self, node: ast.AST, rule: str, message: str) -> Iterator[Finding]:
        """The finding, unless its line or the one above says that it is allowed."""
        number: int = getattr(node, "lineno", 1)
        allowed = ALLOWED.search("\n".join(self.text.splitlines()[max(0, number - 2) : number]))
        if not (allowed and allowed[1] == rule):
            yield Finding(self.path, number, rule, message)


def dotted(node: ast.AST) -> str:
    """`a.b.c` of an expression; `.c` when what is before it is not a name."""
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute):
        return f"{dotted(node.value)}.{node.attr}"
    return ""
