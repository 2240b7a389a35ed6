"""What lanes promise: in order, once, by one holder, and never lost."""

import asyncio
from datetime import timedelta
from typing import Any
from uuid import UUID

import asyncpg
import pytest
from acme import Acme
from sqlalchemy import text

from obrol.inbox.jobs import lane_of
from obrol.kit.ids import new_id
from obrol.kit.refusals import Refusal
from obrol.runtime.actor import SYSTEM
from obrol.runtime.jobs import Door, Job, Runners
from obrol.runtime.lanes import claiming
from obrol.runtime.lanes.worker import MOST_ATTEMPTS, Worker
from obrol.runtime.unit_of_work import UnitOfWork


class Say(Job, name="test_say"):
    """Say a word."""

    word: str


class GoOut(Job, name="test_go_out"):
    """Do something outside of any transaction."""

    word: str


class Told:
    """What was said, and how the next one shall go."""

    def __init__(self) -> None:
        self.words: list[str] = []
        self.raises: list[Exception] = []
        self.gate: asyncio.Event | None = None
        self.said = asyncio.Event()

    async def say(self, _uow: UnitOfWork, job: Say) -> None:
        if self.raises:
            raise self.raises.pop(0)
        self.words.append(job.word)
        self.said.set()

    async def go_out(self, door: Door, job: GoOut) -> None:
        async with door.begin():
            pass
        if self.gate is not None:
            await self.gate.wait()
        async with door.finish():
            self.words.append(job.word)


@pytest.fixture(autouse=True)
async def nothing_left_over(admin_database_url: str) -> None:
    """Workers look into every workspace: jobs that earlier tests left would be theirs too."""
    connection = await asyncpg.connect(admin_database_url)
    await connection.execute("TRUNCATE lane, lane_job")
    await connection.close()


@pytest.fixture
def told() -> Told:
    return Told()


@pytest.fixture
def runners(told: Told) -> Runners:
    runners = Runners()
    runners.add(Say, told.say)
    runners.add(GoOut, told.go_out, leaves_the_house=True)
    return runners


def worker(acme: Acme, runners: Runners, **options: Any) -> Worker:
    return Worker(acme.house.transactions, runners, **options)


async def schedule(acme: Acme, *jobs: Job, lane: str = "a", **options: Any) -> None:
    async with acme.acting() as uow:
        for job in jobs:
            uow.schedule(job, lane=lane, **options)


async def test_jobs_of_one_lane_run_in_the_order_in_which_they_were_scheduled(
    acme: Acme, runners: Runners, told: Told
) -> None:
    await schedule(acme, *(Say(word=str(number)) for number in range(20)))
    assert await worker(acme, runners).drain(only=acme.workspace_id) == 20
    assert told.words == [str(number) for number in range(20)]
    assert await acme.jobs() == []


async def test_a_job_waits_for_its_time(acme: Acme, runners: Runners, told: Told) -> None:
    async with acme.acting() as uow:
        uow.schedule(Say(word="later"), lane="a", at=uow.now + timedelta(hours=1))
    await worker(acme, runners).drain(only=acme.workspace_id)
    assert told.words == []
    await worker(acme, runners).drain(ahead=3601, only=acme.workspace_id)
    assert told.words == ["later"]


async def test_what_was_not_committed_is_not_scheduled(acme: Acme) -> None:
    async def change_ones_mind() -> None:
        async with acme.acting() as uow:
            uow.schedule(Say(word="never"), lane="a")
            raise RuntimeError("changed my mind")

    with pytest.raises(RuntimeError, match="changed my mind"):
        await change_ones_mind()
    assert await acme.jobs() == []


async def test_a_job_of_one_name_is_added_once(acme: Acme, runners: Runners, told: Told) -> None:
    await schedule(acme, Say(word="first"), Say(word="second"), only_once="alarm")
    await worker(acme, runners).drain(only=acme.workspace_id)
    assert told.words == ["first"]


async def test_a_failing_job_is_tried_again_and_holds_its_place(acme: Acme, runners: Runners, told: Told) -> None:
    told.raises = [RuntimeError("the vendor burped")]
    await schedule(acme, Say(word="one"))
    await worker(acme, runners).drain(only=acme.workspace_id)
    assert told.words == []
    (waiting,) = await acme.jobs()
    assert waiting.attempts == 1
    assert waiting.last_error == "RuntimeError: the vendor burped"
    await worker(acme, runners).drain(ahead=5, only=acme.workspace_id)
    assert told.words == ["one"]


async def test_a_job_that_never_works_becomes_a_dead_letter(acme: Acme, runners: Runners, told: Told) -> None:
    told.raises = [RuntimeError("no")] * MOST_ATTEMPTS
    await schedule(acme, Say(word="one"))
    for _ in range(MOST_ATTEMPTS):
        await worker(acme, runners).drain(ahead=10_000, only=acme.workspace_id)
    (letter,) = await acme.jobs()
    assert (letter.state, letter.attempts) == ("dead", MOST_ATTEMPTS)
    assert told.words == []


async def test_a_refusal_is_an_answer_and_ends_the_job(acme: Acme, runners: Runners, told: Told) -> None:
    told.raises = [Refusal("not now")]
    await schedule(acme, Say(word="one"))
    await worker(acme, runners).drain(only=acme.workspace_id)
    assert await acme.jobs() == []


async def test_two_workers_never_hold_one_lane(acme: Acme, runners: Runners) -> None:
    await schedule(acme, Say(word="one"))
    async with acme.house.database.fast() as connection:
        first = await claiming.claim(connection, owner="first", lease=30, most=100)
        second = await claiming.claim(connection, owner="second", lease=30, most=100)
    ours = [lease for lease in first if lease.workspace_id == acme.workspace_id]
    assert len(ours) == 1
    assert [lease for lease in second if lease.workspace_id == acme.workspace_id] == []


async def test_a_lane_whose_holder_died_is_taken_over_when_its_lease_ends(
    acme: Acme, runners: Runners, told: Told
) -> None:
    await schedule(acme, Say(word="one"))
    await take(acme, lease=0.05)
    await asyncio.sleep(0.1)
    await worker(acme, runners).drain(only=acme.workspace_id)
    assert told.words == ["one"]


async def test_a_worker_that_slept_through_its_lease_cannot_commit(acme: Acme, runners: Runners, told: Told) -> None:
    await schedule(acme, GoOut(word="late"))
    told.gate = asyncio.Event()
    sleeper = asyncio.create_task(worker(acme, runners, lease=0.2).drain(only=acme.workspace_id))
    await asyncio.sleep(0.05)
    await expire(acme)
    other = await take(acme, lease=30)
    told.gate.set()
    await sleeper
    assert told.words == ["late"], "it did run to its end"
    (still,) = await acme.jobs()
    assert still.state == "waiting", "and yet nothing of it was committed: the new holder has the job"
    async with acme.house.transactions.begin(acme.workspace_id, SYSTEM) as uow:
        await claiming.free(uow.session, other)


async def test_a_job_scheduled_while_the_lane_is_let_go_is_not_forgotten(
    acme: Acme, runners: Runners, told: Told
) -> None:
    await schedule(acme, Say(word="0"))
    stop = asyncio.Event()

    async def keep_scheduling() -> None:
        for number in range(1, 40):
            await schedule(acme, Say(word=str(number)))
        stop.set()

    async def keep_draining() -> None:
        while not stop.is_set():
            await worker(acme, runners).drain(only=acme.workspace_id)

    await asyncio.gather(keep_scheduling(), keep_draining(), keep_draining())
    await asyncio.sleep(0.05)
    await worker(acme, runners).drain(only=acme.workspace_id)
    assert sorted(told.words, key=int) == [str(number) for number in range(40)]


async def test_a_lane_without_jobs_leaves_no_row(acme: Acme, runners: Runners) -> None:
    await schedule(acme, Say(word="one"))
    await worker(acme, runners).drain(only=acme.workspace_id)
    async with acme.looking() as scope:
        assert await scope.session.scalar(text("SELECT count(*) FROM lane")) == 0


async def test_the_loops_run_what_is_scheduled_without_being_asked(acme: Acme, runners: Runners, told: Told) -> None:
    working = worker(acme, runners)
    working.start()
    try:
        await schedule(acme, Say(word="one"))
        async with asyncio.timeout(5):
            await told.said.wait()
    finally:
        await working.stop()
    assert "one" in told.words


async def take(acme: Acme, *, lease: float) -> claiming.Lease:
    async with acme.house.database.fast() as connection:
        leases = await claiming.claim(connection, owner=str(new_id()), lease=lease, most=100)
    (ours,) = [held for held in leases if held.workspace_id == acme.workspace_id]
    return ours


async def expire(acme: Acme) -> None:
    async with acme.house.transactions.begin(acme.workspace_id, SYSTEM) as uow:
        await uow.session.execute(text("UPDATE lane SET lease_until = clock_timestamp() - interval '1 second'"))


def test_a_lane_key_names_one_conversation() -> None:
    assert lane_of(UUID(int=7)) == "conversation:00000000-0000-0000-0000-000000000007"
