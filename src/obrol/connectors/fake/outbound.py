"""A piece of a message → the fake vendor's request. Pure."""

from typing import Any

from obrol.channels.contract.outbound import OutboundMessage, VendorRequest


def request_of(message: OutboundMessage) -> VendorRequest:
    """The one request of a piece."""
    body: dict[str, Any] = {
        "to": message.to,
        "key": str(message.idempotency_key),
        "mark": message.mark,
        "reply_to": message.reply_to,
        "content": message.content.model_dump(mode="json"),
        "links": {str(attachment): link for attachment, link in message.links.items()},
        "as": message.speaker.name if message.speaker else None,
    }
    return VendorRequest("POST", "https://fake.example/messages", body)
