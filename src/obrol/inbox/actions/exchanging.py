"""Exchanging: shortcuts as a spreadsheet, out and in.

What goes out comes in again as it was. No cell that leaves begins as a formula: spreadsheets run those, and a text
may have come from anybody (reliability.md A-34).
"""

import csv
import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final
from uuid import UUID

from pydantic import ValidationError

from obrol.inbox.access import demand_of_shortcuts
from obrol.inbox.actions import keeping_shortcuts
from obrol.inbox.actions.keeping_shortcuts import MOST_SHORTCUTS, folded
from obrol.inbox.errors import FileTooLarge, SheetTooLong, SheetUnreadable
from obrol.inbox.models import Shortcut
from obrol.inbox.queries.shortcuts import shortcuts_by_name
from obrol.inbox.schemas import ImportReport, SheetProblem, ShortcutIn, ShortcutPatch
from obrol.kit.refusals import NotAllowed
from obrol.runtime import uploads
from obrol.runtime.actor import Actor
from obrol.runtime.unit_of_work import Transactions, UnitOfWork
from obrol.runtime.uploads import Body
from obrol.workspaces.access import Permission, may

SHEET_LIMIT: Final = 2_000_000  # bytes
ROWS_LIMIT: Final = MOST_SHORTCUTS
# The columns by the words that people give them, in both languages.
COLUMNS: Final = {
    "name": ("name", "nama", "shortcut", "pintasan"),
    "text": ("text", "teks", "content", "isi", "value"),
    "category": ("category", "kategori"),
    "for": ("for", "untuk"),
}
FOR_EVERYBODY: Final = frozenset({"everyone", "everybody", "semua"})
FOR_ME: Final = frozenset({"me", "saya"})
_FORMULA: Final = re.compile(r"'*[=+\-@\t\r]")
_GUARDED: Final = re.compile(r"'+[=+\-@\t\r]")


def sheet_of(shortcuts: Sequence[Shortcut]) -> str:
    """The shortcuts as CSV, for any spreadsheet; files are not in it. Its first mark tells Excel that it is UTF-8."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(["name", "text", "category", "for", "used_count", "last_used_at"])
    for one in shortcuts:
        cells = [one.name, one.text, one.category or "", "me" if one.is_personal else "everyone"]
        used_at = one.last_used_at.isoformat() if one.last_used_at else ""
        writer.writerow([*map(guarded, cells), one.used_count, used_at])
    return "\ufeff" + out.getvalue()


def guarded(cell: str) -> str:
    """The cell with an apostrophe in front if a spreadsheet would take it for a formula."""
    return f"'{cell}" if _FORMULA.match(cell) else cell


def unguarded(cell: str) -> str:
    """The cell as it was before `guarded`."""
    return cell[1:] if _GUARDED.match(cell) else cell


async def take_in(transactions: Transactions, workspace_id: UUID, actor: Actor, body: Body) -> ImportReport:
    """Make and change shortcuts as an uploaded sheet says, and tell which of its lines could not be taken.

    A name that is there already gets the sheet's words and category. Refuses a sheet as a whole with FileTooLarge,
    SheetUnreadable or SheetTooLong.
    """
    async with uploads.received(body, _refuse_too_large) as upload:
        rows = list(read_sheet(upload.path))
    async with transactions.begin(workspace_id, actor) as uow:
        taking = _Taking(uow, shared=await _known(uow, None), own=await _known(uow, actor.id))
        for row in rows:
            await taking.take(row)
        return taking.report()


@dataclass(frozen=True, slots=True)
class Row:
    """A line of a sheet; `line` counts from 1, with the heading."""

    line: int
    cells: dict[str, str]


def read_sheet(path: Path) -> Iterator[Row]:
    """The rows of a CSV file, whatever its delimiter and encoding; refuses with SheetUnreadable and SheetTooLong."""
    text = _decoded(path.read_bytes())
    heading = text.split("\n", 1)[0]
    delimiter = max(",;\t", key=heading.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        columns = _columns(next(reader, []))
        begins = reader.line_num + 1
        for number, values in enumerate((values for values in reader), start=1):
            if number > ROWS_LIMIT:
                raise SheetTooLong
            line, begins = begins, reader.line_num + 1
            cells = {name: values[at] for name, at in columns.items() if at < len(values)}
            if any(cell.strip() for cell in cells.values()):
                yield Row(line, {name: unguarded(cell) for name, cell in cells.items()})
    except csv.Error:
        raise SheetUnreadable from None


@dataclass(slots=True)
class _Taking:
    """One sheet on its way in: what is there by name, and what became of its lines."""

    uow: UnitOfWork
    shared: dict[str, Shortcut]
    own: dict[str, Shortcut]
    seen: set[tuple[bool, str]] = field(default_factory=set)
    made: int = 0
    changed: int = 0
    same: int = 0
    problems: list[SheetProblem] = field(default_factory=list)

    async def take(self, row: Row) -> None:
        wanted = self._wanted(row)
        if isinstance(wanted, str):
            name = row.cells.get("name", "")[:200]
            self.problems.append(SheetProblem(line=row.line, name=name, code=wanted))  # type: ignore[arg-type] # as named there
            return
        there = (self.own if wanted.is_personal else self.shared).get(folded(wanted.name))
        if there is None:
            shortcut = await keeping_shortcuts.make(self.uow, wanted)
            (self.own if wanted.is_personal else self.shared)[shortcut.name_folded] = shortcut
            self.made += 1
            return
        before = (there.name, there.text, there.category)
        await keeping_shortcuts.change(
            self.uow, there, ShortcutPatch(name=wanted.name, text=wanted.text, category=wanted.category)
        )
        if before == (there.name, there.text, there.category):
            self.same += 1
        else:
            self.changed += 1

    def report(self) -> ImportReport:
        return ImportReport(made=self.made, changed=self.changed, same=self.same, problems=self.problems)

    def _wanted(self, row: Row) -> ShortcutIn | str:
        """The shortcut that a line describes, or why it cannot be taken."""
        is_personal = self._is_personal(row.cells.get("for", ""))
        if is_personal is None:
            return "for_unknown"
        try:
            demand_of_shortcuts(self.uow.actor, is_personal=is_personal)
            wanted = ShortcutIn(
                name=row.cells.get("name", ""),
                text=row.cells.get("text", "").strip(),
                category=row.cells.get("category") or None,
                is_personal=is_personal,
            )
        except NotAllowed:
            return "not_allowed"
        except ValidationError as error:
            return _why(error)
        return self._problem_of(wanted) or wanted

    def _problem_of(self, wanted: ShortcutIn) -> str | None:
        key = (wanted.is_personal, folded(wanted.name))
        if key in self.seen:
            return "name_twice"
        self.seen.add(key)
        known = self.own if wanted.is_personal else self.shared
        if not wanted.text:
            return "text_missing"
        return "too_many" if key[1] not in known and len(known) >= MOST_SHORTCUTS else None

    def _is_personal(self, said: str) -> bool | None:
        word = said.strip().casefold()
        if not word:
            return not may(self.uow.actor, Permission.MANAGE_CONTENT)
        return word in FOR_ME if word in FOR_ME | FOR_EVERYBODY else None


async def _known(uow: UnitOfWork, owner_id: UUID | None) -> dict[str, Shortcut]:
    return await shortcuts_by_name(uow.scope, owner_id)


def _why(error: ValidationError) -> str:
    first: Any = error.errors()[0]
    place = first["loc"][0]
    return f"{place}_missing" if "short" in first["type"] else f"{place}_too_long"


def _columns(heading: Sequence[str]) -> dict[str, int]:
    words = [cell.strip().casefold() for cell in heading]
    found = {name: words.index(word) for name, called in COLUMNS.items() for word in called if word in words}
    if not {"name", "text"} <= set(found):
        raise SheetUnreadable
    return found


def _decoded(data: bytes) -> str:
    """The text of a file that a spreadsheet wrote: with a mark in front, in UTF-8, or as Windows does in the West."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", "replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")


def _refuse_too_large(_head: bytes, size: int) -> None:
    if size > SHEET_LIMIT:
        raise FileTooLarge("This file is larger than the 2 MB that a list of shortcuts may have.", limit=SHEET_LIMIT)
