"""The web chat connector."""

from collections.abc import Sequence
from datetime import timedelta

from obrol.channels.contract.capabilities import (
    OUR_TEXT_LIMIT,
    ButtonLimits,
    Capabilities,
    CardLimits,
    MediaLimits,
    PersonaSupport,
    QuickReplyLimits,
    Receipt,
    TextLimit,
)
from obrol.channels.contract.connector import Connector
from obrol.channels.contract.content import (
    BUTTON_LABEL_LIMIT,
    BUTTONS_LIMIT,
    CAPTION_LIMIT,
    CARD_BUTTONS_LIMIT,
    CARD_SUBTITLE_LIMIT,
    CARD_TITLE_LIMIT,
    CARDS_LIMIT,
    QUICK_REPLIES_LIMIT,
    QUICK_REPLY_LABEL_LIMIT,
)
from obrol.channels.contract.inbound import Inbound
from obrol.channels.contract.outbound import OutboundMessage, SendResult
from obrol.channels.contract.setup import ChannelContext, ChannelFacts, SetupForm
from obrol.channels.contract.webhook import Delivery, Refused, Verdict, WebhookRequest
from obrol.connectors.webchat.inbound import facts_of
from obrol.connectors.webchat.setup_form import SETUP

MEGABYTE = 1_000_000  # bytes

# The limits of our own content and of our own uploads: nothing is ever shaped for the widget.
WIDGET = Capabilities(
    text=OUR_TEXT_LIMIT,
    buttons=ButtonLimits(max=BUTTONS_LIMIT, label=TextLimit(BUTTON_LABEL_LIMIT)),
    quick_replies=QuickReplyLimits(max=QUICK_REPLIES_LIMIT, label=TextLimit(QUICK_REPLY_LABEL_LIMIT)),
    image=MediaLimits(max_bytes=10 * MEGABYTE, types=("image/*",)),
    audio=MediaLimits(max_bytes=25 * MEGABYTE, types=("audio/*",)),
    video=MediaLimits(max_bytes=25 * MEGABYTE, types=("video/*",)),
    file=MediaLimits(max_bytes=25 * MEGABYTE),
    caption=TextLimit(CAPTION_LIMIT),
    cards=CardLimits(
        max=CARDS_LIMIT,
        title=TextLimit(CARD_TITLE_LIMIT),
        subtitle=TextLimit(CARD_SUBTITLE_LIMIT),
        buttons=CARD_BUTTONS_LIMIT,
        label=TextLimit(BUTTON_LABEL_LIMIT),
    ),
    persona=PersonaSupport.NATIVE,
    receipts=(Receipt.DELIVERED, Receipt.READ),
    typing_lasts_for=timedelta(seconds=6),
    hears_typing=True,
    delivers_by_live_feed=True,
    sends_idempotently=True,
    reconciles=True,
)


class WebchatConnector:
    """Our own widget."""

    kind = SETUP.kind

    def describe_setup(self) -> SetupForm:
        return SETUP

    def capabilities(self, channel: ChannelFacts) -> Capabilities:  # noqa: ARG002 - all widgets can do the same
        return WIDGET

    def verify(self, request: WebhookRequest, channel: ChannelFacts) -> Verdict:  # noqa: ARG002 - never genuine
        # Visitors come through the widget's door with their token; whoever posts here is someone else.
        return Refused("web chat has no webhook")

    def parse(self, delivery: Delivery, channel: ChannelFacts) -> Sequence[Inbound]:  # noqa: ARG002 - as above
        return facts_of(delivery)

    async def send(self, message: OutboundMessage, context: ChannelContext) -> SendResult:  # noqa: ARG002 - no vendor
        # The commit that made the message visible was the send; this only says so.
        return SendResult(external_id=str(message.idempotency_key))


connector: Connector = WebchatConnector()
