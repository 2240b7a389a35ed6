"""The ledger: what the fake vendor accepted, and every try that reached it. Written before it answers."""

import json
import os
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Self

# Where server processes of a chaos run write their ledger; unset, the ledger lives in memory.
LEDGER_VARIABLE = "OBROL_FAKE_LEDGER"


@dataclass(frozen=True, slots=True)
class Entry:
    """One try that reached the vendor. `external_id` is set when it was accepted."""

    channel_id: str
    key: str
    mark: str
    to: str
    piece: int
    pieces: int
    speaker: str | None
    content: dict[str, Any]
    outcome: str
    external_id: str | None


class Ledger:
    """Entries in order; with a path, each is on disk before `write` returns."""

    def __init__(self, path: Path | None = None) -> None:
        self._path = path
        self._entries: list[Entry] = []

    @classmethod
    def from_environment(cls) -> Self:
        """A ledger in the file that the environment names, else in memory."""
        path = os.environ.get(LEDGER_VARIABLE)
        return cls(Path(path) if path else None)

    def write(self, entry: Entry) -> None:
        """Add an entry; it survives a kill of this process."""
        self._entries.append(entry)
        if self._path is None:
            return
        line = json.dumps(asdict(entry), ensure_ascii=False) + "\n"
        # One write of one line in append mode: processes that share the file do not tear each other's lines.
        with self._path.open("ab", buffering=0) as file:
            file.write(line.encode())
            os.fsync(file.fileno())

    def entries(self) -> list[Entry]:
        """All tries, of all processes when there is a file."""
        if self._path is None or not self._path.exists():
            return list(self._entries)
        lines = self._path.read_text(encoding="utf-8").splitlines()
        return [Entry(**json.loads(line)) for line in lines]

    def accepted(self) -> list[Entry]:
        """What the contact would have seen, in order."""
        return [entry for entry in self.entries() if entry.external_id is not None]

    def tries_of(self, key: str) -> int:
        """How often a piece reached the vendor."""
        return sum(entry.key == key for entry in self.entries())

    def find_accepted(self, key: str) -> Entry | None:
        """The accepted entry of a piece, None when there is none."""
        return next((entry for entry in self.accepted() if entry.key == key), None)

    def forget(self) -> None:
        """An empty ledger; between tests."""
        self._entries.clear()
        if self._path is not None:
            self._path.unlink(missing_ok=True)
