"""The data folder: who may use it, which format it has, and the secret key that lives in it."""

import fcntl
import json
import os
import secrets
from pathlib import Path
from typing import IO, Final

from obrol import __version__
from obrol.runtime.starting import CannotStart

# Raise it when an older Obrol must not touch the folder any more (a new PostgreSQL major, a new layout).
FORMAT: Final = 1
KEY_LENGTH: Final = 32
PLACEHOLDERS: Final = ("changeme", "change-me", "change_me", "placeholder", "replace", "secret", "example", "password")


class DataFolder:
    """One folder for everything that Obrol keeps on this machine."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.postgres = path / "postgres"
        self.files = path / "files"
        self._lock: IO[str] | None = None

    def open(self) -> None:
        """Make the folder when it is missing; refuses one that cannot be written or that a newer Obrol made."""
        try:
            self.path.mkdir(parents=True, exist_ok=True)
            probe = self.path / f".probe-{os.getpid()}"
            probe.touch()
            probe.unlink()
        except OSError as error:
            raise CannotStart(
                f"Obrol cannot write to its data folder {self.path} ({_reason(error)}): "
                "make it writable or set OBROL_DATA to another folder."
            ) from None
        self._check_format()

    def lock(self) -> None:
        """Take the folder for this process until it ends, however it ends; refuses while another one has it."""
        # Not closed here: the lock lasts as long as the file is open, and the system lets go of it even after kill -9.
        lock = (self.path / "obrol.lock").open("a+", encoding="utf-8")
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            lock.seek(0)
            holder = lock.read().strip() or "unknown"
            lock.close()
            raise CannotStart(
                f"Obrol is already running on the data folder {self.path} (process {holder}): "
                "stop it first, or set OBROL_DATA to another folder and OBROL_PORT to another port."
            ) from None
        lock.truncate(0)
        lock.write(f"{os.getpid()}\n")
        lock.flush()
        self._lock = lock

    def unlock(self) -> None:
        """Let another process have the folder."""
        if self._lock is not None:
            self._lock.truncate(0)
            self._lock.close()
            self._lock = None

    def is_in_use(self) -> bool:
        """Whether another process holds the folder at this moment."""
        try:
            self.lock()
        except CannotStart:
            return True
        self.unlock()
        return False

    def secret_key(self, *, given: str | None, demo: bool) -> bytes:
        """The key that signs and encrypts: the given one, else the folder's own; refuses placeholders outside demo."""
        if given is not None:
            if not demo and is_placeholder(given):
                raise CannotStart(
                    "OBROL_SECRET_KEY is a placeholder or shorter than 32 characters: "
                    "set it to a random value (openssl rand -hex 32) or leave it away."
                )
            return given.encode()
        path = self.path / "secret-key"
        if not path.exists():
            _write_whole(path, secrets.token_hex(KEY_LENGTH) + "\n", mode=0o600)
        key = path.read_text("utf-8").strip()
        if is_placeholder(key):
            raise CannotStart(
                f"The secret key in {path} is a placeholder or shorter than 32 characters: "
                "restore the real one from your backup, or remove the file to have a new one made."
            )
        return key.encode()

    def _check_format(self) -> None:
        path = self.path / "obrol-data.json"
        if not path.exists():
            _write_whole(path, json.dumps({"format": FORMAT, "made_by": __version__}) + "\n")
            return
        try:
            found = json.loads(path.read_text("utf-8"))
            number = int(found["format"])
        except (ValueError, KeyError, TypeError):
            raise CannotStart(
                f"{path} is damaged: restore it from a backup or set OBROL_DATA to another folder."
            ) from None
        if number > FORMAT:
            raise CannotStart(
                f"The data folder {self.path} belongs to a newer Obrol ({found.get('made_by', 'unknown')}; this is "
                f"{__version__}): start that version, or set OBROL_DATA to another folder."
            )


def is_placeholder(key: str) -> bool:
    """Whether a secret is one that everybody knows or that can be guessed."""
    return len(key) < KEY_LENGTH or len(set(key)) < 8 or any(word in key.lower() for word in PLACEHOLDERS)  # noqa: PLR2004 - a repeated handful of characters


def _write_whole(path: Path, text: str, *, mode: int = 0o644) -> None:
    # Renamed into place, so that a crash leaves either nothing or the whole file.
    draft = path.with_name(f"{path.name}.{os.getpid()}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, mode)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    draft.rename(path)


def _reason(error: OSError) -> str:
    return (error.strerror or str(error)).lower()
