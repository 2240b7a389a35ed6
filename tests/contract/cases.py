"""What the contract suite needs to know about each connector. A connector without a case fails the suite."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from types import MappingProxyType
from typing import Any
from uuid import UUID

from obrol.channels.contract.setup import ChannelFacts
from obrol.channels.contract.webhook import WebhookRequest
from obrol.connectors.fake.writing_in import signed, text_event

CHANNEL_ID = UUID("01938e1e-0000-7000-8000-00000000000c")


@dataclass(frozen=True)
class Case:
    """One connector: how a channel of its kind is set up, and a genuine request of its vendor."""

    settings: Mapping[str, Any] = field(default_factory=dict)
    credentials: Mapping[str, Any] = field(default_factory=dict)
    genuine: Callable[[ChannelFacts, datetime], WebhookRequest] | None = None  # none: it has no webhook


CASES: Mapping[str, Case] = MappingProxyType(
    {
        "webchat": Case(settings={"allowed_origins": ["https://shop.example"]}),
        "fake": Case(
            settings={"max_text": 160, "max_buttons": 3, "unit": "utf16"},
            credentials={"secret": "a secret of the contract suite"},
            genuine=lambda channel, at: signed(channel, [text_event("Hälo", id="1")], at=at),
        ),
    }
)
