"""What flows ask for happens: sequences and topics, through the flow's own conversation."""

from typing import Any

from acme import Acme
from flows.talking import Talk, a_flow, does, says

from obrol.campaigns import queries
from obrol.campaigns.actions import sequencing
from obrol.contacts.actions import subscribing, tagging
from obrol.contacts.models import TopicKind
from obrol.contacts.queries import find_contact


async def sequences_of_walt(acme: Acme) -> list[str]:
    async with acme.looking() as scope:
        return [one.sequence.name for one in await queries.list_enrollments(scope, acme.walt.id)]


async def a_talk(acme: Acme, type: str, options: dict[str, Any]) -> Talk:
    document = a_flow("first", first=does(type, options, next="last"), last=says("Done"))
    return await Talk.begin(acme, document)


async def test_a_flow_puts_the_contact_into_a_sequence_and_takes_them_out(acme: Acme) -> None:
    async with acme.acting() as uow:
        sequence = await sequencing.make(uow, name="Welcome")
    talk = await a_talk(acme, "enroll_sequence", {"sequence_id": str(sequence.id)})
    await talk.says("Hi")
    assert await talk.heard() == ["Done"]
    assert await sequences_of_walt(acme) == ["Welcome"]
    (told,) = await acme.events("enrollment.began")
    assert told.actor["name"] == "Bep"
    talk = await a_talk(acme, "leave_sequence", {"sequence_id": str(sequence.id)})
    await talk.says("Stop")
    assert await sequences_of_walt(acme) == []


async def test_a_sequence_that_was_removed_since_is_a_fault_that_people_see(acme: Acme) -> None:
    async with acme.acting() as uow:
        sequence = await sequencing.make(uow, name="Welcome")
    talk = await a_talk(acme, "enroll_sequence", {"sequence_id": str(sequence.id)})
    async with acme.acting() as uow:
        row = await queries.find_sequence(uow.scope, sequence.id, lock=True)
        assert row is not None
        await sequencing.remove(uow, row)
    await talk.says("Hi")
    assert await talk.heard() == ["Done"]
    assert await talk.faults() == ["sequence_not_found: There is no such sequence."]


async def test_a_flow_notes_what_the_contact_agreed_to_and_takes_it_back(acme: Acme) -> None:
    async with acme.acting() as uow:
        topic = await subscribing.make_topic(uow, name="Harvest", kind=TopicKind.RECURRING)
    talk = await a_talk(acme, "subscribe_topic", {"topic_id": str(topic.id)})
    await talk.says("Yes")
    assert [one.name for one in (await talk.walt()).topics] == ["Harvest"]
    talk = await a_talk(acme, "unsubscribe_topic", {"topic_id": str(topic.id)})
    await talk.says("Stop")
    assert (await talk.walt()).topics == []


async def test_a_tag_that_an_agent_puts_on_by_hand_decides_where_a_flow_goes(acme: Acme) -> None:
    check = {"on": "tag", "tag": "vip", "operator": "has"}
    document = a_flow(
        "ask", ask=does("condition", {"checks": [check]}, yes="known", no="new"), known=says("Again!"), new=says("Hi")
    )
    talk = await Talk.begin(acme, document)
    await talk.says("Hello")
    async with acme.acting(acme.bo) as uow:
        contact = await find_contact(uow.scope, acme.walt.id, lock=True)
        assert contact is not None
        await tagging.add_tag(uow, contact, "VIP")
    await talk.says("Hello")
    assert await talk.heard() == ["Hi", "Again!"]
