"""Describing: the program in words that other programs and people read. OpenAPI with live events; docs/events.md."""

import inspect
import json
from typing import Any, Final

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from pydantic import TypeAdapter
from pydantic.json_schema import models_json_schema

import obrol
from obrol.channels.contract.content import Content
from obrol.inbox.schemas import ActorOut
from obrol.runtime.events import DECLARED, Event, Hearings

REFERENCE: Final = "#/components/schemas/{model}"
# Heard by our own modules alone; no browser gets them.
INTERNAL: Final = frozenset({"inbound.arrived"})


def describe(app: FastAPI) -> dict[str, Any]:
    """The OpenAPI description, with every live event and the union of them among the schemas."""
    document = get_openapi(title="Obrol", version=obrol.__version__, routes=app.routes)
    schemas = document.setdefault("components", {}).setdefault("schemas", {})
    schemas |= _message_content()
    events = live_events()
    _, definitions = models_json_schema([(event, "serialization") for event in events], ref_template=REFERENCE)
    for name, schema in definitions.get("$defs", {}).items():
        schemas.setdefault(name, schema)
    schemas.setdefault("ActorOut", TypeAdapter(ActorOut).json_schema(ref_template=REFERENCE))
    for event in events:
        schemas[event.__name__] = _as_it_goes_out(event, schemas[event.__name__])
    schemas["LiveEvent"] = {
        "title": "LiveEvent",
        "description": "Everything that the agents' live socket may tell, told apart by `type`.",
        "oneOf": [{"$ref": REFERENCE.format(model=event.__name__)} for event in events],
        "discriminator": {
            "propertyName": "type",
            "mapping": {event.name: REFERENCE.format(model=event.__name__) for event in events},
        },
    }
    return _with_references(document)


def live_events() -> list[type[Event]]:
    """The events that browsers may hear, in the order of their names; those of tests are not ours."""
    ours = [event for event in DECLARED.values() if event.__module__.startswith("obrol.")]
    return sorted((event for event in ours if event.name not in INTERNAL), key=lambda event: event.name)


def _message_content() -> dict[str, Any]:
    """What a message says, as it goes out: every attachment with its links."""
    schema = TypeAdapter[Any](Content).json_schema(mode="serialization", ref_template=REFERENCE)
    definitions: dict[str, Any] = schema.pop("$defs")
    links = {
        "url": {"type": "string"},
        "thumbnail_url": {"anyOf": [{"type": "string"}, {"type": "null"}]},
    }
    media = definitions["Media"]
    media["properties"] |= links
    media["required"] = list(media["properties"])
    renamed = {f"{name}Content": definition for name, definition in definitions.items()}
    text = json.dumps({"MessageContent": schema} | renamed)
    for name in definitions:
        text = text.replace(f'"{REFERENCE.format(model=name)}"', f'"{REFERENCE.format(model=name + "Content")}"')
    described: dict[str, Any] = json.loads(text)
    return described


def _with_references(value: Any) -> Any:
    """What is marked `x-is` becomes a reference: Pydantic refuses references to what it did not define itself."""
    if isinstance(value, dict):
        if "x-is" in value:
            return {"$ref": REFERENCE.format(model=value["x-is"])}
        return {key: _with_references(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_with_references(inner) for inner in value]
    return value


def _as_it_goes_out(event: type[Event], payload: dict[str, Any]) -> dict[str, Any]:
    properties = {
        "type": {"const": event.name, "type": "string"},
        "id": {"type": "integer"},
        "at": {"type": "string", "format": "date-time"},
        "actor": {"$ref": REFERENCE.format(model="ActorOut")},
    } | payload.get("properties", {})
    return payload | {"properties": properties, "required": list(properties), "additionalProperties": False}


def events_page(hearings: Hearings) -> str:
    """docs/events.md: every event, what it means, where it is recorded and who hears it."""
    lines = [
        "# Events",
        "",
        "Facts that Obrol records, each in the transaction that made it true.",
        "They are the timeline, the audit log, the live feed and what handlers answer.",
        "This page is generated from the event classes: run `make types` after changing one.",
        "",
        "| Event | What happened | On the timeline | Carries | Declared in | Heard by |",
        "|---|---|---|---|---|---|",
    ]
    for event in sorted(DECLARED.values(), key=lambda event: event.name):
        if not event.__module__.startswith("obrol."):
            continue
        meaning = (inspect.getdoc(event) or "").splitlines()[0]
        heard = ", ".join(f"`{hearing.name.removeprefix('obrol.')}`" for hearing in hearings.of(event.name)) or "—"
        carries = ", ".join(f"`{name}`" for name in event.model_fields)
        shown = "yes" if event.on_timeline else ""
        module = event.__module__.removeprefix("obrol.")
        lines.append(f"| `{event.name}` | {meaning} | {shown} | {carries} | `{module}` | {heard} |")
    return "\n".join(lines) + "\n"
