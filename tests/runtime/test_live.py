"""What a tail promises: no event is skipped, whatever order transactions end in."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from acme import Acme
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from obrol.inbox.actions.noting import note
from obrol.inbox.models import Conversation
from obrol.runtime.live import PAGE, UNSURE, Cursor, CursorTooOld, Follower, Live, from_text, to_text

ERA = "cafe"


async def everything(live: Live, acme: Acme, since: str) -> list[int]:
    seen: list[int] = []
    async with live.follow(acme.workspace_id, since) as follower:
        for _ in range(100):
            batch = await follower.next()
            if batch is None:
                break
            seen += [event.id for event in batch.events]
    return seen


async def note_something(acme: Acme, conversation_id: object) -> None:
    async with acme.acting() as uow:
        conversation = await uow.session.get(Conversation, (acme.workspace_id, conversation_id))
        await note(uow, conversation, text="hm")


@asynccontextmanager
async def a_slow_transaction(acme: Acme) -> AsyncIterator[AsyncSession]:
    """A transaction that took its number, wrote its event and has not ended."""
    async with acme.house.database.session(acme.workspace_id) as session:
        await session.execute(
            text(
                "INSERT INTO event (workspace_id, type, actor, audience, payload) "
                "VALUES (:w, 'test.slow', '{}', '{\"kind\": \"nobody\"}', '{}')"
            ),
            {"w": acme.workspace_id},
        )
        yield session


async def heard(live: Live, acme: Acme, follower: Follower, *, after: str) -> list[str]:
    """What a follower hears next, in frames that fit together."""
    live._hear(acme.workspace_id)
    types: list[str] = []
    for _ in range(20):
        await asyncio.sleep(0.01)
        while (batch := await follower.next()) is not None:
            assert batch.before == after
            after = batch.after
            types += [event.type for event in batch.events]
    return types


async def test_an_event_that_commits_late_is_not_skipped_and_holds_nobody_up(acme: Acme) -> None:
    conversation_id = await acme.a_conversation()
    live = Live(acme.house.database, acme.house.hints)
    try:
        async with live.follow(acme.workspace_id) as follower:
            async with a_slow_transaction(acme) as session:
                await note_something(acme, conversation_id)
                assert await heard(live, acme, follower, after=follower.cursor) == ["note.added"]
                await session.commit()
            assert await heard(live, acme, follower, after=follower.cursor) == ["test.slow"]
    finally:
        await live.close()


async def test_a_cursor_from_another_process_gets_what_committed_late_and_nothing_twice(acme: Acme) -> None:
    conversation_id = await acme.a_conversation()
    here = Live(acme.house.database, acme.house.hints)
    there = Live(acme.house.database, acme.house.hints)
    try:
        async with here.follow(acme.workspace_id) as follower, there.follow(acme.workspace_id) as other:
            async with a_slow_transaction(acme) as session:
                await note_something(acme, conversation_id)
                assert await heard(there, acme, other, after=other.cursor) == ["note.added"]
                async with here.follow(acme.workspace_id, other.cursor) as moved:
                    assert await heard(here, acme, moved, after=moved.cursor) == []
                    await session.commit()
                    assert await heard(here, acme, moved, after=moved.cursor) == ["test.slow"]
                    assert moved.head == moved.cursor
            assert await heard(here, acme, follower, after=follower.cursor) == ["note.added", "test.slow"]
    finally:
        await here.close()
        await there.close()


async def test_a_transaction_of_more_than_a_page_arrives_whole(acme: Acme) -> None:
    live = Live(acme.house.database, acme.house.hints)
    try:
        async with live.follow(acme.workspace_id) as follower:
            left_at = follower.cursor
            async with acme.house.database.session(acme.workspace_id) as session:
                await session.execute(
                    text(
                        "INSERT INTO event (workspace_id, type, actor, audience, payload) "
                        "SELECT :w, 'test.many', '{}', '{\"kind\": \"nobody\"}', '{}' FROM generate_series(1, :n)"
                    ),
                    {"w": acme.workspace_id, "n": PAGE + 7},
                )
                await session.commit()
            assert len(await heard(live, acme, follower, after=left_at)) == PAGE + 7
        # Another process has none of it in memory, and reads the log.
        another = Live(acme.house.database, acme.house.hints)
        assert len(await everything(another, acme, left_at)) == PAGE + 7
        await another.close()
    finally:
        await live.close()


async def test_a_cursor_of_another_log_is_refused(acme: Acme) -> None:
    live = Live(acme.house.database, acme.house.hints)
    try:
        async with live.follow(acme.workspace_id) as follower:
            era, _, rest = follower.cursor.partition(".")
        end = int(rest.split(".")[0], 16)
        for foreign in (f"{ERA}.{rest}", f"{era}.{end + 10**9:x}", "", "nonsense"):
            with pytest.raises(CursorTooOld):
                async with live.follow(acme.workspace_id, foreign):
                    pass
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
                        seen.extend(event.id for event in batch.events)

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


@pytest.mark.parametrize("cursor", [Cursor(255), Cursor(255, frozenset({7, 254}))])
def test_a_cursor_survives_the_wire(cursor: Cursor) -> None:
    assert from_text(to_text(cursor, ERA), ERA) == cursor


def test_what_is_no_cursor_is_none() -> None:
    for nonsense in ("", ".", "x.y", ERA, f"{ERA}.", f"{ERA}.-1", f"{ERA}.1.2", f"{ERA}.{2**64:x}", "beef.1"):
        assert from_text(nonsense, ERA) is None
    assert from_text(f"{ERA}.ffff" + ".1" * 2_000, ERA) is None


def test_a_cursor_from_before_a_restart_of_postgresql_covers_less() -> None:
    cursor = Cursor(20_000, frozenset({9_000, 19_999}))
    told = to_text(cursor, "log-1")
    assert from_text(told, "log-1") == cursor
    assert from_text(told, "log-2") == Cursor(20_000 - UNSURE, frozenset({9_000}))
    assert from_text(told, "other-1") is None


cursors = st.integers(1, 12).flatmap(
    lambda end: st.builds(Cursor, st.just(end), st.frozensets(st.integers(0, end - 1)))
)


@given(cursors, cursors)
def test_two_cursors_together_cover_what_either_does(one: Cursor, other: Cursor) -> None:
    both = one.joined(other)
    for xid in range(14):
        assert both.covers(xid) == (one.covers(xid) or other.covers(xid))
    assert both.includes(one)
    assert both.includes(other)


@given(cursors, cursors)
def test_a_cursor_that_includes_another_covers_all_of_it(one: Cursor, other: Cursor) -> None:
    if one.includes(other):
        assert all(one.covers(xid) for xid in range(14) if other.covers(xid))
