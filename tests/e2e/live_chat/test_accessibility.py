"""Every page of the desk, and the widget, as axe sees it: both themes, WCAG 2.2 AA."""

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from live_chat_desk import Chat, Desk
from live_chat_words import ENGLISH, Words
from live_chat_world import WELCOME, Customer, World
from playwright.sync_api import Browser, Page, expect

pytestmark = pytest.mark.e2e

AXE = Path(__file__).resolve().parents[3] / "web" / "node_modules" / "axe-core" / "axe.min.js"
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
# The desk follows the system by a script, and what animates has colours of neither theme.
SETTLED = """async theme => {
    const shown = () => document.documentElement.dataset.mantineColorScheme ?? theme;
    while (shown() !== theme) await new Promise(requestAnimationFrame);
    const still = new CSSStyleSheet();
    still.replaceSync("*, ::before, ::after { transition: none !important; animation: none !important }");
    document.adoptedStyleSheets = [...document.adoptedStyleSheets, still];
    await new Promise(requestAnimationFrame);
}"""
LOOK = """async tags => (await axe.run(document, { runOnly: tags })).violations.map(
    ({ id, nodes }) => `${id}: ${nodes.slice(0, 3).map(node => `${node.html} (${node.failureSummary})`).join("; ")}`)"""

PAGES = {
    "overview": "/",
    "inbox": "/live-chat",
    "bots": "/bots",
    "flows of a bot": "/bots/{bot}/flows",
    "channels of a bot": "/bots/{bot}/channels",
    "a bot": "/bots/{bot}/general",
    "a flow": "/flows/{flow}",
    "personas": "/content/personas",
    "tags": "/content/tags",
    "fields": "/content/fields",
    "topics": "/content/topics",
    "sequences": "/content/sequences",
    "shortcuts": "/tools/shortcuts",
    "profile": "/settings/profile",
    "sessions": "/settings/sessions",
    "workspace": "/settings/workspace",
    "agents": "/settings/agents",
    "teams": "/settings/teams",
    "channels": "/settings/channels",
    "a channel": "/settings/channels/{channel}",
    "stuck work": "/settings/stuck-work",
    "nothing": "/no-such-page",
}


@pytest.fixture
def words() -> Words:
    """What axe looks at is the same in every language."""
    return ENGLISH


@pytest.mark.parametrize("page", PAGES)
def test_axe_finds_nothing_on(desk: Desk, world: World, page: str) -> None:
    path = PAGES[page].format(bot=world.bot["id"], flow=world.welcome["id"], channel=world.channel["id"])
    desk.goes_to(path)
    expect(desk.page.get_by_role("heading", level=1).or_(desk.page.get_by_role("main")).first).to_be_visible()
    _finds_nothing(desk.page)


def test_axe_finds_nothing_in_a_conversation(desk: Desk, world: World) -> None:
    customer = world.customer()
    customer.is_answered("Kami jawab.")
    customer.is_noted("Kami catat.")
    desk.opens(customer)
    expect(desk.messages.get_by_text("Kami catat.")).to_be_visible()
    _finds_nothing(desk.page)
    desk.takes_notes(customer)
    _finds_nothing(desk.page)


def test_axe_finds_nothing_in_the_dialog_of_sub_flows(desk: Desk, world: World) -> None:
    desk.opens(world.customer())
    desk.tool(desk.words.subflow).click()
    dialog = desk.page.get_by_role("dialog", name=desk.words.send_subflow)
    dialog.get_by_role("radio", name=world.invitation["name"], exact=True).click()
    # The library's dialogs have a header of their own, which axe's best practice takes for a second one of the page.
    _finds_nothing(desk.page, WCAG)


def test_axe_finds_nothing_at_the_sign_in(browser: Browser, world: World) -> None:
    page = browser.new_page(reduced_motion="reduce")
    page.goto(world.demo.desk)
    expect(page.get_by_role("textbox", name=ENGLISH.email)).to_be_visible()
    _finds_nothing(page)
    page.close()


def test_axe_finds_nothing_in_the_widget(world: World, open_chat: Callable[[Customer], Chat]) -> None:
    chat = open_chat(world.customer())
    chat.sees(WELCOME)
    _finds_nothing(chat.page)


def _finds_nothing(page: Page, tags: Sequence[str] = (*WCAG, "best-practice")) -> None:
    for theme in ("light", "dark"):
        page.emulate_media(color_scheme=theme)
        if not page.evaluate("'axe' in window"):
            # By the debugger and not as an element: the pages allow no script but their own.
            page.evaluate(AXE.read_text("utf-8"))
        page.evaluate(SETTLED, theme)
        found = page.evaluate(LOOK, list(tags))
        assert found == [], f"in the {theme} theme: " + "\n".join(found)
