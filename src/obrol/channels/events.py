"""Facts that channels announce."""

from uuid import UUID

from obrol.channels.contract.inbound import Inbound, InboundMessage, InboundOptIn, InboundPuzzle
from obrol.channels.jobs import lane_of, lane_of_contact
from obrol.channels.schemas import ChannelOut
from obrol.runtime.events import NOBODY, Audience, Event


class OfChannel(Event):
    """A fact about one channel."""

    channel: ChannelOut


class ChannelConnected(OfChannel, name="channel.connected"):
    """It works: for the first time, or again. Whatever waited for it may go on."""


class ChannelChanged(OfChannel, name="channel.changed"):
    """Its name, its settings, its credentials, or the bot that answers on it."""


class ChannelBroken(OfChannel, name="channel.broken"):
    """The vendor does not know us any more; nothing leaves until somebody mends it."""


class ChannelRemoved(OfChannel, name="channel.removed"):
    """It was disconnected; its conversations stay."""


class InboundArrived(Event, name="inbound.arrived"):
    """Something came in at the webhook door and was understood. For our own modules: nobody's screen shows it."""

    channel_id: UUID
    delivery_id: UUID
    inbound: Inbound

    def audience(self) -> Audience:
        """Nobody: what the inbox makes of it has an event of its own."""
        return NOBODY

    def lane(self) -> str | None:
        """Everything of one contact in the order in which it came, and contacts beside each other."""
        match self.inbound:
            case InboundMessage(sender=sender) | InboundOptIn(sender=sender):
                return lane_of_contact(self.channel_id, sender.external_id)
            case InboundPuzzle():
                return lane_of(self.channel_id)
            case other:
                return lane_of_contact(self.channel_id, other.external_id)
