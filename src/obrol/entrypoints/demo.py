"""The demo: an empty database becomes a coffee shop that has been open for a while, in one transaction."""

from typing import Final

from pydantic import SecretStr
from sqlalchemy import func, select

from obrol.entrypoints.demo_shop import PATH as SHOP_PATH
from obrol.entrypoints.demo_world import keeping
from obrol.entrypoints.demo_world.building import Builder, Ground
from obrol.entrypoints.demo_world.material import read_material
from obrol.kit.clock import Clock, SystemClock
from obrol.runtime.blobs import Blobs
from obrol.runtime.db import APP_ROLE, Database, enter_workspace
from obrol.runtime.settings import Settings
from obrol.workspaces import queries
from obrol.workspaces.actions import hashing
from obrol.workspaces.actions.founding import SETUP_LOCK

__all__ = ["EMAIL", "PASSWORD", "SHOP_PATH", "make_demo_world"]

EMAIL: Final = "owner@demo.obrol"
# Everybody may know it: the demo listens on loopback alone. Every agent of the demo has it.
PASSWORD: Final = "kopi-lereng-pagi"  # noqa: S105 - as above
SEED: Final = "kopi lereng"


async def make_demo_world(settings: Settings, *, clock: Clock | None = None, seed: str = SEED) -> bool:
    """Fill an empty database; False, and nothing is changed, when anybody has an account already.

    All rows come in one transaction: whoever is killed meanwhile leaves a database as empty as before, and at most
    some files that no row names.
    """
    assert settings.database_url is not None
    database = Database(settings.database_url, role=APP_ROLE)
    now = (clock or SystemClock()).now().replace(microsecond=0)
    try:
        async with database.session(None) as session:
            if await queries.has_accounts(session):
                return False
        material = read_material()
        ground = Ground.broken(seed, now)
        hashes = [await hashing.hash_password(SecretStr(PASSWORD)) for _ in material.shop["agents"]]
        attachments, media = await keeping.keep_files(Blobs(settings), ground, now)
        builder = Builder(material, ground, seed=seed, now=now, base_url=settings.base_url)
        rows = builder.build(attachments, media, hashes)
        async with database.session(None) as session:
            await session.execute(select(func.pg_advisory_xact_lock(SETUP_LOCK)))
            if await queries.has_accounts(session):
                return False
            await enter_workspace(session, ground.workspace_id)
            await keeping.insert_all(session, rows)
            await session.commit()
        return True
    finally:
        await database.close()
