"""Sending a sub flow: rows S59 and S60."""

from collections.abc import Callable

import pytest
from live_chat_desk import Chat, Desk, background, is_blue, until
from live_chat_world import INVITATION, SEE_YOU, Customer, World
from playwright.sync_api import Locator, expect

pytestmark = pytest.mark.e2e


def test_s59a_an_agent_sends_a_customer_into_a_sub_flow_by_the_icon(
    desk: Desk, world: World, open_chat: Callable[[Customer], Chat]
) -> None:
    customer = world.customer()
    chat = open_chat(customer)
    desk.opens(customer)
    popup = _popup(desk)
    popup.get_by_role("radio", name=world.invitation["name"], exact=True).click()
    popup.get_by_role("button", name=desk.words.send_subflow, exact=True).click()

    expect(popup).to_have_count(0)
    chat.sees(INVITATION)
    expect(desk.messages.get_by_text(INVITATION)).to_be_visible()


def test_s59b_in_the_popup_flows_are_chosen_or_searched(desk: Desk, world: World) -> None:
    desk.opens(world.customer())
    popup = _popup(desk)
    for flow in (world.invitation, world.schedule):
        expect(popup.get_by_role("radio", name=flow["name"], exact=True)).to_be_visible()

    popup.get_by_role("textbox", name=desk.words.search_subflows).fill("undang")

    expect(popup.get_by_role("radio", name=world.schedule["name"], exact=True)).to_have_count(0)
    popup.get_by_role("radio", name=world.invitation["name"], exact=True).click()
    expect(popup.get_by_role("radio", name=world.invitation["name"], exact=True)).to_be_checked()


def test_s59c_a_blue_button_sends_it_once_a_flow_is_chosen(desk: Desk, world: World) -> None:
    desk.opens(world.customer())
    popup = _popup(desk)
    button = popup.get_by_role("button", name=desk.words.send_subflow, exact=True)
    expect(button).to_be_disabled()

    popup.get_by_role("radio", name=world.invitation["name"], exact=True).click()

    expect(button).to_be_enabled()
    until(lambda: is_blue(background(button)), "blue")


def test_s59d_the_flow_reaches_the_customer_and_goes_on(
    desk: Desk, world: World, open_chat: Callable[[Customer], Chat]
) -> None:
    customer = world.customer()
    chat = open_chat(customer)
    desk.opens(customer)
    popup = _popup(desk)
    popup.get_by_role("radio", name=world.invitation["name"], exact=True).click()
    popup.get_by_role("button", name=desk.words.send_subflow, exact=True).click()
    chat.sees(INVITATION)

    customer.says("Sabtu")

    chat.sees(SEE_YOU.format(day="Sabtu"))
    expect(desk.block(desk.words.tags).get_by_text("Ikut kelas")).to_be_visible()


def test_s60_nothing_is_sent_while_live_chat_mode_is_on(
    desk: Desk, world: World, open_chat: Callable[[Customer], Chat]
) -> None:
    customer = world.customer()
    customer.is_answered("Saya bantu ya, Kak.")
    chat = open_chat(customer)
    desk.opens(customer)
    switch = desk.page.get_by_role("switch", name=desk.words.live_chat_mode)
    expect(switch).to_be_checked()
    popup = _popup(desk)
    popup.get_by_role("radio", name=world.invitation["name"], exact=True).click()
    expect(popup.get_by_text(desk.words.mode_is_on)).to_be_visible()
    expect(popup.get_by_role("button", name=desk.words.send_subflow, exact=True)).to_be_disabled()
    path = f"/api/conversations/{customer.conversation_id}/subflow"
    body = {"id": customer.conversation_id, "flow_id": world.invitation["id"]}
    refused = world.http.post(path, json=body)
    assert refused.status_code == 409
    assert refused.json()["code"] == "live_chat_mode_on"
    chat.does_not_see(INVITATION)

    popup.get_by_role("button", name=desk.words.turn_off_and_send, exact=True).click()

    chat.sees(INVITATION)
    expect(switch).not_to_be_checked()


def test_s60_the_switch_turns_live_chat_mode_off_and_then_it_works(
    desk: Desk, world: World, open_chat: Callable[[Customer], Chat]
) -> None:
    customer = world.customer()
    customer.is_answered("Saya bantu ya, Kak.")
    chat = open_chat(customer)
    desk.opens(customer)
    switch = desk.page.get_by_role("switch", name=desk.words.live_chat_mode)
    expect(switch).to_be_checked()
    switch.press("Space")
    expect(switch).not_to_be_checked()

    popup = _popup(desk)
    popup.get_by_role("radio", name=world.invitation["name"], exact=True).click()
    popup.get_by_role("button", name=desk.words.send_subflow, exact=True).click()

    chat.sees(INVITATION)


def _popup(desk: Desk) -> Locator:
    desk.tool(desk.words.subflow).click()
    popup = desk.page.get_by_role("dialog", name=desk.words.send_subflow)
    expect(popup).to_be_visible()
    return popup
