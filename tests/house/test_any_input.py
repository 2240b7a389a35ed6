"""Type confusion (reliability.md A-08, A-43): whatever arrives, in whatever place, is answered and never a 5xx.

First by a list of values that broke other programs, in every place of every request; then by Schemathesis, which
makes up requests from the OpenAPI description.
"""

import asyncio
import json
import warnings
from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path
from typing import Any, Final, cast

import httpx
import pytest
import schemathesis
from acme import Acme, found_acme
from conftest import SECRET_KEY
from house.asking import ASKS, Ask, World, a_text, a_world
from hypothesis import HealthCheck, Phase, given
from hypothesis import settings as effort
from servers import Server
from serving import Served, serve
from websockets.exceptions import ConnectionClosed

from obrol.entrypoints.house import opened
from obrol.runtime.settings import Settings

DEEP: Final = 10_000  # levels of JSON
HOSTILE: Final[tuple[Any, ...]] = (
    None,
    True,
    [],
    {},
    [[]],
    {"$ne": None},
    0,
    -1,
    1.5,
    1e308,
    2**31,
    2**63,
    10**40,
    "",
    " ",
    "0e1",
    "١٢٣",
    "a\x00b",
    "\ud800",
    "\u202e\u0301",
    "'; DROP TABLE message; --",
    "../../etc/passwd",
    "{{contact.name}}",
    "NaN",
    "x" * 20_001,
    "0001-01-01T00:00:00Z",
    "9999-12-31T23:59:59.999999-23:59",
    "00000000-0000-0000-0000-000000000000",
    "FFFFFFFF-FFFF-FFFF-FFFF-FFFFFFFFFFFF",
)
IN_PATHS: Final = (
    "0",
    "-1",
    str(2**63),
    str(10**40),
    "%00",
    "a%00b",
    "%ED%A0%80",
    "%F0%9F",
    "..%2f",
    "x" * 3_000,
    "%D9%A1",
)
RAW: Final = (
    b"",
    b"{",
    b"null",
    b"NaN",
    b"\xff\xfe",
    b'{"a": 1e999}',
    b"[" * DEEP,
    b'{"a":' * DEEP,
    b"[" * DEEP + b"]" * DEEP,
    b'{"content": ' * 500 + b"1" + b"}" * 500,
)
ODD: Final[tuple[Any, ...]] = (None, [], {}, True, -1, 1.5, 2**31, 2**63, 10**40, "a\x00b", "x")
FRAMES: Final[tuple[str | bytes, ...]] = (
    *[raw.decode("latin-1") for raw in RAW],
    b"\x00\xff",
    json.dumps({"type": "sync", "from": "x" * 10_000}),
    json.dumps({"type": "sync", "from": "1-" + ",".join(map(str, range(3_000)))}),
    *(
        json.dumps({"type": type} | dict.fromkeys(("from", "before", "seq", "id", "cursor", "conversation_id"), value))
        for type in ("sync", "older", "received", "seen", "looking", "typing", "send", "page", "hello", "no-such-thing")
        for value in ODD
    ),
)
# They would end the session that asks, or answer slowly on purpose.
NOT_INVENTED: Final = {"DELETE /api/session", "DELETE /api/sessions", "PUT /api/me/password"}


@pytest.fixture
async def apart(server: Server, fresh_database: str, tmp_path: Path) -> AsyncIterator[tuple[Acme, Served]]:
    """A house of its own: what is tried here would count against the sign-ins of other tests."""
    settings = Settings(
        data=tmp_path,
        database_url=server.app_url(fresh_database),
        secret_key=SECRET_KEY,  # type: ignore[arg-type] # Pydantic makes it a secret
    )
    async with opened(settings, with_worker=False) as house, serve(house) as served:
        yield await found_acme(house), served


@pytest.mark.timeout(400)
async def test_no_value_in_any_place_is_a_mistake_of_ours(apart: tuple[Acme, Served]) -> None:
    acme, served = apart
    wrong: list[str] = []
    async with a_world(acme, served) as world, served.browser(acme, acme.owner) as owner:
        world.ids["session_id"] = str(acme.workspace_id)
        cookie = dict(owner.cookies)
        for asked in ASKS:
            if asked.method == "WS":
                continue
            for method, address, body in _twisted(asked, world):
                owner.cookies.clear()
                owner.cookies.update(cookie)
                headers = {"Authorization": f"Bearer {world.visitor_token}", "Content-Type": "application/json"}
                answer = await owner.request(method, address, content=body, headers=headers)
                if (complaint := _complaint(answer)) is not None:
                    wrong.append(f"{method} {address[:120]} {(body or b'')[:120]!r}: {complaint}")
            if asked.route in NOT_INVENTED:
                cookie = {"obrol_session": await served.cookie_of(acme, acme.owner)}
    assert wrong == []


async def test_no_frame_takes_more_with_it_than_its_socket(apart: tuple[Acme, Served]) -> None:
    acme, served = apart
    async with a_world(acme, served) as world:
        cookie = await served.cookie_of(acme, acme.ada)
        hello = {"type": "hello", "cursor": None, "from": None, "token": world.visitor_token}
        async with served.visitor(acme, token=world.visitor_token) as visitor:
            await visitor.say("Hello")
        for path in ("/api/live", "/widget/api/live"):
            for frame in FRAMES:
                assert await _after(served, path, cookie, [frame]) != 1011, frame[:100]
                assert await _after(served, path, cookie, [json.dumps(hello), frame]) != 1011, frame[:100]
        async with served.stranger() as client:
            assert (await client.get("/readyz")).status_code == 200


async def test_schemathesis_finds_no_mistake_of_ours(apart: tuple[Acme, Served]) -> None:
    acme, served = apart
    cookie = await served.cookie_of(acme, acme.owner)
    described = await asyncio.to_thread(_described)
    async with a_world(acme, served) as world:
        headers = {
            "Origin": served.origin,
            "Cookie": f"obrol_session={cookie}",
            "Authorization": f"Bearer {world.visitor_token}",
        }
        # In a thread: the server needs this loop.
        wrong = await asyncio.to_thread(_invent, described, served.origin, headers)
    assert wrong == []


def _twisted(asked: Ask, world: World) -> Iterator[tuple[str, str, bytes | None]]:
    """The request with one place of it twisted at a time."""
    straight = world.address(asked)
    template = asked.path.replace(":path", "")
    whole = asked.json(world) if asked.json else None
    body = _encoded(whole) if whole is not None else None
    for name in world.ids:
        if f"{{{name}}}" in template:
            for value in IN_PATHS:
                yield asked.method, template.format_map(world.ids | {name: value}), body
    for parameter in _parameters(asked):
        for value in (*IN_PATHS, ""):
            yield asked.method, f"{straight}?{parameter}={value}", body
    if whole is not None:
        for raw in RAW:
            yield asked.method, straight, raw
        for value in HOSTILE:
            yield asked.method, straight, _encoded(value)
            for place in _places(whole):
                yield asked.method, straight, _encoded(_with(whole, place, value))


def _places(value: Any, before: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    for key, inner in value.items() if isinstance(value, dict) else enumerate(value):
        yield (*before, key)
        if isinstance(inner, dict | list):
            yield from _places(inner, (*before, key))


def _with(value: Any, place: tuple[Any, ...], put: Any) -> Any:
    copy = dict(value) if isinstance(value, dict) else list(value)
    copy[place[0]] = put if len(place) == 1 else _with(copy[place[0]], place[1:], put)
    return copy


def _encoded(value: Any) -> bytes:
    return json.dumps(value).encode()


def _parameters(asked: Ask) -> Iterator[str]:
    of_route = _described()["paths"].get(asked.path, {}).get(asked.method.lower(), {})
    yield from (one["name"] for one in of_route.get("parameters", []) if one["in"] == "query")


_kept: dict[str, Any] = {}


def _described() -> dict[str, Any]:
    if not _kept:
        from obrol.entrypoints.api import create_app  # noqa: PLC0415 - a second of imports

        _kept.update(create_app(Settings(database_url="postgresql://nobody@localhost/none")).openapi())
    return _kept


def _complaint(answer: httpx.Response) -> str | None:
    if answer.status_code >= 500:
        return f"{answer.status_code} {answer.text[:200]}"
    if answer.status_code >= 400 and "problem+json" not in answer.headers.get("content-type", ""):
        return f"{answer.status_code} is no problem+json: {answer.text[:100]}"
    return None


async def _after(served: Served, path: str, cookie: str, frames: list[str | bytes]) -> int | None:
    """The code that the socket was closed with, or None when it is still open."""
    try:
        async with served.socket(path, cookie=cookie) as socket:
            for frame in frames:
                await socket.send(frame)
            async with asyncio.timeout(0.05):
                while True:
                    await socket.recv()
    except TimeoutError:
        return None
    except ConnectionClosed as closed:
        return closed.rcvd.code if closed.rcvd else 1006


def _invent(described: dict[str, Any], origin: str, headers: dict[str, str]) -> list[str]:
    wrong: list[str] = []
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of a library that warns about its own dependencies
        schema = schemathesis.openapi.from_dict(described)
        for found in schema.get_all_operations():
            operation: Any = cast("Any", found).ok()
            route = f"{operation.method.upper()} {operation.path}"
            if route in NOT_INVENTED:
                continue

            given(case=operation.as_strategy())(_answering(route, origin, headers, wrong))()
    return wrong


def _answering(route: str, origin: str, headers: dict[str, str], wrong: list[str]) -> Callable[..., None]:
    @effort(
        max_examples=8,
        deadline=None,
        database=None,
        derandomize=True,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    def answered(case: Any) -> None:
        answer = case.call(base_url=origin, headers=headers)
        if answer.status_code >= 500:
            wrong.append(f"{route}: {answer.status_code} {case.as_curl_command()[:300]}")

    return answered


def test_a_text_is_what_the_twisting_begins_with() -> None:
    assert ("content", "text") in set(_places(a_text()))
