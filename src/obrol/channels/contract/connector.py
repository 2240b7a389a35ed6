"""The connector: five methods that every kind of channel has. Abilities beyond these are in `abilities`.

Each docstring answers four questions: when is it called, what must it not do, may it be repeated, who owns errors.
"""

from collections.abc import Sequence
from typing import Protocol, runtime_checkable

from obrol.channels.contract.capabilities import Capabilities
from obrol.channels.contract.inbound import Inbound
from obrol.channels.contract.outbound import OutboundMessage, SendResult
from obrol.channels.contract.setup import ChannelContext, ChannelFacts, SetupForm
from obrol.channels.contract.webhook import Delivery, Verdict, WebhookRequest


@runtime_checkable
class Connector(Protocol):
    """The code for one kind of channel. One object serves all channels of its kind and keeps no state between calls."""

    @property
    def kind(self) -> str:
        """The word for this kind of channel: the folder's name, the `kind` of channels, the argument of the CLI."""
        ...

    def describe_setup(self) -> SetupForm:
        """What an admin fills in.

        When: the gallery is shown, a channel is made or changed, the API is documented.
        Must not: do I/O, depend on any one channel.
        Repeatable: yes, always the same answer.
        Errors: it has none.
        """
        ...

    def capabilities(self, channel: ChannelFacts) -> Capabilities:
        """What this channel can do, which may differ between two channels of one kind.

        When: before shaping, in the composer, in the flow editor.
        Must not: do I/O; promise what the vendor may refuse. What it leaves out is taken as not supported.
        Repeatable: yes, the same settings give the same answer.
        Errors: it has none; `channel.settings` passed the setup form once.
        """
        ...

    def verify(self, request: WebhookRequest, channel: ChannelFacts) -> Verdict:
        """Whether a request at the webhook door was made by the vendor.

        When: for every request, before anything is stored.
        Must not: do I/O; parse the body before its signature is checked; answer Accepted without a secret.
        Repeatable: yes; whether it is a repeat is the door's business, by `Accepted.delivery_key`.
        Errors: never raises. Whatever is odd is Refused.
        """
        ...

    def parse(self, delivery: Delivery, channel: ChannelFacts) -> Sequence[Inbound]:
        """What a genuine payload says, in the order in which it says it.

        When: in a lane, after the delivery was stored and answered; again for the same delivery after a crash.
        Must not: do I/O; skip a part silently.
        Repeatable: yes, and `key` must come out the same, for it is what makes a repeat harmless.
        Errors: never raises. What it does not understand is an InboundPuzzle.
        """
        ...

    async def send(self, message: OutboundMessage, context: ChannelContext) -> SendResult:
        """Hand one piece to the vendor.

        When: by a lane, in order per conversation, outside any transaction, after the answering epoch was checked.
        Must not: shape, split or retry (both are done around it); touch any state of ours.
        Repeatable: no, unless `capabilities.sends_idempotently`; a retry carries the same `idempotency_key`.
        Errors: one of the six of `failures`. Anything else is taken for Ambiguous and shows as a bug of the connector.
        """
        ...
