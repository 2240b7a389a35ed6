"""The demo: an empty database becomes a coffee shop that has been open for a while, in one transaction.

It is made by a process of its own (`python -m obrol.entrypoints.demo`), because drawing and playing leave 80 MiB
behind that a server would keep for as long as it lives.
"""

import asyncio
import json
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime
from typing import Final

from pydantic import SecretStr
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from obrol.entrypoints.demo_shop import PATH as SHOP_PATH
from obrol.entrypoints.demo_world.sign_in import EMAIL, PASSWORD
from obrol.kit.clock import Clock, SystemClock
from obrol.runtime.actor import SYSTEM
from obrol.runtime.blobs import Blobs
from obrol.runtime.db import APP_ROLE, Database
from obrol.runtime.settings import Settings
from obrol.runtime.starting import CannotStart
from obrol.workspaces import queries
from obrol.workspaces.actions import hashing
from obrol.workspaces.actions.founding import SETUP_LOCK

__all__ = ["EMAIL", "PASSWORD", "SHOP_PATH", "has_demo_world", "make_demo_world"]

SEED: Final = "kopi lereng"
SOMEBODY_WAS_QUICKER: Final = 3  # exit status


async def make_demo_world(settings: Settings, *, clock: Clock | None = None, seed: str = SEED) -> bool:
    """Fill an empty database; False, and nothing is changed, when anybody has an account already.

    All rows come in one transaction: whoever is killed meanwhile leaves a database as empty as before, and at most
    some files that no row names. Refuses with CannotStart when it does not work out.
    """
    if await _has_accounts(settings):
        return False
    now = (clock or SystemClock()).now().replace(microsecond=0)
    status = await _in_a_process_of_its_own(settings, now, seed)
    if status not in {0, SOMEBODY_WAS_QUICKER}:
        raise CannotStart("The demo world could not be made; the lines above say why. The database is still empty.")
    return status == 0


async def has_demo_world(settings: Settings) -> bool:
    """Whether the demo's sign-in is there: a database that somebody set up without the demo does not have it."""
    async with _looking(settings) as session:
        return await queries.find_account_by_email(session, EMAIL) is not None


async def _has_accounts(settings: Settings) -> bool:
    async with _looking(settings) as session:
        return await queries.has_accounts(session)


@asynccontextmanager
async def _looking(settings: Settings) -> AsyncIterator[AsyncSession]:
    assert settings.database_url is not None
    database = Database(settings.database_url, role=APP_ROLE)
    try:
        async with database.session(None, to_read=True) as session:
            yield session
    finally:
        await database.close()


async def _in_a_process_of_its_own(settings: Settings, now: datetime, seed: str) -> int:
    assert settings.secret_key is not None
    told = {"secret_key": settings.secret_key.get_secret_value(), "now": now.isoformat(), "seed": seed}
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        __spec__.name,
        stdin=asyncio.subprocess.PIPE,
        # Ctrl-C is for us to hear: the process then ends by our hand, without a traceback of its own.
        start_new_session=True,
    )
    try:
        # Through a pipe: other users of the machine can read arguments, and sometimes variables.
        await process.communicate(json.dumps(settings.model_dump(mode="json") | told).encode())
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    assert process.returncode is not None
    return process.returncode


async def _make(settings: Settings, now: datetime, seed: str) -> int:
    # What only the process that makes the world needs, and the one that serves it does not.
    from obrol.entrypoints.demo_world import building, keeping, material  # noqa: PLC0415 - as above
    from obrol.entrypoints.house import opened  # noqa: PLC0415 - as above

    async with opened(settings, with_worker=False) as house:
        # Everything slow comes before the transaction: hashes, pictures, three hundred conversations.
        told = material.read_material()
        ground = building.Ground.broken(seed, now)
        (attachments, media), *hashes = await asyncio.gather(
            keeping.keep_files(house.tools.get(Blobs), ground, now),
            *(hashing.hash_password(SecretStr(PASSWORD)) for _ in told.shop["agents"]),
        )
        builder = building.Builder(told, ground, seed=seed, now=now, base_url=settings.base_url)
        rows = builder.build(attachments, media, hashes)
        async with house.transactions.begin_anywhere(SYSTEM) as uow:
            # Two that start at once: the second waits here and then finds an account.
            await uow.session.execute(select(func.pg_advisory_xact_lock(SETUP_LOCK)))
            if await queries.has_accounts(uow.session):
                return SOMEBODY_WAS_QUICKER
            await uow.act_in(ground.workspace_id, SYSTEM)
            await keeping.insert_all(uow.session, rows)
    return 0


def _main() -> int:
    told = json.load(sys.stdin)
    now, seed = datetime.fromisoformat(told.pop("now")), told.pop("seed")
    return asyncio.run(_make(Settings(**told), now, seed))


if __name__ == "__main__":
    sys.exit(_main())
