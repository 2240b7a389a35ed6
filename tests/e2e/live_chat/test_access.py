"""Where people find the live chat: rows S1 to S9."""

import re

import pytest
from live_chat_desk import Desk
from live_chat_world import WELCOME, World
from playwright.sync_api import expect

pytestmark = pytest.mark.e2e


def test_s1_an_agent_reads_what_the_bot_said_and_answers(desk: Desk, world: World) -> None:
    customer = world.customer(says="Kelasnya mulai jam berapa?")
    desk.opens(customer)
    expect(desk.messages.get_by_text(WELCOME)).to_be_visible()

    desk.reply_box(customer).fill("Mulai pukul sembilan, Kak.")
    desk.reply_box(customer).press("Enter")

    customer.receives("Mulai pukul sembilan, Kak.")


def test_s2_every_channel_has_its_own_inbox(desk: Desk, world: World) -> None:
    here, there = world.customer(), world.customer_elsewhere()
    assert world.channel["kind"] != world.other_channel["kind"]

    for channel, its_own, of_the_other in ((world.channel, here, there), (world.other_channel, there, here)):
        desk.opens_list(channel=channel["id"])
        expect(desk.row(its_own)).to_be_visible()
        expect(desk.row(of_the_other)).to_have_count(0)


def test_s3_dashboard_and_bot_lead_to_the_same_conversation(desk: Desk, world: World) -> None:
    customer = world.customer()
    addresses = []
    for way in (f"/bots/{world.bot['id']}", "/"):
        desk.goes_to(way)
        if way == "/":
            desk.page.get_by_role("tabpanel").get_by_role("link", name=re.compile(rf"^{world.bot['name']}")).click()
        else:
            desk.page.get_by_role("navigation", name=desk.words.bot_menu, exact=True).get_by_role(
                "link", name=desk.words.live_chat
            ).click()
        desk.row(customer).click()
        expect(desk.messages.get_by_text(WELCOME)).to_be_visible()
        addresses.append(desk.page.url.partition("?")[0])
    assert addresses[0] == addresses[1]


def test_s4_the_dashboard_has_a_tab_live_chat_at_the_top(desk: Desk) -> None:
    desk.goes_to("/")
    top_bar = desk.page.get_by_role("navigation", name=desk.words.main_menu, exact=True)
    expect(top_bar.get_by_role("link", name=desk.words.live_chat, exact=True)).to_be_visible()
    tab = desk.page.get_by_role("tab", name=desk.words.live_chat, exact=True)
    expect(tab).to_be_visible()
    place = tab.bounding_box()
    assert place is not None
    assert place["y"] < 120, "at the top"


def test_s5_the_dashboard_offers_every_bot_and_channel(desk: Desk, world: World) -> None:
    desk.goes_to("/")
    offered = desk.page.get_by_role("tabpanel").get_by_role("link")
    bots = world.do("GET", "/api/bots")
    assert len({channel["kind"] for bot in bots for channel in bot["channels"]}) > 1
    for bot in (bot for bot in bots if bot["channels"]):
        choice = offered.filter(has_text=bot["name"]).filter(has_text=bot["channels"][0]["name"])
        expect(choice.first).to_be_visible()
    expect(offered.filter(has_text=desk.words.all_channels)).to_be_visible()


def test_s6_choosing_a_bot_opens_its_live_chat(desk: Desk, world: World) -> None:
    here, there = world.customer(), world.customer_elsewhere()
    desk.goes_to("/")
    desk.page.get_by_role("tabpanel").get_by_role("link", name=re.compile(rf"^{world.bot['name']}")).click()

    expect(desk.row(here)).to_be_visible()
    expect(desk.row(there)).to_have_count(0)
    expect(desk.page).to_have_url(re.compile(r"/live-chat\?"))


def test_s7_the_menu_of_a_bot_has_live_chat(desk: Desk, world: World) -> None:
    customer = world.customer()
    desk.goes_to(f"/bots/{world.bot['id']}")
    menu = desk.page.get_by_role("navigation", name=desk.words.bot_menu, exact=True)
    entry = menu.get_by_role("link", name=desk.words.live_chat, exact=True)
    place = entry.bounding_box()
    assert place is not None
    assert place["x"] < 240, "on the left"
    entry.click()

    expect(desk.row(customer)).to_be_visible()


def test_s8_the_inbox_of_a_bot_shows_its_own_customers_and_no_others(desk: Desk, world: World) -> None:
    here, there = world.customer(), world.customer_elsewhere()
    for bot, its_own, of_the_other in ((world.bot, here, there), (world.other_bot, there, here)):
        desk.opens_list(bot=bot["id"])
        expect(desk.row(its_own)).to_be_visible()
        expect(desk.row(of_the_other)).to_have_count(0)


def test_s9_all_five_regions_are_there_at_once(desk: Desk, world: World) -> None:
    customer = world.customer()
    desk.opens_list()
    desk.row(customer).click()

    width = 0.0
    for region in (desk.list, desk.messages, desk.composer, desk.panel, desk.block(desk.words.tags)):
        expect(region).to_be_in_viewport()
        place = region.bounding_box()
        assert place is not None
        width = max(width, place["x"] + place["width"])
    assert width <= 1440, "nothing beyond the edge of the screen"
