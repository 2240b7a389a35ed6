"""What is generated is what the program says today: types, pages, tables."""

import subprocess
import sys
from pathlib import Path

import asyncpg
from servers import Server
from sqlalchemy import MetaData
from sqlalchemy.ext.asyncio import create_async_engine

from obrol.runtime.rows import Base

ROOT = Path(__file__).resolve().parents[2]


def test_types_and_pages_are_what_the_server_says() -> None:
    checked = subprocess.run(
        [sys.executable, ROOT / "tools" / "make_types.py", "--check"], capture_output=True, text=True, check=False
    )
    assert checked.returncode == 0, checked.stderr


async def test_the_migrated_database_is_what_the_models_say(server: Server, fresh_database: str) -> None:
    # Not imported above: Alembic brings warnings of its own.
    from alembic.autogenerate import compare_metadata  # noqa: PLC0415
    from alembic.migration import MigrationContext  # noqa: PLC0415
    from sqlalchemy import Connection  # noqa: PLC0415

    metadata: MetaData = Base.metadata
    assert len(metadata.tables) >= 25

    def differences(connection: Connection) -> list[object]:
        context = MigrationContext.configure(
            connection, opts={"compare_type": True, "compare_server_default": True, "include_object": _is_ours}
        )
        return list(compare_metadata(context, metadata))

    engine = create_async_engine(server.owner_url(fresh_database).replace("postgresql://", "postgresql+asyncpg://", 1))
    async with engine.connect() as connection:
        assert await connection.run_sync(differences) == []
    await engine.dispose()


async def test_a_difference_would_be_found(server: Server, fresh_database: str) -> None:
    owner = await asyncpg.connect(server.owner_url(fresh_database))
    await owner.execute("ALTER TABLE note ADD COLUMN forgotten text")
    await owner.close()
    found = False
    try:
        await test_the_migrated_database_is_what_the_models_say(server, fresh_database)
    except AssertionError:
        found = True
    assert found


def _is_ours(_object: object, name: str | None, type_: str, _reflected: object, _compared: object) -> bool:
    return not (type_ == "table" and name == "alembic_version")
