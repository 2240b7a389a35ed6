"""Part 1, the list: rows S10 to S14."""

import re

import pytest
from live_chat_desk import Desk
from live_chat_world import WELCOME, World
from playwright.sync_api import expect

pytestmark = pytest.mark.e2e


def test_s10_whoever_writes_appears_in_the_list(desk: Desk, world: World) -> None:
    earlier = world.customer()
    desk.opens_list()
    expect(desk.row(earlier)).to_be_visible()

    new = world.customer(says="Saya baru di sini")

    expect(desk.row(new)).to_be_visible()


def test_s11_the_inbox_control_switches_to_done_and_back(desk: Desk, world: World) -> None:
    waits, finished = world.customer(), world.customer()
    finished.on_conversation("PUT", "done", json={})
    desk.opens_list()
    control = desk.list.get_by_role("radiogroup")
    for status, there, elsewhere in (
        (desk.words.inbox, waits, finished),
        (desk.words.done, finished, waits),
        (desk.words.inbox, waits, finished),
    ):
        control.get_by_text(re.compile(rf"^{status}")).click()
        expect(control.get_by_role("radio", name=re.compile(rf"^{status}"))).to_be_checked()
        expect(desk.row(there)).to_be_visible()
        expect(desk.row(elsewhere)).to_have_count(0)


def test_s12_a_finished_conversation_is_in_done_and_no_longer_in_the_inbox(desk: Desk, world: World) -> None:
    customer = world.customer()
    desk.opens_list()
    desk.row(customer).click()
    desk.page.get_by_role("button", name=desk.words.finish, exact=True).click()

    expect(desk.row(customer)).to_have_count(0)
    desk.list.get_by_role("radiogroup").get_by_text(re.compile(rf"^{desk.words.done}")).click()
    expect(desk.row(customer)).to_be_visible()


def test_s13_a_part_of_a_name_finds_the_conversation(desk: Desk, world: World) -> None:
    wanted, another = (world.customer(name=f"{given} {world.a_name()}") for given in ("Zhafiroh", "Bhisma"))
    desk.opens_list()
    expect(desk.row(another)).to_be_visible()
    search = desk.list.get_by_role("searchbox", name=desk.words.search)

    for typed in ("hafir", "ZHÁFIROH", "Zhafirho"):  # a part; other case and accents; one typing mistake
        search.fill(typed)
        expect(desk.row(wanted).first).to_be_visible()
        expect(desk.row(another)).to_have_count(0)
    search.fill("")
    expect(desk.row(another).first).to_be_visible()


def test_s14_one_click_shows_the_conversation_and_the_profile(desk: Desk, world: World) -> None:
    first, second = world.customer(says="Ini pesan pertama saya"), world.customer(says="Ini pesan saya yang lain")
    second.is_changed(email="kedua@contoh.example")
    desk.opens_list()
    desk.row(first).click()
    expect(desk.messages.get_by_text("Ini pesan pertama saya")).to_be_visible()

    desk.row(second).click()

    expect(desk.messages.get_by_text("Ini pesan saya yang lain")).to_be_visible()
    expect(desk.messages.get_by_text(WELCOME)).to_be_visible()
    expect(desk.panel.get_by_text(second.name).first).to_be_visible()
    expect(desk.panel.get_by_text("kedua@contoh.example")).to_be_visible()
    expect(desk.block(desk.words.fields)).to_be_visible()
