"""The promises of the connector contract, kept by every connector of this build."""

import json
import random
import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from contract.cases import CASES, CHANNEL_ID
from messages import a_message, links_of, words_in
from pydantic import TypeAdapter, ValidationError

from obrol.channels.contract.abilities import RendersRequests
from obrol.channels.contract.capabilities import Capabilities, PersonaSupport
from obrol.channels.contract.connector import Connector
from obrol.channels.contract.content import Text
from obrol.channels.contract.fitting import violations
from obrol.channels.contract.inbound import Inbound, InboundPuzzle
from obrol.channels.contract.outbound import Speaker
from obrol.channels.contract.setup import ChannelFacts
from obrol.channels.contract.shaping import prepare
from obrol.channels.contract.webhook import Accepted, Delivery, WebhookRequest
from obrol.entrypoints.connector_registry import collect_connectors

REGISTRY = collect_connectors()
NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
ADA = Speaker(CHANNEL_ID, "Ada")
HERE = Path(__file__)
GUIDES = HERE.parents[2] / "docs" / "connectors"
PAYLOADS = HERE.parents[1] / "connectors"

# U+0000 as JSON spells it, which PostgreSQL refuses; a backslash that is itself escaped spells nothing.
NUL = re.compile(r"(?<!\\)\\u0000")
MUTATED = 1_000
GENERATED = 1_000

WITH_WEBHOOK = [kind for kind in REGISTRY.kinds if REGISTRY.get_connector(kind).describe_setup().has_webhook]
WITHOUT_WEBHOOK = [kind for kind in REGISTRY.kinds if kind not in WITH_WEBHOOK]
RENDERING = [kind for kind in REGISTRY.kinds if isinstance(REGISTRY.get_connector(kind), RendersRequests)]


@pytest.fixture(params=REGISTRY.kinds)
def connector(request: pytest.FixtureRequest) -> Connector:
    return REGISTRY.get_connector(request.param)


@pytest.fixture
def channel(connector: Connector) -> ChannelFacts:
    assert connector.kind in CASES, f'tests/contract/cases.py needs a case for "{connector.kind}"'
    case, form = CASES[connector.kind], connector.describe_setup()
    settings, credentials = form.clean_settings(case.settings), form.clean_credentials(case.credentials)
    return ChannelFacts(CHANNEL_ID, settings, credentials, "https://obrol.example/hooks/c")


def payloads_of(kind: str) -> list[Path]:
    return sorted((PAYLOADS / kind / "payloads").glob("*.json"))


def genuine_request(connector: Connector, channel: ChannelFacts) -> WebhookRequest:
    make = CASES[connector.kind].genuine
    assert make is not None, f"the case of {connector.kind} needs a genuine request"
    return make(channel, NOW)


def test_the_setup_form_speaks_for_its_kind_and_refuses_unknown_fields(connector: Connector) -> None:
    form = connector.describe_setup()

    assert form.kind == connector.kind
    for model in (form.settings, form.credentials):
        assert model.model_json_schema()["additionalProperties"] is False
    with pytest.raises(ValidationError):
        form.clean_settings({**CASES[connector.kind].settings, "no_such_field": 1})


def test_stored_settings_are_settings_again(connector: Connector, channel: ChannelFacts) -> None:
    stored = json.loads(json.dumps(channel.settings))

    assert connector.describe_setup().clean_settings(stored) == channel.settings


def test_there_is_a_guide(connector: Connector) -> None:
    guide = GUIDES / connector.describe_setup().guide

    assert guide.is_file()
    assert f"]({guide.name})" in (GUIDES / "README.md").read_text(encoding="utf-8")


def test_capabilities_are_data(connector: Connector, channel: ChannelFacts) -> None:
    once = connector.capabilities(channel)

    assert once == connector.capabilities(channel)
    assert json.dumps(TypeAdapter(Capabilities).dump_python(once, mode="json"))


def test_credentials_stay_out_of_sight(connector: Connector, channel: ChannelFacts) -> None:
    secrets = [value for value in channel.credentials.values() if isinstance(value, str)]

    assert not [secret for secret in secrets if secret in repr(channel)]
    assert not set(connector.describe_setup().settings.model_fields) & set(channel.credentials)


def test_captured_payloads_become_these_facts(connector: Connector, channel: ChannelFacts) -> None:
    files = payloads_of(connector.kind)
    assert files, f"tests/connectors/{connector.kind}/payloads has no captured payload"

    for file in files:
        captured = json.loads(file.read_text(encoding="utf-8"))
        delivery = Delivery(json.dumps(captured["payload"]).encode())
        facts = connector.parse(delivery, channel)
        assert [told(fact) for fact in facts] == captured["facts"], file.name
        assert connector.parse(delivery, channel) == facts


def test_no_payload_makes_it_stumble(connector: Connector, channel: ChannelFacts) -> None:
    captured = [json.loads(file.read_text(encoding="utf-8"))["payload"] for file in payloads_of(connector.kind)]
    rng = random.Random(2026)  # noqa: S311 - repeatable, not secret

    for _ in range(MUTATED):
        body = mutated(rng, rng.choice(captured))
        facts = connector.parse(Delivery(body), channel)
        stored = json.dumps([fact.model_dump(mode="json") for fact in facts], ensure_ascii=False)
        assert not NUL.search(stored), body
        assert stored.encode("utf-8"), body


@pytest.mark.parametrize("connector", WITH_WEBHOOK, indirect=True)
def test_only_the_vendors_own_request_is_accepted(connector: Connector, channel: ChannelFacts) -> None:
    request = genuine_request(connector, channel)

    verdict = connector.verify(request, channel)

    assert isinstance(verdict, Accepted)
    assert verdict == connector.verify(request, channel), "a repeat must have the same delivery key"


@pytest.mark.parametrize("connector", WITH_WEBHOOK, indirect=True)
@pytest.mark.parametrize(
    "forgery",
    ["no_headers", "cut_short", "other_secret", "no_secret", "other_body", "same_meaning", "too_old", "too_new", "get"],
)
def test_a_forged_request_is_never_accepted(connector: Connector, channel: ChannelFacts, forgery: str) -> None:
    request = genuine_request(connector, channel)
    assert isinstance(connector.verify(request, channel), Accepted), "the untouched request must pass"

    forged, seen_by = forge(forgery, request, channel)

    assert not isinstance(connector.verify(forged, seen_by), Accepted)


@pytest.mark.parametrize("connector", WITHOUT_WEBHOOK, indirect=True)
def test_whoever_has_no_webhook_accepts_nothing(connector: Connector, channel: ChannelFacts) -> None:
    request = WebhookRequest("POST", "https://obrol.example/hooks/c", {}, Delivery(b"{}", received_at=NOW))

    assert not isinstance(connector.verify(request, channel), Accepted)


def test_every_message_is_within_its_limits_and_under_the_right_name(
    connector: Connector, channel: ChannelFacts
) -> None:
    capabilities = connector.capabilities(channel)

    for seed in range(GENERATED):
        content = a_message(seed)
        pieces, _ = prepare(
            content, capabilities, message_id=CHANNEL_ID, to="walt", links=links_of(content), speaker=ADA
        )
        assert pieces, seed
        assert not [problem for piece in pieces for problem in violations(piece.content, capabilities)], seed
        if capabilities.persona is PersonaSupport.PREFIX and isinstance(content, Text):
            assert words_in(pieces[0].content)[0].startswith("Ada:"), seed


@pytest.mark.parametrize("connector", RENDERING, indirect=True)
def test_what_it_would_send_can_be_shown_without_secrets(connector: Connector, channel: ChannelFacts) -> None:
    assert isinstance(connector, RendersRequests)

    for seed in range(100):
        content = a_message(seed)
        capabilities = connector.capabilities(channel)
        pieces, _ = prepare(content, capabilities, message_id=CHANNEL_ID, to="walt", links=links_of(content))
        for piece in pieces:
            requests = json.dumps([(r.method, r.address, r.body) for r in connector.render(piece, channel)])
            assert requests == json.dumps([(r.method, r.address, r.body) for r in connector.render(piece, channel)])
            assert not [secret for secret in channel.credentials.values() if str(secret) in requests]


def told(fact: Inbound) -> Any:
    """A fact without what it leaves open; of a puzzle only that it is one, since its reason is for our log."""
    if isinstance(fact, InboundPuzzle):
        return {"kind": "puzzle"}
    return without_blanks(fact.model_dump(mode="json"))


def without_blanks(value: Any) -> Any:
    match value:
        case dict():
            return {name: without_blanks(part) for name, part in value.items() if part not in (None, [], "")}
        case list():
            return [without_blanks(part) for part in value]
        case _:
            return value


def forge(forgery: str, request: WebhookRequest, channel: ChannelFacts) -> tuple[WebhookRequest, ChannelFacts]:
    """The request as a forger might make it, and the channel that sees it."""
    delivery = request.delivery
    match forgery:
        case "no_headers":
            return replace(request, headers={}), channel
        case "cut_short":
            return replace(request, headers={name: value[:-1] for name, value in request.headers.items()}), channel
        case "other_secret":
            others = {name: f"{value} of someone else" for name, value in channel.credentials.items()}
            return request, replace(channel, credentials=others)
        case "no_secret":
            return request, replace(channel, credentials={})
        case "other_body":
            return replace(request, delivery=replace(delivery, body=delivery.body + b" ")), channel
        case "same_meaning":
            # The same JSON in other bytes: a check that parses before it verifies would let it pass.
            body = json.dumps(json.loads(delivery.body), ensure_ascii=True, indent=1).encode()
            return replace(request, delivery=replace(delivery, body=body)), channel
        case "too_old":
            return replace(request, delivery=replace(delivery, received_at=NOW + timedelta(hours=1))), channel
        case "too_new":
            return replace(request, delivery=replace(delivery, received_at=NOW - timedelta(hours=1))), channel
        case _:
            return replace(request, method="GET"), channel


def mutated(rng: random.Random, payload: Any) -> bytes:
    """A payload as no vendor would send it: a value swapped, a key lost, a byte changed, an end missing."""
    if rng.random() < 0.3:
        body = bytearray(json.dumps(payload).encode())
        for _ in range(rng.randint(1, 4)):
            body[rng.randrange(len(body))] = rng.randrange(256)
        return bytes(body[: rng.randint(0, len(body))]) if rng.random() < 0.3 else bytes(body)
    return json.dumps(twisted(rng, payload)).encode()


def twisted(rng: random.Random, value: Any) -> Any:
    """One value of a JSON tree replaced by a strange one, or dropped."""
    strange: list[Any] = [
        None,
        0,
        -1,
        2**70,
        1e308,
        "",
        " ",
        "\x00",
        "\ud800",
        "x" * 20_000,
        [],
        {},
        [[]],
        {"type": {}},
        True,
    ]
    if isinstance(value, dict) and value and rng.random() < 0.9:
        key = rng.choice(list(value))
        rest = {name: part for name, part in value.items() if name != key}
        return rest if rng.random() < 0.2 else {**rest, key: twisted(rng, value[key])}
    if isinstance(value, list) and value and rng.random() < 0.9:
        place = rng.randrange(len(value))
        return [*value[:place], twisted(rng, value[place]), *value[place + 1 :]]
    return rng.choice(strange)
