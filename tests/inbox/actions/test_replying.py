"""An agent's first reply takes the conversation over, and from that commit on the bot is silent."""

from datetime import timedelta
from uuid import UUID

import pytest
from acme import Acme

from obrol.channels.contract.content import Text
from obrol.inbox.actions import answering, replying
from obrol.inbox.actions.writing import Origin
from obrol.inbox.errors import BotNotThere, MessageIdTaken
from obrol.inbox.models import Conversation, Message
from obrol.inbox.queries import conversations
from obrol.kit.ids import new_id
from obrol.runtime.actor import SYSTEM, Actor, ActorKind
from obrol.runtime.unit_of_work import UnitOfWork


async def locked(uow: UnitOfWork, conversation_id: UUID) -> Conversation:
    conversation = await conversations.find_conversation(uow.scope, conversation_id, lock=True)
    assert conversation is not None
    return conversation


async def reply(acme: Acme, conversation_id: UUID, words: str, *, id: UUID | None = None) -> bool:
    async with acme.acting(acme.bo) as uow:
        conversation = await locked(uow, conversation_id)
        _, is_new = await replying.reply(uow, conversation, Text(text=words), message_id=id or new_id())
    return is_new


async def bot_says(acme: Acme, conversation_id: UUID, words: str, *, epoch: int = 1, after: float = 0) -> None:
    async with acme.acting(SYSTEM) as uow:
        await replying.say(
            uow,
            await locked(uow, conversation_id),
            Text(text=words),
            origin=Origin(new_id(), 1, "greet"),
            epoch=epoch,
            bot=Actor(ActorKind.BOT, acme.bot_id, "Bep"),
            after=after,
        )


def outline(messages: list[Message]) -> list[tuple[int, str, str, int | None]]:
    return [(row.pos, row.author_kind, row.delivery, row.visitor_seq) for row in messages]


async def test_the_first_reply_hands_the_conversation_to_the_team(acme: Acme) -> None:
    conversation_id = await acme.a_conversation()
    await reply(acme, conversation_id, "Hello Walt, this is Bo.")

    after = await acme.conversation(conversation_id)
    assert (after.answering, after.answering_epoch) == ("team", 2)
    assert after.paused_until is not None, "the countdown of thirty minutes runs"
    (handed,) = await acme.events("conversation.handed_to_team")
    assert (handed.payload["because"], handed.actor["name"]) == ("agent_replied", "Bo")


async def test_the_hand_over_stands_before_the_reply_that_caused_it(acme: Acme) -> None:
    conversation_id = await acme.a_conversation()
    await reply(acme, conversation_id, "Hi")
    types = [row.type for row in await acme.events("conversation.handed_to_team", "message.queued")]
    assert types == ["conversation.handed_to_team", "message.queued"]


async def test_a_bot_message_that_was_scheduled_before_is_held(acme: Acme) -> None:
    conversation_id = await acme.a_conversation()
    await bot_says(acme, conversation_id, "Let me think …", after=3)
    await reply(acme, conversation_id, "I'll take this one.")

    await acme.drain(ahead=timedelta(seconds=5))

    assert outline(await acme.messages(conversation_id)) == [
        (1, "contact", "delivered", 1),
        (2, "bot", "held", None),
        (3, "agent", "sent", 2),
    ]
    held = (await acme.messages(conversation_id))[1]
    assert held.delivery_reason == "taken_over"


async def test_the_bot_cannot_write_in_an_epoch_that_is_over(acme: Acme) -> None:
    conversation_id = await acme.a_conversation()
    await reply(acme, conversation_id, "Mine.")
    await bot_says(acme, conversation_id, "Me too!", epoch=1)
    assert [row.author_kind for row in await acme.messages(conversation_id)] == ["contact", "agent"]


async def test_a_scheduled_bot_message_arrives_when_nobody_takes_over(acme: Acme) -> None:
    conversation_id = await acme.a_conversation()
    await bot_says(acme, conversation_id, "Let me think …", after=3)
    assert (await acme.messages(conversation_id))[1].delivery == "queued"
    await acme.drain(ahead=timedelta(seconds=5))
    assert outline(await acme.messages(conversation_id))[1] == (2, "bot", "sent", 2)
    shown = await acme.conversation(conversation_id)
    assert (shown.last_author, shown.last_preview) == ("bot", "Let me think …")


async def test_the_same_id_again_is_the_same_message(acme: Acme) -> None:
    conversation_id = await acme.a_conversation()
    id = new_id()
    assert await reply(acme, conversation_id, "Once", id=id) is True
    assert await reply(acme, conversation_id, "Once", id=id) is False
    assert len(await acme.messages(conversation_id)) == 2


async def test_the_same_id_with_other_words_is_refused(acme: Acme) -> None:
    conversation_id = await acme.a_conversation()
    id = new_id()
    await reply(acme, conversation_id, "Once", id=id)
    with pytest.raises(MessageIdTaken):
        await reply(acme, conversation_id, "Twice", id=id)


async def test_the_bot_answers_again_when_the_countdown_is_over(acme: Acme) -> None:
    conversation_id = await acme.a_conversation()
    await reply(acme, conversation_id, "Hi")
    async with acme.acting() as uow:
        conversation = await locked(uow, conversation_id)
        conversation.paused_until = uow.now - timedelta(seconds=1)
    async with acme.acting(SYSTEM) as uow:
        await answering.end_pause(uow, await locked(uow, conversation_id), epoch=2)
    back = await acme.conversation(conversation_id)
    assert (back.answering, back.answering_epoch, back.paused_until) == ("bot", 3, None)


async def test_a_countdown_that_was_extended_is_waited_for(acme: Acme) -> None:
    conversation_id = await acme.a_conversation()
    await reply(acme, conversation_id, "Hi")
    async with acme.acting() as uow:
        await answering.hand_to_team(uow, await locked(uow, conversation_id), because="switched", for_minutes=120)
    await acme.drain(ahead=timedelta(minutes=31))
    assert (await acme.conversation(conversation_id)).answering == "team"


async def test_a_flow_that_hands_over_waits_for_a_person_without_a_countdown(acme: Acme) -> None:
    conversation_id = await acme.a_conversation()
    async with acme.acting(SYSTEM) as uow:
        await answering.hand_to_team(
            uow, await locked(uow, conversation_id), because="flow", team_id=acme.team_id, note="Wants a discount"
        )
    after = await acme.conversation(conversation_id)
    assert (after.answering, after.paused_until, after.team_id) == ("team", None, acme.team_id)
    assert [note.text for note in await acme.notes(conversation_id)] == ["Wants a discount"]


async def test_without_a_bot_on_the_channel_the_team_keeps_the_conversation(acme: Acme) -> None:
    conversation_id = await acme.a_conversation(answering="team")
    async with acme.acting() as uow:
        channel = await uow.session.get(type(acme.webchat), (acme.workspace_id, acme.webchat.id))
        channel.bot_id = None
    with pytest.raises(BotNotThere):
        await give_back(acme, conversation_id)


async def give_back(acme: Acme, conversation_id: UUID) -> None:
    async with acme.acting() as uow:
        await answering.give_back_to_bot(uow, await locked(uow, conversation_id), because="switched")
