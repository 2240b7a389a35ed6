"""What PostgreSQL builds is what the schemas say: exactly their fields, each of its type, with and without values."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from acme import Acme
from pydantic import BaseModel
from sqlalchemy import text, update

from obrol.channels.contract.content import Text
from obrol.inbox.actions import assigning, finishing, noting, replying, snoozing
from obrol.inbox.models import Conversation, Message
from obrol.inbox.queries.fragments import (
    CONVERSATION_JOINS,
    CONVERSATION_JSON,
    DELIVERY_JSON,
    MESSAGE_JSON,
    NOTE_JSON,
)
from obrol.inbox.schemas import ConversationOut, DeliveryOut, MessageOut, NoteOut
from obrol.kit.ids import new_id

CONVERSATIONS = f"SELECT {CONVERSATION_JSON} FROM conversation c {CONVERSATION_JOINS} WHERE c.id = :id"  # noqa: S608 - built from constants
MESSAGES = f"SELECT {MESSAGE_JSON} FROM message m WHERE m.conversation_id = :id"  # noqa: S608 - as above
DELIVERIES = f"SELECT {DELIVERY_JSON} FROM message m WHERE m.conversation_id = :id"  # noqa: S608 - as above
NOTES = f"SELECT {NOTE_JSON} FROM note n WHERE n.conversation_id = :id"  # noqa: S608 - as above


async def built(acme: Acme, statement: str, conversation_id: UUID) -> list[dict[str, Any]]:
    async with acme.looking() as scope:
        return [row[0] for row in await scope.session.execute(text(statement), {"id": conversation_id})]


def check(document: dict[str, Any], shape: type[BaseModel]) -> None:
    """The document has every field of the shape and no other, and goes through it unchanged."""
    parsed = shape.model_validate(document)
    assert set(document) == set(shape.model_fields)
    assert parsed.model_dump(mode="json").keys() == document.keys()


async def test_a_new_conversation(acme: Acme) -> None:
    conversation_id = await acme.a_conversation()
    (document,) = await built(acme, CONVERSATIONS, conversation_id)
    check(document, ConversationOut)
    assert document["assignee"] is document["snoozed_until"] is document["done_reason"] is None


async def test_a_conversation_that_somebody_looks_after(acme: Acme) -> None:
    conversation_id = await acme.a_conversation(answering="team")
    async with acme.acting() as uow:
        conversation = await uow.session.get(Conversation, (acme.workspace_id, conversation_id))
        await assigning.assign(uow, conversation, agent_id=acme.bo.id)
        await snoozing.snooze(uow, conversation, until=datetime.now(UTC) + timedelta(days=1))
    (document,) = await built(acme, CONVERSATIONS, conversation_id)
    check(document, ConversationOut)
    assert document["assignee"] == {"id": str(acme.bo.id), "name": "Bo"}
    assert document["snoozed_until"] is not None


async def test_a_conversation_that_is_done(acme: Acme) -> None:
    conversation_id = await acme.a_conversation()
    async with acme.acting() as uow:
        conversation = await uow.session.get(Conversation, (acme.workspace_id, conversation_id))
        await finishing.finish(uow, conversation, reason="sold")
    (document,) = await built(acme, CONVERSATIONS, conversation_id)
    check(document, ConversationOut)
    assert document["done_reason"] == "sold"


@pytest.mark.parametrize("delivery", ["queued", "sent", "delivered", "read", "failed", "unknown", "held"])
async def test_messages_of_both_sides_and_their_deliveries(acme: Acme, delivery: str) -> None:
    conversation_id = await acme.a_conversation(answering="team")
    async with acme.acting() as uow:
        conversation = await uow.session.get(Conversation, (acme.workspace_id, conversation_id))
        await replying.reply(uow, conversation, Text(text="Yes"), message_id=new_id())
    async with acme.acting() as uow:
        await uow.session.execute(
            update(Message).where(Message.direction == "outbound").values(delivery=delivery, delivery_reason="why")
        )
    messages = await built(acme, MESSAGES, conversation_id)
    assert {message["direction"] for message in messages} == {"inbound", "outbound"}
    assert delivery in {message["delivery"] for message in messages}
    for message in messages:
        check(message, MessageOut)
    for state in await built(acme, DELIVERIES, conversation_id):
        check(state, DeliveryOut)


async def test_a_note(acme: Acme) -> None:
    conversation_id = await acme.a_conversation()
    async with acme.acting() as uow:
        conversation = await uow.session.get(Conversation, (acme.workspace_id, conversation_id))
        await noting.note(uow, conversation, text="Likes it dark", note_id=new_id())
    (document,) = await built(acme, NOTES, conversation_id)
    check(document, NoteOut)
