"""The web: what every route and socket shares. Who is there, from where, and what a refusal looks like."""

import asyncio
import ipaddress
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine
from contextlib import asynccontextmanager
from dataclasses import dataclass
from http import HTTPStatus
from typing import Annotated, Any
from urllib.parse import urlsplit

import orjson
import structlog
from fastapi import Depends, FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, HTTPConnection

from obrol.kit.refusals import ForeignOrigin, NotSignedIn, Refusal
from obrol.runtime.actor import SESSION_COOKIE, SYSTEM, SignedIn
from obrol.runtime.db import Database
from obrol.runtime.events import Hearings
from obrol.runtime.hints import Hints
from obrol.runtime.live import Live
from obrol.runtime.settings import Settings
from obrol.runtime.unit_of_work import Scope, Tools, Transactions, UnitOfWork

log = structlog.get_logger(__name__)

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
PROBLEM = "application/problem+json"


WhoIsIt = Callable[[HTTPConnection], Awaitable[SignedIn]]
"""Finds out who is signed in, or refuses with NotSignedIn; given by entrypoints, answered by workspaces."""


@dataclass(slots=True)
class House:
    """Everything with a lifecycle that the doors of one process share; kept in `app.state.house`."""

    settings: Settings
    secret: bytes
    database: Database
    hints: Hints
    hearings: Hearings
    transactions: Transactions
    live: Live
    who_is_it: WhoIsIt
    tools: Tools


def house_of(connection: HTTPConnection) -> House:
    """The house that this request or socket came to."""
    house: House = connection.app.state.house
    return house


# --- doors for routes ---------------------------------------------------------------------------------------------


async def _house(request: Request) -> House:
    return house_of(request)


async def _signed_in(request: Request) -> SignedIn:
    house = house_of(request)
    if request.method not in SAFE_METHODS:
        refuse_foreign_origin(request)
    return await house.who_is_it(request)


async def _agent_uow(request: Request, who: Annotated[SignedIn, Depends(_signed_in)]) -> AsyncIterator[UnitOfWork]:
    async with house_of(request).transactions.begin(who.workspace_id, who.actor) as uow:
        yield uow


async def _agent_scope(request: Request, who: Annotated[SignedIn, Depends(_signed_in)]) -> AsyncIterator[Scope]:
    async with house_of(request).transactions.look(who.workspace_id, who.actor) as scope:
        yield scope


async def _open_uow(request: Request) -> AsyncIterator[UnitOfWork]:
    if request.method not in SAFE_METHODS:
        refuse_foreign_origin(request)
    async with house_of(request).transactions.begin_anywhere(SYSTEM) as uow:
        yield uow


TheHouse = Annotated[House, Depends(_house)]
WhoIsSignedIn = Annotated[SignedIn, Depends(_signed_in)]
# "function" scope: committed (or refused) before the answer leaves, so that an answer means "stored".
AgentDoor = Annotated[UnitOfWork, Depends(_agent_uow, scope="function")]
"""A unit of work for the signed-in agent; a state change from a foreign page is refused first."""
AgentLook = Annotated[Scope, Depends(_agent_scope, scope="function")]
"""A read for the signed-in agent."""
OpenDoor = Annotated[UnitOfWork, Depends(_open_uow, scope="function")]
"""A unit of work before anybody is signed in, in no workspace; `act_in` turns to one that was found."""


# --- where a request comes from -----------------------------------------------------------------------------------


def own_origins(connection: HTTPConnection) -> frozenset[str]:
    """The origins that our own pages have: the public address, and the host that this request was sent to."""
    house = house_of(connection)
    origins = {house.settings.base_url}
    if house.settings.public_url is None:
        origins.add(f"{'https' if connection.url.scheme in {'https', 'wss'} else 'http'}://{connection.url.netloc}")
    return frozenset(origins)


def refuse_foreign_origin(connection: HTTPConnection) -> None:
    """Refuses a state change or a socket that a page of another origin began (ForeignOrigin).

    Browsers send Origin with every such request and scripts cannot forge it. A program that is not a browser
    sends neither header and no ambient cookie either, so it is let through to the session check.
    """
    origin = connection.headers.get("origin")
    if origin is not None:
        if origin not in own_origins(connection):
            raise ForeignOrigin
        return
    if connection.headers.get("sec-fetch-site", "none") not in {"none", "same-origin"}:
        raise ForeignOrigin


def client_address(connection: HTTPConnection) -> str:
    """The client's address, believing exactly as many proxies as the settings name; IPv6 by its /64 network."""
    trusted = house_of(connection).settings.trusted_proxies
    forwarded = [part.strip() for part in connection.headers.get("x-forwarded-for", "").split(",") if part.strip()]
    address = connection.client.host if connection.client else "unknown"
    if trusted and len(forwarded) >= trusted:
        address = forwarded[-trusted]
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return "unknown"
    if parsed.version == 6:  # noqa: PLR2004
        return str(ipaddress.ip_network((parsed, 64), strict=False))
    return str(parsed)


# --- what a refusal looks like ------------------------------------------------------------------------------------


def problem(status: int, code: str, detail: str, **more: Any) -> Response:
    """An RFC 9457 answer: a stable code for programs, a sentence for people, and no internals."""
    body = {"type": f"urn:obrol:problem:{code}", "title": HTTPStatus(status).phrase, "status": status}
    headers = {"Cache-Control": "no-store"}
    if "retry_after" in more:
        headers["Retry-After"] = str(more["retry_after"])
    return Response(
        orjson.dumps(body | {"code": code, "detail": detail} | more, default=str),
        status_code=status,
        media_type=PROBLEM,
        headers=headers,
    )


def problem_of(refusal: Refusal) -> Response:
    """The answer that a refusal becomes."""
    return problem(refusal.status, refusal.code, str(refusal), **refusal.details)


def answer_refusals(app: FastAPI) -> None:
    """Turn refusals, malformed requests and our own mistakes into problem+json."""

    @app.exception_handler(Refusal)
    async def refused(_request: Request, refusal: Refusal) -> Response:
        return problem_of(refusal)

    @app.exception_handler(RequestValidationError)
    async def malformed(_request: Request, error: RequestValidationError) -> Response:
        # Pydantic's own message and place, without the value: it may be a password.
        fields = [{"at": [str(part) for part in e["loc"]], "message": e["msg"]} for e in error.errors()][:20]
        return problem(422, "malformed", "The request has a value that does not fit.", fields=fields)

    @app.exception_handler(HTTPException)
    async def http_error(_request: Request, error: HTTPException) -> Response:
        code = {404: "not_found", 405: "method_not_allowed", 413: "too_large"}.get(error.status_code, "refused")
        return problem(error.status_code, code, HTTPStatus(error.status_code).description or "That is not possible.")

    @app.exception_handler(ClientDisconnect)
    async def gone(_request: Request, _error: ClientDisconnect) -> Response:
        # Nobody reads this: the browser went away while it sent.
        return problem(400, "gone", "The request ended before its end.")

    @app.exception_handler(Exception)
    async def our_mistake(request: Request, error: Exception) -> Response:
        log.error("request_failed", path=request.url.path, method=request.method, exc_info=error)
        return problem(500, "our_mistake", "Something went wrong on our side. Nothing was changed.")


# --- sockets ------------------------------------------------------------------------------------------------------


@asynccontextmanager
async def signed_in_socket(connection: HTTPConnection) -> AsyncIterator[SignedIn]:
    """Who a socket speaks for; refuses a foreign page (ForeignOrigin) and a stranger (NotSignedIn)."""
    if connection.headers.get("origin") is None:
        raise ForeignOrigin
    refuse_foreign_origin(connection)
    yield await house_of(connection).who_is_it(connection)


@asynccontextmanager
async def beside(work: Coroutine[Any, Any, None]) -> AsyncIterator[None]:
    """Work beside the block, in a task of its own: whichever ends first ends the other, and its error is raised."""
    block = asyncio.current_task()
    assert block is not None
    task = asyncio.create_task(work)
    has_left = False

    def leave(_task: object) -> None:
        if not has_left:
            block.cancel()

    task.add_done_callback(leave)
    try:
        yield
    except asyncio.CancelledError:
        if not task.done() or block.uncancel() > 0:
            raise  # by somebody else
    finally:
        has_left = True
        task.cancel()
        await asyncio.wait({task})
    if not task.cancelled() and (error := task.exception()) is not None:
        raise error


def host_of(url: str) -> str:
    """The origin part of an address."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"


__all__ = [
    "SESSION_COOKIE",
    "AgentDoor",
    "AgentLook",
    "House",
    "NotSignedIn",
    "OpenDoor",
    "SignedIn",
    "TheHouse",
    "WhoIsSignedIn",
    "answer_refusals",
    "beside",
    "client_address",
    "house_of",
    "own_origins",
    "problem",
    "problem_of",
    "refuse_foreign_origin",
    "signed_in_socket",
]
