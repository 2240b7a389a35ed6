"""Contacts, tags and fields, as agents see and change them."""

from typing import Any

import httpx
import pytest
from acme import Acme, found_acme
from serving import Served

from obrol.contacts.actions import fielding, tagging
from obrol.contacts.models import CustomField, Tag
from obrol.contacts.schemas import BLOCKS, CustomFieldIn
from obrol.kit.ids import new_id
from obrol.runtime.web import House


def refused(answer: httpx.Response) -> tuple[int, str]:
    assert answer.headers["content-type"] == "application/problem+json", answer.text
    return answer.status_code, answer.json()["code"]


async def a_tag(acme: Acme) -> Tag:
    async with acme.acting() as uow:
        return await tagging.find_or_make_tag(uow, "vip", color="orange")


async def a_field(acme: Acme) -> CustomField:
    async with acme.acting() as uow:
        return await fielding.make_field(uow, CustomFieldIn.model_validate({"key": "city", "name": "City"}))


async def test_an_agent_sees_a_contact_whole(served: Served, acme: Acme) -> None:
    async with served.browser(acme, acme.bo) as bo:
        answer = await bo.get(f"/api/contacts/{acme.walt.id}")
    assert answer.status_code == 200, answer.text
    walt = answer.json()
    assert walt.pop("first_seen_at") == walt.pop("last_seen_at")
    walt["identities"].sort(key=lambda one: one["channel_kind"])
    assert walt == {
        "id": str(acme.walt.id),
        "name": "Walt",
        "email": None,
        "phone": None,
        "locale": None,
        "time_zone": None,
        "picture_id": None,
        "picture_url": None,
        "identities": [
            {"channel_id": str(acme.fake.id), "channel_kind": "fake", "external_id": "walt@fake"},
            {"channel_id": str(acme.webchat.id), "channel_kind": "webchat", "external_id": "walt@webchat"},
        ],
        "tags": [],
        "fields": [],
        "topics": [],
        "page": None,
        "version": 1,
    }


async def test_an_agent_changes_what_is_known(served: Served, acme: Acme) -> None:
    async with served.browser(acme, acme.bo) as bo:
        path = f"/api/contacts/{acme.walt.id}"
        answer = await bo.patch(path, json={"phone": "0812 3456 7890", "email": "walt@shop.example"})
        walt = answer.json()
        assert (walt["phone"], walt["email"], walt["name"], walt["version"]) == (
            "+6281234567890",
            "walt@shop.example",
            "Walt",
            2,
        )
        assert (await bo.get(path)).json() == walt
        assert (await bo.patch(path, json={"email": None})).json()["email"] is None
        assert refused(await bo.patch(path, json={"email": "no address"})) == (422, "does_not_fit")
    changed = await acme.events("contact.changed")
    assert [(row.payload["contact"]["version"], row.actor["name"]) for row in changed] == [(2, "Bo"), (3, "Bo")]
    assert changed[0].payload["contact"] == walt | {"picture_url": None}


async def test_tags_are_invented_put_on_and_taken_off(served: Served, acme: Acme) -> None:
    async with served.browser(acme, acme.bo) as bo:
        tag = (await bo.post("/api/tags", json={"name": "vip", "color": "orange"})).json()
        assert (await bo.post("/api/tags", json={"name": "VIP"})).json() == tag
        assert (await bo.get("/api/tags")).json() == [tag]
        path = f"/api/contacts/{acme.walt.id}/tags/{tag['id']}"
        assert (await bo.put(path)).json()["tags"] == [tag]
        assert (await bo.put(path)).json()["version"] == 2
        assert (await bo.delete(path)).json()["tags"] == []
        assert (await bo.delete(path)).json()["version"] == 3


async def test_fields_are_made_by_admins_and_filled_in_by_agents(served: Served, acme: Acme) -> None:
    async with served.browser(acme) as ada, served.browser(acme, acme.bo) as bo:
        wanted = {"key": "age", "name": "Age", "type": "number"}
        assert refused(await bo.post("/api/custom-fields", json=wanted)) == (403, "not_allowed")
        made = await ada.post("/api/custom-fields", json=wanted)
        assert made.status_code == 201, made.text
        assert refused(await ada.post("/api/custom-fields", json=wanted)) == (409, "field_key_taken")
        assert (await bo.get("/api/custom-fields")).json() == [made.json()]
        path = f"/api/contacts/{acme.walt.id}/fields/{made.json()['id']}"
        filled = (await bo.put(path, json={"value": 42})).json()
        assert [(field["key"], field["value"]) for field in filled["fields"]] == [("age", 42)]
        assert refused(await bo.put(path, json={"value": "old"})) == (422, "does_not_fit")
        assert (await bo.delete(path)).json()["fields"][0]["value"] is None


async def test_what_is_of_another_workspace_is_not_there(served: Served, acme: Acme, house: House) -> None:
    other = await found_acme(house)
    our_tag, our_field = await a_tag(acme), await a_field(acme)
    their_tag, their_field = await a_tag(other), await a_field(other)
    before = len(await other.events())
    walt, their_walt = f"/api/contacts/{acme.walt.id}", f"/api/contacts/{other.walt.id}"
    async with served.browser(acme, acme.owner) as owner:
        for method, path, body in [
            ("GET", their_walt, None),
            ("PATCH", their_walt, {"name": "Mine"}),
            ("PUT", f"{their_walt}/tags/{our_tag.id}", None),
            ("PUT", f"{walt}/tags/{their_tag.id}", None),
            ("DELETE", f"{walt}/tags/{their_tag.id}", None),
            ("PUT", f"{their_walt}/fields/{our_field.id}", {"value": "x"}),
            ("PUT", f"{walt}/fields/{their_field.id}", {"value": "x"}),
            ("DELETE", f"{walt}/fields/{their_field.id}", None),
            ("GET", f"/api/contacts/{new_id()}", None),
        ]:
            assert (await owner.request(method, path, json=body)).status_code == 404, path
    assert len(await other.events()) == before


async def test_nobody_sees_a_contact_without_signing_in(served: Served, acme: Acme) -> None:
    async with served.stranger() as browser:
        assert refused(await browser.get(f"/api/contacts/{acme.walt.id}")) == (401, "not_signed_in")
        assert refused(await browser.post("/api/tags", json={"name": "x"})) == (401, "not_signed_in")


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("PATCH", "/api/contacts/{walt}", {"id": str(new_id())}),
        ("PATCH", "/api/contacts/{walt}", {"workspace_id": str(new_id())}),
        ("PATCH", "/api/contacts/{walt}", {"version": 9}),
        ("PATCH", "/api/contacts/{walt}", {"name": 5}),
        ("PATCH", "/api/contacts/{walt}", {"name": "x" * 201}),
        ("PATCH", "/api/contacts/walt", {"name": "x"}),
        ("POST", "/api/tags", {"name": " "}),
        ("POST", "/api/tags", {"name": "x" * 61}),
        ("POST", "/api/tags", {"name": "x", "color": "url(javascript:x)"}),
        ("POST", "/api/custom-fields", {"key": "no spaces", "name": "x"}),
        ("POST", "/api/custom-fields", {"key": "x", "name": "x", "type": "blob"}),
        ("POST", "/api/custom-fields", {"key": "x", "name": "x", "choices": ["x"] * 201}),
        ("PUT", "/api/contacts/{walt}/fields/{walt}", {}),
    ],
)
async def test_what_was_not_asked_for_is_refused(served: Served, acme: Acme, method: str, path: str, body: Any) -> None:
    async with served.browser(acme, acme.owner) as owner:
        assert refused(await owner.request(method, path.format(walt=acme.walt.id), json=body)) == (422, "malformed")
    assert await acme.events() == []


async def test_what_tags_fields_and_topics_are_used_by_is_counted(served: Served, acme: Acme) -> None:
    tag, field = await a_tag(acme), await a_field(acme)
    async with served.browser(acme, acme.ada) as ada:
        topic = (await ada.post("/api/topics", json={"name": "Harvest"})).json()
        assert (await ada.get("/api/tags/uses")).json() == []
        walt = f"/api/contacts/{acme.walt.id}"
        await ada.put(f"{walt}/tags/{tag.id}")
        await ada.put(f"{walt}/fields/{field.id}", json={"value": "Bandung"})
        contact = (await ada.put(f"{walt}/topics/{topic['id']}")).json()
        assert [one["name"] for one in contact["topics"]] == ["Harvest"]
        for what, id in (("tags", str(tag.id)), ("custom-fields", str(field.id)), ("topics", topic["id"])):
            assert (await ada.get(f"/api/{what}/uses")).json() == [{"id": id, "contacts": 1}]
        assert (await ada.delete(f"{walt}/topics/{topic['id']}")).json()["topics"] == []


async def test_a_field_gets_another_name_and_choices_and_keeps_key_type_and_values(served: Served, acme: Acme) -> None:
    async with served.browser(acme, acme.ada) as ada:
        body = {"key": "size", "name": "Size", "type": "list", "choices": ["S", "M"]}
        field = (await ada.post("/api/custom-fields", json=body)).json()
        path = f"/api/contacts/{acme.walt.id}/fields/{field['id']}"
        await ada.put(path, json={"value": ["M"]})
        changed = await ada.patch(f"/api/custom-fields/{field['id']}", json={"name": "Bag", "choices": ["S", "L"]})
        assert changed.json() == field | {"name": "Bag", "choices": ["S", "L"], "version": 2}
        (shown,) = (await ada.get(f"/api/contacts/{acme.walt.id}")).json()["fields"]
        assert (shown["name"], shown["value"]) == ("Bag", ["M"])
        assert refused(await ada.put(path, json={"value": ["M"]})) == (422, "does_not_fit")
        assert refused(await ada.patch(f"/api/custom-fields/{field['id']}", json={"type": "text"}))[0] == 422
    (told,) = await acme.events("custom_field.changed")
    assert told.payload["custom_field"] == changed.json()


async def test_removing_a_field_forgets_its_values(served: Served, acme: Acme) -> None:
    field = await a_field(acme)
    async with served.browser(acme, acme.ada) as ada:
        path = f"/api/contacts/{acme.walt.id}"
        await ada.put(f"{path}/fields/{field.id}", json={"value": "Bandung"})
        assert (await ada.delete(f"/api/custom-fields/{field.id}")).status_code == 204
        assert (await ada.get(path)).json()["fields"] == []
        assert refused(await ada.put(f"{path}/fields/{field.id}", json={"value": "x"})) == (404, "field_not_found")
    (told,) = await acme.events("custom_field.removed")
    assert told.payload == {"field_id": str(field.id), "field_key": "city"}


async def test_each_agent_arranges_their_own_panel(served: Served, acme: Acme) -> None:
    async with served.browser(acme, acme.bo) as bo, served.browser(acme, acme.ada) as ada:
        as_it_comes = (await bo.get("/api/me/panel")).json()
        assert as_it_comes == {"blocks": list(BLOCKS), "folded": [], "version": 0}
        wanted = {"blocks": ["fields", "notes", "fields"], "folded": ["topics"]}
        arranged = (await bo.put("/api/me/panel", json=wanted)).json()
        rest = [block for block in BLOCKS if block not in {"fields", "notes"}]
        assert arranged == {"blocks": ["fields", "notes", *rest], "folded": ["topics"], "version": 1}
        assert (await bo.put("/api/me/panel", json=wanted)).json()["version"] == 2
        assert (await ada.get("/api/me/panel")).json() == as_it_comes
        assert (await bo.put("/api/me/panel", json={"blocks": ["weather"], "folded": []})).status_code == 422
    told = await acme.events("panel.arranged")
    assert [row.audience for row in told] == [{"kind": "agent", "id": str(acme.bo.id)}] * 2
