"""Ids that do not belong together: a child of another parent, and another workspace's things named in a body."""

from typing import Any
from uuid import uuid4

import asyncpg
import pytest
from acme import Acme, found_acme
from house.asking import a_text, a_world
from house.test_subjects import fingerprint
from serving import Served

# What a body or a nested path may name, and the refusal when it names somebody else's.
BORROWED: list[tuple[str, str, dict[str, Any] | None, str]] = [
    ("PUT", "/api/session/workspace", {"workspace_id": "workspace_id"}, "workspace_not_found"),
    ("POST", "/api/invitations", {"role": "agent", "team_ids": ["team_id"]}, "team_unknown"),
    ("PUT", "/api/teams/{own_team_id}/members/{agent_id}", None, "agent_not_found"),
    ("DELETE", "/api/teams/{own_team_id}/members/{agent_id}", None, "agent_not_found"),
    ("PUT", "/api/contacts/{own_contact_id}/tags/{tag_id}", None, "tag_not_found"),
    ("DELETE", "/api/contacts/{own_contact_id}/tags/{tag_id}", None, "tag_not_found"),
    ("PUT", "/api/contacts/{own_contact_id}/fields/{field_id}", {"value": "dark"}, "field_not_found"),
    ("DELETE", "/api/contacts/{own_contact_id}/fields/{field_id}", None, "field_not_found"),
    ("PUT", "/api/contacts/{own_contact_id}/topics/{topic_id}", None, "topic_not_found"),
    ("DELETE", "/api/contacts/{own_contact_id}/topics/{topic_id}", None, "topic_not_found"),
    ("PUT", "/api/contacts/{own_contact_id}/sequences/{sequence_id}", None, "sequence_not_found"),
    ("DELETE", "/api/contacts/{own_contact_id}/sequences/{sequence_id}", None, "sequence_not_found"),
    ("PATCH", "/api/channels/{own_channel_id}", {"bot_id": "bot_id"}, "bot_unknown"),
    ("PATCH", "/api/channels/{own_channel_id}", {"start_flow_id": "flow_id"}, "start_flow_unknown"),
    ("POST", "/api/flows", {"name": "Mine", "bot_id": "bot_id"}, "bot_unknown"),
    ("GET", "/api/flows/{flow_id}/versions/1", None, "flow_not_found"),
    ("PUT", "/api/conversations/{own_conversation_id}/assignee", {"agent_id": "agent_id"}, "agent_unknown"),
    ("POST", "/api/conversations/{own_conversation_id}/messages", {"file": "attachment_id"}, "attachment_unknown"),
    ("POST", "/api/conversations/{own_conversation_id}/messages", {"persona_id": "persona_id"}, "persona_unknown"),
    ("POST", "/api/shortcuts", {"name": "Mine", "attachment_ids": ["attachment_id"]}, "attachment_unknown"),
    ("PATCH", "/api/shortcuts/{own_shortcut_id}", {"attachment_ids": ["attachment_id"]}, "attachment_unknown"),
    ("POST", "/api/personas", {"name": "Mine", "picture_id": "attachment_id"}, "picture_unknown"),
    ("PATCH", "/api/personas/{own_persona_id}", {"picture_id": "attachment_id"}, "picture_unknown"),
]


@pytest.mark.parametrize("whose", ["another workspace's", "nobody's"])
async def test_what_is_named_has_to_be_of_the_same_workspace(whose: str, served: Served, worlds: "Worlds") -> None:
    names = worlds.theirs if whose == "another workspace's" else {name: str(uuid4()) for name in worlds.theirs}
    own = {f"own_{name}": value for name, value in worlds.ours.items()}
    before = await worlds.state()
    async with served.browser(worlds.home, worlds.home.owner) as owner:
        for method, path, body, code in BORROWED:
            answer = await owner.request(method, path.format_map(names | own), json=_filled(body, names))
            refused = (answer.status_code, answer.json()["code"])
            assert refused == (404 if code.endswith("not_found") else 422, code), f"{method} {path}: {answer.text}"
            assert await worlds.state() == before, f"{method} {path} changed something"


async def test_the_same_request_with_ones_own_ids_is_granted(served: Served, worlds: "Worlds") -> None:
    own = {f"own_{name}": value for name, value in worlds.ours.items()}
    async with served.browser(worlds.home, worlds.home.owner) as owner:
        for method, path, body, _ in BORROWED:
            answer = await owner.request(method, path.format_map(worlds.ours | own), json=_filled(body, worlds.ours))
            assert answer.status_code < 300, f"{method} {path}: {answer.text}"


async def test_a_filter_by_another_workspaces_ids_finds_nothing(served: Served, worlds: "Worlds") -> None:
    async with served.browser(worlds.home, worlds.home.owner) as owner:
        for path, name in [("/api/conversations", "channel_id"), ("/api/flows", "bot_id")]:
            found = (await owner.get(path, params={name: worlds.ours[name]})).json()
            assert found if isinstance(found, list) else found["rows"], f"{path} has nothing to hide"
            found = (await owner.get(path, params={name: worlds.theirs[name]})).json()
            assert not (found if isinstance(found, list) else found["rows"])


class Worlds:
    """Two Acmes, each with one of everything."""

    def __init__(
        self, home: Acme, away: Acme, ours: dict[str, str], theirs: dict[str, str], owner: asyncpg.Connection
    ) -> None:
        self.home = home
        self.ours = ours
        self.theirs = theirs
        self._away = away
        self._owner = owner

    async def state(self) -> tuple[str, str]:
        """Everything in both."""
        return await fingerprint(self._owner, self.home), await fingerprint(self._owner, self._away)


@pytest.fixture
async def worlds(acme: Acme, served: Served, admin_database_url: str) -> Any:
    away = await found_acme(acme.house)
    owner = await asyncpg.connect(admin_database_url)
    async with a_world(acme, served) as ours, a_world(away, served) as theirs:
        yield Worlds(acme, away, _with_workspace(ours.ids, acme), _with_workspace(theirs.ids, away), owner)
    await owner.close()


def _with_workspace(ids: dict[str, str], acme: Acme) -> dict[str, str]:
    return ids | {"workspace_id": str(acme.workspace_id)}


def _filled(body: dict[str, Any] | None, names: dict[str, str]) -> Any:
    """The body with ids for their names; a file is sent as a picture."""
    if body is None:
        return None
    if "file" in body:
        media = {
            "attachment_id": names["attachment_id"],
            "name": "beans.jpg",
            "media_type": "image/jpeg",
            "size": 1,
            "width": None,
            "height": None,
        }
        return a_text() | {"content": {"kind": "image", "media": media, "caption": ""}}
    if "persona_id" in body:
        return a_text() | {"persona_id": names["persona_id"]}
    return {
        key: [names[one] for one in value] if isinstance(value, list) else names.get(value, value)
        for key, value in body.items()
    }
