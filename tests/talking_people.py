"""What a visitor and an agent do in their browsers, by the words that they see there."""

import contextlib
import re
from dataclasses import dataclass
from typing import Any

from journeys import Demo, OpenPage
from playwright.sync_api import FrameLocator, Locator, Page, expect
from playwright.sync_api import TimeoutError as NotThereInTime

PATIENCE = 15_000  # milliseconds; a loaded machine with two processors
expect.set_options(timeout=PATIENCE)

DESK = {
    "en-US": {
        "live_chat": "Live Chat",
        "inbox": "Inbox",
        "done": "Done",
        "snoozed": "Snoozed",
        "reply": "Reply",
        "note": "Note",
        "finish": "Move to Done",
        "reopen": "Move back to Inbox",
        "search_hint": "Search names and messages",
        "mode": "Live chat mode",
        "snooze": "Snooze",
    },
    "id-ID": {
        "live_chat": "Obrolan Langsung",
        "inbox": "Kotak Masuk",
        "done": "Selesai",
        "snoozed": "Ditunda",
        "reply": "Balas",
        "note": "Catatan",
        "finish": "Pindahkan ke Selesai",
        "reopen": "Kembalikan ke Kotak Masuk",
        "search_hint": "Cari nama dan pesan",
        "mode": "Mode obrolan langsung",
        "snooze": "Tunda",
    },
}


@dataclass
class Visitor:
    """Somebody on the shop's page."""

    page: Page
    chat: FrameLocator

    def opens_the_chat(self) -> None:
        """Press the bubble."""
        self.page.get_by_role("button", name=re.compile("chat|obrol", re.IGNORECASE)).last.click()
        expect(self.chat.get_by_role("textbox").first).to_be_visible()

    def says(self, words: str) -> None:
        """Write and press Enter."""
        box = self.chat.get_by_role("textbox").first
        box.fill(words)
        box.press("Enter")

    def presses(self, label: str) -> None:
        """Press a button or a quick reply."""
        self.chat.get_by_role("button", name=label, exact=True).last.click()

    def sees(self, words: str) -> Locator:
        """Wait until the words are in the conversation."""
        found = self.chat.get_by_role("log").get_by_text(words).last
        expect(found).to_be_visible()
        return found

    def does_not_see(self, words: str) -> None:
        """The words are nowhere."""
        expect(self.chat.get_by_text(words)).to_have_count(0)


@dataclass
class Agent:
    """Somebody at the desk."""

    page: Page
    words: dict[str, str]

    def opens(self, words: str) -> None:
        """Find a conversation by a name or by words that were said, and open it."""
        search = self.page.get_by_placeholder(re.compile(self.words["search_hint"]))
        found = self.page.get_by_role("link", name=re.compile(words)).first
        for _ in range(6):  # what is found is what was there when one looked: look again for what arrives just now
            search.fill(words)
            with contextlib.suppress(NotThereInTime):
                found.wait_for(timeout=PATIENCE / 5)
                break
            search.fill("")
        found.click()
        expect(self.box()).to_be_visible()

    def box(self) -> Locator:
        """The composer's text box."""
        return self.page.locator("textarea:not([aria-hidden=true])").last

    def says(self, words: str) -> None:
        """Reply and press Enter."""
        self.page.get_by_text(self.words["reply"], exact=True).first.click()
        self.box().fill(words)
        self.box().press("Enter")

    def notes(self, words: str) -> None:
        """Leave a note and press Enter."""
        self.page.get_by_text(self.words["note"], exact=True).first.click()
        self.box().fill(words)
        self.box().press("Enter")

    def sees(self, words: str) -> None:
        """Wait until the words are on the page."""
        expect(self.page.get_by_text(words).last).to_be_visible()

    def switches_to(self, status: str) -> None:
        """Show Inbox, Done or Snoozed."""
        self.page.get_by_text(re.compile(rf"^{re.escape(self.words[status])}")).first.click()


def a_visitor(demo: Demo, open_page: OpenPage, *, locale: str = "en-US", **options: Any) -> Visitor:
    """Opens the shop and the chat on it."""
    page = open_page(locale=locale, **options)
    page.goto(demo.shop + ("?lang=en" if locale.startswith("en") else ""))
    visitor = Visitor(page, page.frame_locator("iframe"))
    visitor.opens_the_chat()
    return visitor


def an_agent(demo: Demo, open_page: OpenPage, *, locale: str = "en-US", **options: Any) -> Agent:
    """Signs in and goes to the live chat."""
    page = open_page(locale=locale, **options)
    page.goto(demo.desk)
    page.locator("input[type=email]").fill(demo.email)
    page.locator("input[type=password]").fill(demo.password)
    page.locator("input[type=password]").press("Enter")
    words = DESK[locale]
    expect(page.get_by_role("tab", name=words["live_chat"])).to_be_visible()
    page.goto(demo.desk + "/live-chat")
    expect(page.get_by_text(re.compile(rf"^{words['inbox']}")).first).to_be_visible()
    return Agent(page, words)
