"""The fake connector."""

from collections import Counter, defaultdict, deque
from collections.abc import Sequence
from datetime import UTC, datetime
from uuid import UUID

from obrol.channels.contract.capabilities import (
    ButtonLimits,
    Capabilities,
    CardLimits,
    MediaLimits,
    QuickReplyLimits,
    Receipt,
    TextLimit,
)
from obrol.channels.contract.connector import Connector
from obrol.channels.contract.failures import Rejected
from obrol.channels.contract.fitting import violations
from obrol.channels.contract.inbound import Inbound
from obrol.channels.contract.outbound import OutboundMessage, SendResult, VendorRequest
from obrol.channels.contract.setup import ChannelContext, ChannelFacts, SetupForm
from obrol.channels.contract.webhook import (
    Accepted,
    Delivery,
    Refused,
    Verdict,
    WebhookRequest,
    body_key,
    is_fresh,
    is_signed,
)
from obrol.connectors.fake.inbound import facts_of
from obrol.connectors.fake.ledger import Entry, Ledger
from obrol.connectors.fake.outbound import request_of
from obrol.connectors.fake.playing import failure_of, is_accepted, reaches_the_vendor, take_time
from obrol.connectors.fake.setup_form import SETUP, Behaviour, FakeSettings
from obrol.connectors.fake.writing_in import SIGNATURE_HEADER, TIME_HEADER, signed_part
from obrol.kit.ids import new_id


class FakeConnector:
    """A vendor of our own. Tests tell it how to behave; without being told it follows the channel's settings."""

    kind = SETUP.kind

    def __init__(self, ledger: Ledger) -> None:
        self.ledger = ledger
        self._told: defaultdict[UUID, deque[Behaviour]] = defaultdict(deque)
        self._tries: Counter[UUID] = Counter()

    def behave(self, channel_id: UUID, *behaviours: Behaviour) -> None:
        """How the next sends on this channel go, one behaviour each; after these, as the settings say."""
        self._told[channel_id].extend(behaviours)

    def forget(self) -> None:
        """As new; between tests."""
        self.ledger.forget()
        self._told.clear()
        self._tries.clear()

    def describe_setup(self) -> SetupForm:
        return SETUP

    def capabilities(self, channel: ChannelFacts) -> Capabilities:
        return capabilities_of(FakeSettings.model_validate(channel.settings))

    def verify(self, request: WebhookRequest, channel: ChannelFacts) -> Verdict:
        seconds = request.headers.get(TIME_HEADER, "")
        secret = channel.credentials.get("secret", "")
        signature = request.headers.get(SIGNATURE_HEADER, "")
        if request.method != "POST":
            return Refused("only POST")
        if not is_signed(signed_part(seconds, request.body), secret=secret, signature=signature):
            return Refused("the signature does not fit")
        signed_at, received_at = _time_of(seconds), request.delivery.received_at
        if signed_at is None or received_at is None or not is_fresh(signed_at, received_at=received_at):
            return Refused("the signature is too old or too new")
        return Accepted(body_key(request.body))

    def parse(self, delivery: Delivery, channel: ChannelFacts) -> Sequence[Inbound]:  # noqa: ARG002 - in the payload
        return facts_of(delivery)

    def render(self, message: OutboundMessage, channel: ChannelFacts) -> Sequence[VendorRequest]:  # noqa: ARG002
        return [request_of(message)]

    async def send(self, message: OutboundMessage, context: ChannelContext) -> SendResult:
        settings = FakeSettings.model_validate(context.channel.settings)
        behaviour = self._next_behaviour(message, context.channel, settings)
        await take_time(behaviour)
        if broken := violations(message.content, capabilities_of(settings)):
            raise Rejected("; ".join(broken), vendor_code="F413")
        external_id = self._receive(message, context.channel, settings, behaviour)
        if failure := failure_of(behaviour):
            raise failure
        return SendResult(external_id=external_id)

    async def find_sent(self, message: OutboundMessage, context: ChannelContext) -> SendResult | None:  # noqa: ARG002
        entry = self.ledger.find_accepted(str(message.idempotency_key))
        return SendResult(external_id=entry.external_id) if entry else None

    def _next_behaviour(self, message: OutboundMessage, channel: ChannelFacts, settings: FakeSettings) -> Behaviour:
        told = self._told[channel.id]
        if told:
            return told.popleft()
        self._tries[message.idempotency_key] += 1
        wanted = settings.behaviour
        over = wanted.tries is not None and self._tries[message.idempotency_key] > wanted.tries
        return Behaviour() if over else wanted

    def _receive(
        self, message: OutboundMessage, channel: ChannelFacts, settings: FakeSettings, behaviour: Behaviour
    ) -> str | None:
        """What the vendor does before it answers: the ledger is written first, then the answer may get lost."""
        if not reaches_the_vendor(behaviour):
            return None
        key = str(message.idempotency_key)
        accepted = is_accepted(behaviour)
        if accepted and settings.sends_idempotently and (earlier := self.ledger.find_accepted(key)):
            return earlier.external_id
        external_id = f"fake-{new_id()}" if accepted else None
        self.ledger.write(
            Entry(
                channel_id=str(channel.id),
                key=key,
                mark=message.mark,
                to=message.to,
                piece=message.piece,
                pieces=message.pieces,
                speaker=message.speaker.name if message.speaker else None,
                content=message.content.model_dump(mode="json"),
                outcome=behaviour.outcome,
                external_id=external_id,
            )
        )
        return external_id


def _time_of(seconds: str) -> datetime | None:
    try:
        return datetime.fromtimestamp(int(seconds), UTC)
    except (ValueError, OverflowError, OSError):
        return None


def capabilities_of(settings: FakeSettings) -> Capabilities:
    """What a fake channel with these settings can do; a limit of 0 is no support."""
    label = TextLimit(settings.max_label, settings.unit)
    text = TextLimit(settings.max_text, settings.unit)
    return Capabilities(
        text=text,
        buttons=ButtonLimits(settings.max_buttons, label) if settings.max_buttons else None,
        quick_replies=QuickReplyLimits(settings.max_quick_replies, label) if settings.max_quick_replies else None,
        image=MediaLimits(settings.max_image_bytes, ("image/*",)) if settings.max_image_bytes else None,
        file=MediaLimits(settings.max_file_bytes) if settings.max_file_bytes else None,
        caption=TextLimit(settings.max_caption, settings.unit) if settings.max_caption else None,
        cards=CardLimits(settings.max_cards, label, text, buttons=3, label=label) if settings.max_cards else None,
        persona=settings.persona,
        receipts=(Receipt.DELIVERED, Receipt.READ),
        hears_typing=True,
        sends_idempotently=settings.sends_idempotently,
        reconciles=settings.reconciles,
    )


connector: Connector = FakeConnector(Ledger.from_environment())
