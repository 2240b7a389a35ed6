"""Hold every Python file against the house rules in tools/lints/."""

import pkgutil
import sys
from importlib import import_module
from pathlib import Path

import lints
from lints.source import Finding, Source

ROOT = Path(__file__).resolve().parents[1]
LOOKED_AT = ("src", "tests", "tools", "bench")


def main() -> int:
    found = [finding for source in sources() for finding in findings(source)]
    for finding in sorted(found, key=str):
        print(finding)
    return 1 if found else 0


def sources() -> list[Source]:
    paths = [path for folder in LOOKED_AT for path in sorted((ROOT / folder).rglob("*.py"))]
    return [Source(str(path.relative_to(ROOT)), path.read_text("utf-8")) for path in paths]


def findings(source: Source) -> list[Finding]:
    """What every rule says about one file."""
    rules = [module.name for module in pkgutil.iter_modules(lints.__path__) if module.name != "source"]
    return [finding for rule in rules for finding in import_module(f"lints.{rule}").check(source)]


if __name__ == "__main__":
    sys.exit(main())
