"""Describing: the program in words that other programs and people read.

OpenAPI with live events; docs/events.md, docs/errors.md and docs/settings.md.
"""

import importlib
import inspect
import json
import pkgutil
from collections.abc import Iterator
from typing import Any, Final, Literal, get_args, get_origin

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from pydantic import TypeAdapter
from pydantic.json_schema import models_json_schema

import obrol
from obrol.channels.contract.content import Content
from obrol.inbox.schemas import ActorOut
from obrol.kit.refusals import Refusal
from obrol.runtime.events import DECLARED, Event, Hearings
from obrol.runtime.settings import PREFIX, Settings

REFERENCE: Final = "#/components/schemas/{model}"
# Heard by our own modules alone; no browser gets them.
INTERNAL: Final = frozenset({"inbound.arrived", "enrollment.asked"})


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
    described: dict[str, Any] = _with_references(document)
    return described


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


# Answered by the web server itself, before or after any module of ours: no class of refusals stands for them.
AT_THE_DOOR: Final[tuple[tuple[int, str, str, str], ...]] = (
    (400, "gone", "The request ended before its end.", "The browser went away while it sent."),
    (405, "method_not_allowed", "(the status in words)", "There is such an address, but not for this method."),
    (400, "refused", "(the status in words)", "The request is broken below anything that Obrol looks at; any 4xx."),
    (500, "our_mistake", "Something went wrong on our side. Nothing was changed.", "A mistake of ours; it is logged."),
    (503, "draining", "This server is stopping.", "`/readyz` of a server that was asked to stop."),
    (503, "database_away", "The database does not answer.", "`/readyz` while the database is away."),
    (503, "not_built", "The web apps are not built yet. Run: make run", "A page of a checkout that was never built."),
)


def refusals() -> list[type[Refusal]]:
    """Every refusal of the program, in the order of their codes."""
    for module in pkgutil.walk_packages(obrol.__path__, "obrol."):
        # __main__ is the program itself, decoding is one of its own that runs apart.
        if not module.name.endswith(("__main__", ".decoding")):
            importlib.import_module(module.name)
    found = {one for one in _below(Refusal) if one.__module__.startswith("obrol.") and "code" in vars(one)}
    return sorted(found, key=lambda one: (one.code, one.__module__))


def errors_page() -> str:
    """docs/errors.md: every code, its status, its sentence for people, and when it comes."""
    rows = {(one.code, one.status, one.message, (inspect.getdoc(one) or "").split("\n\n")[0]) for one in refusals()}
    rows |= {(code, status, message, when) for status, code, message, when in AT_THE_DOOR}
    lines = [
        "# Errors",
        "",
        "Every refusal is a problem document (`application/problem+json`, RFC 9457).",
        "Its `code` is stable and meant for programs; its `detail` is a sentence for people.",
        "Some carry more: `retry_after` (seconds), `fields` (what does not fit, and where), `problems` (of a flow).",
        "`422` says that the request itself is broken; `404` that there is no such thing, or none that you may see;",
        "`403` that you see it and may not do this; `409` that its state does not allow it now.",
        "The widget's socket says the same codes in its `refused` frames.",
        "This page is generated from the classes: run `make types` after changing one.",
        "",
        "| Code | Status | Sentence | When |",
        "|---|---|---|---|",
    ]
    lines += [
        f"| `{code}` | {status} | {message} | {_in_a_cell(when)} |" for code, status, message, when in sorted(rows)
    ]
    return "\n".join(lines) + "\n"


def settings_page() -> str:
    """docs/settings.md: every variable that a person can set."""
    lines = [
        "# Settings",
        "",
        "Everything that can be set from outside is an environment variable.",
        "An empty one counts as absent, a wrong one stops the start with a sentence that names it,",
        "and a misspelt one is named in a warning.",
        "This page is generated from `src/obrol/runtime/settings.py`: run `make types` after changing it.",
        "",
        "| Variable | Takes | Without it | What it is for |",
        "|---|---|---|---|",
    ]
    for name, field in Settings.model_fields.items():
        default = "nothing" if field.default is None else f"`{str(field.default).lower()}`"
        described = _in_a_cell(field.description or "")
        lines.append(f"| `{PREFIX}{name.upper()}` | {_taken(field.annotation)} | {default} | {described} |")
    return "\n".join(lines) + "\n"


def _below(kind: type[Refusal]) -> Iterator[type[Refusal]]:
    for one in kind.__subclasses__():
        yield one
        yield from _below(one)


def _taken(annotation: Any) -> str:
    if get_origin(annotation) is Literal:
        return ", ".join(f"`{one}`" for one in get_args(annotation))
    return {int: "a number", bool: "`true` or `false`"}.get(annotation, "text")


def _in_a_cell(words: str) -> str:
    return " ".join(words.split()).replace("|", "\\|")
