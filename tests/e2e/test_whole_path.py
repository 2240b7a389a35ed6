"""A customer writes, the bot answers, an agent takes over: the whole path, in two browsers."""

import os
import re
from pathlib import Path

import pytest
from journeys import Demo, OpenPage
from playwright.sync_api import expect
from talking_people import a_visitor, an_agent

pytestmark = pytest.mark.e2e

ORDERED = "2 \N{MULTIPLICATION SIGN} Americano"

IMAGES = Path(__file__).resolve().parents[2] / "docs" / "images"
ORDERS = {
    "en-US": ["Order coffee", "Great! Which one?", "Americano", "How many?", "2", "What name is it for?", "receipt"],
    "id-ID": ["Pesan kopi", "Siap! Mau yang mana?", "Americano", "Berapa banyak", "2", "Atas nama siapa?", "notanya"],
}


@pytest.mark.parametrize("locale", ["en-US", "id-ID"])
def test_a_customer_orders_from_the_bot_and_a_person_confirms(demo: Demo, open_page: OpenPage, locale: str) -> None:
    order, which, drink, how_many, two, whom, receipt = ORDERS[locale]
    name = "Melati Uji" if locale == "id-ID" else "Jasmine Trial"
    agent = an_agent(demo, open_page, locale=locale, viewport={"width": 1440, "height": 900})
    visitor = a_visitor(demo, open_page, locale=locale)

    visitor.says("Halo" if locale == "id-ID" else "Hello")
    visitor.presses(order)
    visitor.sees(which)
    visitor.presses(drink)
    visitor.sees(how_many)
    visitor.says(two)
    visitor.sees(whom)
    visitor.says(name)
    visitor.sees(receipt)
    visitor.says(f"{name.split(maxsplit=1)[0].lower()}@contoh.example")
    visitor.sees(ORDERED)

    agent.opens(name)
    agent.sees(ORDERED)
    agent.says("Siap, kami buatkan sekarang." if locale == "id-ID" else "Sure, we are making it now.")
    visitor.sees("Siap, kami buatkan sekarang." if locale == "id-ID" else "Sure, we are making it now.")
    visitor.says("Terima kasih!" if locale == "id-ID" else "Thank you!")
    agent.sees("Terima kasih!" if locale == "id-ID" else "Thank you!")
    if os.environ.get("OBROL_WRITE_GOLDEN") and locale == "en-US":
        IMAGES.mkdir(exist_ok=True)
        visitor.page.screenshot(path=IMAGES / "shop-en.png")

    agent.page.get_by_placeholder(re.compile(agent.words["search_hint"])).fill("")
    agent.page.get_by_role("button", name=agent.words["finish"]).click()
    agent.switches_to("done")
    expect(agent.page.get_by_role("link", name=re.compile(name)).first).to_be_visible()


def test_a_note_is_for_the_team_alone(demo: Demo, open_page: OpenPage) -> None:
    agent = an_agent(demo, open_page)
    visitor = a_visitor(demo, open_page)
    visitor.says("Is there a note about me? 4711")
    agent.opens("4711")
    agent.notes("Always asks for a discount.")
    agent.sees("Always asks for a discount.")
    agent.says("No notes at all!")
    visitor.sees("No notes at all!")
    visitor.does_not_see("discount")


def test_the_bot_is_silent_once_a_person_has_answered(demo: Demo, open_page: OpenPage) -> None:
    agent = an_agent(demo, open_page)
    visitor = a_visitor(demo, open_page)
    visitor.says("A person please, case 4712")
    agent.opens("4712")
    agent.says("I am a person.")
    visitor.sees("I am a person.")
    visitor.says("Order coffee")
    agent.sees("Order coffee")
    visitor.page.wait_for_timeout(3_000)
    visitor.does_not_see("Great! Which one?")
    expect(agent.page.get_by_text("Live chat mode").first).to_be_visible()


def test_what_is_written_offline_arrives_once_when_the_connection_is_back(demo: Demo, open_page: OpenPage) -> None:
    agent = an_agent(demo, open_page)
    visitor = a_visitor(demo, open_page)
    visitor.says("First, case 4713")
    agent.opens("4713")
    visitor.page.context.set_offline(True)
    visitor.says("Written in the tunnel")
    visitor.page.wait_for_timeout(500)
    visitor.page.context.set_offline(False)
    agent.sees("Written in the tunnel")
    visitor.page.reload()
    visitor.opens_the_chat()
    visitor.sees("Written in the tunnel")
    visitor.page.wait_for_timeout(1_000)
    expect(visitor.chat.get_by_text("Written in the tunnel")).to_have_count(1)


def test_snoozing_moves_it_for_two_agents_and_a_reply_brings_it_back(demo: Demo, open_page: OpenPage) -> None:
    one, two = an_agent(demo, open_page), an_agent(demo, open_page)
    visitor = a_visitor(demo, open_page)
    visitor.says("Call me on Monday, case 4714")
    one.opens("4714")
    address = one.page.url.rsplit("/", 1)[-1].partition("?")[0]
    row = two.page.locator(f'a[href*="{address}"]').first
    expect(row).to_be_visible()
    one.page.get_by_role("button", name=one.words["snooze"], exact=True).first.click()
    one.page.get_by_role("menuitem", name="In an hour").click()
    expect(row).to_have_count(0)
    visitor.says("Sorry, now please")
    expect(two.page.locator(f'a[href*="{address}"]').first).to_be_visible()


def test_it_works_on_a_phone(demo: Demo, open_page: OpenPage) -> None:
    phone = {"width": 390, "height": 844}
    visitor = a_visitor(demo, open_page, viewport=phone, is_mobile=True, has_touch=True)
    visitor.says("From my phone, case 4715")
    visitor.sees("From my phone, case 4715")
    agent = an_agent(demo, open_page, viewport={"width": 360, "height": 780}, is_mobile=True, has_touch=True)
    agent.opens("4715")
    agent.says("From mine as well.")
    visitor.sees("From mine as well.")
    overflow = agent.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert overflow <= 0, "nothing sticks out at 360 pixels"


def test_a_picture_goes_both_ways(demo: Demo, open_page: OpenPage, tmp_path: Path) -> None:
    from PIL import Image  # noqa: PLC0415 - one journey needs it

    picture = tmp_path / "beans.png"
    Image.new("RGB", (640, 400), "#6f4e37").save(picture)
    agent = an_agent(demo, open_page)
    visitor = a_visitor(demo, open_page)
    visitor.says("Here is a picture, case 4716")
    agent.opens("4716")
    visitor.chat.locator("input[type=file]").first.set_input_files(picture)
    expect(agent.page.locator('img[alt*="beans.png"]').first).to_be_visible()
