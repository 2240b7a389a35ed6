"""A reply's variables get their values in the transaction that sends it; what has none stops it and is named."""

from datetime import datetime
from typing import Any
from uuid import UUID

import httpx
import pytest
from acme import Acme
from serving import Served

from obrol.contacts.actions import editing, fielding, tagging
from obrol.contacts.models import Contact
from obrol.contacts.schemas import CustomFieldIn
from obrol.kit.ids import new_id


async def walt_is(acme: Acme, **known: str | None) -> None:
    async with acme.acting() as uow:
        walt = await uow.session.get(Contact, (acme.workspace_id, acme.walt.id))
        await editing.edit(uow, walt, known)  # type: ignore[arg-type] # attributes by name


async def walt_has(acme: Acme, key: str, value: Any, **field: Any) -> None:
    async with acme.acting() as uow:
        walt = await uow.session.get(Contact, (acme.workspace_id, acme.walt.id))
        made = await fielding.make_field(uow, CustomFieldIn.model_validate({"key": key, "name": key.title()} | field))
        if value is not None:
            await fielding.set_field(uow, walt, made, value)


async def send(
    browser: httpx.AsyncClient, conversation_id: UUID, words: str, *, id: UUID | None = None
) -> httpx.Response:
    content = {"kind": "text", "text": words}
    body = {"id": str(id or new_id()), "content": content}
    return await browser.post(f"/api/conversations/{conversation_id}/messages", json=body)


async def said(acme: Acme, conversation_id: UUID) -> list[str]:
    return [row.content["text"] for row in await acme.messages(conversation_id) if row.author_kind == "agent"]


async def test_the_contact_gets_values_and_not_variables(acme: Acme, served: Served) -> None:
    conversation_id = await acme.a_conversation()
    await walt_is(acme, name="Walt Whitman", email="walt@example.com", time_zone="Asia/Tokyo")
    await walt_has(acme, "city", "Brooklyn")
    async with acme.acting() as uow:
        walt = await uow.session.get(Contact, (acme.workspace_id, acme.walt.id))
        await tagging.add_tag(uow, walt, "poet")
    for words, filled in (
        ("Hi {{contact.first_name}}", "Hi Walt"),
        ("{{ contact.name }} <{{contact.email}}>", "Walt Whitman <walt@example.com>"),
        ("{{contact.fields.city}}, {{contact.tags}}", "Brooklyn, poet"),
        ("{{agent.name}} of {{workspace.name}} on {{channel.name}}", "Bo of Acme on Shop"),
        ("{{contact.phone | no number}}", "no number"),
        ("as {{bot.name}} {{ 7*7 }} {{}}", "as Bep {{ 7*7 }} {{}}"),
    ):
        async with served.browser(acme, acme.bo) as bo:
            answer = await send(bo, conversation_id, words)
        assert answer.status_code == 201, answer.text
        assert answer.json()["content"]["text"] == filled
        assert (await said(acme, conversation_id))[-1] == filled
    async with served.browser(acme, acme.bo) as bo:
        answer = await send(bo, conversation_id, "{{now.date}}")
    assert datetime.fromisoformat(answer.json()["content"]["text"]).tzinfo is None


async def test_what_is_empty_stops_the_reply_and_is_named(acme: Acme, served: Served) -> None:
    conversation_id = await acme.a_conversation()
    await walt_has(acme, "city", None)
    async with served.browser(acme, acme.bo) as bo:
        answer = await send(bo, conversation_id, "{{contact.email}} in {{contact.fields.city}}? {{contact.emial | x}}")
    refused = answer.json()
    assert (answer.status_code, refused["code"]) == (422, "variable_empty")
    assert refused["empty"] == ["contact.email", "contact.fields.city"]
    assert refused["unknown"] == ["contact.emial"]
    assert "contact.email" in refused["detail"]
    assert await said(acme, conversation_id) == []
    assert (await acme.conversation(conversation_id)).answering == "bot", "what was not sent takes nothing over"


async def test_a_name_between_braces_is_never_sent_as_it_is(acme: Acme, served: Served) -> None:
    conversation_id = await acme.a_conversation()
    async with served.browser(acme, acme.bo) as bo:
        answer = await send(bo, conversation_id, "Hi {{First Name}}")
    assert (answer.status_code, answer.json()["unknown"]) == (422, ["First Name"])


async def test_a_value_is_never_filled_in_again(acme: Acme, served: Served) -> None:
    conversation_id = await acme.a_conversation()
    await walt_is(acme, name="{{contact.email}}", email="secret@example.com")
    async with served.browser(acme, acme.bo) as bo:
        answer = await send(bo, conversation_id, "Hi {{contact.name}}")
    assert answer.json()["content"]["text"] == "Hi {{contact.email}}"


async def test_a_retry_is_the_same_message_although_the_value_changed(acme: Acme, served: Served) -> None:
    conversation_id, id = await acme.a_conversation(), new_id()
    async with served.browser(acme, acme.bo) as bo:
        assert (await send(bo, conversation_id, "Hi {{contact.name}}", id=id)).status_code == 201
        await walt_is(acme, name="Walter")
        again = await send(bo, conversation_id, "Hi {{contact.name}}", id=id)
        other = await send(bo, conversation_id, "Hi Walt", id=id)
    assert (again.status_code, again.json()["content"]["text"]) == (200, "Hi Walt")
    assert (other.status_code, other.json()["code"]) == (409, "message_id_taken")
    assert await said(acme, conversation_id) == ["Hi Walt"]


@pytest.mark.parametrize(
    ("words", "code"),
    [("{{contact.fields.long}} {{contact.fields.long}}", "filled_too_long"), ("{{contact.email | }}", "filled_blank")],
)
async def test_what_no_message_can_be_is_refused(acme: Acme, served: Served, words: str, code: str) -> None:
    conversation_id = await acme.a_conversation()
    await walt_has(acme, "long", "x" * 9_000, type="long_text")
    async with served.browser(acme, acme.bo) as bo:
        answer = await send(bo, conversation_id, words)
    assert (answer.status_code, answer.json()["code"]) == (422, code)
    assert await said(acme, conversation_id) == []


async def test_the_preview_is_what_would_be_sent(acme: Acme, served: Served) -> None:
    conversation_id = await acme.a_conversation()
    text = "Hi {{contact.first_name}}, {{contact.email}} {{contact.nobody}} {{Nama}}"
    async with served.browser(acme, acme.bo) as bo:
        answer = await bo.post(f"/api/conversations/{conversation_id}/resolve", json={"text": text})
    assert answer.json() == {
        "text": "Hi Walt,   ",
        "empty": ["contact.email"],
        "unknown": ["contact.nobody", "Nama"],
    }


async def test_the_picker_offers_what_can_be_filled_in(acme: Acme, served: Served) -> None:
    conversation_id = await acme.a_conversation()
    await walt_has(acme, "city", None)
    async with served.browser(acme, acme.bo) as bo:
        offered = (await bo.get("/api/variables")).json()
        assert {"path": "contact.first_name", "group": "contact", "name": "First Name"} in offered
        assert offered[-1] == {"path": "contact.fields.city", "group": "field", "name": "City"}
        text = " ".join(f"{{{{{one['path']}}}}}" for one in offered)
        resolved = (await bo.post(f"/api/conversations/{conversation_id}/resolve", json={"text": text})).json()
    assert resolved["unknown"] == []
