"""`make bench`: the real server on a scratch database, next to a baseline on the same PostgreSQL, in one run.

Prints a table and writes bench/results/latest.json. About four minutes; loopback only.
"""

import asyncio
import os
import platform
import resource
import sys
import tempfile
import time
from collections.abc import Coroutine
from contextlib import ExitStack
from pathlib import Path
from typing import Any, Final, TypeVar
from urllib.parse import quote

import asyncpg
import orjson
import uvloop

from bench import browsing, measuring, serving, world
from bench.report import Report
from bench.samples import median, ms, p95
from bench.world import World
from obrol.runtime.db import APP_ROLE
from obrol.runtime.postgres import OWNER_ROLE, EmbeddedPostgres
from obrol.runtime.web_apps import folder_of

T = TypeVar("T")

SIZES: Final = (1_000, 10_000, 100_000)  # conversations; five messages each
TAKES_PART_IN: Final = {1_000: 500, 10_000: 5_000, 100_000: 10_000}
SOCKETS: Final = 1_000
RESULTS: Final = Path(__file__).with_name("results") / "latest.json"


def main() -> None:
    """Measure everything, in an order in which nothing disturbs what comes after it."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(hard, max(soft, 8_192)), hard))
    began = time.monotonic()
    report = Report(machine=f"{os.cpu_count()} cores, Python {platform.python_version()}, {platform.system()}")
    with tempfile.TemporaryDirectory(prefix="obrol-bench-", ignore_cleanup_errors=True) as folder:
        house = serving.House(Path(folder) / "data")
        try:
            starts(report, house)
            measure(report, house, Path(folder))
        except BaseException:
            print(house.said(), file=sys.stderr)
            raise
    bytes_of = measuring.widget_bytes(folder_of("widget"))
    report.add("Widget, gzip", bytes_of["widget"], "bytes", aim=15_000)
    report.add("Loader, gzip", bytes_of["loader"], "bytes", aim=2_000)
    report.took = round(time.monotonic() - began)
    report.print()
    RESULTS.parent.mkdir(exist_ok=True)
    RESULTS.write_bytes(orjson.dumps(report.as_json(), option=orjson.OPT_INDENT_2))
    print(f"\nWritten to {RESULTS}")


def starts(report: Report, house: serving.House) -> None:
    """How long until it answers, and what it holds when nobody is there."""
    say("starting")
    with house.serving() as cold:
        report.add("Cold start (empty data folder, installed and built)", round(cold.started_in, 2), "s")
        time.sleep(8)
        report.add("Idle memory, all processes (PSS)", round(cold.memory() / 2**20, 1), "MiB", aim=200)
        report.add("… of that the server itself", round(cold.own_memory() / 2**20, 1), "MiB")
    warm = []
    for _ in range(3):
        with house.serving() as running:
            warm.append(running.started_in)
    report.add("Warm start, median of 3", round(median(warm), 2), "s", aim=3)


def measure(report: Report, house: serving.House, folder: Path) -> None:
    """Everything that needs a running server and a world in it."""
    with ExitStack() as stack:
        obrol = stack.enter_context(house.serving())
        postgres = house.postgres()
        run(_owner(postgres, "CREATE DATABASE baseline"))
        base = stack.enter_context(serving.baseline(postgres, folder))
        worlds = {1_000: run(make(postgres, house.secret, 1_000, seats=SOCKETS))}
        small = worlds[1_000]

        say("sockets")
        visitor, agent = run(measuring.idle_sockets(obrol, small, count=SOCKETS))
        report.add(f"Idle visitor socket ({SOCKETS:,} open)", round(visitor / 1024, 1), "KiB", aim=30)
        report.add(f"Idle agent socket ({SOCKETS:,} open)", round(agent / 1024, 1), "KiB", aim=30)

        say("end to end")
        ours, theirs = run(measuring.end_to_end(obrol, small, base))
        report.compare("Visitor to agent, end to end", ours, theirs, aim=2.0)
        say("sustained")
        rates, base_rates, lost = run(measuring.sustained(obrol, small, base))
        report.compare_rates("Durable messages/s, 16 visitors", rates, base_rates, aim=0.5)
        report.add("… of those not received by the agent", lost, "messages", aim=0)
        report.add(
            "pgbench, single inserts, 16 clients", round(serving.single_inserts(postgres, clients=16, seconds=3)), "/s"
        )
        took, lost = run(measuring.first_messages(obrol, small, house.secret))
        report.add("Sixteen first messages at one instant, slowest round", ms(max(took)), "ms")
        report.add("… of those lost", lost, "messages", aim=0)

        for size in SIZES[1:]:
            say(f"a world of {size:,} conversations")
            worlds[size] = run(make(postgres, house.secret, size, seats=measuring.CLIENTS))
        large = worlds[SIZES[-1]]
        lists(report, obrol, postgres, worlds)
        say("search")
        search(report, obrol, large)
        say("push")
        busy, quiet = run(measuring.push(obrol, large))
        report.compare("Push to an agent in 10,000 conversations / in none", busy, quiet, aim=1.1)
        say("in a browser")
        browse(report, obrol, large)
        report.add("Memory after all of this (PSS)", round(obrol.memory() / 2**20, 1), "MiB")


def browse(report: Report, obrol: serving.Running, large: World) -> None:
    """How fast the desk feels."""
    found = browsing.felt(obrol, large)
    for what, samples, aim in (
        ("Opening a conversation, first time", found.first_opened, 300),
        ("Opening a conversation again", found.opened_again, 100),
        ("From Enter to the bubble", found.bubbles, None),
    ):
        report.add(what, round(median(samples), 1), "ms", p95=round(p95(samples), 1), aim=aim)
    report.add("… in frames", median(found.frames), "frames", p95=p95(found.frames), aim=1)


def lists(report: Report, obrol: serving.Running, postgres: EmbeddedPostgres, worlds: dict[int, World]) -> None:
    """The first page of the inbox, by route and by query."""
    say("lists")
    pages = measuring.list_pages(obrol, worlds, "/api/conversations?status=open&limit=50")
    queries = run(measuring.list_queries(postgres.url(), APP_ROLE, worlds))
    counts = measuring.list_pages(obrol, worlds, "/api/conversations/counts", rounds=25)
    for size in SIZES:
        aim = 6 if size == SIZES[-1] else None
        report.add(
            f"First page of the inbox, {size:,} conversations",
            ms(median(pages[size])),
            "ms",
            p95=ms(p95(pages[size])),
            aim=aim,
        )
    report.add("… 100,000 to 10,000", round(median(pages[100_000]) / median(pages[10_000]), 2), "times", aim=1.3)
    for size in SIZES:
        report.add(f"… its query alone, {size:,}", ms(median(queries[size])), "ms", p95=ms(p95(queries[size])))
    for size in SIZES[1:]:
        report.add(f"Counts by status, {size:,}", ms(median(counts[size])), "ms", p95=ms(p95(counts[size])))


def search(report: Report, obrol: serving.Running, large: World) -> None:
    """Names and words among a hundred thousand conversations and half a million messages."""
    names, messages = "rows", "found_in_messages"
    wanted = {
        "name, common": (world.COMMON_NAME, names),
        "name, rare": (world.RARE_NAME, names),
        "name, without its accent": ("zoe", names),
        "word, common": (world.COMMON_WORD, messages),
        "word, rare": (world.RARE_WORD, messages),
        "word, without its accent": ("creme", messages),
        "two words": ("also have a wist", messages),
        "nothing to be found": (world.NO_WORD, ""),
        "two letters": ("ko", messages),
    }
    quoted = {title: (quote(query), finds) for title, (query, finds) in wanted.items()}
    for title, samples in measuring.searches(obrol, large, quoted).items():
        report.add(f"Search: {title}", ms(median(samples)), "ms", p95=ms(p95(samples)), aim=25)


async def make(postgres: EmbeddedPostgres, secret: str, size: int, *, seats: int) -> World:
    """A world in the server's database."""
    owner = await asyncpg.connect(postgres.url(OWNER_ROLE))
    try:
        if size == SIZES[0]:
            await world.make_sentences(owner)
        return await world.make_world(owner, secret, size, seats=seats, takes_part_in=TAKES_PART_IN[size])
    finally:
        await owner.close()


async def _owner(postgres: EmbeddedPostgres, statement: str) -> None:
    owner = await asyncpg.connect(postgres.url(OWNER_ROLE))
    await owner.execute(statement)
    await owner.close()


def run(work: Coroutine[Any, Any, T]) -> T:
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        return runner.run(work)


def say(what: str) -> None:
    print(f"  {what} …", file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
