"""Remove tag: what is not there stays away."""

from flows.engine.playing import Play, flow, step

from obrol.flows.engine.effects import RemoveTag


def untagging(tag: str) -> Play:
    return Play(flow(a=step("remove_tag", {"tag": tag})))


def test_a_tag_is_removed_in_any_spelling() -> None:
    assert untagging("COFFEE").done == [RemoveTag(step_id="a", tag="COFFEE")]


def test_a_tag_that_the_contact_does_not_have_needs_no_effect() -> None:
    assert untagging("tea").done == []
