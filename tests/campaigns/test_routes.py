"""Sequences, and who is in them, as agents see and change them."""

from typing import Any

import httpx
from acme import Acme
from serving import Served


async def a_sequence(browser: httpx.AsyncClient, name: str = "Welcome") -> dict[str, Any]:
    answer = await browser.post("/api/sequences", json={"name": name})
    assert answer.status_code == 201, answer.text
    document: dict[str, Any] = answer.json()
    return document


async def test_a_contact_is_put_into_a_sequence_once_and_taken_out(served: Served, acme: Acme) -> None:
    async with served.browser(acme, acme.ada) as ada:
        sequence = await a_sequence(ada)
        path = f"/api/contacts/{acme.walt.id}"
        enrolled = (await ada.put(f"{path}/sequences/{sequence['id']}")).json()
        assert (enrolled["sequence"], enrolled["status"], enrolled["ended_at"]) == (sequence, "active", None)
        assert (await ada.put(f"{path}/sequences/{sequence['id']}")).json() == enrolled
        assert (await ada.get(f"{path}/enrollments")).json() == [enrolled]
        assert (await ada.get("/api/sequences/uses")).json() == [{"id": sequence["id"], "active": 1, "completed": 0}]
        for _ in range(2):
            assert (await ada.delete(f"{path}/sequences/{sequence['id']}")).status_code == 204
        assert (await ada.get(f"{path}/enrollments")).json() == []
        again = (await ada.put(f"{path}/sequences/{sequence['id']}")).json()
        assert again["id"] != enrolled["id"]
    told = await acme.events("enrollment.began", "enrollment.ended")
    assert [(row.type, row.payload["enrollment"]["status"]) for row in told] == [
        ("enrollment.began", "active"),
        ("enrollment.ended", "left"),
        ("enrollment.began", "active"),
    ]
    assert told[0].payload["enrollment"] == enrolled
    assert told[0].actor["name"] == "Ada"


async def test_a_sequence_is_renamed_and_has_one_name_whatever_its_capitals(served: Served, acme: Acme) -> None:
    async with served.browser(acme, acme.ada) as ada:
        sequence, other = await a_sequence(ada), await a_sequence(ada, "Harvest")
        taken = await ada.post("/api/sequences", json={"name": " WELCOME "})
        assert (taken.status_code, taken.json()["code"]) == (409, "sequence_name_taken")
        taken = await ada.patch(f"/api/sequences/{other['id']}", json={"name": "welcome"})
        assert (taken.status_code, taken.json()["code"]) == (409, "sequence_name_taken")
        renamed = (await ada.patch(f"/api/sequences/{sequence['id']}", json={"name": "First weeks"})).json()
        assert renamed == sequence | {"name": "First weeks", "version": 2}
        assert [one["name"] for one in (await ada.get("/api/sequences")).json()] == ["First weeks", "Harvest"]


async def test_removing_a_sequence_takes_everybody_out(served: Served, acme: Acme) -> None:
    async with served.browser(acme, acme.ada) as ada:
        sequence = await a_sequence(ada)
        await ada.put(f"/api/contacts/{acme.walt.id}/sequences/{sequence['id']}")
        assert (await ada.delete(f"/api/sequences/{sequence['id']}")).status_code == 204
        assert (await ada.get(f"/api/contacts/{acme.walt.id}/enrollments")).json() == []
        assert (await ada.get("/api/sequences")).json() == []
    (told,) = await acme.events("sequence.removed")
    assert told.payload == {"sequence_id": sequence["id"], "sequence_name": "Welcome"}
