"""Part 3, the composer: rows S22, S23 and S27 to S48."""

import re
import uuid
from collections.abc import Callable
from pathlib import Path

import pytest
from live_chat_desk import WHITE, Chat, Desk, background, is_yellow, until
from live_chat_world import Customer, World
from playwright.sync_api import expect

pytestmark = pytest.mark.e2e

# How long a recording is in seconds, once the browser has read that much of it; its error fails the test.
LOADED = """player => new Promise((resolve, reject) => {
    const read = () => resolve(player.duration);
    if (player.readyState > 0) return read();
    player.onloadedmetadata = read;
    player.onerror = () => reject(new Error(player.error?.message));
    player.load();
})"""


def test_s22_a_shortcut_is_defined_and_answers_a_customer(desk: Desk, world: World) -> None:
    name = f"ongkir-{uuid.uuid4().hex[:6]}"
    desk.goes_to("/tools/shortcuts")
    desk.page.get_by_role("button", name=desk.words.new_shortcut, exact=True).click()
    form = desk.page.get_by_role("dialog")
    form.get_by_role("textbox", name=desk.words.name, exact=True).fill(name)
    form.get_by_role("textbox", name=desk.words.text, exact=True).fill("Ongkirnya gratis, Kak.")
    form.get_by_role("button", name=desk.words.create_shortcut, exact=True).click()
    expect(desk.page.get_by_role("listitem").filter(has_text=f"/{name}")).to_be_visible()

    customer = world.customer(says="Ongkirnya berapa?")
    desk.opens(customer)
    desk.reply_box(customer).press_sequentially(f"/{name}")
    desk.page.get_by_role("option").filter(has_text=name).click()
    desk.reply_box(customer).press("Enter")

    customer.receives("Ongkirnya gratis, Kak.")


def test_s23_the_three_dots_and_tools_lead_to_the_same_shortcuts(desk: Desk, world: World) -> None:
    shortcut = world.shortcut("jadwal", "Kelas ada setiap Sabtu.")
    entry = desk.page.get_by_role("listitem").filter(has_text=f"/{shortcut['name']}")
    desk.opens(world.customer())
    desk.chooses_from_menu(desk.words.manage_shortcuts)
    expect(entry).to_contain_text(shortcut["text"])
    from_the_dots = desk.page.url

    desk.goes_to("/")
    top_bar = desk.page.get_by_role("navigation", name=desk.words.main_menu, exact=True)
    top_bar.get_by_role("link", name=desk.words.tools, exact=True).click()
    menu = desk.page.get_by_role("navigation", name=desk.words.tools, exact=True)
    menu.get_by_role("link", name=desk.words.shortcuts, exact=True).click()

    expect(
        desk.page.get_by_role("heading", name=f"{desk.words.tools} \N{EN DASH} {desk.words.shortcuts}")
    ).to_be_visible()
    expect(entry).to_contain_text(shortcut["text"])
    assert desk.page.url == from_the_dots


def test_s27_the_reply_area_takes_words_and_lines(desk: Desk, world: World) -> None:
    customer = world.customer()
    desk.opens(customer)
    box = desk.reply_box(customer)
    box.click()
    desk.page.keyboard.type("Baik, Kak. Kursinya masih ada,")
    desk.page.keyboard.press("Shift+Enter")
    desk.page.keyboard.type("silakan datang.")

    expect(box).to_have_value("Baik, Kak. Kursinya masih ada,\nsilakan datang.")


def test_s28_a_slash_and_letters_find_shortcuts(desk: Desk, world: World) -> None:
    known = world.shortcut("alamat", "Kami di Jalan Melati Senja 12."), world.shortcut("jam-buka", "Kami buka pukul 9.")
    customer = world.customer()
    desk.opens(customer)
    desk.reply_box(customer).press_sequentially("/")
    found = desk.page.get_by_role("listbox", name=desk.words.shortcuts).get_by_role("option")
    for shortcut in known:
        expect(found.filter(has_text=shortcut["name"])).to_be_visible()

    desk.reply_box(customer).press_sequentially("ala")

    expect(found.filter(has_text="alamat")).to_be_visible()
    expect(found.filter(has_text="jam-buka")).to_have_count(0)


def test_s29_arrow_keys_move_through_the_found_shortcuts(desk: Desk, world: World) -> None:
    for number in (1, 2, 3):
        world.shortcut(f"panah-{number}", f"Jawaban nomor {number}")
    customer = world.customer()
    desk.opens(customer)
    desk.reply_box(customer).press_sequentially("/panah")
    found = desk.page.get_by_role("listbox", name=desk.words.shortcuts).get_by_role("option")
    expect(found).to_have_count(3)
    for key, chosen in (("", 0), ("ArrowDown", 1), ("ArrowDown", 2), ("ArrowUp", 1), ("ArrowUp", 0)):
        if key:
            desk.page.keyboard.press(key)
        for number in range(3):
            expect(found.nth(number)).to_have_attribute("aria-selected", str(number == chosen).lower())
    expect(desk.reply_box(customer)).to_be_focused()


def test_s30_enter_puts_the_shortcut_in_the_box_and_sends_nothing(desk: Desk, world: World) -> None:
    world.shortcut("parkir", "Parkirnya gratis, Kak.")
    customer = world.customer()
    desk.opens(customer)
    box = desk.reply_box(customer)
    box.press_sequentially("/park")
    expect(desk.page.get_by_role("option", name=re.compile("parkir"))).to_be_visible()

    box.press("Enter")

    expect(box).to_have_value("Parkirnya gratis, Kak.")
    expect(desk.page.get_by_role("option")).to_have_count(0)
    box.press("End")
    box.press_sequentially(" Sampai nanti!")
    box.press("Enter")
    seen = customer.receives("Parkirnya gratis, Kak. Sampai nanti!")
    assert sum("Parkirnya gratis" in str(message) for message in seen) == 1, "choosing it sent nothing"


def test_s31_an_icon_at_the_right_inserts_variables(desk: Desk, world: World) -> None:
    customer = world.customer()
    desk.opens(customer)
    icon = desk.tool(desk.words.insert_variable)
    place, form = icon.bounding_box(), desk.composer.bounding_box()
    assert place is not None
    assert form is not None
    assert form["x"] + form["width"] - (place["x"] + place["width"]) < 32, "at the right side"

    icon.click()
    desk.page.get_by_role("option", name=desk.words.first_name, exact=True).click()

    expect(desk.reply_box(customer)).to_have_value("{{contact.first_name}}")
    expect(desk.reply_box(customer)).to_be_focused()


def test_s32_two_braces_and_letters_find_a_variable(desk: Desk, world: World) -> None:
    customer = world.customer()
    desk.opens(customer)
    box = desk.reply_box(customer)
    box.press_sequentially("Halo {{" + desk.words.first_name[:3].lower())
    found = desk.page.get_by_role("listbox", name=desk.words.variables).get_by_role("option")
    expect(found.filter(has_text=desk.words.first_name).first).to_be_visible()
    expect(found.filter(has_text=desk.words.email)).to_have_count(0)

    box.press("Enter")

    expect(box).to_have_value("Halo {{contact.first_name}}")


def test_s33_the_customer_reads_their_name_and_never_the_placeholder(
    desk: Desk, world: World, open_chat: Callable[[Customer], Chat]
) -> None:
    customer = world.customer()
    chat = open_chat(customer)
    desk.opens(customer)
    desk.reply_box(customer).fill("Halo Kak {{contact.first_name}}!")
    desk.tool(desk.words.send).click()

    chat.sees(f"Halo Kak {customer.name.split()[0]}!")
    chat.does_not_see("{{")
    expect(desk.bubble(f"Halo Kak {customer.name.split()[0]}!")).to_be_visible()


def test_s34_the_leftmost_icon_changes_the_persona_of_the_next_replies(
    desk: Desk, world: World, open_chat: Callable[[Customer], Chat]
) -> None:
    persona = world.persona(f"Bu {world.a_name()}")
    customer = world.customer()
    chat = open_chat(customer)
    desk.opens(customer)
    icon = desk.composer.get_by_role("button", name=re.compile(rf"^{desk.words.send_as}"))
    place, form = icon.bounding_box(), desk.composer.bounding_box()
    assert place is not None
    assert form is not None
    assert place["x"] - form["x"] < 24, "at the left"
    assert form["y"] + form["height"] - (place["y"] + place["height"]) < 24, "at the bottom"

    icon.click()
    desk.page.get_by_role("menuitem", name=persona["name"]).click()
    for words in ("Saya yang memimpin kelas.", "Sampai nanti."):
        desk.reply_box(customer).fill(words)
        desk.reply_box(customer).press("Enter")
        chat.sees(words)

    said = [message for message in customer.receives("Sampai nanti.") if message["author"]["kind"] == "agent"]
    assert [message["author"]["name"] for message in said] == [persona["name"]] * 2
    expect(chat.page.get_by_text(persona["name"]).first).to_be_visible()


def test_s35_without_a_choice_a_reply_carries_the_name_of_the_bot(
    desk: Desk, world: World, open_chat: Callable[[Customer], Chat]
) -> None:
    customer = world.customer()
    chat = open_chat(customer)
    desk.opens(customer)
    expect(desk.composer.get_by_role("button", name=f"{desk.words.send_as} {desk.words.bot_itself}")).to_be_visible()
    desk.reply_box(customer).fill("Ini balasan kami.")
    desk.reply_box(customer).press("Enter")

    chat.sees("Ini balasan kami.")
    reply = next(message for message in customer.receives("Ini balasan kami.") if message["author"]["kind"] == "agent")
    assert reply["author"]["name"] == world.bot["name"]
    me = world.do("GET", "/api/session")["agent"]["name"]
    chat.does_not_see(me)


def test_s36_a_persona_added_under_content_is_offered_in_the_composer(desk: Desk, world: World) -> None:
    name = f"Kak {world.a_name()}"
    desk.goes_to("/")
    top_bar = desk.page.get_by_role("navigation", name=desk.words.main_menu, exact=True)
    top_bar.get_by_role("link", name=desk.words.content, exact=True).click()
    menu = desk.page.get_by_role("navigation", name=desk.words.content, exact=True)
    menu.get_by_role("link", name=desk.words.personas, exact=True).click()
    expect(desk.page.get_by_role("heading", name=f"{desk.words.content} \N{EN DASH} Persona")).to_be_visible()
    desk.page.get_by_role("button", name=desk.words.add_persona, exact=True).first.click()
    form = desk.page.get_by_role("dialog")
    form.get_by_role("textbox", name=desk.words.name, exact=True).fill(name)
    form.get_by_role("button", name=desk.words.create_persona, exact=True).click()
    expect(desk.page.get_by_role("listitem").filter(has_text=name)).to_be_visible()

    desk.opens(world.customer())
    desk.composer.get_by_role("button", name=re.compile(rf"^{desk.words.send_as}")).click()

    expect(desk.page.get_by_role("menuitem", name=name)).to_be_visible()


def test_s37_a_switch_has_reply_and_note_of_which_one_is_active(desk: Desk, world: World) -> None:
    desk.opens(world.customer())
    switch = desk.composer.get_by_role("group", name=desk.words.mode, exact=True)
    reply = switch.get_by_role("radio", name=desk.words.reply, exact=True)
    note = switch.get_by_role("radio", name=desk.words.note, exact=True)
    expect(reply).to_be_checked()
    expect(note).not_to_be_checked()

    switch.get_by_text(desk.words.note, exact=True).click()

    expect(note).to_be_checked()
    expect(reply).not_to_be_checked()


def test_s38_the_reply_area_is_white(desk: Desk, world: World) -> None:
    customer = world.customer()
    desk.opens(customer)
    for theme in ("light", "dark"):
        desk.page.emulate_media(color_scheme=theme)
        until(lambda: background(desk.reply_box(customer)) == WHITE, f"white in the {theme} theme")


def test_s39_a_reply_goes_straight_to_the_customer(
    desk: Desk, world: World, open_chat: Callable[[Customer], Chat]
) -> None:
    customer = world.customer()
    chat = open_chat(customer)
    desk.opens(customer)
    desk.reply_box(customer).fill("Kami simpan satu kursi untuk Kakak.")
    desk.tool(desk.words.send).click()

    chat.sees("Kami simpan satu kursi untuk Kakak.")


def test_s40_the_note_area_is_yellow(desk: Desk, world: World) -> None:
    customer = world.customer()
    desk.opens(customer)
    box = desk.takes_notes(customer)
    for theme in ("light", "dark"):
        desk.page.emulate_media(color_scheme=theme)
        until(lambda: is_yellow(background(box)), f"yellow in the {theme} theme")


def test_s41_a_note_stands_in_the_conversation_in_yellow(desk: Desk, world: World) -> None:
    customer = world.customer()
    desk.opens(customer)
    box = desk.takes_notes(customer)
    box.fill("Minta kursi dekat jendela.")
    box.press("Enter")

    note = desk.bubble("Minta kursi dekat jendela.")
    expect(note).to_be_visible()
    expect(desk.messages.get_by_text(desk.words.note_label).last).to_be_visible()
    for theme in ("light", "dark"):
        desk.page.emulate_media(color_scheme=theme)
        until(lambda: is_yellow(background(note)), f"yellow in the {theme} theme")


def test_s42_a_note_never_reaches_the_customer(desk: Desk, world: World, open_chat: Callable[[Customer], Chat]) -> None:
    customer = world.customer()
    chat = open_chat(customer)
    desk.opens(customer)
    box = desk.takes_notes(customer)
    box.fill("Jangan beri diskon lagi.")
    box.press("Enter")
    expect(desk.bubble("Jangan beri diskon lagi.")).to_be_visible()
    desk.composer.get_by_text(desk.words.reply, exact=True).click()
    desk.reply_box(customer).fill("Sudah kami catat.")
    desk.reply_box(customer).press("Enter")

    # The reply was written later: had the note gone out, it would be there already.
    chat.sees("Sudah kami catat.")
    chat.does_not_see("Jangan beri diskon lagi.")
    chat.page.reload()
    chat.sees("Sudah kami catat.")
    chat.does_not_see("Jangan beri diskon lagi.")
    assert not any("diskon" in str(message) for message in customer.receives("Sudah kami catat."))


def test_s43_at_the_bottom_right_are_emoji_media_subflow_and_send(desk: Desk, world: World) -> None:
    desk.opens(world.customer())
    words = desk.words
    form = desk.composer.bounding_box()
    assert form is not None
    place_before = form["x"] + form["width"] / 2
    for name in (words.emoji, words.attach, words.subflow, words.send):
        place = desk.tool(name).bounding_box()
        assert place is not None
        assert place["x"] > place_before, f"{name} comes next, on the right half"
        assert form["y"] + form["height"] - (place["y"] + place["height"]) < 24, f"{name} is at the bottom"
        place_before = place["x"]
    assert form["x"] + form["width"] - place_before < 64, "send is the last one"


def test_s44_the_emoji_icon_puts_one_where_the_caret_is(desk: Desk, world: World) -> None:
    customer = world.customer()
    desk.opens(customer)
    box = desk.reply_box(customer)
    box.fill("Kopi enak")
    for _ in "enak":
        box.press("ArrowLeft")
    desk.tool(desk.words.emoji).click()
    desk.page.get_by_role("searchbox", name=desk.words.search_emoji).or_(
        desk.page.get_by_role("textbox", name=desk.words.search_emoji)
    ).fill("kopi" if desk.words.locale == "id-ID" else "coffee")
    desk.page.get_by_role("button").get_by_text("☕", exact=True).or_(
        desk.page.get_by_role("button").filter(has_text="☕")
    ).first.click()

    expect(box).to_have_value("Kopi ☕enak")
    expect(box).to_be_focused()


def test_s45_pictures_gifs_sounds_films_and_files_reach_the_customer(
    desk: Desk, world: World, open_chat: Callable[[Customer], Chat], files: dict[str, Path]
) -> None:
    customer = world.customer()
    chat = open_chat(customer)
    desk.opens(customer)
    for kind, entry in (
        ("image", desk.words.picture), ("gif", desk.words.picture), ("audio", desk.words.audio),
        ("video", desk.words.video), ("file", desk.words.file),
    ):  # fmt: skip
        desk.tool(desk.words.attach).click()
        with desk.page.expect_file_chooser() as chooser:
            desk.page.get_by_role("menuitem", name=re.compile(rf"^{entry}")).click()
        chooser.value.set_files(files[kind])
    expect(desk.tool(desk.words.send)).to_be_enabled()
    desk.tool(desk.words.send).click()

    for page in (desk.page, chat.page):
        for kind in ("image", "gif"):
            picture = page.get_by_role("button", name=re.compile(re.escape(files[kind].name))).locator("img").last
            expect(picture).to_be_visible()
            expect(picture).to_have_js_property("complete", value=True)
            assert picture.evaluate("picture => picture.naturalWidth") > 0
        for player in (page.locator("audio").last, page.locator("video").last):
            expect(player).to_be_visible()
            length = player.evaluate(LOADED)
            assert length > 0
        expect(page.get_by_text(files["file"].name).last).to_be_visible()


def test_s46_the_subflow_icon_opens_the_popup(desk: Desk, world: World) -> None:
    desk.opens(world.customer())
    desk.tool(desk.words.subflow).click()

    popup = desk.page.get_by_role("dialog", name=desk.words.send_subflow)
    expect(popup).to_be_visible()
    expect(popup.get_by_text(world.invitation["name"])).to_be_visible()
    desk.page.keyboard.press("Escape")
    expect(popup).to_have_count(0)
    expect(desk.tool(desk.words.subflow)).to_be_focused()


def test_s47_the_last_icon_sends_replies_and_notes(desk: Desk, world: World) -> None:
    customer = world.customer()
    desk.opens(customer)
    desk.reply_box(customer).fill("Terkirim lewat ikon")
    desk.tool(desk.words.send).click()
    customer.receives("Terkirim lewat ikon")

    desk.takes_notes(customer).fill("Tercatat lewat ikon")
    desk.tool(desk.words.add_note).click()

    expect(desk.bubble("Tercatat lewat ikon")).to_be_visible()
    expect(desk.note_box(customer)).to_have_value("")
    expect(desk.block(desk.words.notes).get_by_text("Tercatat lewat ikon")).to_be_visible()


def test_s48_enter_sends_replies_and_notes(desk: Desk, world: World) -> None:
    customer = world.customer()
    desk.opens(customer)
    desk.reply_box(customer).fill("Terkirim lewat Enter")
    desk.reply_box(customer).press("Enter")
    customer.receives("Terkirim lewat Enter")
    expect(desk.reply_box(customer)).to_have_value("")

    desk.takes_notes(customer).fill("Tercatat lewat Enter")
    desk.note_box(customer).press("Enter")

    expect(desk.bubble("Tercatat lewat Enter")).to_be_visible()
    expect(desk.note_box(customer)).to_have_value("")
