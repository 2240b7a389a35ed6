"""The report: what was measured, next to the baseline and the aim, as a table and as JSON."""

from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from typing import Any

from bench.samples import median, ms, p95


@dataclass
class Line:
    """One number, with what it is compared with."""

    what: str
    value: float
    unit: str
    p95: float | None = None
    baseline: float | None = None
    ratio: float | None = None
    aim: float | None = None
    holds: bool | None = None


@dataclass
class Report:
    """Every line of one run."""

    machine: str
    lines: list[Line] = field(default_factory=list)
    took: int = 0

    def add(self, what: str, value: float, unit: str, *, p95: float | None = None, aim: float | None = None) -> None:
        """A number that should not be above its aim."""
        self.lines.append(Line(what, value, unit, p95=p95, aim=aim, holds=None if aim is None else value <= aim))

    def compare(self, what: str, ours: list[float], theirs: list[float], *, aim: float) -> None:
        """Two medians of seconds, whose ratio should not be above the aim."""
        ratio = round(median(ours) / median(theirs), 2)
        self.lines.append(
            Line(what, ms(median(ours)), "ms", ms(p95(ours)), ms(median(theirs)), ratio, aim, holds=ratio <= aim)
        )

    def compare_rates(self, what: str, ours: list[float], theirs: list[float], *, aim: float) -> None:
        """Two medians of rates, whose ratio should not be below the aim."""
        ratio = round(median(ours) / median(theirs), 2)
        self.lines.append(
            Line(what, round(median(ours)), "/s", None, round(median(theirs)), ratio, aim, holds=ratio >= aim)
        )

    def print(self) -> None:
        """The table."""
        width = max(len(line.what) for line in self.lines)
        print(f"\n{'':{width}} {'median':>10} {'':<8} {'p95':>8} {'baseline':>9} {'ratio':>6} {'aim':>7}")
        for line in self.lines:
            cells = [_cell(line.p95, 8), _cell(line.baseline, 9), _cell(line.ratio, 6), _cell(line.aim, 7)]
            mark = {True: "", False: "  missed", None: ""}[line.holds]
            print(f"{line.what:{width}} {line.value:>10,} {line.unit:<8} {' '.join(cells)}{mark}")
        print(f"\n{self.machine}; the run took {self.took} s")

    def as_json(self) -> dict[str, Any]:
        """Everything, for machines."""
        return {"at": datetime.now(UTC).isoformat(), **asdict(self)}


def _cell(value: float | None, width: int) -> str:
    return f"{'' if value is None else f'{value:,}':>{width}}"
