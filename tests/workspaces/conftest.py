"""People with real passwords, in workspaces of their own."""

from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from itertools import count
from uuid import UUID

import pytest
from pydantic import SecretStr
from servers import Server
from serving import Served, serve

from obrol.entrypoints.house import opened
from obrol.kit.ids import new_id
from obrol.runtime.actor import SYSTEM, Actor
from obrol.runtime.settings import Settings
from obrol.runtime.web import House
from obrol.workspaces import queries
from obrol.workspaces.actions import founding, hashing, joining
from obrol.workspaces.actions.signing_in import Browser
from obrol.workspaces.models import Role

PASSWORD = SecretStr("correct horse battery staple")
_addresses = count(1)


@dataclass(frozen=True)
class Person:
    """Somebody who can sign in, and where they work."""

    email: str
    account_id: UUID
    workspace_id: UUID
    actor: Actor

    @property
    def password(self) -> SecretStr:
        return PASSWORD

    @property
    def credentials(self) -> dict[str, str]:
        return {"email": self.email, "password": PASSWORD.get_secret_value()}


APerson = Callable[..., Awaitable[Person]]


@pytest.fixture(scope="session")
async def password_hash() -> str:
    return await hashing.hash_password(PASSWORD)


@pytest.fixture
def a_person(house: House, password_hash: str) -> APerson:
    """Makes people: the owner of a new workspace, or somebody who joins one (`beside`, as `role`)."""

    async def make(name: str = "Ada", *, beside: Person | None = None, role: Role = Role.AGENT) -> Person:
        email = f"{name.lower()}-{new_id().hex}@acme.example"
        if beside is None:
            async with house.transactions.begin_anywhere(SYSTEM) as uow:
                founded = await founding.found(
                    uow, workspace_name="Acme", name=name, email=email, password_hash=password_hash, locale="en"
                )
            actor = queries.actor_of(founded.owner)
            return Person(email, founded.account.id, founded.workspace.id, actor)
        async with house.transactions.begin(beside.workspace_id, beside.actor) as uow:
            account = await joining.make_account(uow, name=name, email=email, password_hash=password_hash)
            agent = await joining.join(uow, account, role=role)
        return Person(email, account.id, beside.workspace_id, queries.actor_of(agent))

    return make


@pytest.fixture
def browser() -> Browser:
    """A browser at an address of its own, so that tests do not use up each other's tries."""
    number = next(_addresses)
    return Browser(address=f"198.51.{number // 256}.{number % 256}", user_agent="Firefox")


@pytest.fixture
async def empty_house(server: Server, fresh_database: str, settings: Settings) -> AsyncIterator[House]:
    """The program on a database in which nobody has an account."""
    given = settings.model_copy(update={"database_url": server.app_url(fresh_database)})
    async with opened(given, with_worker=False) as house:
        yield house


@pytest.fixture
async def empty_served(empty_house: House) -> AsyncIterator[Served]:
    async with serve(empty_house) as served:
        yield served
