"""Set-up, signing in and out, and one's own settings, as a browser sees them."""

from collections.abc import Awaitable, Callable
from typing import Any
from uuid import UUID

import httpx
import pytest
from acme import Acme
from servers import Server
from serving import Served, serve

from obrol.entrypoints.house import opened
from obrol.runtime.actor import SESSION_COOKIE
from obrol.runtime.settings import Settings
from obrol.workspaces.actions.throttling import TRIES_PER_ADDRESS

APerson = Callable[..., Awaitable[Any]]
NOT_OURS = {"Origin": "https://evil.example"}


def refused(answer: httpx.Response) -> tuple[int, str]:
    assert answer.headers["content-type"] == "application/problem+json", answer.text
    return answer.status_code, answer.json()["code"]


def set_up_by(email: str = "ada@acme.example") -> dict[str, str]:
    return {
        "workspace_name": " Kopi   Acme ",
        "name": "Ada",
        "email": email,
        "password": "kopi susu gula aren",
        "locale": "id",
    }


async def test_the_first_run_page_makes_the_owner_and_then_is_not_needed(empty_served: Served) -> None:
    async with empty_served.stranger() as browser:
        assert (await browser.get("/api/setup")).json() == {"needed": True, "demo": False, "demo_sign_in": None}
        answer = await browser.post("/api/setup", json=set_up_by())
        assert answer.status_code == 201, answer.text
        assert answer.json()["workspace"]["name"] == "Kopi Acme"
        assert (await browser.get("/api/session")).json() == answer.json()
        assert (await browser.get("/api/setup")).json()["needed"] is False
    async with empty_served.stranger() as browser:
        assert refused(await browser.post("/api/setup", json=set_up_by("eve@evil.example"))) == (409, "already_set_up")
        assert refused(await browser.get("/api/session")) == (401, "not_signed_in")


async def test_signing_in_sets_a_cookie_that_scripts_cannot_read(served: Served, a_person: APerson) -> None:
    ada = await a_person()
    async with served.stranger() as browser:
        answer = await browser.post("/api/session", json=ada.credentials)
        assert answer.status_code == 200, answer.text
        cookie = answer.headers["set-cookie"]
        assert cookie.startswith(f"{SESSION_COOKIE}=")
        parts = {part.strip().lower() for part in cookie.split(";")[1:]}
        assert {"httponly", "samesite=lax", "path=/", f"max-age={30 * 24 * 3600}"} <= parts
        assert "secure" not in parts  # the test server has no TLS
        assert answer.json()["agent"] | {"version": 1} == {
            "id": str(ada.actor.id),
            "name": "Ada",
            "email": ada.email,
            "role": "owner",
            "disabled": False,
            "picture_id": None,
            "picture_url": None,
            "locale": None,
            "theme": None,
            "time_zone": None,
            "enter_sends": True,
            "undo_send": False,
            "single_keys": True,
            "sound": True,
            "desktop_notifications": False,
            "notify_about": "mine",
            "list_hidden": False,
            "version": 1,
        }
        assert [one["id"] for one in answer.json()["workspaces"]] == [str(ada.workspace_id)]


async def test_behind_tls_the_cookie_is_secure_and_foreign_hosts_make_no_links(
    server: Server, fresh_database: str, settings: Settings
) -> None:
    given = settings.model_copy(
        update={"database_url": server.app_url(fresh_database), "public_url": "https://chat.acme.example"}
    )
    async with opened(given, with_worker=False) as house, serve(house) as served:
        ours = {"Origin": "https://chat.acme.example", "Host": "evil.example"}
        async with httpx.AsyncClient(base_url=served.origin, headers=ours) as browser:
            answer = await browser.post("/api/setup", json=set_up_by())
            assert answer.status_code == 201, answer.text
            assert "secure" in answer.headers["set-cookie"].lower()
            token = answer.headers["set-cookie"].partition("=")[2].partition(";")[0]
            cookie = {"Cookie": f"{SESSION_COOKIE}={token}"}
            invited = await browser.post("/api/invitations", json={"role": "agent"}, headers=cookie)
            assert invited.json()["link"].startswith("https://chat.acme.example/join#")


async def test_a_proxy_that_is_trusted_names_the_address_whose_tries_are_counted(
    server: Server, fresh_database: str, settings: Settings
) -> None:
    given = settings.model_copy(update={"database_url": server.app_url(fresh_database), "trusted_proxies": 1})
    async with opened(given, with_worker=False) as house, serve(house) as served, served.stranger() as browser:
        answer = None
        for number in range(TRIES_PER_ADDRESS + 2):
            answer = await browser.post(
                "/api/session",
                json={"email": f"{number}@acme.example", "password": "wrong"},
                # What the client claims comes first; the proxy adds what it saw: one /64 in ever new addresses.
                headers={"X-Forwarded-For": f"203.0.113.{number}, 2001:db8::{number:x}"},
            )
            expected = (401, "wrong_credentials") if number < TRIES_PER_ADDRESS else (429, "too_many_attempts")
            assert refused(answer) == expected, number
        assert answer is not None
        assert int(answer.headers["retry-after"]) == answer.json()["retry_after"] > 0


async def test_signing_out_works_at_once_and_twice(served: Served, acme: Acme) -> None:
    async with served.browser(acme) as browser:
        assert (await browser.get("/api/session")).status_code == 200
        kept = {"Cookie": f"{SESSION_COOKIE}={next(iter(browser.cookies.jar)).value}"}
        answer = await browser.delete("/api/session")
        assert (answer.status_code, answer.content) == (204, b"")
        assert "max-age=0" in answer.headers["set-cookie"].lower()
        browser.cookies.clear()
        assert refused(await browser.get("/api/session", headers=kept)) == (401, "not_signed_in")
        assert (await browser.delete("/api/session", headers=kept)).status_code == 204


async def test_sessions_are_listed_and_ended(served: Served, acme: Acme) -> None:
    async with served.browser(acme) as here, served.browser(acme) as there, served.browser(acme, acme.bo) as bo:
        listed = (await here.get("/api/sessions")).json()
        assert [one["current"] for one in listed].count(True) == 1
        assert len(listed) == 2
        other = next(one["id"] for one in listed if not one["current"])
        assert refused(await bo.delete(f"/api/sessions/{other}")) == (404, "session_not_found")
        assert (await here.delete(f"/api/sessions/{other}")).status_code == 204
        assert refused(await there.get("/api/session")) == (401, "not_signed_in")
        assert refused(await here.delete(f"/api/sessions/{other}")) == (404, "session_not_found")
        assert (await bo.get("/api/session")).status_code == 200


async def test_all_other_sessions_end_together(served: Served, acme: Acme) -> None:
    async with served.browser(acme) as here, served.browser(acme) as there:
        assert (await here.delete("/api/sessions")).status_code == 204
        assert (await here.get("/api/session")).status_code == 200
        assert refused(await there.get("/api/session")) == (401, "not_signed_in")


async def test_one_changes_what_one_sees_of_oneself(served: Served, acme: Acme) -> None:
    async with served.browser(acme) as browser:
        answer = await browser.patch("/api/me", json={"name": "Ada L.", "locale": "id", "theme": "dark"})
        assert answer.status_code == 200, answer.text
        me = answer.json()
        assert (me["name"], me["locale"], me["theme"], me["version"]) == ("Ada L.", "id", "dark", 2)
        assert (await browser.get("/api/session")).json()["agent"] == me


async def test_a_new_password_signs_out_every_other_browser(served: Served, a_person: APerson) -> None:
    ada = await a_person()
    async with served.stranger() as here, served.stranger() as there:
        for browser in (here, there):
            assert (await browser.post("/api/session", json=ada.credentials)).status_code == 200
        body = {"current_password": ada.credentials["password"], "new_password": "teh tarik tanpa gula"}
        wrong = body | {"current_password": "something else"}
        assert refused(await here.put("/api/me/password", json=wrong)) == (403, "wrong_password")
        easy = body | {"new_password": "aaaaaaaaaaaa"}
        assert refused(await here.put("/api/me/password", json=easy)) == (422, "password_too_easy")
        assert (await here.put("/api/me/password", json=body)).status_code == 204
        assert (await here.get("/api/session")).status_code == 200
        assert refused(await there.get("/api/session")) == (401, "not_signed_in")


async def test_one_switches_between_the_workspaces_that_one_works_in(served: Served, a_person: APerson) -> None:
    ada, olga, eve = await a_person(), await a_person("Olga"), await a_person("Eve")
    async with served.stranger() as browser:
        await browser.post("/api/session", json=ada.credentials)
        link = (await browser.post("/api/invitations", json={"role": "admin"})).json()["link"]
    token = link.partition("#")[2]
    async with served.stranger() as browser:
        body = {"token": token, "name": "Olga", **olga.credentials}
        answer = await browser.post("/api/invitations/accept", json=body)
        assert answer.status_code == 201, answer.text
        assert answer.json()["workspace"]["id"] == str(ada.workspace_id)
        assert {one["id"] for one in answer.json()["workspaces"]} == {str(ada.workspace_id), str(olga.workspace_id)}
        home = await browser.put("/api/session/workspace", json={"workspace_id": str(olga.workspace_id)})
        assert (home.status_code, home.json()["agent"]["role"]) == (200, "owner")
        assert (await browser.get("/api/session")).json() == home.json()
        foreign = await browser.put("/api/session/workspace", json={"workspace_id": str(eve.workspace_id)})
        assert refused(foreign) == (404, "workspace_not_found")


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("POST", "/api/setup", set_up_by()),
        ("POST", "/api/session", {"email": "ada@acme.example", "password": "x"}),
        ("DELETE", "/api/session", None),
        ("PUT", "/api/session/workspace", {"workspace_id": str(UUID(int=7))}),
        ("DELETE", "/api/sessions", None),
        ("DELETE", f"/api/sessions/{UUID(int=7)}", None),
        ("PATCH", "/api/me", {"name": "Eve"}),
        ("PUT", "/api/me/password", {"current_password": "x", "new_password": "y" * 12}),
        ("POST", "/api/invitations/look", {"token": "x"}),
        ("POST", "/api/invitations/accept", {"token": "x", "name": "E", "email": "e@evil.example", "password": "x"}),
        ("POST", "/api/invitations", {"role": "owner"}),
        ("PATCH", "/api/workspace", {"name": "Evil"}),
        ("POST", "/api/teams", {"name": "Evil"}),
    ],
)
async def test_a_page_of_somebody_else_changes_nothing(
    served: Served, acme: Acme, method: str, path: str, body: Any
) -> None:
    async with served.browser(acme, acme.owner) as browser:
        before = len(await acme.events())
        for headers in (NOT_OURS, {"Origin": "null"}, {"Origin": f"{served.origin}.evil.example"}):
            assert refused(await browser.request(method, path, json=body, headers=headers)) == (403, "foreign_origin")
        assert len(await acme.events()) == before
        assert (await browser.get("/api/session")).json()["agent"]["name"] == "Owner"


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/api/session", {"email": "ada@acme.example", "password": "x", "role": "owner"}),
        ("/api/session", {"email": ["ada@acme.example"], "password": "x"}),
        ("/api/session", {"email": "ada@acme.example", "password": "x" * 201}),
        ("/api/session", {"email": "x" * 255, "password": "x"}),
        ("/api/session", {}),
        ("/api/session", []),
        ("/api/invitations/look", {"token": "x" * 201}),
        ("/api/invitations/look", {"token": None}),
    ],
)
async def test_what_does_not_fit_is_refused_without_being_repeated(served: Served, path: str, body: Any) -> None:
    async with served.stranger() as browser:
        answer = await browser.post(path, json=body)
        assert refused(answer) == (422, "malformed")
        assert "xxxx" not in answer.text


async def test_strange_but_possible_texts_are_simply_wrong(served: Served) -> None:
    async with served.stranger() as browser:
        for email in ("\x00", "a\x00b@acme.example", "\u202e@acme.example", "' OR 1=1 --", "ada@acme.example\r\nX: y"):
            answer = await browser.post("/api/session", json={"email": email, "password": "\x00"})
            assert refused(answer) == (401, "wrong_credentials"), repr(email)
        half = b'{"email": "\\ud800@acme.example", "password": "x"}'
        answer = await browser.post("/api/session", content=half, headers={"Content-Type": "application/json"})
        assert answer.status_code in {401, 422}
