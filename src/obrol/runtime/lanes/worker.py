"""The worker: takes lanes that have something due and runs their jobs in order."""

import asyncio
import contextlib
import os
import random
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime
from uuid import UUID, uuid4

import structlog

from obrol.kit.refusals import Refusal
from obrol.runtime.actor import SYSTEM
from obrol.runtime.jobs import Runners
from obrol.runtime.lanes import claiming
from obrol.runtime.lanes.claiming import DueJob, Fenced, Lease
from obrol.runtime.unit_of_work import Transactions, UnitOfWork

log = structlog.get_logger(__name__)

LEASE = 30.0  # seconds; a killed worker's lanes are taken over after this long
LANES_AT_ONCE = 4
POLL = 1.0  # seconds; what losing every hint costs at most
FIRST_RETRY = 1.0  # seconds, doubled each time
LONGEST_RETRY = 900.0  # seconds
MOST_ATTEMPTS = 12
ERROR_LENGTH = 500  # characters of an error that a job keeps


class JobDoor:
    """The door that a job which talks to the outside opens its units of work through."""

    def __init__(self, worker: "Worker", held: Lease, job: DueJob) -> None:
        self._worker = worker
        self._held = held
        self._job = job
        self.attempt = job.attempts

    @asynccontextmanager
    async def begin(self) -> AsyncIterator[UnitOfWork]:
        """A fenced unit of work that keeps the job."""
        async with self._worker.transactions.begin(self._held.workspace_id, SYSTEM) as uow:
            uow.before_commit(lambda: claiming.keep(uow.session, self._held, lease=self._worker.lease))
            yield uow

    @asynccontextmanager
    async def finish(self) -> AsyncIterator[UnitOfWork]:
        """A fenced unit of work that ends the job with it."""
        ended = {"workspace_id": self._held.workspace_id, "id": self._job.id}
        async with self.begin() as uow:
            uow.before_commit(lambda: uow.session.execute(claiming.END_JOB, ended))
            yield uow

    @asynccontextmanager
    async def again(self, after: float, *, error: str, burnt: int = 1) -> AsyncIterator[UnitOfWork]:
        """A fenced unit of work that tries the job again in `after` seconds, counting `burnt` attempts."""
        postponed = {
            "workspace_id": self._held.workspace_id,
            "id": self._job.id,
            "after": after,
            "error": error[:ERROR_LENGTH],
            "burnt": burnt,
        }
        async with self.begin() as uow:
            uow.before_commit(lambda: uow.session.execute(claiming.POSTPONE_JOB, postponed))
            yield uow

    @asynccontextmanager
    async def bury(self, error: str) -> AsyncIterator[UnitOfWork]:
        """A fenced unit of work that gives up: the job becomes a dead letter that people see and can start again."""
        buried = {"workspace_id": self._held.workspace_id, "id": self._job.id, "error": error[:ERROR_LENGTH]}
        async with self.begin() as uow:
            uow.before_commit(lambda: uow.session.execute(claiming.BURY_JOB, buried))
            yield uow


class Worker:
    """Runs the jobs of one process; several may share a database."""

    def __init__(self, transactions: Transactions, runners: Runners, *, lease: float = LEASE) -> None:
        self.transactions = transactions
        self.lease = lease
        self._runners = runners
        self._owner = f"{socket.gethostname()}:{os.getpid()}:{uuid4().hex[:8]}"
        self._wake = asyncio.Event()
        self._slots = asyncio.Semaphore(LANES_AT_ONCE)
        self._running: set[asyncio.Task[None]] = set()
        self._loop: asyncio.Task[None] | None = None
        self._stopping = False

    def start(self) -> None:
        """Begin to look for work."""
        self.transactions.hints.on_work.append(self._wake.set)
        self._loop = asyncio.create_task(self._look_for_work(), name="lanes")

    async def stop(self, *, within: float = 20.0) -> None:
        """Stop claiming, let running jobs end (at most `within` seconds), and free their lanes."""
        self._stopping = True
        if self._loop is not None:
            self._loop.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._loop
        if self._running:
            await asyncio.wait(self._running, timeout=within)
        for task in self._running:
            task.cancel()

    async def drain(self, *, ahead: float = 0.0, only: UUID | None = None) -> int:
        """Run what is due (or will be within `ahead` seconds) here and now, each job once; how many jobs that were.

        `only`: the lanes of one workspace; those of others are let go untouched.
        """
        ran: set[int] = set()
        while await self._drain_round(ran, ahead=ahead, only=only):
            pass
        return len(ran)

    async def _drain_round(self, ran: set[int], *, ahead: float, only: UUID | None) -> bool:
        before = len(ran)
        held: list[Lease] = []
        try:
            while True:
                async with self.transactions.database.fast() as connection:
                    claimed = await claiming.claim(connection, owner=self._owner, lease=self.lease, most=1, ahead=ahead)
                if not claimed:
                    break
                held += claimed
                if only is None or claimed[0].workspace_id == only:
                    await self._work_jobs(claimed[0], ran, ahead=ahead)
        finally:
            for lease in held:
                await self._free(lease)
        return len(ran) > before

    async def _look_for_work(self) -> None:
        while not self._stopping:
            try:
                taken = await self._take_lanes()
                if taken:
                    continue
                wait = await self._until_next_wake()
            except (Refusal, OSError) as error:
                log.warning("lanes_waiting_for_the_database", error=str(error))
                wait = POLL
            except Exception:
                log.exception("lanes_looked_in_vain")
                wait = POLL
            # Not wait_for: Python 3.11's forgets a cancellation that meets the wake-up, and stop() would wait for ever.
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(wait):
                    await self._wake.wait()
            self._wake.clear()

    async def _take_lanes(self) -> int:
        await self._slots.acquire()
        free = 1
        while free < LANES_AT_ONCE and not self._slots.locked():
            await self._slots.acquire()
            free += 1
        leases: list[Lease] = []
        try:
            async with self.transactions.database.fast() as connection:
                leases = await claiming.claim(connection, owner=self._owner, lease=self.lease, most=free)
        finally:
            for _ in range(free - len(leases)):
                self._slots.release()
        for held in leases:
            task = asyncio.create_task(self._work_and_release_slot(held), name=f"lane {held.key}")
            self._running.add(task)
            task.add_done_callback(self._running.discard)
        return len(leases)

    async def _until_next_wake(self) -> float:
        async with self.transactions.database.fast() as connection:
            wake = await claiming.next_wake(connection)
        if wake is None:
            return POLL
        # lint: allow one-clock - the database tells its own time, and we sleep in real time
        return min(POLL, max(0.001, (wake - datetime.now(wake.tzinfo)).total_seconds()))

    async def _work_and_release_slot(self, held: Lease) -> None:
        try:
            await self._work(held)
        except (Refusal, OSError) as error:
            log.warning("lane_left_for_later", lane=held.key, error=str(error))
        except Exception:
            log.exception("lane_broke", lane=held.key)
        finally:
            self._slots.release()
            self._wake.set()

    async def _work(self, held: Lease) -> None:
        try:
            await self._work_jobs(held, None)
        finally:
            await self._free(held)

    async def _work_jobs(self, held: Lease, ran: set[int] | None, *, ahead: float = 0.0) -> None:
        """Run the lane's due jobs in order; those in `ran` are passed over, and new ones are added to it."""
        try:
            while not self._stopping:
                async with self.transactions.look(held.workspace_id, SYSTEM) as scope:
                    job = await claiming.next_job(scope.session, held, ahead=ahead, but=ran or ())
                if job is None:
                    return
                if ran is not None:
                    ran.add(job.id)
                await self._run(held, job)
        except Fenced:
            log.warning("lane_lost", lane=held.key, epoch=held.epoch)

    async def _free(self, held: Lease) -> None:
        async with self.transactions.begin(held.workspace_id, SYSTEM) as uow:
            await claiming.free(uow.session, held)

    async def _run(self, held: Lease, due: DueJob) -> None:
        door = JobDoor(self, held, due)
        renewal = asyncio.create_task(self._renew(held))
        try:
            runner = self._runners.of(due.kind)
            job = runner.job.model_validate(due.payload)
            if runner.leaves_the_house:
                await runner.run(door, job)
            else:
                async with door.finish() as uow:
                    await runner.run(uow, job)
        except Fenced:
            raise
        except Refusal as refusal:
            # An expected "no" is an answer: the job has nothing more to do.
            log.info("job_refused", job=due.kind, code=refusal.code)
            if refusal.status >= 500:  # noqa: PLR2004 - the database is away: try again
                await self._try_again(door, due, refusal)
            else:
                await self._end(door)
        except Exception as error:
            log.exception("job_failed", job=due.kind, workspace=str(held.workspace_id), attempt=due.attempts)
            await self._try_again(door, due, error)
        finally:
            renewal.cancel()

    async def _end(self, door: JobDoor) -> None:
        async with door.finish():
            pass

    async def _try_again(self, door: JobDoor, due: DueJob, error: Exception) -> None:
        if due.attempts + 1 >= MOST_ATTEMPTS:
            async with door.bury(f"{type(error).__name__}: {error}"):
                return
        longest = min(LONGEST_RETRY, FIRST_RETRY * 2**due.attempts)
        async with door.again(random.uniform(0, longest), error=f"{type(error).__name__}: {error}"):  # noqa: S311
            return

    async def _renew(self, held: Lease) -> None:
        while True:
            await asyncio.sleep(self.lease / 3)
            with contextlib.suppress(Exception):  # the next round tries again; the commit decides in the end
                async with self.transactions.begin(held.workspace_id, SYSTEM) as uow:
                    await claiming.keep(uow.session, held, lease=self.lease)
