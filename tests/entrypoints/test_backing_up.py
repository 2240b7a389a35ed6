"""A backup is worth what its restore brings back."""

import asyncio
import json
import stat
import tarfile
import tempfile
import uuid
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import asyncpg
import pytest
from servers import Server

from obrol.entrypoints.backing_up import DUMP, MANIFEST, back_up, restore
from obrol.runtime.settings import Settings
from obrol.runtime.starting import CannotStart


@pytest.fixture
def place() -> Iterator[Path]:
    # Not tmp_path: another pytest of the same user may close its parent to PostgreSQL's account.
    with tempfile.TemporaryDirectory(prefix="obrol-backup-", ignore_cleanup_errors=True) as folder:
        yield Path(folder)


@pytest.fixture
def shop(place: Path, server: Server, fresh_database: str) -> Settings:
    """An Obrol with a file and a key, on a database of its own."""
    data = place / "shop"
    (data / "files" / "w").mkdir(parents=True)
    (data / "files" / "w" / "picture.png").write_bytes(b"a picture")
    (data / "secret-key").write_text("0123456789abcdef" * 4 + "\n")
    return Settings(data=data, database_url=server.owner_url(fresh_database))


@pytest.fixture
async def empty_database(server: Server) -> AsyncIterator[str]:
    name = f"obrol_restored_{uuid.uuid4().hex[:8]}"
    await server.clone("template0", name)
    yield server.owner_url(name)
    await server.drop(name)


def test_everything_comes_back(shop: Settings, place: Path, empty_database: str) -> None:
    back_up(shop, place / "backup")
    new = Settings(data=place / "new", database_url=empty_database)
    restore(new, place / "backup")

    assert asyncio.run(tables_of(empty_database)) == asyncio.run(tables_of(str(shop.database_url)))
    assert (new.data / "files" / "w" / "picture.png").read_bytes() == b"a picture"
    assert (new.data / "secret-key").read_text() == (shop.data / "secret-key").read_text()
    assert stat.S_IMODE((new.data / "secret-key").stat().st_mode) == 0o600


def test_nobody_else_may_read_a_backup(shop: Settings, place: Path) -> None:
    back_up(shop, place / "backup")

    assert stat.S_IMODE((place / "backup").stat().st_mode) == 0o600


def test_a_backup_never_overwrites_another(shop: Settings, place: Path) -> None:
    (place / "backup").write_text("an older one")

    with pytest.raises(CannotStart, match="is already there"):
        back_up(shop, place / "backup")
    assert (place / "backup").read_text() == "an older one"


def test_a_backup_that_fails_leaves_nothing(shop: Settings, place: Path) -> None:
    nowhere = shop.model_copy(update={"database_url": "postgresql://me:hush@127.0.0.1:1/obrol"})

    with pytest.raises(CannotStart, match=r"pg_dump failed .*no backup was written") as refusal:
        back_up(nowhere, place / "backup")
    assert "hush" not in str(refusal.value)
    assert [path.name for path in place.iterdir()] == ["shop"]


def test_a_restore_never_mixes_two_lives(shop: Settings, place: Path) -> None:
    back_up(shop, place / "backup")

    with pytest.raises(CannotStart, match="is not empty and a restore would overwrite its secret key"):
        restore(shop, place / "backup")
    with pytest.raises(CannotStart, match="The database is not empty"):
        restore(shop.model_copy(update={"data": place / "new"}), place / "backup")


def test_a_backup_of_a_newer_version_is_refused(shop: Settings, place: Path) -> None:
    (place / MANIFEST).write_text(json.dumps({"format": 99, "made_by": "9.0"}))
    with tarfile.open(place / "backup", "w") as archive:
        archive.add(place / MANIFEST, MANIFEST)

    with pytest.raises(CannotStart, match=r"written by a newer Obrol \(9.0;"):
        restore(shop.model_copy(update={"data": place / "new"}), place / "backup")


def test_a_damaged_dump_leaves_the_database_empty(shop: Settings, place: Path, empty_database: str) -> None:
    back_up(shop, place / "backup")
    whole = (place / "backup").read_bytes()
    begin = whole.index(b"PGDMP") + 60_000
    (place / "backup").write_bytes(whole[:begin] + bytes(4096) + whole[begin + 4096 :])

    with pytest.raises(CannotStart, match=r"could not be filled .*nothing was kept"):
        restore(Settings(data=place / "new", database_url=empty_database), place / "backup")
    assert not {"workspace", "message"} & asyncio.run(tables_of(empty_database))


@pytest.mark.parametrize("content", [b"", b"not a backup", b"\0" * 10240])
def test_what_is_no_backup_is_refused(shop: Settings, place: Path, content: bytes) -> None:
    (place / "backup").write_bytes(content)

    with pytest.raises(CannotStart, match="is no backup of Obrol"):
        restore(shop.model_copy(update={"data": place / "new"}), place / "backup")


def test_a_backup_cannot_write_outside_the_data_folder(shop: Settings, place: Path, empty_database: str) -> None:
    back_up(shop, place / "backup")
    (place / "evil").write_text("evil")
    with tarfile.open(place / "backup", "a") as archive:
        archive.add(place / "evil", "files/../../escaped")
        archive.add(place / "evil", "/escaped")
    restore(Settings(data=place / "new", database_url=empty_database), place / "backup")

    assert not (place / "escaped").exists()
    assert DUMP not in {path.name for path in (place / "new").rglob("*")}


async def tables_of(url: str) -> set[str]:
    connection = await asyncpg.connect(url)
    try:
        return {row[0] for row in await connection.fetch("SELECT relname FROM pg_class WHERE relkind IN ('r', 'p')")}
    finally:
        await connection.close()
