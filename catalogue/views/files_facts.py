"""The facts of a course or a run, as the report of a file writes them for people."""

import datetime
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.utils.translation import gettext as _

from catalogue.importing.columns import FIELDS
from catalogue.importing.words import is_warning, sentence
from catalogue.models import CatalogueFileChange, CatalogueFileProblem, Course
from staff import formats
from staff.models import Sector, StaffGroup
from staff.money import kroner

Kind = CatalogueFileChange.Kind
LONG: Final = 160
# They stand in the name of the line already.
NAMED: Final = ("title", "place", "starts_on")
CHOICES: Final[Mapping[str, Mapping[str, Any]]] = {
    "kind": dict(Course.Kind.choices),
    "credit_system": dict(Course.CreditSystem.choices),
    "sectors": dict(Sector.choices),
}


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing about a course or a run: what it was, where it was something, and what it becomes.
    `is_long`: folded away until the reader asks."""

    label: str
    before: str
    after: str

    @property
    def is_long(self) -> bool:
        return len(self.before) + len(self.after) > LONG


@dataclass(frozen=True, slots=True)
class ChangeRow:
    change: CatalogueFileChange
    facts: list[Fact]


@dataclass(frozen=True, slots=True)
class ProblemRow:
    problem: CatalogueFileProblem
    sentence: str
    row_counts: bool


def change_rows(changes: Iterable[CatalogueFileChange]) -> list[ChangeRow]:
    """With the names of staff groups asked for once."""
    labels = {**CHOICES, "staff_groups": {group.code: str(group) for group in _groups()}}
    return [ChangeRow(change, list(_facts(change, labels))) for change in changes]


def problem_rows(problems: Iterable[CatalogueFileProblem]) -> list[ProblemRow]:
    return [ProblemRow(problem, sentence(problem), is_warning(problem)) for problem in problems]


def problem_lines(problems: Iterable[CatalogueFileProblem]) -> Iterator[list[str]]:
    """For a spreadsheet, so that whoever keeps the courses can put it right."""
    yield [_("Row"), _("Column"), _("What is wrong"), _("The row")]
    for found in problems:
        outcome = _("counts all the same") if is_warning(found) else _("is left out")
        yield [str(found.row), found.column, sentence(found), outcome]


def _groups() -> Iterable[StaffGroup]:
    return StaffGroup.objects.all()


def _facts(change: CatalogueFileChange, labels: Mapping[str, Mapping[str, Any]]) -> Iterator[Fact]:
    """Of what is new all we are told, else what differs."""
    is_new = change.kind in (Kind.NEW_COURSE, Kind.NEW_RUN)
    for field in FIELDS:
        if field.name not in change.after or (is_new and field.name in NAMED):
            continue
        after = shown(field.name, change.after[field.name], labels)
        before = "" if is_new else shown(field.name, change.before.get(field.name), labels)
        if not is_new or change.after[field.name] not in ("", None, [], 0, False):
            yield Fact(str(field.label), before, after)


def shown(name: str, value: Any, labels: Mapping[str, Mapping[str, Any]]) -> str:
    """One fact as it is written in Norwegian; a dash where there is nothing."""
    if value is None or value == "" or value == []:
        return "–"
    if name in labels:
        values = value if isinstance(value, list) else [value]
        return ", ".join(str(labels[name].get(each, each)) for each in values)
    if name in ("starts_on", "ends_on", "apply_by"):
        return formats.day(datetime.date.fromisoformat(value))
    if name == "sessions":
        return "; ".join(_session(*slot) for slot in value)
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if name in ("price_ore", "study_load"):
        return kroner(value) if name == "price_ore" else formats.percent(value)
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)


def _session(day: str, starts_at: str, ends_at: str, place: str) -> str:
    on = formats.day(datetime.date.fromisoformat(day))
    hours = f"{starts_at}–{ends_at}".replace(":", ".")
    return f"{on} {formats.NO_BREAK.join(('kl.', hours))}" + (f", {place}" if place else "")
