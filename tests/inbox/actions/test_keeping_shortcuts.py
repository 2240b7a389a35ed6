"""Shortcuts: shared ones that supervisors keep, and everybody's own."""

from typing import Any

import httpx
import pytest
from acme import Acme
from pictures import a_photo
from serving import Served

from obrol.inbox.actions.keeping_shortcuts import MOST_SHORTCUTS
from obrol.inbox.models import Shortcut
from obrol.kit.ids import new_id


def refused(answer: httpx.Response) -> tuple[int, str]:
    return answer.status_code, answer.json()["code"]


async def a_shortcut(browser: httpx.AsyncClient, name: str = "hello", **more: Any) -> dict[str, Any]:
    answer = await browser.post("/api/shortcuts", json={"name": name, "text": "Hello!"} | more)
    assert answer.status_code == 201, answer.text
    shortcut: dict[str, Any] = answer.json()
    return shortcut


async def names(browser: httpx.AsyncClient) -> list[str]:
    return [one["name"] for one in (await browser.get("/api/shortcuts")).json()]


async def test_a_shared_one_is_everybodys_and_an_own_one_is_ones_own(acme: Acme, served: Served) -> None:
    async with served.browser(acme) as ada, served.browser(acme, acme.bo) as bo:
        await a_shortcut(ada, "hello")
        own = await a_shortcut(bo, "bye", is_personal=True)
        assert own["owner_id"] == str(acme.bo.id)
        assert await names(bo) == ["bye", "hello"]
        assert await names(ada) == ["hello"]
        for answer in (
            await ada.patch(f"/api/shortcuts/{own['id']}", json={"text": "Mine"}),
            await ada.delete(f"/api/shortcuts/{own['id']}"),
            await ada.post(f"/api/shortcuts/{own['id']}/uses"),
        ):
            assert refused(answer) == (404, "shortcut_not_found")


async def test_an_agent_uses_shared_ones_and_changes_only_own_ones(acme: Acme, served: Served) -> None:
    async with served.browser(acme) as ada, served.browser(acme, acme.bo) as bo:
        shared, own = await a_shortcut(ada), await a_shortcut(bo, "bye", is_personal=True)
        for answer in (
            await bo.post("/api/shortcuts", json={"name": "new", "text": "New"}),
            await bo.patch(f"/api/shortcuts/{shared['id']}", json={"text": "Mine"}),
            await bo.patch(f"/api/shortcuts/{own['id']}", json={"is_personal": False}),
            await bo.delete(f"/api/shortcuts/{shared['id']}"),
        ):
            assert refused(answer) == (403, "not_allowed")
        assert (await bo.patch(f"/api/shortcuts/{own['id']}", json={"text": "Bye"})).json()["text"] == "Bye"
        assert (await bo.post(f"/api/shortcuts/{shared['id']}/uses")).status_code == 204
        assert (await bo.delete(f"/api/shortcuts/{own['id']}")).status_code == 204


async def test_names_are_there_once_among_those_of_one_owner(acme: Acme, served: Served) -> None:
    async with served.browser(acme) as ada, served.browser(acme, acme.bo) as bo:
        await a_shortcut(ada, "Hello")
        other = await a_shortcut(ada, "bye")
        for answer in (
            await ada.post("/api/shortcuts", json={"name": "/héllo ", "text": "Hi"}),
            await ada.patch(f"/api/shortcuts/{other['id']}", json={"name": "HELLO"}),
        ):
            assert refused(answer) == (409, "shortcut_name_taken")
        assert (await a_shortcut(bo, "hello", is_personal=True))["name"] == "hello"
        own = await a_shortcut(ada, "hello", is_personal=True)
        answer = await ada.patch(f"/api/shortcuts/{own['id']}", json={"is_personal": False})
        assert refused(answer) == (409, "shortcut_name_taken")
        assert await names(ada) == ["bye", "Hello", "hello"]


@pytest.mark.parametrize("name", ["🙏🙏", "שלום", "<b>bold</b>", "/hello", "x" * 60])
async def test_a_name_is_whatever_people_call_it(acme: Acme, served: Served, name: str) -> None:
    async with served.browser(acme) as ada:
        assert (await a_shortcut(ada, name))["name"] == name.lstrip("/")


async def test_it_says_something_or_brings_a_file(acme: Acme, served: Served) -> None:
    async with served.browser(acme) as ada:
        answer = await ada.post("/api/shortcuts", json={"name": "nothing", "text": "  "})
        assert refused(answer) == (422, "shortcut_blank")
        picture = (await ada.post("/api/attachments", files={"file": ("menu.jpg", a_photo())})).json()
        menu = await a_shortcut(ada, "menu", text="", attachment_ids=[picture["attachment_id"]])
        (file,) = menu["attachments"]
        assert (file["name"], (await ada.get(file["url"])).status_code) == (picture["name"], 200)
        answer = await ada.patch(f"/api/shortcuts/{menu['id']}", json={"attachment_ids": []})
        assert refused(answer) == (422, "shortcut_blank")
        bare = await ada.patch(f"/api/shortcuts/{menu['id']}", json={"attachment_ids": [], "text": "On the wall"})
    assert (bare.json()["attachments"], bare.json()["version"]) == ([], menu["version"] + 2)


async def test_uses_are_counted_and_in_nobodys_way(acme: Acme, served: Served) -> None:
    async with served.browser(acme) as ada:
        before = await a_shortcut(ada)
        for _ in range(3):
            await ada.post(f"/api/shortcuts/{before['id']}/uses")
        (after,) = (await ada.get("/api/shortcuts")).json()
        assert (after["used_count"], after["version"]) == (3, before["version"])
        assert after["last_used_at"] is not None
        assert (await ada.patch(f"/api/shortcuts/{before['id']}", json={"text": "Hi"})).status_code == 200


async def test_everybody_hears_of_shared_ones_and_the_owner_of_own_ones(acme: Acme, served: Served) -> None:
    async with served.desk(acme, acme.bo) as watching, served.browser(acme) as ada:
        own = await a_shortcut(ada, "mine", is_personal=True)
        shared = await a_shortcut(ada, "hello", category="Greetings")
        heard = await watching.event("shortcut.made")
        assert heard["shortcut"] == shared, "and nothing was heard of the one that is Ada's"
        await ada.patch(f"/api/shortcuts/{own['id']}", json={"is_personal": False})
        assert (await watching.event("shortcut.changed"))["shortcut"]["name"] == "mine"
        await ada.patch(f"/api/shortcuts/{own['id']}", json={"is_personal": True})
        assert (await watching.event("shortcut.removed"))["shortcut_id"] == own["id"]
        await ada.delete(f"/api/shortcuts/{shared['id']}")
        assert (await watching.event("shortcut.removed"))["shortcut_id"] == shared["id"]


async def test_the_same_again_is_told_to_nobody(acme: Acme, served: Served) -> None:
    async with served.browser(acme) as ada:
        shortcut = await a_shortcut(ada, category="Greetings")
        words = {key: shortcut[key] for key in ("name", "text", "category", "is_personal")}
        assert (await ada.patch(f"/api/shortcuts/{shortcut['id']}", json=words)).json() == shortcut
        out = await ada.patch(f"/api/shortcuts/{shortcut['id']}", json={"category": ""})
    assert out.json()["category"] is None
    assert len(await acme.events("shortcut.changed")) == 1


async def test_there_are_only_so_many(acme: Acme, served: Served) -> None:
    async with acme.acting() as uow:
        uow.session.add_all(
            Shortcut(workspace_id=acme.workspace_id, id=new_id(), name=f"{n}", name_folded=f"{n}", text="x")
            for n in range(MOST_SHORTCUTS)
        )
    async with served.browser(acme) as ada:
        answer = await ada.post("/api/shortcuts", json={"name": "hello", "text": "Hi"})
        assert refused(answer) == (409, "too_many_shortcuts")
        assert (await a_shortcut(ada, "hello", is_personal=True))["is_personal"]
