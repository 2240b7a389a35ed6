"""Snooze a conversation until a time; it comes back when the contact writes. The slice that others are copied from."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import orjson
import pytest
from acme import Acme

from obrol.inbox.actions import finishing, noting, snoozing
from obrol.inbox.errors import AlreadyDone, SnoozeInPast
from obrol.inbox.models import Conversation
from obrol.inbox.queries import conversations, listing
from obrol.inbox.schemas import ListQuery
from obrol.runtime.unit_of_work import UnitOfWork

SOON = timedelta(minutes=10)
LATER = timedelta(hours=2)


async def locked(uow: UnitOfWork, conversation_id: UUID) -> Conversation:
    conversation = await conversations.find_conversation(uow.scope, conversation_id, lock=True)
    assert conversation is not None
    return conversation


async def snooze(acme: Acme, conversation_id: UUID, *, after: timedelta) -> datetime:
    until = datetime.now(UTC) + after
    async with acme.acting() as uow:
        await snoozing.snooze(uow, await locked(uow, conversation_id), until=until)
    return until


async def listed(acme: Acme, status: str) -> list[str]:
    async with acme.looking() as scope:
        rows, _ = await listing.list_conversations(scope, ListQuery.model_validate({"status": status}))
    return [orjson.loads(row)["conversation"]["id"] for row in rows]


async def test_snoozing_hides_it_from_open_and_shows_it_in_snoozed(acme: Acme) -> None:
    conversation_id = await acme.a_conversation()
    assert await listed(acme, "open") == [str(conversation_id)]

    await snooze(acme, conversation_id, after=SOON)

    assert await listed(acme, "open") == []
    assert await listed(acme, "snoozed") == [str(conversation_id)]


async def test_it_wakes_on_time(acme: Acme) -> None:
    conversation_id = await acme.a_conversation()
    await snooze(acme, conversation_id, after=SOON)
    await acme.drain(ahead=SOON - timedelta(minutes=1))
    assert (await acme.conversation(conversation_id)).is_snoozed

    await acme.drain(ahead=SOON)

    assert (await acme.conversation(conversation_id)).status == "open"
    (woken,) = await acme.events("conversation.woken")
    assert woken.payload["because"] == "time"


async def test_snoozing_again_moves_the_time_and_the_old_wake_up_does_nothing(acme: Acme) -> None:
    conversation_id = await acme.a_conversation()
    await snooze(acme, conversation_id, after=SOON)
    until = await snooze(acme, conversation_id, after=LATER)

    await acme.drain(ahead=SOON + timedelta(minutes=1))

    still = await acme.conversation(conversation_id)
    assert (still.status, still.snoozed_until) == ("snoozed", until)


async def test_a_reply_from_the_contact_wakes_it_at_once(acme: Acme) -> None:
    conversation_id = await acme.a_conversation()
    await snooze(acme, conversation_id, after=SOON)

    await acme.walt_writes("Are you there?")

    assert (await acme.conversation(conversation_id)).status == "open"
    (woken,) = await acme.events("conversation.woken")
    assert woken.payload["because"] == "contact_wrote"


async def test_a_note_does_not_wake_it(acme: Acme) -> None:
    conversation_id = await acme.a_conversation()
    await snooze(acme, conversation_id, after=SOON)

    async with acme.acting(acme.bo) as uow:
        await noting.note(uow, await locked(uow, conversation_id), text="He calls back on Monday.")

    assert (await acme.conversation(conversation_id)).is_snoozed


async def test_a_conversation_that_is_done_refuses(acme: Acme) -> None:
    conversation_id = await acme.a_conversation()
    async with acme.acting() as uow:
        await finishing.finish(uow, await locked(uow, conversation_id))

    with pytest.raises(AlreadyDone):
        await snooze(acme, conversation_id, after=SOON)


async def test_a_time_in_the_past_is_refused(acme: Acme) -> None:
    conversation_id = await acme.a_conversation()
    with pytest.raises(SnoozeInPast):
        await snooze(acme, conversation_id, after=-SOON)


async def test_waking_one_that_is_awake_does_nothing(acme: Acme) -> None:
    conversation_id = await acme.a_conversation()
    async with acme.acting() as uow:
        await snoozing.wake(uow, await locked(uow, conversation_id), because="asked")
    assert await acme.events("conversation.woken") == []
