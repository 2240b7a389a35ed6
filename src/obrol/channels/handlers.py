"""What channels do later."""

from obrol.channels import queries
from obrol.channels.actions import reading
from obrol.channels.jobs import ReadDelivery
from obrol.runtime.events import Hearings
from obrol.runtime.jobs import Runners
from obrol.runtime.unit_of_work import UnitOfWork


async def run_read_delivery(uow: UnitOfWork, job: ReadDelivery) -> None:
    """Read a stored delivery, also of a channel that was removed meanwhile: it was delivered before."""
    delivery = await queries.find_delivery(uow.scope, job.delivery_id)
    channel = await queries.find_channel(uow.scope, delivery.channel_id) if delivery else None
    if delivery is not None and channel is not None:
        await reading.read(uow, channel, delivery)


def declare(hearings: Hearings, runners: Runners) -> None:  # noqa: ARG001 - channels hear nobody: all is above them
    """What is heard and run here; entrypoints collect this at start."""
    runners.add(ReadDelivery, run_read_delivery)
