"""The demo: an empty database becomes a coffee shop that has been open for a while, in one transaction."""

from typing import Final

from pydantic import SecretStr
from sqlalchemy import func, select

from obrol.entrypoints.demo_shop import PATH as SHOP_PATH
from obrol.entrypoints.demo_world.sign_in import EMAIL, PASSWORD
from obrol.entrypoints.house import opened
from obrol.kit.clock import Clock
from obrol.runtime.actor import SYSTEM
from obrol.runtime.blobs import Blobs
from obrol.runtime.settings import Settings
from obrol.runtime.web import House
from obrol.workspaces import queries
from obrol.workspaces.actions import hashing
from obrol.workspaces.actions.founding import SETUP_LOCK

__all__ = ["EMAIL", "PASSWORD", "SHOP_PATH", "make_demo_world"]

SEED: Final = "kopi lereng"


async def make_demo_world(settings: Settings, *, clock: Clock | None = None, seed: str = SEED) -> bool:
    """Fill an empty database; False, and nothing is changed, when anybody has an account already.

    All rows come in one transaction: whoever is killed meanwhile leaves a database as empty as before, and at most
    some files that no row names.
    """
    async with opened(settings, with_worker=False, clock=clock) as house:
        async with house.transactions.begin_anywhere(SYSTEM) as uow:
            if await queries.has_accounts(uow.session):
                return False
        return await _make(house, seed)


async def _make(house: House, seed: str) -> bool:
    # Drawing and playing are needed once; every later start does without them, and without the memory they take.
    from obrol.entrypoints.demo_world import building, keeping, material  # noqa: PLC0415 - as above

    # Everything slow comes before the transaction: hashes, pictures, three hundred conversations.
    now = house.transactions.clock.now().replace(microsecond=0)
    told = material.read_material()
    ground = building.Ground.broken(seed, now)
    hashes = [await hashing.hash_password(SecretStr(PASSWORD)) for _ in told.shop["agents"]]
    attachments, media = await keeping.keep_files(house.tools.get(Blobs), ground, now)
    builder = building.Builder(told, ground, seed=seed, now=now, base_url=house.settings.base_url)
    rows = builder.build(attachments, media, hashes)
    async with house.transactions.begin_anywhere(SYSTEM) as uow:
        # Two that start at once: the second waits here and then finds an account.
        await uow.session.execute(select(func.pg_advisory_xact_lock(SETUP_LOCK)))
        if await queries.has_accounts(uow.session):
            return False
        await uow.act_in(ground.workspace_id, SYSTEM)
        await keeping.insert_all(uow.session, rows)
    return True
