"""Work that channels schedule."""

from uuid import UUID

from obrol.runtime.jobs import Job


class ReadDelivery(Job, name="read_delivery"):
    """Find out what a stored delivery says."""

    delivery_id: UUID


def lane_of(channel_id: UUID) -> str:
    """The lane in which the deliveries of a channel are read in the order in which they came."""
    return f"channel:{channel_id}"


def lane_of_contact(channel_id: UUID, external_id: str) -> str:
    """The lane in which everything that one contact did on a channel is taken in, in order."""
    return f"contact:{channel_id}:{external_id}"
