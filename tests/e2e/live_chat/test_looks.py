"""How the live chat page looks: it fits every screen, and its pictures are written when OBROL_WRITE_GOLDEN is set."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from live_chat_desk import Desk, storage_of
from live_chat_words import ENGLISH, INDONESIAN, Words
from live_chat_world import Customer, World
from playwright.sync_api import Browser, Page, expect

pytestmark = pytest.mark.e2e

IMAGES = Path(__file__).resolve().parents[3] / "docs" / "images"
DESKTOP = {"width": 1440, "height": 900}
PHONE = {"width": 360, "height": 780}

OpenDesk = Callable[..., Desk]


@pytest.fixture
def open_desk(browser: Browser, world: World, tabs: Callable[..., Page]) -> OpenDesk:
    """Opens the desk in a window of any size, theme and language."""

    def open_one(words: Words, **options: Any) -> Desk:
        context = browser.new_context(
            locale=words.locale,
            storage_state=storage_of(world),  # type: ignore[arg-type] # Playwright's own names
            reduced_motion="reduce",
            **options,
        )
        return Desk(tabs(context.new_page(), alone=True), words, world)

    return open_one


@pytest.fixture(scope="module")
def guest(world: World) -> Customer:
    """Somebody with a conversation that shows a bit of everything."""
    customer = world.customer(says="Halo, masih ada kursi untuk kelas Sabtu?")
    customer.is_changed(email="tamu@contoh.example", phone="+6284000001234")
    for name in ("Kelas pagi", "Peminat"):
        customer.on_contact("PUT", f"tags/{world.tag(name)['id']}")
    customer.on_contact("PUT", f"sequences/{world.sequence('Kelas untuk pemula')['id']}")
    customer.on_contact("PUT", f"topics/{world.topic('Jadwal baru')['id']}")
    customer.is_noted("Datang berdua, minta kursi dekat jendela.")
    customer.is_answered("Masih ada dua, Kak. Kami simpan dulu ya.")
    customer.says("Terima kasih banyak!")
    customer.receives("Kami simpan dulu ya.")
    return customer


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("words", [ENGLISH, INDONESIAN], ids=["en", "id"])
def test_the_page_on_a_desktop(open_desk: OpenDesk, guest: Customer, words: Words, theme: str) -> None:
    desk = open_desk(words, viewport=DESKTOP, color_scheme=theme)
    _shows(desk, guest)
    _picture(desk, f"live-chat-{words.locale[:2]}-{theme}")


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_a_note_being_written(open_desk: OpenDesk, guest: Customer, theme: str) -> None:
    desk = open_desk(ENGLISH, viewport=DESKTOP, color_scheme=theme)
    _shows(desk, guest)
    desk.takes_notes(guest).fill("Ask on Saturday whether the seats were good.")
    _picture(desk, f"note-{theme}")
    desk.note_box(guest).fill("")
    desk.composer.get_by_text(desk.words.reply, exact=True).click()
    expect(desk.reply_box(guest)).to_be_visible()


def test_the_dialog_of_sub_flows(open_desk: OpenDesk, world: World) -> None:
    desk = open_desk(ENGLISH, viewport=DESKTOP)
    desk.opens(world.customer())
    desk.tool(desk.words.subflow).click()
    dialog = desk.page.get_by_role("dialog", name=desk.words.send_subflow)
    dialog.get_by_role("radio", name=world.invitation["name"], exact=True).click()
    expect(dialog.get_by_role("button", name=desk.words.send_subflow, exact=True)).to_be_enabled()
    _picture(desk, "sub-flow")


def test_the_shortcuts(open_desk: OpenDesk, world: World) -> None:
    shortcut = world.shortcut("alamat", "Kami di Jalan Melati Senja 12.")
    desk = open_desk(ENGLISH, viewport=DESKTOP)
    desk.goes_to("/tools/shortcuts")
    expect(desk.page.get_by_role("listitem").filter(has_text=f"/{shortcut['name']}")).to_be_visible()
    _picture(desk, "shortcuts")


@pytest.mark.parametrize("words", [ENGLISH, INDONESIAN], ids=["en", "id"])
def test_the_page_on_a_phone(open_desk: OpenDesk, guest: Customer, words: Words) -> None:
    desk = open_desk(words, viewport=PHONE, is_mobile=True, has_touch=True)
    desk.opens(guest)
    expect(desk.list).to_have_count(0)
    expect(desk.messages.get_by_text("Terima kasih banyak!")).to_be_visible()
    _picture(desk, f"phone-{words.locale[:2]}")


def _shows(desk: Desk, guest: Customer) -> None:
    desk.opens(guest)
    expect(desk.row(guest)).to_be_visible()
    expect(desk.block(desk.words.tags).get_by_role("listitem")).to_have_count(2)
    expect(desk.messages.get_by_text("Terima kasih banyak!")).to_be_visible()


def _picture(desk: Desk, name: str) -> None:
    """Nothing sticks out; and the picture, when it is asked for."""
    overflow = desk.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert overflow <= 0, "nothing sticks out"
    desk.page.mouse.move(0, 0)
    if os.environ.get("OBROL_WRITE_GOLDEN"):
        IMAGES.mkdir(exist_ok=True)
        desk.page.screenshot(path=IMAGES / f"{name}.png")
