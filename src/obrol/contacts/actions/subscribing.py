"""Subscribing: what contacts agreed to hear about, and taking that back."""

from datetime import timedelta
from typing import Final

from sqlalchemy import delete, func, text
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.exc import IntegrityError

from obrol.contacts import queries
from obrol.contacts.errors import TooMany, TopicNameTaken
from obrol.contacts.events import ContactSubscribed, ContactUnsubscribed, TopicChanged, TopicMade, TopicRemoved
from obrol.contacts.models import Contact, Subscription, Topic, TopicKind
from obrol.kit.ids import new_id
from obrol.runtime.unit_of_work import UnitOfWork

MOST_TOPICS: Final = 500  # of a workspace; beyond, nobody finds one any more
# An agreement to one message is good for a year: what Messenger allows, and it is the strictest.
ONCE_LASTS: Final = timedelta(days=365)


async def make_topic(uow: UnitOfWork, *, name: str, kind: TopicKind) -> Topic:
    """Make a topic. Refuses with TopicNameTaken, whatever the capitals, or TooMany."""
    if await queries.count_topics(uow.scope) >= MOST_TOPICS:
        raise TooMany
    made = await uow.session.scalar(
        insert(Topic)
        .values(workspace_id=uow.workspace_id, id=new_id(), name=name, kind=kind)
        .on_conflict_do_nothing(index_elements=[text("workspace_id"), func.lower(text("name"))])
        .returning(Topic.id)
    )
    if made is None:
        raise TopicNameTaken
    topic = await queries.find_topic(uow.scope, made)
    assert topic is not None
    uow.record(TopicMade, topic=topic)
    return topic


async def rename_topic(uow: UnitOfWork, topic: Topic, *, name: str) -> None:
    """Give a topic (locked) another name; TopicNameTaken when another topic has it. Same: nothing."""
    if name == topic.name:
        return
    try:
        async with uow.session.begin_nested():
            topic.name = name
    except IntegrityError:
        raise TopicNameTaken from None
    uow.record(TopicChanged, topic=topic)


async def remove_topic(uow: UnitOfWork, topic: Topic) -> None:
    """Remove a topic (locked), and every agreement to it. One fact says so, not one for each contact."""
    await uow.session.delete(topic)
    await uow.session.flush()
    uow.record(TopicRemoved, topic_id=topic.id, topic_name=topic.name)


async def subscribe(uow: UnitOfWork, contact: Contact, topic: Topic) -> None:
    """Note that the contact (locked) agreed to a topic (kept). Again: nothing, but for one that expires.

    That one begins anew. Only the contact can agree: call this for what they said, never for what somebody wishes.
    """
    now = uow.now
    expires_at = now + ONCE_LASTS if topic.kind == TopicKind.ONCE else None
    statement = insert(Subscription).values(
        workspace_id=uow.workspace_id,
        contact_id=contact.id,
        topic_id=topic.id,
        subscribed_at=now,
        expires_at=expires_at,
    )
    agreed = await uow.session.scalar(
        statement.on_conflict_do_update(
            index_elements=["workspace_id", "contact_id", "topic_id"],
            set_={"subscribed_at": statement.excluded.subscribed_at, "expires_at": statement.excluded.expires_at},
            where=Subscription.expires_at.is_not(None),
        ).returning(Subscription.topic_id)
    )
    if agreed is not None:
        contact.touch()
        await uow.session.flush()
        uow.record(ContactSubscribed, contact=contact, topic=topic)


async def unsubscribe(uow: UnitOfWork, contact: Contact, topic: Topic) -> None:
    """Take the agreement of the contact (locked) back. Without one: nothing."""
    ended = await uow.session.scalar(
        delete(Subscription)
        .where(
            Subscription.workspace_id == uow.workspace_id,
            Subscription.contact_id == contact.id,
            Subscription.topic_id == topic.id,
        )
        .returning(Subscription.topic_id)
    )
    if ended is not None:
        contact.touch()
        await uow.session.flush()
        uow.record(ContactUnsubscribed, contact=contact, topic=topic)
