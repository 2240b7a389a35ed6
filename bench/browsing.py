"""Browsing: how fast the desk feels in a real browser, among a hundred thousand conversations."""

import os
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from playwright.sync_api import Page, sync_playwright

from bench.serving import Running
from bench.world import World

sys.path.append(str(Path(__file__).parents[1] / "tools"))

from browser import find_browser

OPENINGS: Final = 8  # as many rows as a list shows at 900 pixels
ROUNDS: Final = 4
SENDS: Final = 20
PATIENCE: Final = 10_000  # milliseconds

# From the click to the frame in which the messages of that conversation stand; milliseconds.
OPEN: Final = """
async (at) => {
  const row = [...document.querySelectorAll("a[href*='/live-chat/']")][at];
  const shown = () => document.querySelector("[data-message]")?.dataset.message;
  const before = shown();
  const frame = () => new Promise(requestAnimationFrame);
  const began = performance.now();
  row.click();
  while (!location.pathname.endsWith(new URL(row.href).pathname) || !shown() || shown() === before) {
    if (performance.now() - began > 10000) throw new Error("the conversation did not open");
    await frame();
  }
  await frame();
  return performance.now() - began;
}
"""
# From Enter to the frame in which the bubble stands: milliseconds, and frames.
SEND: Final = """
async (words) => {
  const frame = () => new Promise(requestAnimationFrame);
  await frame();
  const began = performance.now();
  document.activeElement.dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", bubbles: true, cancelable: true }));
  let frames = 0;
  while (![...document.querySelectorAll("[data-message]")].some((one) => one.textContent.includes(words))) {
    if (performance.now() - began > 10000) throw new Error("the bubble did not come");
    await frame();
    frames += 1;
  }
  return [performance.now() - began, frames];
}
"""


@dataclass
class Felt:
    """Milliseconds that somebody waits, by what for; and how many frames a bubble took."""

    first_opened: list[float] = field(default_factory=list)
    opened_again: list[float] = field(default_factory=list)
    bubbles: list[float] = field(default_factory=list)
    frames: list[float] = field(default_factory=list)


def felt(obrol: Running, world: World) -> Felt:
    """Open conversations that were not looked at yet and some that were, and send; in a browser of 1440 by 900."""
    found = Felt()
    with sync_playwright() as playwright:
        # Chromium's sandbox refuses root, which is who runs in most containers.
        arguments = ["--no-sandbox"] if os.geteuid() == 0 else []
        browser = playwright.chromium.launch(executable_path=find_browser(), args=arguments)
        for _ in range(ROUNDS):
            context = browser.new_context(viewport={"width": 1440, "height": 900}, locale="en-US")
            context.add_cookies([{"name": "obrol_session", "value": world.busy, "url": obrol.url}])
            page = context.new_page()
            _browse(page, obrol, found)
            context.close()
        browser.close()
    return found


def _browse(page: Page, obrol: Running, found: Felt) -> None:
    page.goto(f"{obrol.url}/live-chat")
    page.locator("a[href*='/live-chat/']").nth(OPENINGS).wait_for(timeout=PATIENCE)
    page.evaluate(OPEN, OPENINGS)  # what a first conversation brings along is no cost of the next ones
    for samples in (found.first_opened, found.opened_again):
        for number in range(OPENINGS):
            samples.append(page.evaluate(OPEN, number))
            page.wait_for_load_state("networkidle")
    box = page.locator("form textarea").first
    for number in range(SENDS // ROUNDS):
        words = f"Bubble number {number}."
        box.fill(words)
        result: Any = page.evaluate(SEND, words)
        found.bubbles.append(result[0])
        found.frames.append(result[1])
        page.locator("[data-message]:not([data-pending])", has_text=words).first.wait_for(timeout=PATIENCE)
