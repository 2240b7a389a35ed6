"""What a tail promises: no event is skipped, whatever order transactions end in."""

import asyncio

from acme import Acme
from sqlalchemy import text

from obrol.inbox.actions.noting import note
from obrol.inbox.models import Conversation
from obrol.runtime.live import START, Live, from_text, to_text


async def everything(live: Live, acme: Acme, since: tuple[int, int] | None = START) -> list[int]:
    seen: list[int] = []
    async with live.follow(acme.workspace_id, since) as follower:
        for _ in range(100):
            batch = await follower.next()
            if batch is None:
                break
            seen += [event.cursor[1] for event in batch.events]
    return seen


async def note_something(acme: Acme, conversation_id: object) -> None:
    async with acme.acting() as uow:
        conversation = await uow.session.get(Conversation, (acme.workspace_id, conversation_id))
        await note(uow, conversation, text="hm")


async def test_an_event_that_commits_late_is_not_skipped(acme: Acme) -> None:
    conversation_id = await acme.a_conversation()
    live = Live(acme.house.database, acme.house.hints)
    try:
        async with live.follow(acme.workspace_id) as follower:
            before = follower.cursor
            slow = acme.house.database.session(acme.workspace_id)
            session = await slow.__aenter__()
            # The slow transaction takes its number first and commits last.
            await session.execute(
                text(
                    "INSERT INTO event (workspace_id, type, actor, audience, payload) "
                    "VALUES (:w, 'test.slow', '{}', '{\"kind\": \"nobody\"}', '{}')"
                ),
                {"w": acme.workspace_id},
            )
            await note_something(acme, conversation_id)
            live._hear(acme.workspace_id)
            await asyncio.sleep(0.2)
            assert await follower.next() is None, "the newer event waits for the older transaction"

            await session.commit()
            await slow.__aexit__(None, None, None)
            live._hear(acme.workspace_id)
            types: list[str] = []
            for _ in range(50):
                await asyncio.sleep(0.02)
                while (batch := await follower.next()) is not None:
                    assert batch.before == before
                    before = batch.after
                    types += [event.type for event in batch.events]
                if len(types) == 2:
                    break
            assert sorted(types) == ["note.added", "test.slow"]
    finally:
        await live.close()


async def test_sixteen_writers_and_nothing_missed(acme: Acme) -> None:
    conversation_id = await acme.a_conversation()
    live = Live(acme.house.database, acme.house.hints)
    try:
        async with live.follow(acme.workspace_id) as follower:
            seen: list[int] = []

            async def read() -> None:
                while len(seen) < 16 * 5:
                    await follower.news.wait()
                    follower.news.clear()
                    while (batch := await follower.next()) is not None:
                        seen.extend(event.cursor[1] for event in batch.events)

            reader = asyncio.create_task(read())

            async def write() -> None:
                for _ in range(5):
                    await note_something(acme, conversation_id)

            await asyncio.gather(*(write() for _ in range(16)))
            await asyncio.wait_for(reader, timeout=10)
        stored = [row.id for row in await acme.events("note.added")]
        assert sorted(seen) == stored
        assert len(set(seen)) == len(seen)
    finally:
        await live.close()


async def test_a_follower_that_comes_back_gets_exactly_what_it_missed(acme: Acme) -> None:
    conversation_id = await acme.a_conversation()
    live = Live(acme.house.database, acme.house.hints)
    try:
        async with live.follow(acme.workspace_id) as follower:
            left_at = follower.cursor
        for _ in range(3):
            await note_something(acme, conversation_id)
        live._hear(acme.workspace_id)
        await asyncio.sleep(0.2)
        missed = await everything(live, acme, left_at)
        assert missed == [row.id for row in await acme.events("note.added")]
    finally:
        await live.close()


async def test_losing_every_hint_costs_a_second_and_no_event(acme: Acme) -> None:
    conversation_id = await acme.a_conversation()
    live = Live(acme.house.database, acme.house.hints)
    acme.house.hints.on_events.remove(live._hear)
    try:
        async with live.follow(acme.workspace_id) as follower:
            await asyncio.sleep(0.1)
            follower.news.clear()
            await note_something(acme, conversation_id)
            await asyncio.wait_for(follower.news.wait(), timeout=5)
            batch = await follower.next()
            assert batch is not None
            assert [event.type for event in batch.events] == ["note.added"]
    finally:
        await live.close()


def test_a_cursor_survives_the_wire() -> None:
    assert from_text(to_text((255, 7))) == (255, 7)


def test_what_is_no_cursor_is_none() -> None:
    for nonsense in ("", ".", "x.y", "1", "1.2.3", "-1.2", f"{2**64:x}.1"):
        assert from_text(nonsense) is None
