"""The list, filtered and in order: each filter alone, together, and over pages."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import orjson
import pytest
from acme import Acme
from sqlalchemy import text

from obrol.channels.contract.content import Text
from obrol.contacts.models import Contact, ContactTag, Identity, Tag
from obrol.inbox.actions import assigning, marking, reading
from obrol.inbox.actions.receiving import Arrival, receive
from obrol.inbox.models import Conversation
from obrol.inbox.queries import listing
from obrol.inbox.schemas import ListQuery
from obrol.kit.ids import new_id
from obrol.kit.paging import BadCursor
from obrol.kit.text import fold
from obrol.runtime.actor import SYSTEM

NAMES = ("Ann", "Ben", "Cay", "Dan", "Eve")


@pytest.fixture
async def people(acme: Acme) -> dict[str, UUID]:
    """Five contacts who wrote one after another on web chat; the last one's conversation is the newest."""
    found: dict[str, UUID] = {}
    for minute, name in enumerate(NAMES):
        async with acme.acting(SYSTEM) as uow:
            contact = Contact(workspace_id=acme.workspace_id, name=name, name_folded=fold(name))
            uow.session.add(contact)
            await uow.session.flush()
            uow.session.add(
                Identity(
                    workspace_id=acme.workspace_id,
                    contact_id=contact.id,
                    channel_id=acme.webchat.id,
                    external_id=name,
                )
            )
        async with acme.acting(SYSTEM) as uow:
            arrival = Arrival(external_id=name, content=Text(text="Hello"), id=new_id())
            received = await receive(uow, acme.webchat, arrival)
            found[name] = received.conversation_id
        async with acme.acting(SYSTEM) as uow:
            await uow.session.execute(
                text("UPDATE conversation SET last_activity_at = :at, waiting_since = :at WHERE id = :id"),
                {"at": uow.now - timedelta(minutes=60 - minute), "id": found[name]},
            )
    return found


async def listed(acme: Acme, **wanted: Any) -> list[str]:
    """The names of a page, or of all pages when `limit` is given."""
    names: list[str] = []
    async with acme.looking() as scope:
        while True:
            lines, following = await listing.list_conversations(scope, ListQuery.model_validate(wanted))
            names += [orjson.loads(line)["conversation"]["contact"]["name"] for line in lines]
            if "limit" not in wanted or following is None:
                return names
            wanted["after"] = following


async def change(acme: Acme, conversation_id: UUID, **values: Any) -> None:
    async with acme.acting(SYSTEM) as uow:
        conversation = await uow.session.get(Conversation, (acme.workspace_id, conversation_id))
        for name, value in values.items():
            setattr(conversation, name, value)


async def test_without_a_filter_the_newest_come_first(acme: Acme, people: dict[str, UUID]) -> None:
    assert len(people) == 5
    assert await listed(acme) == ["Eve", "Dan", "Cay", "Ben", "Ann"]
    assert await listed(acme, limit=2) == ["Eve", "Dan", "Cay", "Ben", "Ann"]


async def test_unread_are_those_that_this_agent_has_not_read_to_the_end(acme: Acme, people: dict[str, UUID]) -> None:
    async with acme.acting() as uow:
        conversation = await uow.session.get(Conversation, (acme.workspace_id, people["Dan"]))
        await reading.read(uow, conversation, inbound_count=1)
    assert await listed(acme, unread=True) == ["Eve", "Cay", "Ben", "Ann"]


async def test_unanswered_are_those_in_which_somebody_waits(acme: Acme, people: dict[str, UUID]) -> None:
    await change(acme, people["Cay"], waiting_since=None)
    assert await listed(acme, unanswered=True) == ["Eve", "Dan", "Ben", "Ann"]


async def test_mine_somebodys_and_nobodys(acme: Acme, people: dict[str, UUID]) -> None:
    async with acme.acting() as uow:
        for name, agent in (("Ann", acme.ada), ("Ben", acme.bo)):
            conversation = await uow.session.get(Conversation, (acme.workspace_id, people[name]))
            await assigning.assign(uow, conversation, agent_id=agent.id)
    assert await listed(acme, assignee="me") == ["Ann"]
    assert await listed(acme, assignee=str(acme.bo.id)) == ["Ben"]
    assert await listed(acme, assignee="nobody") == ["Eve", "Dan", "Cay"]


async def test_a_tag_is_on_the_contact(acme: Acme, people: dict[str, UUID]) -> None:
    tag_id = new_id()
    async with acme.acting(SYSTEM) as uow:
        uow.session.add(Tag(workspace_id=acme.workspace_id, id=tag_id, name="vip"))
        await uow.session.flush()
        for name in ("Ben", "Eve"):
            conversation = await uow.session.get(Conversation, (acme.workspace_id, people[name]))
            uow.session.add(
                ContactTag(workspace_id=acme.workspace_id, contact_id=conversation.contact_id, tag_id=tag_id)
            )
    assert await listed(acme, tag_id=str(tag_id)) == ["Eve", "Ben"]


async def test_bot_or_team(acme: Acme, people: dict[str, UUID]) -> None:
    async with acme.acting(SYSTEM) as uow:
        (await uow.session.get(Conversation, (acme.workspace_id, people["Dan"]))).hand_to_team(None)
    assert await listed(acme, answering="team") == ["Dan"]
    assert await listed(acme, answering="bot") == ["Eve", "Cay", "Ben", "Ann"]


async def test_pinned_are_this_agents_own(acme: Acme, people: dict[str, UUID]) -> None:
    async with acme.acting(acme.bo) as uow:
        await marking.pin(uow, await uow.session.get(Conversation, (acme.workspace_id, people["Ann"])))
    async with acme.acting() as uow:
        await marking.pin(uow, await uow.session.get(Conversation, (acme.workspace_id, people["Ben"])))
    assert await listed(acme, pinned=True) == ["Ben"]


async def test_filters_together(acme: Acme, people: dict[str, UUID]) -> None:
    await change(acme, people["Eve"], waiting_since=None)
    await change(acme, people["Dan"], assignee_id=acme.ada.id)
    wanted = {"unanswered": True, "assignee": "nobody", "channel_id": [str(acme.webchat.id)]}
    assert await listed(acme, **wanted) == ["Cay", "Ben", "Ann"]
    assert await listed(acme, **wanted, limit=1) == ["Cay", "Ben", "Ann"]
    assert await listed(acme, **wanted | {"channel_id": [str(acme.fake.id)]}) == []


async def test_who_waits_longest_comes_first_and_who_does_not_wait_last(acme: Acme, people: dict[str, UUID]) -> None:
    await change(acme, people["Ann"], waiting_since=None)
    await change(acme, people["Dan"], waiting_since=None)
    expected = ["Ben", "Cay", "Eve", "Dan", "Ann"]
    assert await listed(acme, sort="waiting") == expected
    for limit in (1, 2, 3, 4):
        assert await listed(acme, sort="waiting", limit=limit) == expected
    assert await listed(acme, sort="waiting", unanswered=True, limit=2) == ["Ben", "Cay", "Eve"]


async def test_a_cursor_of_another_order_is_refused(acme: Acme, people: dict[str, UUID]) -> None:
    assert people
    async with acme.looking() as scope:
        _, following = await listing.list_conversations(scope, ListQuery(limit=1))
        with pytest.raises(BadCursor):
            await listing.list_conversations(scope, ListQuery(limit=1, sort="waiting", after=following))
