"""Parts 4 and 5, the right side: rows S49 to S58."""

import re

import pytest
from live_chat_desk import Desk
from live_chat_world import TAG_OF_REGULARS, WELCOME_BACK, World
from playwright.sync_api import expect

pytestmark = pytest.mark.e2e


def test_s49_the_profile_has_name_photo_and_what_is_known(desk: Desk, world: World) -> None:
    customer = world.customer()
    customer.is_changed(email="nama@contoh.example", phone="+6281234567890")
    desk.opens(customer)
    panel = desk.panel
    expect(panel.get_by_role("heading", name=customer.name)).to_be_visible()
    expect(panel.get_by_text(customer.name[0] + customer.name.split()[-1][0], exact=True)).to_be_visible()
    for name, value in ((desk.words.email, "nama@contoh.example"), (desk.words.phone, "+6281234567890")):
        expect(panel.get_by_role("term").filter(has_text=re.compile(rf"^{name}$"))).to_be_visible()
        expect(panel.get_by_role("definition").filter(has_text=value)).to_be_visible()
    for name in (desk.words.first_seen, desk.words.last_seen):
        expect(panel.get_by_text(name).first).to_be_visible()


def test_s50_notes_about_the_customer_are_listed(desk: Desk, world: World) -> None:
    customer, other = world.customer(), world.customer()
    customer.is_noted("Alergi kacang.")
    other.is_noted("Tidak alergi apa pun.")
    desk.opens(customer)

    notes = desk.block(desk.words.notes)

    expect(notes.get_by_text("Alergi kacang.")).to_be_visible()
    expect(notes.get_by_text("Tidak alergi apa pun.")).to_have_count(0)


def test_s51_tags_are_listed(desk: Desk, world: World) -> None:
    customer = world.customer()
    for name in ("Kelas pagi", "Kelas sore"):
        customer.on_contact("PUT", f"tags/{world.tag(name)['id']}")
    desk.opens(customer)

    expect(desk.block(desk.words.tags).get_by_role("listitem")).to_contain_text(["Kelas pagi", "Kelas sore"])


def test_s52_sequences_that_the_customer_is_in_are_listed(desk: Desk, world: World) -> None:
    customer = world.customer()
    sequence = world.sequence("Kelas untuk pemula")
    world.sequence("Kelas lanjutan")
    customer.on_contact("PUT", f"sequences/{sequence['id']}")
    desk.opens(customer)

    block = desk.block(desk.words.sequences)
    expect(block.get_by_text("Kelas untuk pemula")).to_be_visible()
    expect(block.get_by_text("Kelas lanjutan")).to_have_count(0)


def test_s53_topics_that_the_customer_agreed_to_are_listed(desk: Desk, world: World) -> None:
    customer = world.customer()
    topic = world.topic("Jadwal baru")
    world.topic("Promo bulanan")
    customer.on_contact("PUT", f"topics/{topic['id']}")
    desk.opens(customer)

    block = desk.block(desk.words.topics)
    expect(block.get_by_text("Jadwal baru")).to_be_visible()
    expect(block.get_by_text("Promo bulanan")).to_have_count(0)


def test_s54_every_custom_field_is_shown(desk: Desk, world: World) -> None:
    customer = world.customer()
    level = world.field("class_level", "Tingkat kelas")
    customer.on_contact("PUT", f"fields/{level['id']}", json={"value": "Menengah"})
    desk.opens(customer)

    block = desk.block(desk.words.fields)
    every = [field["name"] for field in world.do("GET", "/api/custom-fields")]
    assert len(every) > 5
    for name in every:
        expect(block.get_by_role("term").filter(has_text=re.compile(rf"^{re.escape(name)}$"))).to_have_count(1)
    expect(block.get_by_text("Menengah")).to_be_visible()


def test_s55_tags_are_added_and_removed_right_there(desk: Desk, world: World) -> None:
    world.tag("Kelas malam")
    new = f"Baru {world.a_name()}"
    customer = world.customer()
    desk.opens(customer)
    block = desk.block(desk.words.tags)
    for typed, option in (("malam", "Kelas malam"), (new, desk.words.make_tag.format(name=new))):
        block.get_by_role("button", name=desk.words.add_tag, exact=True).click()
        desk.page.get_by_label(desk.words.find_tag).fill(typed)
        desk.page.get_by_role("option", name=option, exact=True).click()
    expect(block.get_by_role("listitem")).to_have_count(2)
    desk.page.reload()
    expect(block.get_by_role("listitem")).to_have_count(2)

    block.get_by_role("button", name=desk.words.remove_tag.format(name="Kelas malam"), exact=True).click()

    expect(block.get_by_role("listitem")).to_have_text([new])
    desk.page.reload()
    expect(block.get_by_role("listitem")).to_have_text([new])


def test_s56_a_tag_added_here_decides_what_the_bot_says_next(desk: Desk, world: World) -> None:
    world.tag(TAG_OF_REGULARS)
    customer = world.customer()
    desk.opens(customer)
    block = desk.block(desk.words.tags)
    block.get_by_role("button", name=desk.words.add_tag, exact=True).click()
    desk.page.get_by_label(desk.words.find_tag).fill(TAG_OF_REGULARS)
    desk.page.get_by_role("option", name=TAG_OF_REGULARS, exact=True).click()
    expect(block.get_by_role("listitem")).to_have_text([TAG_OF_REGULARS])

    customer.says("Saya datang lagi")

    customer.receives(WELCOME_BACK)
    expect(desk.messages.get_by_text(WELCOME_BACK)).to_be_visible()


def test_s57_topics_and_sequences_are_only_removed_here(desk: Desk, world: World) -> None:
    customer = world.customer()
    sequence, topic = world.sequence("Kelas untuk pemula"), world.topic("Jadwal baru")
    customer.on_contact("PUT", f"sequences/{sequence['id']}")
    customer.on_contact("PUT", f"topics/{topic['id']}")
    desk.opens(customer)
    for title, name, remove in (
        (desk.words.sequences, sequence["name"], desk.words.remove_sequence),
        (desk.words.topics, topic["name"], desk.words.remove_topic),
    ):
        block = desk.block(title)
        expect(block.get_by_text(name, exact=True)).to_be_visible()
        names = [
            button.get_attribute("aria-label") or button.inner_text() for button in block.get_by_role("button").all()
        ]
        assert not any(re.search(r"\b(add|tambah|\+)", one, re.IGNORECASE) for one in names), names
        expect(block.get_by_role("textbox")).to_have_count(0)

        block.get_by_role("button", name=remove.format(name=name), exact=True).click()
        desk.page.get_by_role("dialog").get_by_role("button", name=desk.words.remove, exact=True).click()

        expect(block.get_by_text(name, exact=True)).to_have_count(0)
    desk.page.reload()
    expect(desk.reply_box(customer)).to_be_editable()
    for title, name in ((desk.words.sequences, sequence["name"]), (desk.words.topics, topic["name"])):
        expect(desk.block(title)).to_be_visible()
        expect(desk.block(title).get_by_text(name, exact=True)).to_have_count(0)


def test_s58_a_field_is_changed_and_cleared_and_the_next_placeholder_knows(desk: Desk, world: World) -> None:
    field = world.field("class_level", "Tingkat kelas")
    customer = world.customer()
    customer.on_contact("PUT", f"fields/{field['id']}", json={"value": "Dasar"})
    desk.opens(customer)
    block = desk.block(desk.words.fields)
    expect(block.get_by_text("Dasar", exact=True)).to_be_visible()

    block.get_by_role("button", name=desk.words.edit.format(name=field["name"]), exact=True).click()
    block.get_by_role("textbox", name=field["name"], exact=True).fill("Mahir")
    block.get_by_role("button", name=desk.words.save, exact=True).click()
    expect(block.get_by_text("Mahir", exact=True)).to_be_visible()
    desk.reply_box(customer).fill("Tingkat Kakak: {{contact.fields.class_level | belum ada}}")
    desk.reply_box(customer).press("Enter")
    customer.receives("Tingkat Kakak: Mahir")

    block.get_by_role("button", name=desk.words.clear.format(name=field["name"]), exact=True).click()
    expect(block.get_by_text("Mahir", exact=True)).to_have_count(0)
    desk.page.reload()
    expect(block.get_by_role("term").filter(has_text=field["name"])).to_be_visible()
    expect(block.get_by_text("Mahir", exact=True)).to_have_count(0)
    desk.reply_box(customer).fill("Tingkat Kakak: {{contact.fields.class_level | belum ada}}")
    desk.reply_box(customer).press("Enter")
    customer.receives("Tingkat Kakak: belum ada")
