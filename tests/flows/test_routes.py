"""Bots and flows through their doors."""

from typing import Any
from uuid import UUID

import httpx
import pytest
from acme import Acme, found_acme
from flows.talking import Talk, a_flow, asks, does, says
from serving import Served

from obrol.contacts.actions import fielding
from obrol.contacts.models import FieldType
from obrol.contacts.schemas import CustomFieldIn
from obrol.inbox.models import Attachment
from obrol.kit.ids import new_id

Json = dict[str, Any]
HELLO = a_flow("hello", hello=says("Hello!"))


@pytest.fixture
async def flow(ada: httpx.AsyncClient, acme: Acme) -> Json:
    answer = await ada.post("/api/flows", json={"bot_id": str(acme.bot_id), "name": "Welcome", "draft": HELLO})
    assert answer.status_code == 201, answer.text
    made: Json = answer.json()
    return made


async def publish(client: httpx.AsyncClient, flow: Json, document: Json | None = None) -> httpx.Response:
    if document is not None:
        answer = await client.put(f"/api/flows/{flow['id']}/draft", json={"document": document})
        assert answer.status_code == 200, answer.text
    return await client.post(f"/api/flows/{flow['id']}/versions")


def problems(answer: httpx.Response) -> list[tuple[str, str | None]]:
    return [(problem["code"], problem["step_id"]) for problem in answer.json()["problems"]]


# Bots.


async def test_a_bot_shows_the_channels_that_it_answers_on(ada: httpx.AsyncClient, acme: Acme) -> None:
    made = (await ada.post("/api/bots", json={"name": " Kopi  bot "})).json()
    listed = {bot["name"]: bot for bot in (await ada.get("/api/bots")).json()}

    assert made["name"] == "Kopi bot"
    assert made["channels"] == []
    assert {channel["kind"] for channel in listed["Bep"]["channels"]} == {"webchat", "fake"}


async def test_a_new_name_shows_on_its_channels_at_once(ada: httpx.AsyncClient, acme: Acme) -> None:
    before = (await ada.get(f"/api/channels/{acme.webchat.id}")).json()

    await ada.patch(f"/api/bots/{acme.bot_id}", json={"name": "Bepbep"})

    after = (await ada.get(f"/api/channels/{acme.webchat.id}")).json()
    assert after["bot"]["name"] == "Bepbep"
    assert after["version"] > before["version"]
    assert [event.payload["channel"]["bot"]["name"] for event in await acme.events("channel.changed")] == ["Bepbep"] * 2


async def test_a_bot_that_answers_somewhere_is_not_removed(ada: httpx.AsyncClient, acme: Acme, flow: Json) -> None:
    refused = await ada.delete(f"/api/bots/{acme.bot_id}")
    for channel in (acme.webchat, acme.fake):
        await ada.patch(f"/api/channels/{channel.id}", json={"bot_id": None})
    removed = await ada.delete(f"/api/bots/{acme.bot_id}")

    assert refused.status_code == 409
    assert refused.json()["code"] == "bot_in_use"
    assert {channel["name"] for channel in refused.json()["channels"]} == {"Shop", "Fake"}
    assert removed.status_code == 204
    assert (await ada.get(f"/api/flows/{flow['id']}")).status_code == 404


# Drafts.


async def test_a_new_flow_without_a_draft_can_be_published_as_it_is(ada: httpx.AsyncClient, acme: Acme) -> None:
    made = (await ada.post("/api/flows", json={"bot_id": str(acme.bot_id), "name": "Empty"})).json()

    assert list(made["draft"]["steps"]) == ["end"]
    assert made["problems"] == []
    assert (await publish(ada, made)).status_code == 201


async def test_a_draft_with_mistakes_of_meaning_is_kept_with_what_the_linter_says(
    ada: httpx.AsyncClient, flow: Json
) -> None:
    document = a_flow("hello", hello=says("Hello!", next="nowhere"), alone=says("Nobody comes here."))

    answer = await ada.put(f"/api/flows/{flow['id']}/draft", json={"document": document})

    assert answer.status_code == 200
    assert problems(answer) == [("exit_to_nowhere", "hello"), ("unreachable_step", "alone")]
    assert answer.json()["has_changes"] is True


@pytest.mark.parametrize(
    ("document", "code", "step"),
    [
        ({"format": 1, "start": "a", "steps": {"a": {"type": "dance"}}}, "unknown_step_type", "a"),
        ({"format": 1, "start": "a", "steps": {"a": {"type": "end", "speed": 1}}}, "bad_step", "a"),
        ({"format": 1, "start": "a", "steps": {"A B": {"type": "end"}}}, "bad_step_id", None),
        ({"format": 2, "start": "a", "steps": {"a": {"type": "end"}}}, "newer_format", None),
        ({"steps": []}, "unknown_format", None),
        ({}, "unknown_format", None),
        (a_flow("a", a=says("Hello!", sideways="a")), "bad_step", "a"),
    ],
)
async def test_what_is_no_flow_is_refused_with_a_sentence_that_names_the_step(
    ada: httpx.AsyncClient, flow: Json, document: Json, code: str, step: str | None
) -> None:
    answer = await ada.put(f"/api/flows/{flow['id']}/draft", json={"document": document})

    assert answer.status_code == 422
    assert answer.json()["code"] == "flow_unreadable"
    assert (code, step) in problems(answer)
    assert step is None or f'"{step}"' in answer.json()["detail"]
    assert (await ada.get(f"/api/flows/{flow['id']}")).json()["draft"] == flow["draft"]


async def test_a_document_too_deep_or_too_large_is_refused(ada: httpx.AsyncClient, flow: Json) -> None:
    deep: Any = {}
    for _ in range(200):
        deep = {"a": deep}
    large = a_flow("a", a=says(*["x" * 9_000] * 10))
    large["steps"] = {f"s{number}": large["steps"]["a"] for number in range(15)}
    address = f"/api/flows/{flow['id']}/draft"

    answers = [await ada.put(address, json={"document": document}) for document in (deep, large)]

    assert [problems(answer)[0][0] for answer in answers] == ["too_deep", "too_large"]


async def test_saving_the_same_draft_again_is_no_news(ada: httpx.AsyncClient, acme: Acme, flow: Json) -> None:
    await ada.put(f"/api/flows/{flow['id']}/draft", json={"document": HELLO})

    assert await acme.events("flow.changed") == []


# Publishing.


async def test_a_published_version_stays_as_it_is(ada: httpx.AsyncClient, acme: Acme, flow: Json) -> None:
    first = (await publish(ada, flow)).json()
    second = (await publish(ada, flow, a_flow("bye", bye=says("Bye!")))).json()

    versions = (await ada.get(f"/api/flows/{flow['id']}/versions")).json()
    kept = (await ada.get(f"/api/flows/{flow['id']}/versions/1")).json()
    assert (first["number"], second["number"]) == (1, 2)
    assert [version["number"] for version in versions] == [2, 1]
    assert kept == first
    assert kept["published_by_id"] == str(acme.ada.id)
    assert (await ada.get(f"/api/flows/{flow['id']}")).json()["has_changes"] is False
    assert [event.payload["number"] for event in await acme.events("flow.published")] == [1, 2]


async def test_publishing_what_is_published_changes_nothing(ada: httpx.AsyncClient, acme: Acme, flow: Json) -> None:
    first, again = await publish(ada, flow), await publish(ada, flow)

    assert (first.status_code, again.status_code) == (201, 200)
    assert again.json() == first.json()
    assert len(await acme.events("flow.published")) == 1


async def test_what_the_linter_calls_an_error_is_not_published(ada: httpx.AsyncClient, flow: Json) -> None:
    around = a_flow("a", a=does("add_tag", {"tag": "x"}, next="b"), b=does("remove_tag", {"tag": "x"}, next="a"))

    answer = await publish(ada, flow, around)

    assert answer.status_code == 409
    assert answer.json()["code"] == "flow_has_errors"
    assert problems(answer) == [("loop_without_wait", "a")]
    assert (await ada.get(f"/api/flows/{flow['id']}")).json()["published_version"] is None


async def test_fields_teams_and_pictures_that_are_not_here_are_errors_too(
    ada: httpx.AsyncClient, acme: Acme, flow: Json
) -> None:
    elsewhere = await found_acme(acme.house)
    picture = {"attachment_id": str(new_id()), "name": "menu.png", "media_type": "image/png", "size": 1}
    document = a_flow(
        "menu",
        menu=says({"kind": "image", "media": picture}, next="city"),
        city=asks("Which city?", {"kind": "text"}, save_to="contact.fields.city", answered="team"),
        team=does("hand_off", {"team_id": str(elsewhere.team_id)}),
    )

    answer = await publish(ada, flow, document)

    assert problems(answer) == [("picture_gone", "menu"), ("team_gone", "team"), ("field_gone", "city")]


async def test_topics_and_sequences_that_are_not_here_are_errors_too(ada: httpx.AsyncClient, flow: Json) -> None:
    topic = (await ada.post("/api/topics", json={"name": "Harvest"})).json()
    sequence = (await ada.post("/api/sequences", json={"name": "Welcome"})).json()
    there = a_flow(
        "topic",
        topic=does("subscribe_topic", {"topic_id": topic["id"]}, next="sequence"),
        sequence=does("enroll_sequence", {"sequence_id": sequence["id"]}),
    )
    gone = a_flow(
        "topic",
        topic=does("unsubscribe_topic", {"topic_id": str(new_id())}, next="sequence"),
        sequence=does("leave_sequence", {"sequence_id": str(new_id())}),
    )

    assert problems(await publish(ada, flow, gone)) == [("topic_gone", "topic"), ("sequence_gone", "sequence")]
    assert (await publish(ada, flow, there)).status_code == 201
    for query in ({"topic_id": topic["id"]}, {"sequence_id": sequence["id"]}):
        (mention,) = (await ada.get("/api/flow-mentions", params=query)).json()
        assert (mention["flow_id"], mention["name"], mention["live"]) == (flow["id"], "Welcome", True)


async def test_a_draft_alone_mentions_too_and_is_said_not_to_be_live(ada: httpx.AsyncClient, flow: Json) -> None:
    document = a_flow("tag", tag=does("add_tag", {"tag": "VIP"}, next="say"), say=says("To {{contact.fields.city}}"))
    await ada.put(f"/api/flows/{flow['id']}/draft", json={"document": document})
    for query in ({"tag": "vip"}, {"field_key": "city"}):
        (mention,) = (await ada.get("/api/flow-mentions", params=query)).json()
        assert (mention["flow_id"], mention["live"]) == (flow["id"], False)
    assert (await ada.get("/api/flow-mentions", params={"tag": "other"})).json() == []
    assert (await ada.get("/api/flow-mentions")).json() == []


async def test_a_picture_is_published_as_what_it_truly_is(ada: httpx.AsyncClient, acme: Acme, flow: Json) -> None:
    async with acme.acting() as uow:
        await fielding.make_field(uow, CustomFieldIn(key="city", name="City", type=FieldType.TEXT))
        file = Attachment(
            workspace_id=acme.workspace_id,
            id=new_id(),
            name="menu.png",
            media_type="image/png",
            kind="image",
            size=4321,
            width=640,
            height=480,
            blob_key="k",
            uploaded_by_kind="agent",
        )
        uow.session.add(file)
    claimed = {"attachment_id": str(file.id), "name": "menu.png", "media_type": "text/html", "size": 1}
    document = a_flow(
        "menu",
        menu=says({"kind": "image", "media": claimed}, next="team"),
        team=does("hand_off", {"team_id": str(acme.team_id)}),
    )

    answer = await publish(ada, flow, document)

    media = answer.json()["document"]["steps"]["menu"]["options"]["messages"][0]["media"]
    assert (media["media_type"], media["size"], media["width"]) == ("image/png", 4321, 640)
    assert (await publish(ada, flow)).status_code == 200


# Removing.


async def test_a_start_flow_is_not_removed_and_another_stops_its_runs(ada: httpx.AsyncClient, acme: Acme) -> None:
    talk = await Talk.begin(acme, a_flow("ask", ask=asks("Name?", {"kind": "text"}, answered="t"), t=says("Thanks.")))
    await talk.says("Hi")
    address = f"/api/flows/{talk.flow.id}"

    refused = await ada.delete(address)
    await ada.patch(f"/api/channels/{acme.webchat.id}", json={"start_flow_id": None})
    removed = await ada.delete(address)
    await talk.says("Walt")

    assert refused.json()["code"] == "flow_in_use"
    assert removed.status_code == 204
    assert await talk.heard() == ["Name?"]
    assert (await talk.run()).ended_reason == "flow_removed"
    assert [event.payload["flow_id"] for event in await acme.events("flow.removed")] == [str(talk.flow.id)]


# Doors.


@pytest.mark.parametrize(("who", "reads", "changes"), [("owner", 1, 1), ("ada", 1, 1), ("sue", 1, 0), ("bo", 1, 0)])
async def test_who_may_do_what(served: Served, acme: Acme, flow: Json, who: str, reads: int, changes: int) -> None:
    async with served.browser(acme, getattr(acme, who)) as client:
        for address in ("/api/bots", f"/api/bots/{acme.bot_id}", "/api/flows", f"/api/flows/{flow['id']}"):
            assert ((await client.get(address)).status_code == 200) == bool(reads)
        changed = [
            await client.post("/api/bots", json={"name": "New"}),
            await client.patch(f"/api/bots/{acme.bot_id}", json={"name": "New"}),
            await client.post("/api/flows", json={"bot_id": str(acme.bot_id), "name": "New"}),
            await client.patch(f"/api/flows/{flow['id']}", json={"name": "New"}),
            await client.put(f"/api/flows/{flow['id']}/draft", json={"document": HELLO}),
            await client.post(f"/api/flows/{flow['id']}/versions"),
            await client.get(f"/api/flows/{flow['id']}/versions/1") if changes else None,
            await client.delete(f"/api/flows/{flow['id']}"),
        ]
        codes = {answer.status_code for answer in changed if answer is not None}

    assert codes <= ({200, 201, 204} if changes else {403})


async def test_strangers_and_other_workspaces_find_nothing(served: Served, acme: Acme, flow: Json) -> None:
    other = await found_acme(acme.house)
    address = f"/api/flows/{flow['id']}"
    async with served.stranger() as stranger, served.browser(other) as foreigner:
        assert (await stranger.get(address)).status_code == 401
        assert (await foreigner.get("/api/flows")).json() == []
        for answer, code in (
            (await foreigner.get(address), "flow_not_found"),
            (await foreigner.patch(address, json={"name": "Mine"}), "flow_not_found"),
            (await foreigner.put(f"{address}/draft", json={"document": HELLO}), "flow_not_found"),
            (await foreigner.post(f"{address}/versions"), "flow_not_found"),
            (await foreigner.get(f"{address}/versions"), "flow_not_found"),
            (await foreigner.get(f"{address}/versions/1"), "flow_not_found"),
            (await foreigner.delete(address), "flow_not_found"),
            (await foreigner.get(f"/api/bots/{acme.bot_id}"), "bot_not_found"),
            (await foreigner.delete(f"/api/bots/{acme.bot_id}"), "bot_not_found"),
        ):
            assert (answer.status_code, answer.json()["code"]) == (404, code)
        made = await foreigner.post("/api/flows", json={"bot_id": str(acme.bot_id), "name": "Mine"})
        assert (made.status_code, made.json()["code"]) == (422, "bot_unknown")


async def test_a_version_that_never_was_is_not_found(ada: httpx.AsyncClient, flow: Json) -> None:
    address = f"/api/flows/{flow['id']}/versions"

    assert (await ada.get(f"{address}/1")).json()["code"] == "flow_version_not_found"
    assert (await ada.get(f"{address}/0")).json()["code"] == "malformed"
    assert (await ada.get(f"/api/flows/{UUID(int=7)}")).json()["code"] == "flow_not_found"


async def test_unknown_fields_are_refused(ada: httpx.AsyncClient, acme: Acme) -> None:
    for address, body in (
        ("/api/bots", {"name": "New", "owner": "me"}),
        ("/api/flows", {"bot_id": str(acme.bot_id), "name": "New", "published_version": 1}),
    ):
        assert (await ada.post(address, json=body)).json()["code"] == "malformed"
