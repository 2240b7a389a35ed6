"""Doctoring: looks at everything that Obrol stands on, changes nothing, and says what is wrong and what helps."""

import asyncio
import json
import shutil
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

from obrol.runtime.data_folder import FORMAT, DataFolder, is_placeholder
from obrol.runtime.migrating import check_durability, connection_to, head, place_of, revision_of
from obrol.runtime.postgres import OWNER_ROLE, EmbeddedPostgres
from obrol.runtime.settings import Settings
from obrol.runtime.starting import CannotStart
from obrol.runtime.web_apps import folder_of

LITTLE_SPACE: Final = 1_000_000_000  # bytes; a day of pictures in a busy inbox


@dataclass(frozen=True)
class Answer:
    """What one look found; `is_well` is None where there was nothing to look at."""

    what: str
    is_well: bool | None
    words: str


def examine(settings: Settings) -> bool:
    """Print one line per look; True when nothing is wrong."""
    marks = {True: "ok", False: "NO", None: "--"}
    all_well = True
    for answer in _looks(settings):
        print(f"  {marks[answer.is_well]}  {answer.what:<12}{answer.words}")
        all_well = all_well and answer.is_well is not False
    return all_well


def _looks(settings: Settings) -> Iterator[Answer]:
    yield Answer("Python", sys.version_info >= (3, 11), sys.version.split()[0])
    yield _web_apps()
    yield _data_folder(settings)
    yield _space(settings)
    yield _secret_key(settings)
    yield _database(settings)


def _web_apps() -> Answer:
    missing = [name for name in ("desk", "widget") if not folder_of(name).exists()]
    return Answer("Web apps", not missing, f"{' and '.join(missing)} not built: run make run" if missing else "built")


def _data_folder(settings: Settings) -> Answer:
    if not settings.data.exists():
        return Answer("Data folder", None, f"{settings.data} is made at the first start")
    try:
        found = json.loads((settings.data / "obrol-data.json").read_text("utf-8"))
        number = int(found["format"])
    except (OSError, ValueError, KeyError, TypeError):
        return Answer("Data folder", False, f"{settings.data} has no readable obrol-data.json")
    return Answer("Data folder", number <= FORMAT, f"{settings.data}, format {number} (this Obrol knows {FORMAT})")


def _space(settings: Settings) -> Answer:
    folder = next(folder for folder in (settings.data, *settings.data.parents) if folder.exists())
    free = shutil.disk_usage(folder).free
    return Answer("Space", free > LITTLE_SPACE, f"{free / 1e9:.1f} GB free")


def _secret_key(settings: Settings) -> Answer:
    if settings.secret_key is not None:
        is_weak = is_placeholder(settings.secret_key.get_secret_value())
        return Answer("Secret key", not is_weak, "a placeholder: set a random one" if is_weak else "given")
    path = settings.data / "secret-key"
    if not path.exists():
        return Answer("Secret key", None, "made at the first start")
    is_open = bool(path.stat().st_mode & 0o077)
    return Answer("Secret key", not is_open, f"{path} may be read by others: chmod 600" if is_open else "in its file")


def _database(settings: Settings) -> Answer:
    if settings.database_url is not None:
        return _ask(settings.database_url, place_of(settings.database_url))
    server = EmbeddedPostgres(settings.data)
    if server.attach():
        return _ask(server.url(OWNER_ROLE), "our own PostgreSQL")
    if DataFolder(settings.data).postgres.exists():
        return Answer("Database", None, "our own PostgreSQL is there and not running")
    return Answer("Database", None, "our own PostgreSQL is made at the first start")


def _ask(url: str, where: str) -> Answer:
    async def look() -> str:
        async with connection_to(url) as connection:
            revision, newest = await revision_of(connection), head()
            number = await connection.fetchval("SHOW server_version")
        if revision != newest:
            raise CannotStart(f"it is at migration {revision} and this Obrol brings {newest}: run obrol migrate")
        await check_durability(url)
        return f"{where}, PostgreSQL {number}, up to date, durable"

    return _answered("Database", lambda: asyncio.run(look()))


def _answered(what: str, look: Callable[[], str]) -> Answer:
    try:
        return Answer(what, is_well=True, words=look())
    except CannotStart as refusal:
        return Answer(what, is_well=False, words=str(refusal))
