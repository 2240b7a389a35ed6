"""Whatever is killed, and whoever else works: each input is consumed once, and everything it led to happens once."""

import asyncio
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

from acme import Acme
from flows.talking import Talk, a_flow, asks, does, says
from sqlalchemy import event, text
from structlog.testing import capture_logs

from obrol.entrypoints.house import declared
from obrol.runtime.db import Database
from obrol.runtime.lanes.worker import Worker

TEXT = {"kind": "text"}


class Killed(Exception):  # noqa: N818 - what happened to the process
    """The process died here."""


@contextmanager
def killed_after_statement(database: Database, number: int) -> Iterator[list[str]]:
    """Kills whatever runs the statement of that number, once; the list then holds the statement."""
    left, killer = number, []

    def count(_c: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        nonlocal left
        left -= 1
        if left == 0:
            killer.append(statement)
            raise Killed

    event.listen(database._writing.sync_engine, "after_cursor_execute", count)
    try:
        yield killer
    finally:
        event.remove(database._writing.sync_engine, "after_cursor_execute", count)


def a_worker(acme: Acme) -> Worker:
    """One more worker."""
    return Worker(acme.house.transactions, declared()[1])


async def work_until_done(acme: Acme) -> None:
    """The lanes of killed workers are free again, and whatever failed is tried again."""
    while await acme.jobs():
        async with acme.acting() as uow:
            await uow.session.execute(text("UPDATE lane SET lease_until = NULL"))
        await a_worker(acme).drain(ahead=20, only=acme.workspace_id)


async def test_killed_after_any_statement_nothing_is_done_twice_and_nothing_is_left_out(acme: Acme) -> None:
    talk = await Talk.begin(
        acme,
        a_flow(
            "tag",
            tag=does("add_tag", {"tag": "Asked"}, next="bye"),
            bye=says({"kind": "text", "text": "I will get somebody.", "typing_seconds": 2}, next="team"),
            team=does("hand_off", {"note": "Please."}),
        ),
    )
    number = 0
    conversations = []
    while True:
        number += 1
        conversations.append(await talk.says("Help!", as_=f"visitor {number}", drained=False))
        # Killed between two jobs, the worker itself dies.
        with killed_after_statement(acme.house.database, number) as killer, capture_logs(), suppress(Killed):
            await a_worker(acme).drain(ahead=20, only=acme.workspace_id)
        await work_until_done(acme)
        if not killer:
            break

    assert number > 60
    for conversation_id in conversations:
        assert await talk.heard(in_=conversation_id) == ["I will get somebody."]
        assert [note.text for note in await acme.notes(conversation_id)] == ["Please."]
    handed = Counter(row.conversation_id for row in await acme.events("conversation.handed_to_team"))
    tagged = Counter(row.payload["contact"]["id"] for row in await acme.events("contact.tag_added"))
    assert set(handed.values()) == set(tagged.values()) == {1}
    assert len(handed) == len(tagged) == number


async def test_workers_side_by_side_answer_each_message_once_and_in_order(acme: Acme) -> None:
    talk = await Talk.begin(
        acme,
        a_flow(
            "ask",
            ask=asks("Next?", TEXT, save_to="run.word", answered="got"),
            got=says("Got {{run.word}}.", next="ask"),
        ),
    )
    visitors = [f"visitor {number}" for number in range(6)]
    conversations = {who: await talk.says("Hi", as_=who, drained=False) for who in visitors}
    workers = [a_worker(acme) for _ in range(3)]

    for word in ("one", "two", "three"):
        await asyncio.gather(*(worker.drain(only=acme.workspace_id) for worker in workers))
        await work_until_done(acme)
        await asyncio.gather(*(talk.says(word, as_=who, drained=False) for who in visitors))
    await work_until_done(acme)

    for conversation_id in conversations.values():
        assert await talk.heard(in_=conversation_id) == [
            "Next?", "Got one.", "Next?", "Got two.", "Next?", "Got three.", "Next?"
        ]  # fmt: skip
