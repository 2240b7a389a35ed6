"""The running demo and the pages that journeys open on it."""

import os
import re
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Page

OpenPage = Callable[..., Page]


@dataclass(frozen=True)
class Demo:
    """The running demo, as its ready message describes it."""

    desk: str
    shop: str
    email: str
    password: str


@contextmanager
def running_demo() -> Iterator[Demo]:
    """`obrol demo` on an empty folder and a free port; afterwards it is stopped as Ctrl-C would."""
    with tempfile.TemporaryDirectory(prefix="obrol-e2e-", ignore_cleanup_errors=True) as folder:
        environment = {name: value for name, value in os.environ.items() if not name.startswith("OBROL_")}
        environment |= {"OBROL_DATA": f"{folder}/data", "OBROL_PORT": "0", "PYTHONUNBUFFERED": "1"}
        with Path(folder, "log").open("w+", encoding="utf-8") as log:
            process = subprocess.Popen(
                [sys.executable, "-m", "obrol", "demo"], stdout=subprocess.PIPE, stderr=log, text=True, env=environment
            )
            try:
                yield _ready(process)
            finally:
                process.send_signal(signal.SIGINT)
                process.communicate(timeout=60)
                log.seek(0)
                # pytest shows it below a test that failed.
                sys.stdout.write(log.read()[-8000:])


def _ready(process: "subprocess.Popen[str]") -> Demo:
    assert process.stdout
    seen = ""
    for line in process.stdout:
        seen += line
        found = re.search(r"Desk\s+(\S+)\s+Sign in\s+(\S+)\s+(\S+)\s+Demo shop\s+(\S+)", seen)
        if found:
            return Demo(desk=found[1], email=found[2], password=found[3], shop=found[4])
    raise AssertionError(f"the demo ended instead of becoming ready:\n{seen}")
