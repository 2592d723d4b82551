"""One row of a file → what it says of a course and of a run, or what is wrong with it."""

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, TypeAlias

from catalogue.free_days import is_holiday
from catalogue.importing.cells import READ, shortened
from catalogue.importing.columns import COURSE_NAMES, RUN_NAMES
from staff.importing.reading import Cell, Cells
from staff.importing.rows import Problem
from staff.importing.values import Wrong, is_live, text

Values: TypeAlias = dict[str, Any]
LONGEST_CELL: Final = 20_000


@dataclass(slots=True)
class Line:
    """What the cells with something in them say; the others leave things as they are."""

    row: int
    course: Values = field(default_factory=dict)
    run: Values = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    warnings: list[Problem] = field(default_factory=list)
    is_of_a_run: bool = False
    is_left_out: bool = False


@dataclass(frozen=True, slots=True)
class Meanings:
    """What subjects and staff groups are called: any way of writing → our code."""

    subjects: Mapping[str, str]
    staff_groups: Mapping[str, str]


class RowReader:
    """Reads row after row. `unmapped` gathers subjects and groups nobody knows → rows."""

    def __init__(
        self,
        columns: Mapping[str, str],
        headings: Sequence[str],
        meanings: Meanings,
        longest: int = LONGEST_CELL,
    ) -> None:
        self.columns, self.longest = columns, longest
        self.places = {name: headings.index(heading) for name, heading in columns.items()}
        self.known = {
            "subjects": ("unknown_subject", meanings.subjects),
            "staff_groups": ("unknown_group", meanings.staff_groups),
        }
        self.unmapped: dict[str, int] = {}

    def read(self, row: int, cells: Cells) -> Line:
        line = Line(row)
        for name in (*COURSE_NAMES, *RUN_NAMES):
            cell = cells[self.places[name]] if name in self.places else None
            if not text(cell):
                continue
            into = line.course if name in COURSE_NAMES else line.run
            line.is_of_a_run |= into is line.run
            found = self._value(line, name, cell)
            if found is not None:
                into[name] = found
        return line

    def _value(self, line: Line, name: str, cell: Cell) -> Any:
        """The cell's value; None where it has none, and the line says why."""
        if is_live(text(cell)):
            return self._blame(line, name, "formula", {})
        if isinstance(cell, str) and len(cell) > self.longest:
            said = {"value": shortened(cell), "most": self.longest}
            return self._blame(line, name, "too_long", said)
        try:
            found = READ[name](cell)
        except Wrong as wrong:
            return self._blame(line, name, wrong.code, getattr(wrong, "params", {}))
        if name == "sessions":
            self._warn_of_holidays(line, found)
        return self._known_codes(line, name, found) if name in self.known else found

    def _warn_of_holidays(self, line: Line, slots: Sequence[Sequence[str]]) -> None:
        for day in dict.fromkeys(slot[0] for slot in slots):
            if is_holiday(datetime.date.fromisoformat(day)):
                self._warn(line, "sessions", "session_on_holiday", {"day": day})

    def _known_codes(self, line: Line, name: str, written: list[str]) -> list[str] | None:
        problem, meanings = self.known[name]
        codes = set()
        for word in written:
            code = meanings.get(word.casefold())
            if code is not None:
                codes.add(code)
                continue
            self._warn(line, name, problem, {"value": word[:80]})
            self.unmapped[word[:80]] = self.unmapped.get(word[:80], 0) + 1
        return sorted(codes) or None

    def _warn(self, line: Line, name: str, code: str, params: dict[str, Any]) -> None:
        line.warnings.append(Problem(line.row, self.columns[name], code, params))

    def _blame(self, line: Line, name: str, code: str, params: dict[str, Any]) -> None:
        line.problems.append(Problem(line.row, self.columns[name], code, params))
