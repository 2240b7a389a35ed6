"""Agents, invitations, teams and the workspace, as browsers of each role see them."""

from typing import Any

import httpx
import pytest
from acme import Acme, found_acme
from serving import Served

from obrol.kit.ids import new_id
from obrol.runtime.web import House


def refused(answer: httpx.Response) -> tuple[int, str]:
    assert answer.headers["content-type"] == "application/problem+json", answer.text
    return answer.status_code, answer.json()["code"]


async def test_everybody_sees_who_works_here_and_nobody_else(served: Served, acme: Acme, house: House) -> None:
    await found_acme(house)  # others exist
    async with served.browser(acme, acme.bo) as browser:
        agents = (await browser.get("/api/agents")).json()
        teams = (await browser.get("/api/teams")).json()
        workspace = (await browser.get("/api/workspace")).json()
    assert [(agent["name"], agent["role"]) for agent in agents] == [
        ("Ada", "admin"),
        ("Bo", "agent"),
        ("Owner", "owner"),
        ("Sue", "supervisor"),
    ]
    assert teams == [{"id": str(acme.team_id), "name": "Sales", "member_ids": [str(acme.bo.id)], "version": 1}]
    assert (workspace["id"], workspace["pause_minutes"]) == (str(acme.workspace_id), 30)


async def test_an_agent_who_is_disabled_is_out_at_once(served: Served, acme: Acme) -> None:
    async with served.browser(acme) as ada, served.browser(acme, acme.bo) as bo:
        assert (await bo.get("/api/session")).status_code == 200
        answer = await ada.patch(f"/api/agents/{acme.bo.id}", json={"disabled": True})
        assert (answer.status_code, answer.json()["disabled"]) == (200, True)
        assert refused(await bo.get("/api/session")) == (401, "not_signed_in")
        answer = await ada.patch(f"/api/agents/{acme.bo.id}", json={"disabled": False, "role": "supervisor"})
        assert (answer.json()["disabled"], answer.json()["role"]) == (False, "supervisor")
        assert refused(await bo.get("/api/session")) == (401, "not_signed_in")  # a session that ended stays ended


async def test_a_new_role_counts_from_the_next_request(served: Served, acme: Acme) -> None:
    async with served.browser(acme) as ada, served.browser(acme, acme.bo) as bo:
        assert refused(await bo.post("/api/teams", json={"name": "Bo's"})) == (403, "not_allowed")
        await ada.patch(f"/api/agents/{acme.bo.id}", json={"role": "admin"})
        assert (await bo.post("/api/teams", json={"name": "Bo's"})).status_code == 201
        await ada.patch(f"/api/agents/{acme.bo.id}", json={"role": "agent"})
        assert refused(await bo.post("/api/teams", json={"name": "Bo's other"})) == (403, "not_allowed")


async def test_the_last_owner_stays(served: Served, acme: Acme) -> None:
    async with served.browser(acme, acme.owner) as owner:
        for body in ({"role": "admin"}, {"disabled": True}):
            assert refused(await owner.patch(f"/api/agents/{acme.owner.id}", json=body)) == (409, "last_owner")


async def test_an_invitation_from_link_to_agent(served: Served, acme: Acme) -> None:
    email = f"cy-{new_id().hex}@acme.example"
    async with served.browser(acme) as ada, served.stranger() as cy:
        body = {"email": email.upper(), "role": "supervisor", "team_ids": [str(acme.team_id)]}
        made = await ada.post("/api/invitations", json=body)
        assert made.status_code == 201, made.text
        link = made.json().pop("link")
        listed = (await ada.get("/api/invitations")).json()
        assert listed == [{key: value for key, value in made.json().items() if key != "link"}]
        assert "link" not in listed[0]
        page, _, token = link.partition("#")
        assert page == f"{acme.house.settings.base_url}/join"
        look = await cy.post("/api/invitations/look", json={"token": token})
        assert look.json() == {"workspace_name": "Acme", "role": "supervisor", "email": email}
        joins = {"token": token, "name": "Cy", "email": email, "password": "teh tarik tanpa gula"}
        assert refused(await cy.post("/api/invitations/accept", json=joins | {"password": "short"})) == (
            422,
            "password_too_easy",
        )
        answer = await cy.post("/api/invitations/accept", json=joins)
        assert answer.status_code == 201, answer.text
        assert (await cy.get("/api/session")).json()["agent"]["role"] == "supervisor"
        assert (await ada.get("/api/invitations")).json() == []
        assert refused(await cy.post("/api/invitations/look", json={"token": token})) == (404, "invitation_gone")


async def test_an_invitation_that_is_taken_back(served: Served, acme: Acme) -> None:
    async with served.browser(acme) as ada:
        made = (await ada.post("/api/invitations", json={"role": "agent"})).json()
        assert (await ada.delete(f"/api/invitations/{made['id']}")).status_code == 204
        assert refused(await ada.delete(f"/api/invitations/{made['id']}")) == (404, "invitation_not_found")
        token = made["link"].partition("#")[2]
        assert refused(await ada.post("/api/invitations/look", json={"token": token})) == (404, "invitation_gone")


async def test_a_team_from_making_to_removing(served: Served, acme: Acme) -> None:
    async with served.browser(acme) as ada:
        team = (await ada.post("/api/teams", json={"name": "  Support "})).json()
        assert (team["name"], team["member_ids"], team["version"]) == ("Support", [], 1)
        path = f"/api/teams/{team['id']}"
        assert refused(await ada.post("/api/teams", json={"name": "Support"})) == (409, "team_name_taken")
        assert refused(await ada.patch(path, json={"name": "Sales"})) == (409, "team_name_taken")
        assert (await ada.patch(path, json={"name": "Care"})).json()["name"] == "Care"
        added = (await ada.put(f"{path}/members/{acme.sue.id}")).json()
        assert (added["member_ids"], added["version"]) == ([str(acme.sue.id)], 3)
        assert (await ada.delete(f"{path}/members/{acme.sue.id}")).json()["member_ids"] == []
        assert (await ada.delete(path)).status_code == 204
        assert refused(await ada.delete(path)) == (404, "team_not_found")


async def test_the_workspace_is_arranged(served: Served, acme: Acme) -> None:
    async with served.browser(acme) as ada:
        answer = await ada.patch("/api/workspace", json={"pause_minutes": 10080, "time_zone": "Asia/Jayapura"})
        assert (answer.json()["pause_minutes"], answer.json()["time_zone"]) == (10080, "Asia/Jayapura")
        assert refused(await ada.patch("/api/workspace", json={"pause_minutes": 10081})) == (422, "malformed")


def every_change(acme: Acme, other: Acme) -> list[tuple[str, str, Any]]:
    """Each way to change something of `other`'s, or to bring something of theirs in."""
    return [
        ("PATCH", f"/api/agents/{other.bo.id}", {"role": "admin"}),
        ("PUT", f"/api/teams/{other.team_id}/members/{acme.bo.id}", None),
        ("PUT", f"/api/teams/{acme.team_id}/members/{other.bo.id}", None),
        ("DELETE", f"/api/teams/{acme.team_id}/members/{other.bo.id}", None),
        ("PATCH", f"/api/teams/{other.team_id}", {"name": "Ours"}),
        ("DELETE", f"/api/teams/{other.team_id}", None),
        ("DELETE", f"/api/invitations/{new_id()}", None),
    ]


async def test_what_is_of_another_workspace_is_not_there(served: Served, acme: Acme, house: House) -> None:
    other = await found_acme(house)
    async with served.browser(acme, acme.owner) as owner:
        for method, path, body in every_change(acme, other):
            assert (await owner.request(method, path, json=body)).status_code == 404, path
        foreign = {"role": "agent", "team_ids": [str(other.team_id)]}
        assert refused(await owner.post("/api/invitations", json=foreign)) == (422, "team_unknown")
    assert await other.events() == []


@pytest.mark.parametrize("who", ["sue", "bo"])
async def test_who_may_not_manage_changes_nothing(served: Served, acme: Acme, who: str) -> None:
    async with served.browser(acme, getattr(acme, who)) as browser:
        for method, path, body in [
            ("PATCH", f"/api/agents/{getattr(acme, who).id}", {"role": "owner"}),
            ("GET", "/api/invitations", None),
            ("POST", "/api/invitations", {"role": "agent"}),
            ("DELETE", f"/api/invitations/{new_id()}", None),
            ("POST", "/api/teams", {"name": "Mine"}),
            ("PATCH", f"/api/teams/{acme.team_id}", {"name": "Mine"}),
            ("DELETE", f"/api/teams/{acme.team_id}", None),
            ("PUT", f"/api/teams/{acme.team_id}/members/{acme.sue.id}", None),
            ("PATCH", "/api/workspace", {"name": "Mine"}),
        ]:
            assert refused(await browser.request(method, path, json=body)) == (403, "not_allowed"), path
    assert await acme.events() == []


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("PATCH", "/api/agents/{bo}", {"role": "agent", "workspace_id": str(new_id())}),
        ("PATCH", "/api/agents/{bo}", {"email": "eve@evil.example"}),
        ("PATCH", "/api/agents/{bo}", {"role": "god"}),
        ("PATCH", "/api/agents/not-an-id", {"role": "agent"}),
        ("PATCH", "/api/agents/{bo}", {"disabled": "perhaps"}),
        ("PATCH", "/api/me", {"role": "owner"}),
        ("PATCH", "/api/me", {"email": "eve@evil.example"}),
        ("PATCH", "/api/workspace", {"id": str(new_id())}),
        ("POST", "/api/teams", {"name": "x", "id": str(new_id())}),
        ("POST", "/api/teams", {"name": "\x00\x01 "}),
        ("POST", "/api/teams", {"name": {"$ne": 1}}),
        ("POST", "/api/invitations", {"role": "agent", "email": "no address"}),
        ("POST", "/api/invitations", {"role": "agent", "team_ids": [str(new_id())] * 51}),
        ("POST", "/api/invitations", {"role": "agent", "expires_at": "2099-01-01T00:00:00Z"}),
    ],
)
async def test_what_was_not_asked_for_is_refused(served: Served, acme: Acme, method: str, path: str, body: Any) -> None:
    async with served.browser(acme, acme.owner) as owner:
        assert refused(await owner.request(method, path.format(bo=acme.bo.id), json=body)) == (422, "malformed")
    assert await acme.events() == []
