"""Numbers for Prometheus: what this process and its PostgreSQL are busy with, looked up when somebody asks."""

from typing import Final

from prometheus_client import CONTENT_TYPE_LATEST, Gauge, generate_latest

from obrol.kit.clock import SystemClock
from obrol.runtime.web import House

__all__ = ["CONTENT_TYPE_LATEST", "current_metrics"]

SOCKETS: Final = Gauge("obrol_live_sockets", "Live sockets that follow something in this process")
WAITING: Final = Gauge("obrol_lane_jobs_waiting", "Jobs in all lanes that are due or will be")
DEAD: Final = Gauge("obrol_lane_jobs_dead", "Jobs that were given up after every retry, and wait for a person")
LATE: Final = Gauge("obrol_lane_oldest_job_late_seconds", "How long ago the oldest waiting job was due; 0 when none is")


async def current_metrics(house: House) -> bytes:
    """Everything in Prometheus' text format; refuses with Unavailable when the database does not answer."""
    async with house.database.fast() as connection:
        waiting, dead, oldest = await connection.fetchrow("SELECT waiting, dead, oldest FROM lane_depth()")
    SOCKETS.set(house.live.sockets())
    WAITING.set(waiting)
    DEAD.set(dead)
    late = (SystemClock().now() - oldest).total_seconds() if oldest else 0
    LATE.set(max(0, late))
    return generate_latest()
