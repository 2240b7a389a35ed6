"""Run every part of the tests, let no part hide another, and end with one line that counts them all.

make test                      everything
python tools/run_tests.py web  one part: python, web, journeys or chaos (30 rounds, not in `make test`)
"""

import json
import os
import subprocess
import sys
import tempfile
import time
import xml.etree.ElementTree as ET
from dataclasses import dataclass
from pathlib import Path

import bootstrap
from browser import NoBrowserError, find_browser

ROOT = Path(__file__).resolve().parents[1]
TESTS = ROOT / "tests"
PYTEST = [sys.executable, "-m", "pytest", "-q", "--no-header"]
NOTHING_COLLECTED = 5  # pytest's exit code


@dataclass
class Count:
    """How one part, or all of them, went."""

    passed: int = 0
    failed: int = 0
    skipped: int = 0

    def __add__(self, other: "Count") -> "Count":
        return Count(self.passed + other.passed, self.failed + other.failed, self.skipped + other.skipped)

    def __str__(self) -> str:
        return f"{self.passed} passed, {self.failed} failed, {self.skipped} skipped"


def main(arguments: list[str]) -> int:
    parts = {"python": python, "web": web, "journeys": journeys}
    more = {"chaos": chaos}
    chosen = arguments or list(parts)
    if unknown := set(chosen) - set(parts) - set(more):
        print(f"There is no part {', '.join(sorted(unknown))}: choose from {', '.join([*parts, *more])}.")
        return 2
    counts = {}
    with tempfile.TemporaryDirectory(prefix="obrol-tests-") as folder:
        for name in chosen:
            began = time.monotonic()
            print(f"\n── {name} {'─' * (60 - len(name))}", flush=True)
            try:
                counts[name] = (parts | more)[name](Path(folder))
            except (NoBrowserError, bootstrap.Stopped) as stopped:
                print(stopped, flush=True)
                counts[name] = Count(failed=1)
            print(f"{name}: {counts[name]} in {time.monotonic() - began:.0f} s", flush=True)
    whole = sum(counts.values(), Count())
    print(f"\n{'─' * 64}")
    for name, count in counts.items():
        print(f"  {name:<10}{count}")
    print(f"\n{whole}", flush=True)
    return 1 if whole.failed else 0


def python(reports: Path) -> Count:
    """Everything below tests/ that needs no browser, one worker per processor."""
    ignored = [f"--ignore={TESTS / 'e2e'}"]
    return _pytest([str(TESTS), *ignored, "--numprocesses", "logical"], reports / "python.xml")


def journeys(reports: Path) -> Count:
    """The product in a real browser, one journey after the other."""
    browser = find_browser()
    print(f"Browser: {browser}", flush=True)
    return _pytest([str(TESTS / "e2e"), "-p", "no:randomly"], reports / "journeys.xml", OBROL_CHROMIUM=browser)


def chaos(reports: Path) -> Count:
    """The long version: 30 rounds of killing."""
    rounds = os.environ.get("OBROL_CHAOS_ROUNDS", "30")
    arguments = [str(TESTS / "chaos"), "-p", "no:randomly", "-s", "--timeout", "3600"]
    return _pytest(arguments, reports / "chaos.xml", OBROL_CHAOS_ROUNDS=rounds)


def web(reports: Path) -> Count:
    """The unit tests of every web app and package that has some."""
    npm = bootstrap.install_web()
    count = Count()
    manifests = [path for folder in ("apps", "packages") for path in (ROOT / "web" / folder).glob("*/package.json")]
    for manifest in sorted(manifests):
        package = json.loads(manifest.read_text("utf-8"))
        if "test" not in package.get("scripts", {}):
            continue
        report = reports / f"web-{manifest.parent.name}.xml"
        command = [*npm.command, "run", "test", "--silent", f"--workspace={package['name']}", "--"]
        reporters = ["--reporter=default", "--reporter=junit", f"--outputFile.junit={report}"]
        done = subprocess.run([*command, *reporters], cwd=ROOT / "web", env=npm.env, check=False)
        count += _counted(report, done.returncode)
    return count


def _pytest(arguments: list[str], report: Path, **environment: str) -> Count:
    command = [*PYTEST, f"--junitxml={report}", "-o", "junit_family=xunit1", *arguments]
    done = subprocess.run(command, cwd=ROOT, env={**os.environ, **environment}, check=False)
    if done.returncode == NOTHING_COLLECTED:
        print("There are no tests in this part.")
        return Count(failed=1)
    return _counted(report, done.returncode)


def _counted(report: Path, code: int) -> Count:
    """The count of a report; a part that broke without a failing test in its report counts as one that failed."""
    count = Count()
    if report.exists():
        for suite in ET.parse(report).getroot().iter("testsuite"):  # noqa: S314 - written by our own test run
            failed = int(suite.get("failures", 0)) + int(suite.get("errors", 0))
            skipped = int(suite.get("skipped", 0))
            count += Count(int(suite.get("tests", 0)) - failed - skipped, failed, skipped)
    if code != 0 and count.failed == 0:
        count.failed = 1
    return count


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
