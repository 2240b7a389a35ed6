"""A queued message leaves once, in order, or says why it does not. The fake connector is a real connector."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from acme import Acme
from sqlalchemy import select

from obrol.channels.contract.content import Button, Text
from obrol.channels.models import Channel
from obrol.connectors.fake.connector import connector as fake
from obrol.connectors.fake.setup_form import Behaviour
from obrol.inbox.actions import replying, retrying
from obrol.inbox.errors import NothingToRetry
from obrol.inbox.models import Conversation, Message, SendAttempt
from obrol.inbox.queries import conversations
from obrol.kit.ids import new_id
from obrol.runtime.lanes.rows import LaneJob
from obrol.runtime.unit_of_work import UnitOfWork

A_WHILE = timedelta(minutes=20)


@pytest.fixture(autouse=True)
def _a_vendor_without_memories() -> Iterator[None]:
    fake.forget()  # type: ignore[attr-defined] # beyond the contract
    yield
    fake.forget()  # type: ignore[attr-defined]


def behave(acme: Acme, *outcomes: Any, **more: Any) -> None:
    told = [Behaviour(outcome=outcome, **more) for outcome in outcomes]
    fake.behave(acme.fake.id, *told)  # type: ignore[attr-defined]


def arrived() -> list[str]:
    return [entry.content["text"] for entry in fake.ledger.accepted()]  # type: ignore[attr-defined]


async def settings(acme: Acme, **values: Any) -> None:
    async with acme.acting() as uow:
        channel = await uow.session.get(Channel, (acme.workspace_id, acme.fake.id))
        channel.settings = {**channel.settings, **values}


async def locked(uow: UnitOfWork, conversation_id: UUID) -> Conversation:
    conversation = await conversations.find_conversation(uow.scope, conversation_id, lock=True)
    assert conversation is not None
    return conversation


async def reply(acme: Acme, conversation_id: UUID, words: str, **content: Any) -> UUID:
    id = new_id()
    async with acme.acting(acme.bo) as uow:
        conversation = await locked(uow, conversation_id)
        await replying.reply(uow, conversation, Text(text=words, **content), message_id=id)
    return id


async def message(acme: Acme, id: UUID) -> Message:
    async with acme.looking() as scope:
        row: Message = await scope.session.get(Message, (acme.workspace_id, id))
        return row


async def sends(acme: Acme) -> list[LaneJob]:
    return [job for job in await acme.jobs() if job.kind == "deliver_message"]


async def attempts(acme: Acme, id: UUID) -> list[SendAttempt]:
    async with acme.looking() as scope:
        rows = await scope.session.scalars(
            select(SendAttempt).where(SendAttempt.message_id == id).order_by(SendAttempt.began_at)
        )
        return list(rows)


async def test_a_reply_reaches_the_vendor_and_is_sent(acme: Acme) -> None:
    conversation_id = await acme.a_conversation(on=acme.fake)
    id = await reply(acme, conversation_id, "Hello Walt")
    assert (await message(acme, id)).delivery == "queued"
    await acme.drain()
    sent = await message(acme, id)
    assert (sent.delivery, sent.visitor_seq) == ("sent", 2)
    assert sent.external_id is not None
    assert arrived() == ["Hello Walt"]


async def test_a_long_text_leaves_in_parts_and_a_repeat_goes_on_after_the_last_that_arrived(acme: Acme) -> None:
    conversation_id = await acme.a_conversation(on=acme.fake)
    behave(acme, "accepted", "unreachable")
    id = await reply(acme, conversation_id, " ".join(f"word{number}" for number in range(100)))
    await acme.drain()
    assert (await message(acme, id)).delivery == "queued"
    for _ in range(4):  # a piece each
        await acme.drain(ahead=A_WHILE)
    assert (await message(acme, id)).delivery == "sent"
    words = " ".join(arrived()).split()
    assert words == [f"word{number}" for number in range(100)]


async def test_buttons_become_a_numbered_list_and_a_typed_number_presses_one(acme: Acme) -> None:
    conversation_id = await acme.a_conversation(on=acme.fake)
    buttons = [Button(id="dark", label="Dark"), Button(id="light", label="Light")]
    await reply(acme, conversation_id, "Which roast?", buttons=buttons)
    await acme.drain()
    assert "2" in arrived()[0]
    assert "Light" in arrived()[0]


async def test_messages_of_one_conversation_leave_in_order_although_one_has_to_wait(acme: Acme) -> None:
    conversation_id = await acme.a_conversation(on=acme.fake)
    behave(acme, "unreachable")
    await reply(acme, conversation_id, "one")
    await reply(acme, conversation_id, "two")
    await acme.drain()
    assert arrived() == []
    await acme.drain(ahead=A_WHILE)
    await acme.drain(ahead=A_WHILE)
    assert arrived() == ["one", "two"]


@pytest.mark.parametrize(
    ("outcome", "delivery", "code"),
    [("rejected", "failed", "rejected"), ("window_closed", "failed", "window_closed")],
)
async def test_a_message_that_the_vendor_refuses_fails_with_its_reason(
    acme: Acme, outcome: str, delivery: str, code: str
) -> None:
    conversation_id = await acme.a_conversation(on=acme.fake)
    behave(acme, outcome)
    id = await reply(acme, conversation_id, "Hello")
    await acme.drain(ahead=A_WHILE)
    failed = await message(acme, id)
    assert failed.delivery == delivery
    assert (failed.delivery_reason or "").startswith(code + ": ")
    assert await sends(acme) == []


async def test_a_throttled_try_is_repeated_and_not_counted(acme: Acme) -> None:
    conversation_id = await acme.a_conversation(on=acme.fake)
    behave(acme, "rate_limited", after_seconds=5)
    id = await reply(acme, conversation_id, "Hello")
    await acme.drain()
    (job,) = await sends(acme)
    assert job.attempts == 0
    await acme.drain(ahead=A_WHILE)
    assert (await message(acme, id)).delivery == "sent"


async def test_an_unknown_outcome_is_shown_and_never_repeated_by_itself(acme: Acme) -> None:
    conversation_id = await acme.a_conversation(on=acme.fake)
    behave(acme, "ambiguous")
    id = await reply(acme, conversation_id, "Hello")
    for _ in range(3):
        await acme.drain(ahead=A_WHILE)
    unknown = await message(acme, id)
    assert (unknown.delivery, (unknown.delivery_reason or "").split(":")[0]) == ("unknown", "outcome_unknown")
    assert len(arrived()) == 1


async def test_a_channel_that_can_be_asked_settles_an_unknown_outcome(acme: Acme) -> None:
    await settings(acme, reconciles=True)
    conversation_id = await acme.a_conversation(on=acme.fake)
    behave(acme, "ambiguous")
    there = await reply(acme, conversation_id, "It arrived")
    await acme.drain(ahead=A_WHILE)
    await acme.drain(ahead=A_WHILE)
    assert (await message(acme, there)).delivery == "sent"
    behave(acme, "ambiguous", arrives=False)
    gone = await reply(acme, conversation_id, "It did not")
    await acme.drain(ahead=A_WHILE)
    await acme.drain(ahead=A_WHILE)
    assert (await message(acme, gone)).delivery == "unknown"
    assert arrived() == ["It arrived"]


async def test_a_channel_that_drops_repeats_is_simply_asked_again(acme: Acme) -> None:
    await settings(acme, sends_idempotently=True)
    conversation_id = await acme.a_conversation(on=acme.fake)
    behave(acme, "ambiguous")
    id = await reply(acme, conversation_id, "Hello")
    await acme.drain(ahead=A_WHILE)
    await acme.drain(ahead=A_WHILE)
    assert (await message(acme, id)).delivery == "sent"
    assert len(arrived()) == 1


async def test_a_server_killed_while_sending_leaves_an_unknown_outcome_and_no_second_copy(acme: Acme) -> None:
    conversation_id = await acme.a_conversation(on=acme.fake)
    id = await reply(acme, conversation_id, "Hello")
    async with acme.acting() as uow:  # the try began, and then the process was gone
        uow.session.add(SendAttempt(workspace_id=acme.workspace_id, message_id=id))
    await acme.drain(ahead=A_WHILE)
    assert (await message(acme, id)).delivery == "unknown"
    assert arrived() == []


async def test_send_again_really_sends_again(acme: Acme) -> None:
    conversation_id = await acme.a_conversation(on=acme.fake)
    behave(acme, "rejected")
    id = await reply(acme, conversation_id, "Hello")
    await acme.drain()
    async with acme.acting() as uow:
        conversation = await locked(uow, conversation_id)
        failed = await conversations.find_message(uow.scope, id, lock=True)
        assert failed is not None
        await retrying.retry(uow, conversation, failed)
    await acme.drain()
    assert (await message(acme, id)).delivery == "sent"
    assert arrived() == ["Hello"]


async def test_an_unknown_one_sent_again_by_hand_leaves(acme: Acme) -> None:
    conversation_id = await acme.a_conversation(on=acme.fake)
    behave(acme, "ambiguous", arrives=False)
    id = await reply(acme, conversation_id, "Hello")
    await acme.drain(ahead=A_WHILE)
    async with acme.acting() as uow:
        unknown = await conversations.find_message(uow.scope, id, lock=True)
        assert unknown is not None
        await retrying.retry(uow, await locked(uow, conversation_id), unknown)
    await acme.drain()
    assert arrived() == ["Hello"]


async def test_what_arrived_is_not_sent_again(acme: Acme) -> None:
    conversation_id = await acme.a_conversation(on=acme.fake)
    id = await reply(acme, conversation_id, "Hello")
    await acme.drain()
    with pytest.raises(NothingToRetry):
        await retry(acme, conversation_id, id)


async def retry(acme: Acme, conversation_id: UUID, id: UUID) -> None:
    async with acme.acting() as uow:
        row = await conversations.find_message(uow.scope, id, lock=True)
        assert row is not None
        await retrying.retry(uow, await locked(uow, conversation_id), row)


async def test_a_vendor_that_never_answers_makes_a_dead_letter_that_a_click_revives(acme: Acme) -> None:
    conversation_id = await acme.a_conversation(on=acme.fake)
    behave(acme, *["unreachable"] * 12)
    id = await reply(acme, conversation_id, "Hello")
    for _ in range(14):
        await acme.drain(ahead=A_WHILE)
    failed = await message(acme, id)
    assert (failed.delivery, (failed.delivery_reason or "").split(":")[0]) == ("failed", "gave_up")
    (letter,) = await sends(acme)
    assert letter.state == "dead"
    async with acme.acting() as uow:
        await retrying.start_again(uow, letter.id)
    await acme.drain()
    assert (await message(acme, id)).delivery == "sent"
    assert await sends(acme) == []


async def test_revoked_credentials_break_the_channel_and_keep_the_message(acme: Acme) -> None:
    conversation_id = await acme.a_conversation(on=acme.fake)
    behave(acme, "credentials_revoked")
    id = await reply(acme, conversation_id, "Hello")
    await acme.drain()
    async with acme.looking() as scope:
        channel = await scope.session.get(Channel, (acme.workspace_id, acme.fake.id))
        assert (channel.state, channel.state_reason.split(":")[0]) == ("broken", "credentials_revoked")
    assert (await message(acme, id)).delivery == "queued"
    await acme.drain(ahead=A_WHILE)
    assert arrived() == []
    async with acme.acting() as uow:
        mended = await uow.session.get(Channel, (acme.workspace_id, acme.fake.id))
        mended.state, mended.state_reason = "connected", None
    await acme.drain(ahead=A_WHILE)
    assert (await message(acme, id)).delivery == "sent"
    assert len(await attempts(acme, id)) == 2
