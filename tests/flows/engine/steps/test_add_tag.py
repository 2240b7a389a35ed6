"""Add tag: once is enough."""

from flows.engine.playing import Play, flow, step

from obrol.flows.engine.effects import AddTag


def tagging(tag: str) -> Play:
    return Play(flow(a=step("add_tag", {"tag": tag})))


def test_a_new_tag_is_added() -> None:
    assert tagging(" vip ").done == [AddTag(step_id="a", tag="vip")]


def test_a_tag_that_the_contact_has_in_any_spelling_is_not_added_again() -> None:
    assert tagging("COFFEE").done == []
