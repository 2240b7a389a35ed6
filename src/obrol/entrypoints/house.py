"""The house: everything with a lifecycle, opened in order and closed in reverse; and every door that it has."""

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from typing import Any, Final

from fastapi import APIRouter, WebSocket

from obrol.campaigns import handlers as campaigns_handlers
from obrol.campaigns.routes import router as campaigns_router
from obrol.channels import handlers as channels_handlers
from obrol.channels.routes import router as channels_router
from obrol.contacts.routes import router as contacts_router
from obrol.entrypoints.connector_registry import collect_connectors
from obrol.entrypoints.demo_world.sign_in import EMAIL, PASSWORD
from obrol.flows import handlers as flows_handlers
from obrol.flows.routes import router as flows_router
from obrol.inbox import handlers as inbox_handlers
from obrol.inbox.routes import composing, conversations, files, of_contact, personas, shortcuts
from obrol.inbox.routes import live as inbox_live
from obrol.kit.clock import Clock, SystemClock
from obrol.runtime.blobs import Blobs, Dresser
from obrol.runtime.db import APP_ROLE, Database
from obrol.runtime.events import Hearings
from obrol.runtime.hints import Hints, PostgresBus
from obrol.runtime.jobs import Runners
from obrol.runtime.lanes.worker import LEASE, Worker
from obrol.runtime.limits import Limits
from obrol.runtime.live import Live
from obrol.runtime.sealing import Seal
from obrol.runtime.settings import Settings
from obrol.runtime.signing import Signer
from obrol.runtime.unit_of_work import HearEvent, Tools, Transactions, UnitOfWork
from obrol.runtime.web import House
from obrol.widget.routes import live as widget_live
from obrol.widget.routes import visiting
from obrol.workspaces.access import Sessions
from obrol.workspaces.routes import router as workspaces_router
from obrol.workspaces.schemas import DemoSignIn

SOCKETS: Final[Mapping[str, Callable[[WebSocket], Awaitable[None]]]] = {
    inbox_live.PATH: inbox_live.live,
    widget_live.PATH: widget_live.live,
}
"""Every door that is a live socket, by its path."""


def routers() -> list[APIRouter]:
    """Every door that is a route; those that are used most come first, because they are tried in turn."""
    return [
        conversations.router,
        visiting.router,
        composing.router,
        files.router,
        shortcuts.router,
        personas.router,
        workspaces_router,
        contacts_router,
        of_contact.router,
        channels_router,
        flows_router,
        campaigns_router,
    ]


def declared() -> tuple[Hearings, Runners]:
    """Who hears which event and who runs which job; a mistake in either stops the start."""
    hearings, runners = Hearings(), Runners()
    runners.add(HearEvent, _hear(hearings))
    inbox_handlers.declare(hearings, runners)
    channels_handlers.declare(hearings, runners)
    flows_handlers.declare(hearings, runners)
    campaigns_handlers.declare(hearings, runners)
    return hearings, runners


@asynccontextmanager
async def opened(
    settings: Settings, *, with_worker: bool = True, clock: Clock | None = None, lease: float = LEASE
) -> AsyncIterator[House]:
    """Open the house: connections, hints, tails, worker. Closing lets running jobs end first."""
    assert settings.database_url is not None
    assert settings.secret_key is not None
    secret = settings.secret_key.get_secret_value().encode()
    database = Database(settings.database_url, role=APP_ROLE)
    await database.open()
    hints = Hints(PostgresBus(database.connect_apart))
    hearings, runners = declared()
    signer = Signer(secret, clock)
    tools = Tools(settings, collect_connectors(), Seal(secret), signer, Blobs(settings), Dresser(signer), Limits())
    sessions = Sessions(database, clock)
    tools.add(sessions)
    transactions = Transactions(database, hints, hearings, clock or SystemClock(), tools)
    live = Live(database, hints, tools.get(Dresser).dress_text)
    worker = Worker(transactions, runners, lease=lease)
    tools.add(worker)
    if settings.demo:
        tools.add(DemoSignIn(email=EMAIL, password=PASSWORD))
    await hints.open()
    if with_worker:
        worker.start()
    try:
        yield House(
            settings=settings,
            secret=secret,
            database=database,
            hints=hints,
            hearings=hearings,
            transactions=transactions,
            live=live,
            who_is_it=sessions.who_is_it,
            tools=tools,
        )
    finally:
        await worker.stop()
        await live.close()
        await hints.close()
        await database.close()


def _hear(hearings: Hearings) -> Any:
    async def run_hear_event(uow: UnitOfWork, job: HearEvent) -> None:
        """Give a handler its event, in a unit of work of its own."""
        hearing = hearings.named(job.handler)
        fact = await uow.event(job.event_id, hearing.event)
        if fact is not None:
            await hearing.handler(uow, fact)

    return run_hear_event
