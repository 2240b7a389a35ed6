"""The other side of the fake channel: requests as its vendor would make them, signed, for the webhook door."""

import hashlib
import hmac
import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from obrol.channels.contract.setup import ChannelFacts
from obrol.channels.contract.webhook import Delivery, WebhookRequest
from obrol.kit.ids import new_id

SIGNATURE_HEADER = "x-fake-signature"
TIME_HEADER = "x-fake-time"


def signed(channel: ChannelFacts, events: list[Mapping[str, Any]], *, at: datetime) -> WebhookRequest:
    """A webhook request with these events, signed with the channel's secret."""
    body = json.dumps({"events": events}, ensure_ascii=False).encode()
    seconds = str(int(at.timestamp()))
    signature = hmac.new(channel.credentials["secret"].encode(), signed_part(seconds, body), hashlib.sha256)
    headers = {
        "content-type": "application/json",
        TIME_HEADER: seconds,
        SIGNATURE_HEADER: signature.hexdigest(),
    }
    address = channel.webhook_address or "https://obrol.example/hooks/fake"
    return WebhookRequest("POST", address, headers, Delivery(body, received_at=at))


def signed_part(seconds: str, body: bytes) -> bytes:
    """What the signature covers: the time and the body, so that neither can be swapped."""
    return seconds.encode() + b"." + body


def text_event(words: str, *, sender: str = "walt", name: str | None = "Walt", id: str = "") -> dict[str, Any]:
    """A contact writes words."""
    return _event("text", id, {"from": {"id": sender, "name": name}, "text": words})


def choice_event(choice_id: str, label: str, *, sender: str = "walt", id: str = "") -> dict[str, Any]:
    """A contact presses a button."""
    return _event("choice", id, {"from": {"id": sender, "name": None}, "choice": choice_id, "text": label})


def typing_event(*, sender: str = "walt", id: str = "") -> dict[str, Any]:
    """A contact types."""
    return _event("typing", id, {"from": {"id": sender, "name": None}})


def receipt_event(status: str, messages: list[str], *, sender: str = "walt", id: str = "") -> dict[str, Any]:
    """Messages of ours were delivered or read, or failed after all."""
    return _event("receipt", id, {"from": {"id": sender, "name": None}, "status": status, "messages": messages})


def echo_event(message: str, mark: str, *, sender: str = "walt", id: str = "") -> dict[str, Any]:
    """The vendor tells of a message that it took from us."""
    return _event("echo", id, {"from": {"id": sender, "name": None}, "message": message, "mark": mark})


def _event(type_: str, id_: str, rest: Mapping[str, Any]) -> dict[str, Any]:
    return {"type": type_, "id": id_ or str(new_id()), **rest}
