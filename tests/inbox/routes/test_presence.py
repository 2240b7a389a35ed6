"""Who is looking: told to colleagues by each window, and taken back when the window closes."""

from typing import Any

from acme import Acme
from serving import Desk, Served


async def looking(desk: Desk, name: str) -> dict[str, Any]:
    """The next frame that says where somebody looks."""
    while True:
        frame = await desk.expect("looking")
        if frame["who"]["name"] == name:
            return frame


async def test_a_colleague_sees_who_looks_and_that_they_have_left(acme: Acme, served: Served) -> None:
    conversation_id = str(await acme.a_conversation())
    async with served.desk(acme, acme.bo) as bos_desk:
        async with served.desk(acme) as adas_desk:
            await adas_desk.send({"type": "looking", "conversation_id": conversation_id})
            assert (await looking(bos_desk, "Ada"))["conversation_id"] == conversation_id
        assert (await looking(bos_desk, "Ada"))["conversation_id"] is None


async def test_two_windows_of_one_agent_are_told_apart(acme: Acme, served: Served) -> None:
    first = str(await acme.a_conversation())
    second = str(await acme.a_conversation(on=acme.fake))
    async with served.desk(acme, acme.bo) as bos_desk, served.desk(acme) as one:
        async with served.desk(acme) as other:
            await one.send({"type": "looking", "conversation_id": first})
            seen = await looking(bos_desk, "Ada")
            await other.send({"type": "looking", "conversation_id": second})
            seen_too = await looking(bos_desk, "Ada")
        left = await looking(bos_desk, "Ada")
    assert seen["tab"] != seen_too["tab"]
    assert (left["tab"], left["conversation_id"]) == (seen_too["tab"], None)
