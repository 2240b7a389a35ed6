"""`obrol connectors`: what a payload becomes, and what a message becomes, without a server and without sending."""

import json
import sys
from collections.abc import Callable, Mapping
from dataclasses import asdict
from typing import Annotated, Any
from uuid import UUID

import typer
from pydantic import TypeAdapter, ValidationError

from obrol.channels.contract.abilities import RendersRequests
from obrol.channels.contract.connector import Connector
from obrol.channels.contract.content import Cards, OutboundContent, Text
from obrol.channels.contract.fitting import violations
from obrol.channels.contract.outbound import OutboundMessage, Speaker
from obrol.channels.contract.registry import Registry, UnknownKind
from obrol.channels.contract.setup import ChannelFacts
from obrol.channels.contract.shaping import prepare
from obrol.channels.contract.webhook import Delivery
from obrol.entrypoints.connector_registry import collect_connectors

# Always the same, so that two runs can be compared.
CHANNEL_ID = UUID("00000000-0000-7000-8000-00000000000c")
MESSAGE_ID = UUID("00000000-0000-7000-8000-00000000000d")
SPEAKER = Speaker(UUID("00000000-0000-7000-8000-00000000000e"), "Ada")

_CONTENT: TypeAdapter[OutboundContent] = TypeAdapter(OutboundContent)

app = typer.Typer(no_args_is_help=True, help="Look at what a connector does, without a server and without sending.")

Kind = Annotated[str, typer.Argument(help="The kind of channel, such as webchat.")]
SettingsOption = Annotated[str, typer.Option("--settings", help="The channel's settings as JSON, for other limits.")]


class BadInput(ValueError):  # noqa: N818 - says what it is
    """What was given cannot be used; the message is a sentence for the person at the terminal."""


@app.command()
def kinds() -> None:
    """List the kinds of channels that this build knows."""
    for kind in collect_connectors().kinds:
        print(kind)


@app.command()
def parse(kind: Kind, settings: SettingsOption = "{}") -> None:
    """Read a payload from standard input and print the facts that it becomes."""
    _print_or_stop(lambda: parse_payload(collect_connectors(), kind, sys.stdin.buffer.read(), settings))


@app.command()
def render(kind: Kind, settings: SettingsOption = "{}") -> None:
    """Read a message's content from standard input and print the requests that it becomes."""
    _print_or_stop(lambda: render_content(collect_connectors(), kind, sys.stdin.buffer.read(), settings))


def parse_payload(registry: Registry, kind: str, payload: bytes, settings: str = "{}") -> list[dict[str, Any]]:
    """The facts of a payload as JSON values. Raises BadInput and UnknownKind, never for the payload itself."""
    channel = _channel(registry, kind, settings)
    facts = registry.get_connector(kind).parse(Delivery(payload), channel)
    return [fact.model_dump(mode="json") for fact in facts]


def render_content(registry: Registry, kind: str, content: bytes, settings: str = "{}") -> dict[str, Any]:
    """The pieces of a message as JSON values, each with its requests. Raises BadInput and UnknownKind."""
    channel = _channel(registry, kind, settings)
    connector = registry.get_connector(kind)
    capabilities = connector.capabilities(channel)
    try:
        message = _CONTENT.validate_json(content)
    except ValidationError as error:
        raise BadInput(f"this is not the content of a message: {_first(error)}") from None
    pieces, changes = prepare(
        message,
        capabilities,
        message_id=MESSAGE_ID,
        to="contact",
        links={attachment: f"https://obrol.example/files/{attachment}" for attachment in _attachments(message)},
        speaker=SPEAKER,
    )
    return {
        "changes": list(changes),
        "pieces": [
            {
                "content": piece.content.model_dump(mode="json"),
                "violations": list(violations(piece.content, capabilities)),
                "requests": _requests(connector, piece, channel),
            }
            for piece in pieces
        ],
    }


def _requests(connector: Connector, piece: OutboundMessage, channel: ChannelFacts) -> list[dict[str, Any]]:
    if not isinstance(connector, RendersRequests):
        return []
    return [asdict(request) for request in connector.render(piece, channel)]


def _channel(registry: Registry, kind: str, settings: str) -> ChannelFacts:
    form = registry.get_connector(kind).describe_setup()
    try:
        return ChannelFacts(CHANNEL_ID, form.clean_settings(_object(settings)))
    except ValidationError as error:
        raise BadInput(f"these settings do not fit a channel of kind {kind}: {_first(error)}") from None


def _object(text: str) -> Mapping[str, Any]:
    try:
        value = json.loads(text)
    except ValueError:
        value = None
    if not isinstance(value, dict):
        raise BadInput("--settings must be a JSON object")
    return value


def _attachments(content: OutboundContent) -> list[UUID]:
    match content:
        case Text():
            return []
        case Cards(cards=cards):
            return [card.image.attachment_id for card in cards if card.image]
        case _:
            return [content.media.attachment_id]


def _first(error: ValidationError) -> str:
    problem = error.errors(include_url=False)[0]
    where = ".".join(str(step) for step in problem["loc"])
    return f"{where}: {problem['msg']}" if where else problem["msg"]


def _print_or_stop(make: Callable[[], object]) -> None:
    try:
        print(json.dumps(make(), indent=2, ensure_ascii=False))
    except (BadInput, UnknownKind) as error:
        print(error, file=sys.stderr)
        raise typer.Exit(code=1) from None
