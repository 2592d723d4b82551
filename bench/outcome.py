"""What a figure found: lines with values, limits that hold or do not, a table and a JSON file."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, TypeAlias

Value: TypeAlias = int | float | str


@dataclass(frozen=True, slots=True)
class Limit:
    """`what` was measured, and may be at most `at_most`."""

    what: str
    measured: float
    at_most: float

    @property
    def holds(self) -> bool:
        return self.measured <= self.at_most

    def __str__(self) -> str:
        return f"{self.what} {shown(self.measured)} ≤ {shown(self.at_most)}"


@dataclass(frozen=True, slots=True)
class Line:
    name: str
    values: Mapping[str, Value]
    limits: Sequence[Limit] = ()

    @property
    def passed(self) -> bool:
        return all(limit.holds for limit in self.limits)


@dataclass(frozen=True, slots=True)
class Outcome:
    """`facts` say under which circumstances the lines were found."""

    figure: str
    lines: Sequence[Line]
    facts: Mapping[str, Any] = field(default_factory=dict)

    @property
    def passed(self) -> bool:
        return all(line.passed for line in self.lines)

    def table(self) -> str:
        columns = list(dict.fromkeys(key for line in self.lines for key in line.values))
        rows = [[self.figure, *columns, "limit", ""]]
        for line in self.lines:
            values = [shown(line.values.get(column, "")) for column in columns]
            rows += _with_limits([line.name, *values], line.limits)
        facts = [f"  {key}: {value}" for key, value in self.facts.items()]
        return "\n".join([*aligned(rows), *facts])

    def save(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        lines = [asdict(line) | {"passed": line.passed} for line in self.lines]
        found = {
            "figure": self.figure,
            "passed": self.passed,
            "facts": dict(self.facts),
            "lines": lines,
        }
        path.write_text(json.dumps(found, indent=1, ensure_ascii=False) + "\n")


def _with_limits(cells: list[str], limits: Sequence[Limit]) -> list[list[str]]:
    """The first limit beside the values, the others below it."""
    verdicts = [[str(limit), "ok" if limit.holds else "BROKEN"] for limit in limits] or [["", ""]]
    blank = [""] * len(cells)
    return [[*(cells if not at else blank), *verdict] for at, verdict in enumerate(verdicts)]


def shown(value: Value) -> str:
    """Three figures are enough to compare by; a count is shown whole."""
    if not isinstance(value, float):
        return str(value)
    if value and abs(value) < 10:
        return f"{value:.2f}"
    return f"{value:.1f}" if abs(value) < 100 else f"{value:.0f}"


def aligned(rows: Sequence[Sequence[str]]) -> list[str]:
    """Columns of equal width: the first and the last two to the left, numbers to the right."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    last = len(widths) - 2
    return [
        "  ".join(
            cell.ljust(width) if at == 0 or at >= last else cell.rjust(width)
            for at, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in rows
    ]
