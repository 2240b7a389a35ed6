"""Channels through their doors."""

from typing import Any
from uuid import UUID

import httpx
import pytest
from acme import Acme, found_acme
from serving import Served

from obrol.channels.queries import find_channel

SECRET = "a secret of the fake vendor"
FAKE: dict[str, Any] = {"kind": "fake", "name": "  Fake \n line ", "credentials": {"secret": SECRET}}


async def connect(client: httpx.AsyncClient, **changes: Any) -> dict[str, Any]:
    answer = await client.post("/api/channels", json={"kind": "webchat", "name": "Shop", **changes})
    assert answer.status_code == 201, answer.text
    channel: dict[str, Any] = answer.json()
    return channel


def fields(answer: httpx.Response) -> list[str]:
    return [".".join(field["at"]) for field in answer.json()["fields"]]


async def test_a_connected_channel_has_its_settings_filled_in_and_an_address_nobody_guesses(
    ada: httpx.AsyncClient,
) -> None:
    channel = await connect(ada, settings={"color": "#aabbcc"})

    assert channel["settings"]["color"] == "#aabbcc"
    assert channel["settings"]["greeting"]["id"].startswith("Halo")
    assert len(channel["public_id"]) == 24
    assert channel["state"] == "connected"
    assert channel["bot"] is None
    assert channel["webhook_address"] is None
    assert channel["capabilities"]["delivers_by_live_feed"] is True


async def test_credentials_go_in_and_never_come_out(ada: httpx.AsyncClient, acme: Acme) -> None:
    channel = await connect(ada, **FAKE)

    assert channel["has_credentials"] is True
    assert channel["name"] == "Fake line"
    assert channel["webhook_address"] == f"{acme.house.settings.base_url}/hooks/{channel['public_id']}"
    seen = [(await ada.get("/api/channels")).text, (await ada.get(f"/api/channels/{channel['id']}")).text]
    seen += [str(event.payload) for event in await acme.events()]
    assert not any(SECRET in text for text in seen)


@pytest.mark.parametrize(
    ("wrong", "code", "field"),
    [
        ({"kind": "pigeon"}, "channel_kind_unknown", None),
        ({"settings": {"color": "red"}}, "channel_settings_refused", "color"),
        ({"settings": {"colour": "#aabbcc"}}, "channel_settings_refused", "colour"),
        ({"settings": {"allowed_origins": ["https://shop.example/path"]}}, "channel_settings_refused", None),
        ({"kind": "fake", "credentials": {"secret": "short"}}, "channel_credentials_refused", "secret"),
        ({"kind": "fake"}, "channel_credentials_refused", "secret"),
        ({"credentials": {"token": "web chat has none"}}, "channel_credentials_refused", "token"),
        ({"name": " "}, "malformed", None),
        ({"state": "connected"}, "malformed", None),
    ],
)
async def test_what_does_not_fit_is_refused_and_named(
    ada: httpx.AsyncClient, wrong: dict[str, Any], code: str, field: str | None
) -> None:
    answer = await ada.post("/api/channels", json={"kind": "webchat", "name": "Shop", **wrong})

    assert answer.status_code == 422
    assert answer.json()["code"] == code
    assert field is None or fields(answer) == [field]


async def test_a_refusal_of_credentials_does_not_repeat_them(ada: httpx.AsyncClient) -> None:
    answer = await ada.post("/api/channels", json={**FAKE, "credentials": {"secret": "too-short-55"}})

    assert answer.status_code == 422
    assert "too-short-55" not in answer.text


async def test_settings_are_changed_one_by_one(ada: httpx.AsyncClient) -> None:
    channel = await connect(ada, settings={"color": "#aabbcc", "position": "left"})

    answer = await ada.patch(f"/api/channels/{channel['id']}", json={"settings": {"position": "right"}})

    assert answer.json()["settings"]["color"] == "#aabbcc"
    assert answer.json()["settings"]["position"] == "right"
    assert answer.json()["version"] == channel["version"] + 1


async def test_a_change_of_nothing_changes_nothing(ada: httpx.AsyncClient, acme: Acme) -> None:
    channel = await connect(ada)

    answer = await ada.patch(f"/api/channels/{channel['id']}", json={})

    assert answer.json() == channel
    assert await acme.events("channel.changed") == []


async def test_a_bot_is_attached_with_its_start_flow_and_taken_off_again(ada: httpx.AsyncClient, acme: Acme) -> None:
    channel = await connect(ada)
    flow = (await ada.post("/api/flows", json={"bot_id": str(acme.bot_id), "name": "Welcome"})).json()

    on = {"bot_id": str(acme.bot_id), "start_flow_id": flow["id"]}
    attached = (await ada.patch(f"/api/channels/{channel['id']}", json=on)).json()
    taken_off = (await ada.patch(f"/api/channels/{channel['id']}", json={"bot_id": None})).json()

    assert attached["bot"] == {"id": str(acme.bot_id), "name": "Bep"}
    assert attached["start_flow_id"] == flow["id"]
    assert taken_off["bot"] is None
    assert taken_off["start_flow_id"] is None


async def test_a_bot_of_nowhere_and_a_flow_of_another_bot_are_refused(ada: httpx.AsyncClient, acme: Acme) -> None:
    channel = await connect(ada)
    elsewhere = await found_acme(acme.house)
    other = (await ada.post("/api/bots", json={"name": "Other"})).json()
    flow = (await ada.post("/api/flows", json={"bot_id": other["id"], "name": "Theirs"})).json()
    address = f"/api/channels/{channel['id']}"

    foreign = await ada.patch(address, json={"bot_id": str(elsewhere.bot_id)})
    mixed = await ada.patch(address, json={"bot_id": str(acme.bot_id), "start_flow_id": flow["id"]})
    lonely = await ada.patch(address, json={"start_flow_id": flow["id"]})

    assert [answer.json()["code"] for answer in (foreign, mixed, lonely)] == [
        "bot_unknown",
        "start_flow_unknown",
        "start_flow_unknown",
    ]


async def test_exchanging_the_bot_drops_the_start_flow_of_the_old_one(ada: httpx.AsyncClient, acme: Acme) -> None:
    channel = await connect(ada)
    flow = (await ada.post("/api/flows", json={"bot_id": str(acme.bot_id), "name": "Welcome"})).json()
    other = (await ada.post("/api/bots", json={"name": "Other"})).json()
    address = f"/api/channels/{channel['id']}"
    await ada.patch(address, json={"bot_id": str(acme.bot_id), "start_flow_id": flow["id"]})

    same = (await ada.patch(address, json={"bot_id": str(acme.bot_id)})).json()
    exchanged = (await ada.patch(address, json={"bot_id": other["id"]})).json()

    assert same["start_flow_id"] == flow["id"]
    assert exchanged["bot"]["name"] == "Other"
    assert exchanged["start_flow_id"] is None


async def test_a_removed_channel_leaves_the_list_and_can_come_back(ada: httpx.AsyncClient) -> None:
    channel = await connect(ada, **FAKE)
    address = f"/api/channels/{channel['id']}"

    assert (await ada.delete(address)).status_code == 204
    assert (await ada.delete(address)).status_code == 204
    listed = [found["id"] for found in (await ada.get("/api/channels")).json()]
    removed = [found["id"] for found in (await ada.get("/api/channels", params={"removed": True})).json()]
    kept = (await ada.get(address)).json()
    changed = await ada.patch(address, json={"name": "Ghost"})
    without = await ada.put(f"{address}/connection", json={})
    back = (await ada.put(f"{address}/connection", json={"credentials": {"secret": SECRET}})).json()

    assert channel["id"] not in listed
    assert channel["id"] in removed
    assert kept["removed_at"] is not None
    assert kept["has_credentials"] is False
    assert changed.json()["code"] == "channel_not_found"
    assert without.json()["code"] == "channel_credentials_refused"
    assert back["removed_at"] is None
    assert back["public_id"] == channel["public_id"]
    assert back["has_credentials"] is True


async def test_the_gallery_shows_the_kinds_that_are_offered_with_their_forms(ada: httpx.AsyncClient) -> None:
    kinds = {kind["kind"]: kind for kind in (await ada.get("/api/channel-kinds")).json()}

    assert "webchat" in kinds
    assert "fake" not in kinds
    assert "color" in kinds["webchat"]["settings_form"]["properties"]


@pytest.mark.parametrize(
    ("who", "reads", "changes"), [("owner", 200, 200), ("ada", 200, 200), ("sue", 200, 403), ("bo", 200, 403)]
)
async def test_who_may_do_what(served: Served, acme: Acme, who: str, reads: int, changes: int) -> None:
    address = f"/api/channels/{acme.webchat.id}"
    async with served.browser(acme, getattr(acme, who)) as client:
        assert (await client.get("/api/channels")).status_code == reads
        assert (await client.get(address)).status_code == reads
        assert (await client.get("/api/channel-kinds")).status_code == changes
        assert (await client.patch(address, json={"name": "Mine"})).status_code == changes
        assert (await client.put(f"{address}/connection", json={})).status_code == changes
        made = await client.post("/api/channels", json={"kind": "webchat", "name": "New"})
        assert made.status_code == (201 if changes == 200 else changes)
        assert (await client.delete(address)).status_code == (204 if changes == 200 else changes)


async def test_only_those_who_set_it_up_see_the_webhook_address(served: Served, acme: Acme) -> None:
    async with served.browser(acme) as ada, served.browser(acme, acme.bo) as bo:
        address = f"/api/channels/{acme.fake.id}"

        assert (await ada.get(address)).json()["webhook_address"] is not None
        assert (await bo.get(address)).json()["webhook_address"] is None


async def test_strangers_and_other_workspaces_find_nothing(served: Served, acme: Acme) -> None:
    other = await found_acme(acme.house)
    address = f"/api/channels/{acme.webchat.id}"
    async with served.stranger() as stranger, served.browser(other) as foreigner:
        assert (await stranger.get(address)).status_code == 401
        assert (await foreigner.get("/api/channels")).json() != []
        assert str(acme.webchat.id) not in (await foreigner.get("/api/channels")).text
        for answer in (
            await foreigner.get(address),
            await foreigner.patch(address, json={"name": "Mine"}),
            await foreigner.put(f"{address}/connection", json={}),
            await foreigner.delete(address),
        ):
            assert answer.status_code == 404
            assert answer.json()["code"] == "channel_not_found"


async def test_another_secret_key_says_so_and_leaves_the_channel_readable(
    ada: httpx.AsyncClient, served: Served, acme: Acme
) -> None:
    channel = await connect(ada, **FAKE)
    async with acme.acting() as uow:
        row = await find_channel(uow.scope, UUID(channel["id"]))
        assert row is not None
        row.credentials = b"\x01" + bytes(60)

    shown = await ada.get(f"/api/channels/{channel['id']}")
    async with served.stranger() as vendor:
        delivery = await vendor.post(f"/hooks/{channel['public_id']}", content=b"{}")

    assert shown.status_code == 200
    assert delivery.status_code == 503
    assert delivery.json()["code"] == "credentials_unreadable"
