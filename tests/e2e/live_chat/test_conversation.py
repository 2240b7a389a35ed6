"""Part 2, the conversation: rows S15 to S26."""

import re
from collections.abc import Callable

import pytest
from live_chat_desk import Chat, Desk
from live_chat_world import SCHEDULE, WELCOME, Customer, World
from playwright.sync_api import expect

pytestmark = pytest.mark.e2e


def test_s15_the_whole_history_is_shown_in_the_order_of_time(desk: Desk, world: World) -> None:
    customer = world.customer(says="Pertama saya bertanya")
    customer.says("Lalu saya bertanya lagi")
    customer.receives(WELCOME, times=2)
    customer.is_answered("Dan kami menjawab")
    customer.says("Terima kasih")
    customer.receives("Dan kami menjawab")
    desk.opens(customer)
    expect(desk.messages.get_by_text("Terima kasih")).to_be_visible()

    texts = desk.messages.locator("[data-message]").all_inner_texts()

    said = ["Pertama saya bertanya", WELCOME, "Lalu saya bertanya lagi", WELCOME, "Dan kami menjawab", "Terima kasih"]
    assert sorted(texts.index(words) for words in dict.fromkeys(said)) == [
        texts.index(words) for words in dict.fromkeys(said)
    ]
    assert texts.count(WELCOME) == said.count(WELCOME)
    ours, theirs = desk.bubble(WELCOME).bounding_box(), desk.bubble("Terima kasih").bounding_box()
    assert ours is not None
    assert theirs is not None
    assert theirs["x"] < ours["x"], "the customer on the left, we on the right"


def test_s16_the_icon_at_the_top_hides_the_list_and_brings_it_back(desk: Desk, world: World) -> None:
    customer = world.customer()
    desk.opens(customer)
    expect(desk.list).to_be_visible()
    before = desk.messages.bounding_box()

    desk.page.get_by_role("button", name=desk.words.hide_list, exact=True).click()
    expect(desk.list).to_have_count(0)
    wide = desk.messages.bounding_box()
    desk.page.get_by_role("button", name=desk.words.show_list, exact=True).click()

    expect(desk.list).to_be_visible()
    assert before is not None
    assert wide is not None
    assert wide["width"] > before["width"] + 200


def test_s17_beside_that_icon_are_photo_and_full_name(desk: Desk, world: World) -> None:
    customer = world.customer()
    desk.opens(customer)
    head = desk.conversation(customer)
    icon = head.get_by_role("button", name=desk.words.hide_list, exact=True).bounding_box()
    name = head.get_by_role("heading", name=customer.name, exact=True)
    initials = head.get_by_text(customer.name[0] + customer.name.split()[-1][0], exact=True).first
    expect(name).to_be_visible()
    expect(initials).to_be_visible()
    photo, title = initials.bounding_box(), name.bounding_box()
    assert icon is not None
    assert photo is not None
    assert title is not None
    assert 0 <= photo["x"] - (icon["x"] + icon["width"]) < 32, "the photo right beside the icon"
    assert 0 <= title["x"] - (photo["x"] + photo["width"]) < 32, "the name right beside the photo"


def test_s18_the_tick_in_the_corner_moves_the_customer_to_done(desk: Desk, world: World) -> None:
    customer = world.customer()
    desk.opens(customer)
    tick = desk.page.get_by_role("button", name=desk.words.finish, exact=True)
    place, head = tick.bounding_box(), desk.conversation(customer).bounding_box()
    assert place is not None
    assert head is not None
    assert place["y"] - head["y"] < 64, "at the top"
    assert head["x"] + head["width"] - (place["x"] + place["width"]) < 120, "at the right"

    tick.click()
    expect(desk.row(customer)).to_have_count(0)

    desk.opens(customer)
    expect(desk.page.get_by_role("button", name=desk.words.reopen, exact=True)).to_be_visible()


def test_s19_the_three_dots_offer_these_two_entries(desk: Desk, world: World) -> None:
    desk.opens(world.customer())
    desk.page.get_by_role("button", name=desk.words.more, exact=True).click()

    entries = desk.page.get_by_role("menu").locator("[role^=menuitem]")

    expect(entries).to_have_text([desk.words.hide_bot, desk.words.manage_shortcuts])


def test_s20_without_the_bot_there_are_the_customer_agents_and_notes(desk: Desk, world: World) -> None:
    customer = world.customer(says="Saya yang bertanya")
    customer.is_answered("Kami yang menjawab")
    customer.is_noted("Kami yang mencatat")
    desk.opens(customer)
    expect(desk.messages.get_by_text(WELCOME)).to_be_visible()

    desk.chooses_from_menu(desk.words.hide_bot)

    expect(desk.messages.get_by_text(WELCOME)).to_have_count(0)
    for words in ("Saya yang bertanya", "Kami yang menjawab", "Kami yang mencatat"):
        expect(desk.messages.get_by_text(words)).to_be_visible()

    desk.chooses_from_menu(desk.words.hide_bot)
    expect(desk.messages.get_by_text(WELCOME)).to_be_visible()


def test_s21_a_long_history_becomes_short_and_nothing_is_deleted(
    desk: Desk, world: World, open_chat: Callable[[Customer], Chat]
) -> None:
    customer = world.customer(says="Boleh lihat jadwalnya?")
    customer.is_sent_into(world.schedule)
    customer.receives(SCHEDULE[-1])
    desk.opens(customer)
    bubbles = desk.messages.locator("[data-message]")
    expect(bubbles).to_have_count(2 + len(SCHEDULE))

    desk.chooses_from_menu(desk.words.hide_bot)
    expect(bubbles).to_have_count(1)
    desk.page.reload()
    expect(bubbles).to_have_count(1)
    expect(desk.page.get_by_text(desk.words.bot_hidden)).to_be_visible()

    desk.page.get_by_role("button", name=desk.words.show_bot, exact=True).click()
    expect(bubbles).to_have_count(2 + len(SCHEDULE))
    open_chat(customer).sees(SCHEDULE[0])


def test_s24_resend_gives_the_customer_the_same_message_again(
    desk: Desk, world: World, open_chat: Callable[[Customer], Chat]
) -> None:
    customer = world.customer()
    chat = open_chat(customer)
    chat.sees(WELCOME)
    desk.opens(customer)
    _opens_menu_of(desk, WELCOME)
    desk.page.get_by_role("menuitem", name=desk.words.resend, exact=True).click()

    expect(chat.page.get_by_role("log").get_by_text(WELCOME)).to_have_count(2)
    expect(desk.messages.locator("[data-message]", has_text=WELCOME)).to_have_count(2)


def test_s25_jump_opens_the_flow_at_the_step_that_said_it(desk: Desk, world: World) -> None:
    customer = world.customer()
    desk.opens(customer)
    _opens_menu_of(desk, WELCOME)
    desk.page.get_by_role("menuitem", name=desk.words.jump, exact=True).click()

    expect(desk.page).to_have_url(re.compile(rf"/flows/{world.welcome['id']}\b"))
    expect(desk.page.get_by_role("heading", name=world.welcome["name"])).to_be_visible()
    step = desk.page.locator("[aria-current=step]")
    expect(step).to_contain_text(WELCOME)
    expect(step).to_be_in_viewport()


def test_s26_messages_of_the_customer_and_of_agents_have_no_such_menu(desk: Desk, world: World) -> None:
    customer = world.customer(says="Pesan saya sendiri")
    customer.is_answered("Balasan dari kami")
    desk.opens(customer)
    menus = desk.messages.get_by_role("button", name=desk.words.bot_message_menu, exact=True)
    for words in ("Pesan saya sendiri", "Balasan dari kami", WELCOME):
        desk.bubble(words).hover()
        expect(menus).to_have_count(1)
    place, bubble = menus.bounding_box(), desk.bubble(WELCOME).bounding_box()
    assert place is not None
    assert bubble is not None
    assert bubble["y"] - 8 <= place["y"] <= bubble["y"] + bubble["height"], "it is beside the bot's bubble"


def _opens_menu_of(desk: Desk, words: str) -> None:
    """The small v that is there while one hovers over a message of the bot."""
    desk.page.mouse.move(0, 0)
    small_v = desk.messages.get_by_role("button", name=desk.words.bot_message_menu, exact=True)
    expect(small_v).to_have_css("opacity", "0")
    desk.bubble(words).hover()
    expect(small_v).to_have_css("opacity", "1")
    small_v.click()
