"""A real browser and the real program with its demo world, for journeys that a person would make."""

import os
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from journeys import Demo, OpenPage, running_demo
from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).resolve().parents[2]
RESULTS = ROOT / "test-results"
sys.path.append(str(ROOT / "tools"))

from browser import find_browser  # noqa: E402 - tools/ is no package of ours


@pytest.fixture(scope="session")
def demo() -> Iterator[Demo]:
    with running_demo() as found:
        yield found


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        # Chromium's sandbox refuses root, which is who runs in most containers.
        arguments = ["--no-sandbox"] if os.geteuid() == 0 else []
        opened = playwright.chromium.launch(executable_path=find_browser(), args=arguments)
        yield opened
        opened.close()


@pytest.fixture
def open_page(browser: Browser, request: pytest.FixtureRequest) -> Iterator[OpenPage]:
    """Opens a page in a browser window of its own; `open_page(locale="id-ID")`, sizes and schemes as Playwright's."""
    contexts = []
    problems: list[str] = []

    def open_one(**options: object) -> Page:
        context = browser.new_context(**options)  # type: ignore[arg-type] # Playwright's own names
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: problems.append(str(error)))
        return page

    yield open_one
    failed = getattr(request.node, "failed", False)
    for number, context in enumerate(contexts):
        for page in context.pages:
            if failed:
                RESULTS.mkdir(exist_ok=True)
                page.screenshot(path=RESULTS / f"{_plain(request.node.name)}-{number}.png")
        context.close()
    assert failed or problems == []


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Iterator[None]:
    report = yield
    if report.when == "call":  # type: ignore[attr-defined] # what pluggy sends
        item.failed = report.failed  # type: ignore[attr-defined]
    return report


def _plain(name: str) -> str:
    return re.sub(r"[^A-Za-z0-9_-]+", "-", name)
