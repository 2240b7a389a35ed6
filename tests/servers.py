"""The PostgreSQL server of a test run, and the databases on it."""

from dataclasses import dataclass
from urllib.parse import urlsplit

import asyncpg

from obrol.runtime.db import APP_ROLE
from obrol.runtime.postgres import OWNER_ROLE


@dataclass(frozen=True)
class Server:
    """A PostgreSQL server to make databases on."""

    url: str
    run: str

    def owner_url(self, database: str) -> str:
        return urlsplit(self.url)._replace(path=f"/{database}").geturl()

    def app_url(self, database: str) -> str:
        # On our own server the role signs in itself; elsewhere it is assumed (see Database).
        return self.owner_url(database).replace(f"//{OWNER_ROLE}@/", f"//{APP_ROLE}@/")

    @property
    def template(self) -> str:
        return f"obrol_test_{self.run}"

    async def clone(self, template: str, name: str) -> None:
        connection = await asyncpg.connect(self.owner_url("postgres"))
        try:
            await connection.execute(f"CREATE DATABASE {name} TEMPLATE {template}")
        finally:
            await connection.close()

    async def drop(self, name: str) -> None:
        connection = await asyncpg.connect(self.owner_url("postgres"))
        try:
            await connection.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
        finally:
            await connection.close()
