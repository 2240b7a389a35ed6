"""The worker: the lanes without the web server, beside servers that share a database."""

import asyncio
import signal

import structlog

from obrol.entrypoints import house
from obrol.runtime.settings import Settings

log = structlog.get_logger(__name__)


async def work(settings: Settings) -> None:
    """Run what lanes have to do until Ctrl-C or SIGTERM; running jobs end first."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stop.set)
    async with house.opened(settings):
        log.info("worker_ready")
        await stop.wait()
        log.info("worker_stopping")
