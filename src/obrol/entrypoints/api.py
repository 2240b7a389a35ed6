"""The web server: every door, put together. The only place, with its neighbours, that knows everything."""

import contextlib
from collections.abc import AsyncIterator
from typing import Final

import asyncpg
from fastapi import FastAPI, Request, Response, WebSocket
from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

import obrol
from obrol.entrypoints import demo_shop, describing, house, pages
from obrol.entrypoints.metrics import CONTENT_TYPE_LATEST, current_metrics
from obrol.kit.refusals import Refusal
from obrol.runtime.settings import Settings
from obrol.runtime.web import House, answer_refusals, house_of, problem

# Everything that the desk needs comes from here; nothing is written inline, and nobody may frame it.
DESK_POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' blob: data:; "
    "media-src 'self' blob:; font-src 'self'; connect-src 'self'; manifest-src 'self'; frame-ancestors 'none'; "
    "form-action 'self'; base-uri 'none'"
)
LARGEST_BODY: Final = 2 * 1024 * 1024  # bytes; uploads have limits of their own
STRICT_HEADERS: Final = (
    ("X-Content-Type-Options", "nosniff"),
    ("Referrer-Policy", "same-origin"),
    ("Cross-Origin-Opener-Policy", "same-origin"),
)
UPLOADS: Final = frozenset({"/api/attachments", "/widget/api/attachments"})


class _App(FastAPI):
    """The application, with the live sockets in front of the layers that requests go through.

    Each of those layers would cost every idle socket memory (together a third of it, by `make bench`),
    and a socket needs none of them: it checks its origin and who is there by itself.
    """

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        door = house.SOCKETS.get(scope["path"]) if scope["type"] == "websocket" else None
        if door is None:
            await super().__call__(scope, receive, send)
            return
        scope["app"] = self
        await door(WebSocket(scope, receive, send))


def create_app(settings: Settings, *, with_worker: bool = True, given: House | None = None) -> FastAPI:
    """The application; nothing connects before it starts. `given`: a house that somebody else opens and closes."""

    @contextlib.asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        async with _lent(given) if given else house.opened(settings, with_worker=with_worker) as opened:
            app.state.house = opened
            app.state.draining = False
            yield
            app.state.draining = True

    app = _App(
        title="Obrol",
        version=obrol.__version__,
        lifespan=lifespan,
        docs_url=None,
        redoc_url=None,
        openapi_url=None,
        generate_unique_id_function=lambda route: route.name,
        strict_content_type=True,
    )
    answer_refusals(app)
    app.add_middleware(_Guard)
    for router in house.routers():
        app.include_router(router)
    _add_health(app)
    if settings.demo:
        demo_shop.add_to(app)
    pages.add_to(app, DESK_POLICY)
    app.openapi = lambda: describing.describe(app)  # type: ignore[method-assign] # FastAPI's documented way
    return app


@contextlib.asynccontextmanager
async def _lent(given: House) -> AsyncIterator[House]:
    yield given


class _Guard:
    """What holds for every answer: a limit on bodies, and headers that keep browsers strict."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        path: str = scope["path"]
        length = next((value for name, value in scope["headers"] if name == b"content-length"), b"")
        if path not in UPLOADS and length.isdigit() and int(length) > LARGEST_BODY:
            await problem(413, "too_large", "That is larger than the limit.")(scope, receive, send)
            return

        async def send_strictly(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in STRICT_HEADERS:
                    headers.setdefault(name, value)
                if path.startswith("/api/"):
                    headers.setdefault("Cache-Control", "no-store")
            await send(message)

        await self._app(scope, receive, send_strictly)


def _add_health(app: FastAPI) -> None:
    @app.get("/healthz", include_in_schema=False)
    async def healthz() -> dict[str, str]:
        """The process lives."""
        return {"status": "alive", "version": obrol.__version__}

    @app.get("/readyz", include_in_schema=False)
    async def readyz(request: Request) -> Response:
        """The process can serve: the database answers, and nobody asked it to stop."""
        if request.app.state.draining:
            return problem(503, "draining", "This server is stopping.")
        try:
            async with house_of(request).database.fast() as connection:
                await connection.execute("SELECT 1")
        except (Refusal, OSError, asyncpg.PostgresError):
            return problem(503, "database_away", "The database does not answer.")
        return Response('{"status":"ready"}', media_type="application/json")

    @app.get("/metrics", include_in_schema=False)
    async def metrics(request: Request) -> Response:
        """Numbers for Prometheus; only for this machine."""
        # Through a proxy on this machine everybody comes from this machine.
        local = request.client is not None and request.client.host in {"127.0.0.1", "::1"}
        if not local or "x-forwarded-for" in request.headers or "forwarded" in request.headers:
            return problem(404, "not_found", "There is nothing here.")
        return Response(await current_metrics(house_of(request)), media_type=CONTENT_TYPE_LATEST)
