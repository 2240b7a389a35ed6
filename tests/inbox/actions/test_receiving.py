"""Whatever a contact says is there once, in one conversation, in order."""

import asyncio
from uuid import UUID

import pytest
from acme import Acme

from obrol.channels.contract.content import Text
from obrol.inbox.actions import finishing
from obrol.inbox.actions.receiving import Arrival, receive
from obrol.inbox.errors import MessageIdTaken
from obrol.inbox.queries import conversations
from obrol.kit.ids import new_id
from obrol.runtime.actor import SYSTEM


async def test_the_first_words_start_a_conversation_that_the_bot_answers(acme: Acme) -> None:
    received = await acme.walt_writes("Good morning")
    conversation = await acme.conversation(received.conversation_id)
    assert (conversation.status, conversation.answering, conversation.last_preview) == ("open", "bot", "Good morning")
    assert conversation.waiting_since is not None
    types = [row.type for row in await acme.events()]
    assert types.index("conversation.started") < types.index("message.received")


async def test_places_have_no_gaps(acme: Acme) -> None:
    received = [await acme.walt_writes(f"{number}") for number in range(5)]
    messages = await acme.messages(received[0].conversation_id)
    assert [row.pos for row in messages] == [1, 2, 3, 4, 5]
    assert [row.visitor_seq for row in messages] == [1, 2, 3, 4, 5]


async def test_the_same_message_again_is_the_same_message(acme: Acme) -> None:
    id = new_id()
    first = await acme.walt_writes("Hello", id=id)
    again = await acme.walt_writes("Hello", id=id)
    assert first.written.pos == again.written.pos
    assert len(await acme.messages(first.conversation_id)) == 1
    assert len(await acme.events("message.received")) == 1


async def test_the_same_id_with_other_words_is_refused(acme: Acme) -> None:
    id = new_id()
    await acme.walt_writes("Hello", id=id)
    with pytest.raises(MessageIdTaken):
        await acme.walt_writes("Goodbye", id=id)


async def test_a_conversation_that_was_done_is_open_again(acme: Acme) -> None:
    conversation_id = await acme.a_conversation()
    async with acme.acting() as uow:
        conversation = await conversations.find_conversation(uow.scope, conversation_id, lock=True)
        assert conversation is not None
        await finishing.finish(uow, conversation, reason="sold")
    await acme.walt_writes("One more thing")
    reopened = await acme.conversation(conversation_id)
    assert (reopened.status, reopened.done_reason) == ("open", None)


async def test_sixteen_first_messages_at_one_instant_make_one_conversation_and_lose_none(acme: Acme) -> None:
    async def write(number: int) -> UUID:
        async with acme.acting(SYSTEM) as uow:
            arrival = Arrival(external_id="new-visitor", content=Text(text=f"{number}"), id=new_id())
            received = await receive(uow, acme.webchat, arrival)
        return received.conversation_id

    async with asyncio.timeout(20):
        written = await asyncio.gather(*(write(number) for number in range(16)))
    assert len(set(written)) == 1
    messages = await acme.messages(written[0])
    assert sorted(row.content["text"] for row in messages) == sorted(str(number) for number in range(16))
    assert [row.pos for row in messages] == list(range(1, 17))


async def test_the_bot_hears_a_message_only_while_it_answers(acme: Acme) -> None:
    conversation_id = await acme.a_conversation(answering="team")
    before = {job.id for job in await acme.jobs()}
    await acme.walt_writes("Are you a robot?")
    assert {job.id for job in await acme.jobs()} <= before
    assert (await acme.conversation(conversation_id)).inbound_count == 2
