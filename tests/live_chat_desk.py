"""The desk and the widget in a browser, found by what people read there."""

import re
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from live_chat_words import Words
from live_chat_world import Customer, World
from playwright.sync_api import Locator, Page, expect
from talking_people import PATIENCE

WHITE = "rgb(255, 255, 255)"


@dataclass
class Desk:
    """A signed-in agent's page, in one language."""

    page: Page
    words: Words
    world: World

    # --- going somewhere ----------------------------------------------------------------------------------------

    def goes_to(self, path: str) -> None:
        """Open an address of the desk."""
        self.page.goto(self.world.demo.desk + path)

    def opens(self, customer: Customer) -> None:
        """Open a customer's conversation by its address, and wait until one can write."""
        self.goes_to(customer.path)
        expect(self.reply_box(customer)).to_be_editable()

    def opens_list(self, **search: str) -> None:
        """Open the inbox of the tests' own web chat, unless told another."""
        search = search or {"channel": self.world.channel["id"]}
        self.goes_to("/live-chat?" + "&".join(f"{key}={value}" for key, value in search.items()))
        expect(self.list).to_be_visible()

    # --- the five regions ---------------------------------------------------------------------------------------

    @property
    def list(self) -> Locator:
        return self.page.get_by_role("region", name=self.words.conversations, exact=True)

    def row(self, customer: Customer) -> Locator:
        """The customer's row in the list."""
        return self.list.get_by_role("link", name=re.compile(re.escape(customer.name)))

    def conversation(self, customer: Customer) -> Locator:
        return self.page.get_by_role("region", name=self.words.conversation_with.format(name=customer.name))

    @property
    def messages(self) -> Locator:
        return self.page.get_by_role("region", name=self.words.messages, exact=True)

    @property
    def composer(self) -> Locator:
        return self.page.get_by_role("form", name=self.words.composer, exact=True)

    @property
    def panel(self) -> Locator:
        return self.page.get_by_role("complementary", name=self.words.customer, exact=True)

    def block(self, title: str) -> Locator:
        """A part of the panel."""
        return self.panel.get_by_role("region", name=title, exact=True)

    # --- writing ------------------------------------------------------------------------------------------------

    def reply_box(self, customer: Customer) -> Locator:
        return self.composer.get_by_role("textbox", name=self.words.reply_to.format(name=customer.name))

    def note_box(self, customer: Customer) -> Locator:
        return self.composer.get_by_role("textbox", name=self.words.note_about.format(name=customer.name))

    def takes_notes(self, customer: Customer) -> Locator:
        """Switch to Note; its box."""
        self.composer.get_by_text(self.words.note, exact=True).click()
        expect(self.note_box(customer)).to_be_editable()
        return self.note_box(customer)

    def tool(self, name: str) -> Locator:
        """A button of the composer."""
        return self.composer.get_by_role("button", name=name, exact=True)

    # --- looking ------------------------------------------------------------------------------------------------

    def bubble(self, words: str) -> Locator:
        """The innermost coloured thing in which these words of the conversation stand."""
        return self.messages.locator("[data-message]", has_text=words).last

    def chooses_from_menu(self, name: str) -> None:
        """An entry of the three dots."""
        self.page.get_by_role("button", name=self.words.more, exact=True).click()
        self.page.get_by_role("menu").get_by_text(name, exact=True).click()


def until(holds: Callable[[], bool], what: str) -> None:
    """Wait until something holds that no locator can tell."""
    deadline = time.monotonic() + PATIENCE / 1000
    while not holds():
        assert time.monotonic() < deadline, what
        time.sleep(0.05)


def background(locator: Locator) -> str:
    """The colour that is seen behind something: the first one, outwards, that is not transparent."""
    found: str = locator.evaluate(
        """element => {
            for (let one = element; one; one = one.parentElement) {
                const colour = getComputedStyle(one).backgroundColor;
                if (!/^rgba\\(.*, 0\\)$|^transparent$/.test(colour)) return colour;
            }
            return "none";
        }"""
    )
    return found


def _parts(colour: str) -> tuple[int, int, int]:
    # Something that is just being replaced on the page has no colour.
    red, green, blue, *_ = [int(part) for part in re.findall(r"\d+", colour)] or (0, 0, 0)
    return red, green, blue


def is_yellow(colour: str) -> bool:
    """Whether people call this colour yellow: much red and green, clearly less blue."""
    red, green, blue = _parts(colour)
    return red > 200 and green > 170 and blue < 180 and abs(red - green) < 70


def is_blue(colour: str) -> bool:
    """Whether people call this colour blue."""
    red, green, blue = _parts(colour)
    return blue > 150 and blue > red + 60 and blue > green + 30


@dataclass
class Chat:
    """The widget, as the customer has it open."""

    page: Page

    def sees(self, words: str) -> Locator:
        """Wait until the words are in the chat."""
        found = self.page.get_by_role("log").get_by_text(words).last
        expect(found).to_be_visible()
        return found

    def does_not_see(self, words: str) -> None:
        """The words are nowhere on the customer's page."""
        expect(self.page.get_by_text(words)).to_have_count(0)


def storage_of(world: World) -> dict[str, Any]:
    """What a browser keeps of somebody who is signed in."""
    return {"cookies": world.cookies, "origins": []}
