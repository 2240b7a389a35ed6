"""Marks: what one agent pins, and what they mean to come back to. Nobody else's list changes."""

from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any
from uuid import UUID

import orjson
import pytest
from acme import Acme
from sqlalchemy import text

from obrol.inbox.actions import marking, reading
from obrol.inbox.errors import NothingToRead, TooManyPins
from obrol.inbox.models import Conversation
from obrol.inbox.queries import conversations, listing
from obrol.inbox.schemas import ListQuery
from obrol.runtime.actor import Actor
from obrol.runtime.unit_of_work import UnitOfWork

INBOX_PAGE = Path(__file__).parents[3] / "docs" / "inbox.md"
Verb = Callable[[UnitOfWork, Conversation], Coroutine[Any, Any, None]]


async def mark(acme: Acme, conversation_id: UUID, verb: Verb, *, by: Actor | None = None) -> None:
    async with acme.acting(by) as uow:
        conversation = await conversations.find_conversation(uow.scope, conversation_id)
        assert conversation is not None
        await verb(uow, conversation)


async def read(uow: UnitOfWork, conversation: Conversation) -> None:
    await reading.read(uow, conversation, inbound_count=conversation.inbound_count)


async def row_of(acme: Acme, *, by: Actor | None = None) -> dict[str, Any]:
    async with acme.looking(by) as scope:
        (line,), _ = await listing.list_conversations(scope, ListQuery())
    row: dict[str, Any] = orjson.loads(line)
    return {name: row[name] for name in ("read_inbound_count", "pinned")}


async def test_unread_again_is_the_newest_message_and_only_for_this_agent(acme: Acme) -> None:
    conversation_id = await acme.a_conversation("One")
    await acme.walt_writes("Two")
    await mark(acme, conversation_id, read)
    await mark(acme, conversation_id, read, by=acme.bo)

    await mark(acme, conversation_id, marking.mark_unread)

    assert await row_of(acme) == {"read_inbound_count": 1, "pinned": False}
    assert await row_of(acme, by=acme.bo) == {"read_inbound_count": 2, "pinned": False}


async def test_what_is_unread_stays_as_unread_as_it_is(acme: Acme) -> None:
    conversation_id = await acme.a_conversation("One")
    await acme.walt_writes("Two")

    await mark(acme, conversation_id, marking.mark_unread)

    assert (await row_of(acme))["read_inbound_count"] == 0
    assert await acme.events("conversation.marked_unread") == []


async def test_reading_it_again_reads_it(acme: Acme) -> None:
    conversation_id = await acme.a_conversation("One")
    for verb in (read, marking.mark_unread, read):
        await mark(acme, conversation_id, verb)

    assert (await row_of(acme))["read_inbound_count"] == 1
    versions = [
        event.payload["mark_version"] for event in await acme.events("conversation.read", "conversation.marked_unread")
    ]
    assert versions == sorted(set(versions)), "a later mark has a higher version"


async def test_without_a_word_of_the_contact_nothing_can_be_unread(acme: Acme) -> None:
    conversation_id = await acme.a_conversation("One")
    async with acme.acting() as uow:
        (await uow.session.get(Conversation, (acme.workspace_id, conversation_id))).inbound_count = 0

    with pytest.raises(NothingToRead):
        await mark(acme, conversation_id, marking.mark_unread)


async def test_a_pin_is_ones_own(acme: Acme) -> None:
    conversation_id = await acme.a_conversation()
    await mark(acme, conversation_id, marking.pin)

    assert (await row_of(acme))["pinned"] is True
    assert (await row_of(acme, by=acme.bo))["pinned"] is False
    (pinned,) = await acme.events("conversation.pinned")
    assert pinned.audience == {"kind": "agent", "id": str(acme.ada.id)}

    await mark(acme, conversation_id, marking.unpin)
    assert (await row_of(acme))["pinned"] is False


async def test_reading_keeps_the_pin_and_pinning_keeps_what_is_read(acme: Acme) -> None:
    conversation_id = await acme.a_conversation()
    for verb in (marking.pin, read, marking.unpin, marking.pin):
        await mark(acme, conversation_id, verb)
    assert await row_of(acme) == {"read_inbound_count": 1, "pinned": True}


async def test_doing_it_twice_says_it_once(acme: Acme) -> None:
    conversation_id = await acme.a_conversation()
    for verb in (marking.pin, marking.pin, marking.unpin, marking.unpin):
        await mark(acme, conversation_id, verb)
    told = [event.type for event in await acme.events("conversation.pinned", "conversation.unpinned")]
    assert told == ["conversation.pinned", "conversation.unpinned"]


async def test_fifty_pins_are_the_most(acme: Acme) -> None:
    assert marking.MOST_PINS == 50
    assert f"| pins of one agent | {marking.MOST_PINS} |" in INBOX_PAGE.read_text()
    conversation_id = await acme.a_conversation()
    async with acme.acting() as uow:
        for statement in _FORTY_NINE_PINS:
            await uow.session.execute(
                text(statement),
                {"workspace_id": acme.workspace_id, "agent_id": acme.ada.id, "channel_id": acme.fake.id},
            )
    await mark(acme, conversation_id, marking.pin)
    one_more = (await acme.walt_writes(on=acme.fake)).conversation_id

    with pytest.raises(TooManyPins, match="50"):
        await mark(acme, one_more, marking.pin)


_FORTY_NINE_PINS = (
    (
        "INSERT INTO contact (workspace_id, id, name, name_folded)"
        " SELECT :workspace_id, gen_random_uuid(), 'Pat', 'pat' FROM generate_series(1, 49)"
    ),
    (
        "INSERT INTO conversation (workspace_id, id, contact_id, channel_id)"
        " SELECT workspace_id, id, id, :channel_id FROM contact WHERE workspace_id = :workspace_id AND name = 'Pat'"
    ),
    (
        "INSERT INTO read_mark (workspace_id, agent_id, conversation_id, inbound_count, pinned_at)"
        " SELECT workspace_id, :agent_id, id, 0, now() FROM contact WHERE workspace_id = :workspace_id AND name = 'Pat'"
    ),
)
