"""Mentions: what a document speaks of, and what only looks like it."""

from uuid import uuid4

from flows.engine.playing import flow, say, step

from obrol.flows.engine.mentions import mentions, of_field, of_sequence, of_tag, of_topic

CHECK = {"on": "tag", "tag": "VIP", "operator": "has"}


def test_a_tag_is_mentioned_by_steps_and_conditions_whatever_its_capitals() -> None:
    assert mentions(flow(a=step("add_tag", {"tag": " vip "})), of_tag("VIP"))
    assert mentions(flow(a=step("condition", {"checks": [CHECK]})), of_tag("vip"))
    assert not mentions(flow(a=say("vip"), b=step("add_tag", {"tag": "vip2"})), of_tag("vip"))


def test_a_field_is_mentioned_by_its_key_in_texts_places_and_conditions() -> None:
    assert mentions(flow(a=say("To {{contact.fields.city | us}}")), of_field("city"))
    assert mentions(flow(a=step("set_field", {"place": "contact.fields.city"})), of_field("city"))
    assert not mentions(flow(a=say("{{contact.fields.city_2}} {{contact.fields.city-2}} city")), of_field("city"))


def test_topics_and_sequences_are_mentioned_by_their_id() -> None:
    one, other = uuid4(), uuid4()
    document = flow(
        a=step("subscribe_topic", {"topic_id": str(one)}), b=step("enroll_sequence", {"sequence_id": str(other)})
    )
    assert mentions(document, of_topic(one))
    assert mentions(document, of_sequence(other))
    assert not mentions(document, of_topic(other))
    assert not mentions(document, of_sequence(one))


def test_a_flow_that_was_never_published_mentions_nothing() -> None:
    assert not mentions(None, of_tag("vip"))
