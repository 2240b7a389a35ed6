"""Topics: agreed to once, taken back once, each change told once."""

from datetime import timedelta

import pytest
from acme import Acme
from sqlalchemy import update

from obrol.contacts import queries
from obrol.contacts.actions import subscribing
from obrol.contacts.actions.subscribing import ONCE_LASTS
from obrol.contacts.errors import TopicNameTaken
from obrol.contacts.models import Subscription, Topic, TopicKind
from obrol.contacts.schemas import SubscriptionOut


async def a_topic(acme: Acme, name: str = "Harvest", kind: TopicKind = TopicKind.RECURRING) -> Topic:
    async with acme.acting() as uow:
        return await subscribing.make_topic(uow, name=name, kind=kind)


async def agree(acme: Acme, topic: Topic, *, back: bool = False) -> None:
    async with acme.acting() as uow:
        contact = await queries.find_contact(uow.scope, acme.walt.id, lock=True)
        assert contact is not None
        await (subscribing.unsubscribe if back else subscribing.subscribe)(uow, contact, topic)


async def rename(acme: Acme, topic: Topic, name: str) -> None:
    async with acme.acting() as uow:
        row = await queries.find_topic(uow.scope, topic.id, lock=True)
        assert row is not None
        await subscribing.rename_topic(uow, row, name=name)


async def topics_of_walt(acme: Acme) -> list[SubscriptionOut]:
    async with acme.looking() as scope:
        return (await queries.contacts_out(scope, [acme.walt.id]))[acme.walt.id].topics


async def test_a_contact_agrees_once_and_takes_it_back_once(acme: Acme) -> None:
    topic = await a_topic(acme)
    await agree(acme, topic)
    await agree(acme, topic)
    (agreed,) = await topics_of_walt(acme)
    assert (agreed.name, agreed.kind, agreed.expires_at) == ("Harvest", "recurring", None)
    await agree(acme, topic, back=True)
    await agree(acme, topic, back=True)
    assert await topics_of_walt(acme) == []
    told = await acme.events("contact.subscribed", "contact.unsubscribed")
    assert [(row.type, row.payload["contact"]["version"]) for row in told] == [
        ("contact.subscribed", 2),
        ("contact.unsubscribed", 3),
    ]
    assert told[0].payload["topic"] == {"id": str(topic.id), "name": "Harvest", "kind": "recurring", "version": 1}


async def test_an_agreement_to_one_message_expires_and_is_renewed(acme: Acme) -> None:
    topic = await a_topic(acme, kind=TopicKind.ONCE)
    await agree(acme, topic)
    (agreed,) = await topics_of_walt(acme)
    assert agreed.expires_at == agreed.subscribed_at + ONCE_LASTS
    async with acme.acting() as uow:
        await uow.session.execute(update(Subscription).values(expires_at=uow.now - timedelta(seconds=1)))
    assert await topics_of_walt(acme) == []
    async with acme.looking() as scope:
        assert await queries.topic_uses(scope) == []
    await agree(acme, topic)
    assert len(await topics_of_walt(acme)) == 1


async def test_a_topic_has_one_name_whatever_its_capitals(acme: Acme) -> None:
    topic, other = await a_topic(acme), await a_topic(acme, "Discounts")
    with pytest.raises(TopicNameTaken):
        await a_topic(acme, "HARVEST")
    with pytest.raises(TopicNameTaken):
        await rename(acme, other, "harvest")
    await rename(acme, topic, "HARVEST")
    assert [row.payload["topic"]["name"] for row in await acme.events("topic.changed")] == ["HARVEST"]


async def test_removing_a_topic_takes_every_agreement_back(acme: Acme) -> None:
    topic = await a_topic(acme)
    await agree(acme, topic)
    async with acme.acting() as uow:
        row = await queries.find_topic(uow.scope, topic.id, lock=True)
        assert row is not None
        await subscribing.remove_topic(uow, row)
    assert await topics_of_walt(acme) == []
    (told,) = await acme.events("topic.removed")
    assert told.payload == {"topic_id": str(topic.id), "topic_name": "Harvest"}
