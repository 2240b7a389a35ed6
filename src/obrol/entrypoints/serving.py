"""Serving: everything between a command and a server that answers, and the way back, in order."""

import asyncio
import errno
import gc
import signal
import socket
import time
from collections.abc import Coroutine, Iterator
from contextlib import contextmanager
from types import FrameType
from typing import TYPE_CHECKING, Any, Final, TypeVar

import uvicorn
import uvloop
from pydantic import SecretStr

from obrol.runtime.data_folder import DataFolder
from obrol.runtime.migrating import connection_to, migrate, revision_of
from obrol.runtime.postgres import OWNER_ROLE, EmbeddedPostgres
from obrol.runtime.settings import Settings
from obrol.runtime.starting import CannotStart

if TYPE_CHECKING:
    from fastapi import FastAPI

T = TypeVar("T")

GRACE: Final = 20  # seconds for requests and sockets to finish after Ctrl-C
# The largest frame is a message of 10,000 characters with its buttons; a flood of bytes must not become memory.
FRAME_LIMIT: Final = 256 * 1024
STOPS: Final = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


def serve(settings: Settings) -> None:
    """Serve until Ctrl-C or SIGTERM, then stop everything that was started; refuses with CannotStart."""
    if settings.demo and not settings.is_loopback:
        raise CannotStart(
            f"The demo has a password that everybody knows, so it does not listen on {settings.host}: "
            "leave OBROL_HOST away, or start “obrol serve” with a workspace of your own."
        )
    with opened(settings) as (known, folder), listening_socket(known) as sock:
        bound = known.model_copy(update={"port": sock.getsockname()[1]})
        with database(bound, folder) as (ready, postgres):
            is_demo = ready.demo and run(_make_demo_world(ready))
            run(_serve(ready.model_copy(update={"demo": is_demo}), sock, postgres))


def run(work: Coroutine[Any, Any, T]) -> T:
    """Run on uvloop until done; Ctrl-C cancels it and raises KeyboardInterrupt."""
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        return runner.run(work)


@contextmanager
def opened(settings: Settings) -> Iterator[tuple[Settings, DataFolder]]:
    """The data folder, ours alone while it holds the database, and the settings with their secret key."""
    folder = DataFolder(settings.data)
    folder.open()
    given = settings.secret_key.get_secret_value() if settings.secret_key else None
    key = folder.secret_key(given=given, demo=settings.demo).decode()
    if settings.database_url is None:
        folder.lock()
    try:
        yield settings.model_copy(update={"secret_key": SecretStr(key)}), folder
    finally:
        folder.unlock()


@contextmanager
def database(settings: Settings, folder: DataFolder) -> Iterator[tuple[Settings, EmbeddedPostgres | None]]:
    """A running, migrated database and the settings that name it; our own PostgreSQL unless another one is named."""
    if settings.database_url is not None:
        run(migrate_and_say(settings.database_url))
        yield settings, None
        return
    postgres = EmbeddedPostgres(folder.path)
    for number in STOPS[1:]:
        signal.signal(number, _as_ctrl_c)
    try:
        began = time.monotonic()
        postgres.start()
        say("PostgreSQL", f"running ({time.monotonic() - began:.1f} s)")
        run(migrate_and_say(postgres.url(OWNER_ROLE)))
        yield settings.model_copy(update={"database_url": postgres.url()}), postgres
    finally:
        # From here on an impatient Ctrl-C would only leave a server behind.
        for number in STOPS:
            signal.signal(number, signal.SIG_IGN)
        was_running = postgres.is_running()
        postgres.stop()
        if was_running:
            say("PostgreSQL", "stopped; everything is on disk")


def listening_socket(settings: Settings) -> socket.socket:
    """A socket bound to the host and port of the settings before anything slow begins; refuses with CannotStart."""
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(
            settings.host, settings.port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        sock = socket.socket(family, kind, protocol)
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        sock.bind(address)
    except OSError as error:
        raise CannotStart(_why_not_listening(settings, error)) from None
    return sock


def say(what: str, how: str) -> None:
    """One line of progress for the person at the terminal."""
    print(f"  {what:<12}{how}", flush=True)


def collect_again() -> None:
    """Switch the garbage collector on for a long life (cli.main switched it off); what is there by now stays anyway."""
    gc.freeze()
    gc.enable()


async def migrate_and_say(url: str) -> None:
    async with connection_to(url) as connection:
        is_new = await revision_of(connection) is None
    began = time.monotonic()
    await migrate(url)
    say("Database", f"{'made' if is_new else 'up to date'} ({time.monotonic() - began:.1f} s)")


async def _make_demo_world(settings: Settings) -> bool:
    """Make the demo world where there is nothing yet; whether it is there now."""
    from obrol.entrypoints.demo import has_demo_world, make_demo_world  # noqa: PLC0415 - only the demo needs them

    began = time.monotonic()
    if await make_demo_world(settings):
        say("Demo world", f"made ({time.monotonic() - began:.1f} s)")
        return True
    if await has_demo_world(settings):
        return True
    say("Demo world", "left out, because this database has accounts of its own; serving those")
    return False


async def _serve(settings: Settings, sock: socket.socket, postgres: EmbeddedPostgres | None) -> None:
    from obrol.entrypoints.api import create_app  # noqa: PLC0415 - a second of imports that other commands do not need

    app = create_app(settings)
    config = uvicorn.Config(
        app,
        ws="websockets-sansio",
        ws_max_size=FRAME_LIMIT,
        # Compression keeps a window per socket, ten times what an idle socket costs otherwise, and invites bombs.
        ws_per_message_deflate=False,
        lifespan="on",
        log_config=None,
        access_log=False,
        server_header=False,
        # The app counts trusted proxies itself; uvicorn would believe whoever is next.
        proxy_headers=False,
        timeout_graceful_shutdown=GRACE,
    )
    server = _Server(app, config, settings)
    collect_again()
    try:
        async with asyncio.TaskGroup() as group:
            watch = group.create_task(postgres.keep_running()) if postgres else None
            await server.serve(sockets=[sock])
            if watch:
                watch.cancel()
    except* CannotStart as refusals:
        raise refusals.exceptions[0] from None
    except* SystemExit:
        raise CannotStart("The server could not start; the lines above say why.") from None


class _Server(uvicorn.Server):
    """A server that tells when it is ready, and that ends without raising its signal once more."""

    def __init__(self, app: "FastAPI", config: uvicorn.Config, settings: Settings) -> None:
        super().__init__(config)
        self._app = app
        self._settings = settings

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        # uvicorn's own version raises the signal again afterwards, which would end us before PostgreSQL has stopped.
        before = {number: signal.signal(number, self.handle_exit) for number in STOPS}
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        if not self.should_exit:
            # From now on /readyz says so, and whoever spreads the load looks for another server.
            self._app.state.draining = True
            say("Stopping", "finishing what is under way (Ctrl-C again: at once)")
        super().handle_exit(sig, frame)

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started:
            _say_ready(self._settings)


def _say_ready(settings: Settings) -> None:
    lines = ["", "  Obrol is ready.", "", f"    Desk       {settings.base_url}"]
    if settings.demo:
        from obrol.entrypoints import demo_shop  # noqa: PLC0415 - only the demo needs them
        from obrol.entrypoints.demo import EMAIL, PASSWORD  # noqa: PLC0415

        lines += [f"    Sign in    {EMAIL}   {PASSWORD}", f"    Demo shop  {settings.base_url}{demo_shop.PATH}"]
    print("\n".join([*lines, "", "  Ctrl-C stops everything.", ""]), flush=True)


def _as_ctrl_c(_number: int, _frame: FrameType | None) -> None:
    signal.raise_signal(signal.SIGINT)


def _why_not_listening(settings: Settings, error: OSError) -> str:
    if error.errno == errno.EADDRINUSE:
        return (
            f"Port {settings.port} is taken by another program: "
            f"stop that program, or choose another port (OBROL_PORT={settings.port + 1})."
        )
    if error.errno == errno.EACCES:
        return f"This user may not listen on port {settings.port}: choose one above 1023 with OBROL_PORT."
    return f"Obrol cannot listen on {settings.host} ({error.strerror}): set OBROL_HOST to an address of this machine."
