"""The rows of a file gathered by course; rows that contradict each other are left out."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from catalogue.importing.rows import Line, Values
from staff.importing.rows import Problem


@dataclass(slots=True)
class Group:
    """One course of the file: what its rows say together, and its runs."""

    row: int
    values: Values = field(default_factory=dict)
    lines: list[Line] = field(default_factory=list)


@dataclass(slots=True)
class Gathered:
    """`spared` are rows with faults: what they are about still stands in the file."""

    groups: list[Group] = field(default_factory=list)
    spared: list[Line] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    columns: Mapping[str, str] = field(default_factory=dict)
    rows: int = 0
    _by_code: dict[str, Group] = field(default_factory=dict)
    _by_title: dict[str, Group] = field(default_factory=dict)

    @property
    def left_out(self) -> int:
        return len(self.spared)

    def blame(
        self, line: Line, name: str, code: str, params: Mapping[str, object] | None = None
    ) -> None:
        """The row does not count, and why. A field the file has no column for has no heading."""
        heading = self.columns.get(name, "")
        self.problems.append(Problem(line.row, heading, code, dict(params or {})))
        self._spare(line)

    def _spare(self, line: Line) -> None:
        if not line.is_left_out:
            line.is_left_out = True
            self.spared.append(line)

    def add(self, line: Line) -> None:
        self.rows += 1
        if line.problems:
            self.problems += line.problems
            self._spare(line)
            return
        self.problems += line.warnings
        code = line.course.get("code", "").casefold()
        title = line.course.get("title", "").casefold()
        if not code and not title:
            self.blame(line, "title", "missing")
            return
        group = self._by_code.get(code) if code else self._by_title.get(title)
        if group is None:
            group = self._begin(line, code, title)
        else:
            self._agree(group, line)
        if group is not None:
            group.lines.append(line)

    def _begin(self, line: Line, code: str, title: str) -> Group | None:
        other = self._by_title.get(title)
        if other is not None and other.values.get("code"):
            self.blame(line, "title", "title_taken")
            return None
        if other is not None:  # an earlier row had only the title
            self._by_code[code] = other
            self._agree(other, line)
            return other
        group = Group(line.row, dict(line.course))
        self.groups.append(group)
        if code:
            self._by_code[code] = group
        if title:
            self._by_title[title] = group
        return group

    def _agree(self, group: Group, line: Line) -> None:
        """What an earlier row left open is filled in; what it said counts."""
        for name, value in line.course.items():
            if group.values.setdefault(name, value) != value:
                params = {"row": group.row}
                self.problems.append(
                    Problem(line.row, self.columns[name], "course_differs", params)
                )
        title = group.values.get("title", "").casefold()
        if title:
            self._by_title.setdefault(title, group)


def gather(lines: Iterable[Line], columns: Mapping[str, str]) -> Gathered:
    found = Gathered(columns=columns)
    for line in lines:
        found.add(line)
    return found
