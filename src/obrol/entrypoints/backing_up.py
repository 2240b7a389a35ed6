"""Backing up: one file with the database, the attachments and the secret key, and the way back from it.

The file lets whoever holds it read everything, credentials of channels included, so only its maker may read it.
"""

import itertools
import json
import os
import re
import shutil
import subprocess
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, Final
from urllib.parse import unquote, urlsplit

import obrol
from obrol.entrypoints import serving
from obrol.kit.clock import SystemClock
from obrol.runtime.data_folder import DataFolder
from obrol.runtime.migrating import connection_to, make_ready, revision_of
from obrol.runtime.postgres import OWNER_ROLE, EmbeddedPostgres
from obrol.runtime.postgres_account import account_for, programs_for
from obrol.runtime.settings import Settings
from obrol.runtime.starting import CannotStart

# Raise it when an older Obrol could not read the file any more.
FORMAT: Final = 1
MANIFEST: Final = "obrol-backup.json"
DUMP: Final = "database.dump"
KEY: Final = "secret-key"
FILES: Final = "files"
HEAD_LINES: Final = 40  # the settings at the top of a dump; data begins later


def back_up(settings: Settings, to: Path) -> None:
    """Write everything into one file, while Obrol runs or not; refuses with CannotStart and leaves no half file."""
    if to.exists():
        raise CannotStart(f"{to} is already there: remove it or choose another name.")
    draft = to.with_name(f"{to.name}.part")
    try:
        with _owners_address(settings) as url, tempfile.TemporaryDirectory(prefix="obrol-backup-") as folder:
            dump = Path(folder, DUMP)
            # The database first: a file that one of its rows names is never made after the row.
            _dump(settings, url, dump)
            serving.say("Database", f"{dump.stat().st_size / 1e6:.1f} MB")
            _write_archive(draft, settings, dump, _revision(url))
        draft.rename(to)
    except OSError as error:
        raise CannotStart(f"The backup {to} could not be written ({error.strerror}): choose another place.") from None
    finally:
        draft.unlink(missing_ok=True)
    serving.say("Backup", f"{to} ({to.stat().st_size / 1e6:.1f} MB); keep it as safe as the inbox itself")


def restore(settings: Settings, source: Path) -> None:
    """Fill an empty database and data folder from a backup; refuses with CannotStart when there is anything to lose."""
    if not source.is_file():
        raise CannotStart(f"There is no backup {source}: name a file that obrol backup has written.")
    try:
        with tarfile.open(source) as archive, tempfile.TemporaryDirectory(prefix="obrol-restore-") as folder:
            _check_manifest(archive)
            _restore_key(settings, archive)
            dump = _extract(archive, DUMP, Path(folder, DUMP))
            with serving.opened(settings) as (known, _), _owners_address(known, start=True) as url:
                _restore_database(known, url, dump)
                count = _restore_files(settings, archive)
    except (tarfile.TarError, KeyError, EOFError, ValueError):
        raise CannotStart(f"{source} is no backup of Obrol, or it is damaged: take another one.") from None
    serving.say("Restored", f"the database and {count} files")


def _restore_database(settings: Settings, url: str, dump: Path) -> None:
    if _revision(url) is not None:
        raise CannotStart(
            "The database is not empty and a restore would mix two lives: "
            "set OBROL_DATA to a new folder, or OBROL_DATABASE_URL to an empty database."
        )
    serving.run(make_ready(url))
    _fill(settings, url, dump)
    serving.run(serving.migrate_and_say(url))


@contextmanager
def _owners_address(settings: Settings, *, start: bool = False) -> Iterator[str]:
    """The address of the database as its owner: another one's, our running one's, or ours started for a moment."""
    if settings.database_url is not None:
        yield settings.database_url
        return
    postgres = EmbeddedPostgres(settings.data)
    if not start and postgres.attach():
        yield postgres.url(OWNER_ROLE)
        return
    if not start and not DataFolder(settings.data).postgres.exists():
        raise CannotStart(f"There is nothing to back up in {settings.data}: set OBROL_DATA to the right folder.")
    try:
        postgres.start()
        yield postgres.url(OWNER_ROLE)
    finally:
        postgres.stop()


def _revision(url: str) -> str | None:
    found: list[str | None] = []

    async def look() -> None:
        async with connection_to(url) as connection:
            found.append(await revision_of(connection))

    serving.run(look())
    return found[0]


def _dump(settings: Settings, url: str, to: Path) -> None:
    place, environment = _without_password(url)
    command = [str(_programs(settings) / "pg_dump"), "--dbname", place, "--format=custom", "--no-owner", f"--file={to}"]
    done = subprocess.run(command, env=environment, capture_output=True, check=False)  # noqa: S603 - our own program
    if done.returncode != 0:
        raise CannotStart(f"pg_dump failed ({_first_line(done.stderr)}); no backup was written.")


def _fill(settings: Settings, url: str, dump: Path) -> None:
    """Everything of the dump or, after any error, nothing."""
    programs, (place, environment) = _programs(settings), _without_password(url)
    read = [str(programs / "pg_restore"), "--no-owner", "--no-comments", "--file=-", str(dump)]
    write = [str(programs / "psql"), "--quiet", "--no-psqlrc", "-v", "ON_ERROR_STOP=1", place]
    with (
        tempfile.TemporaryFile() as complaints,
        subprocess.Popen(read, stdout=subprocess.PIPE, stderr=complaints) as reader,  # noqa: S603 - our own program
        subprocess.Popen(  # noqa: S603 - our own program
            write, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=complaints, env=environment
        ) as writer,
    ):
        assert reader.stdout is not None
        assert writer.stdin is not None
        with suppress(BrokenPipeError), writer.stdin as into:
            into.write(b"BEGIN;\n")
            for line in itertools.islice(reader.stdout, HEAD_LINES):
                # PostgreSQL 15 and 16 do not know it, and the dump of 18 sets it for everybody.
                if not line.startswith(b"SET transaction_timeout"):
                    into.write(line)
            shutil.copyfileobj(reader.stdout, into)
            # Not --single-transaction: psql would commit the half that it has when the reader breaks off.
            if reader.wait() == 0:
                into.write(b"COMMIT;\n")
        codes = (reader.wait(), writer.wait())
        complaints.seek(0)
        if codes != (0, 0):
            raise CannotStart(f"The database could not be filled ({_first_line(complaints.read())}); nothing was kept.")


def _programs(settings: Settings) -> Path:
    return programs_for(account_for(settings.data / "postgres"), spare=settings.data)


def _without_password(url: str) -> tuple[str, dict[str, str]]:
    """The address without its password, and the environment that has it: arguments are for every user to see."""
    parts = urlsplit(url)
    if not parts.password:
        return url, dict(os.environ)
    place = parts._replace(netloc=parts.netloc.replace(f":{parts.password}@", "@", 1)).geturl()
    return place, {**os.environ, "PGPASSWORD": unquote(parts.password)}


def _first_line(complaint: bytes) -> str:
    lines = complaint.decode("utf-8", "replace").strip().splitlines() or ["it said nothing"]
    return re.sub(r"^(pg_dump|pg_restore|psql):[\s:<>\w]*?(error|ERROR):\s*", "", lines[0])


def _write_archive(path: Path, settings: Settings, dump: Path, revision: str | None) -> None:
    manifest = {
        "format": FORMAT,
        "made_by": obrol.__version__,
        "made_at": SystemClock().now().isoformat(),
        "revision": revision,
        "files": settings.files_url is None,
    }
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "wb") as file, tarfile.open(fileobj=file, mode="w") as archive:
        facts = dump.with_name(MANIFEST)
        facts.write_text(json.dumps(manifest, indent=2) + "\n", "utf-8")
        archive.add(facts, MANIFEST)
        archive.add(dump, DUMP)
        key = settings.data / KEY
        if settings.secret_key is None and key.exists():
            archive.add(key, KEY)
        files = settings.data / FILES
        if settings.files_url is None and files.exists():
            archive.add(files, FILES)
        file.flush()
        os.fsync(file.fileno())
    if settings.secret_key is not None:
        serving.say("Secret key", "comes from OBROL_SECRET_KEY and is not in the backup; keep it apart")
    if settings.files_url is not None:
        serving.say("Files", f"live in {urlsplit(settings.files_url).netloc} and are not in the backup")


def _check_manifest(archive: tarfile.TarFile) -> None:
    member = archive.extractfile(MANIFEST)
    assert member is not None
    manifest: dict[str, Any] = json.load(member)
    if int(manifest["format"]) > FORMAT:
        raise CannotStart(
            f"The backup was written by a newer Obrol ({manifest.get('made_by')}; this is {obrol.__version__}): "
            "restore it with that version."
        )


def _restore_key(settings: Settings, archive: tarfile.TarFile) -> None:
    path = settings.data / KEY
    if KEY not in archive.getnames() or settings.secret_key is not None:
        return
    if path.exists() or (settings.data / "postgres").exists():
        raise CannotStart(
            f"The data folder {settings.data} is not empty and a restore would overwrite its secret key: "
            "set OBROL_DATA to a new folder."
        )
    settings.data.mkdir(parents=True, exist_ok=True)
    _extract(archive, KEY, path)
    path.chmod(0o600)


def _restore_files(settings: Settings, archive: tarfile.TarFile) -> int:
    count = 0
    for member in archive.getmembers():
        parts = Path(member.name).parts
        # Names come from a file that anybody may have written: nothing outside the folder.
        if member.isfile() and parts[0] == FILES and ".." not in parts:
            _extract(archive, member.name, settings.data.joinpath(*parts))
            count += 1
    return count


def _extract(archive: tarfile.TarFile, name: str, to: Path) -> Path:
    member = archive.extractfile(name)
    if member is None:
        raise KeyError(name)
    to.parent.mkdir(parents=True, exist_ok=True)
    with member, to.open("wb") as file:
        shutil.copyfileobj(member, file)
    return to
