"""What the check of a staff file found, line by line."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import Case, QuerySet, Value, When
from django.utils.translation import gettext as _

from staff.importing import words
from staff.models import Identity, ImportBatch, ImportChange, ImportProblem

Kind = ImportChange.Kind
# What follows from leaving, by what it costs to overlook it.
WORST_FIRST: Final = (
    "application_with_money",
    "cover_booked",
    "placement_cover_booked",
    "stands_in",
    "application_open",
    "placement_open",
    "role_ends",
)


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing about a person or a post: what it was, where there is such, and what it becomes."""

    label: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class ChangeRow:
    change: ImportChange
    facts: list[Fact]
    consequences: list[str]


@dataclass(frozen=True, slots=True)
class ProblemRow:
    problem: ImportProblem
    sentence: str
    row_counts: bool


def changes_of(batch: ImportBatch, kind: str) -> QuerySet[ImportChange]:
    """Of one kind; those whose leaving costs most come first."""
    changes = batch.changes.of_kind(kind)
    if kind != Kind.LEAVES:
        return changes.order_by("pk")
    weight = Case(
        *(
            When(consequences__contains=[{"code": code}], then=Value(place))
            for place, code in enumerate(WORST_FIRST)
        ),
        default=Value(len(WORST_FIRST)),
    )
    return changes.order_by(weight, "pk")


def change_rows(changes: Iterable[ImportChange]) -> list[ChangeRow]:
    return [
        ChangeRow(
            change,
            list(_facts(change)),
            [words.consequence(found) for found in sorted(change.consequences, key=_weight)],
        )
        for change in changes
    ]


def _weight(consequence: Mapping[str, Any]) -> int:
    return WORST_FIRST.index(consequence["code"])


def _facts(change: ImportChange) -> Iterator[Fact]:
    """Of a newcomer all we are told, of a leaver where from and when, else what differs."""
    present = PRESENT.get(Kind(change.kind), _what_differs)
    for name, label in words.FACTS.items():
        if name in change.before or name in change.after:
            yield from present(change, name, str(label))
    for kind in Identity.Kind:
        if f"_{kind}" in change.after:
            yield Fact(str(kind.label), "", _("new, for logging in"))


def _what_differs(change: ImportChange, name: str, label: str) -> Iterator[Fact]:
    old = words.shown(name, change.before.get(name))
    new = words.shown(name, change.after.get(name))
    if old != new:
        yield Fact(label, old, new)


def _what_is_told(change: ImportChange, name: str, label: str) -> Iterator[Fact]:
    """The name stands in the line's heading already."""
    if name not in ("first_name", "last_name") and change.after.get(name):
        yield Fact(label, "", words.shown(name, change.after[name]))


def _what_is_left(change: ImportChange, name: str, label: str) -> Iterator[Fact]:
    if name in ("workplace", "left_on"):
        value = change.after.get(name, change.before.get(name))
        yield Fact(label, "", words.shown(name, value))


Present = Callable[[ImportChange, str, str], Iterator[Fact]]
PRESENT: Final[Mapping[Kind, Present]] = {
    Kind.JOINS: _what_is_told,
    Kind.OPENS: _what_is_told,
    Kind.LEAVES: _what_is_left,
}


def problem_rows(problems: Iterable[ImportProblem]) -> list[ProblemRow]:
    return [
        ProblemRow(problem, words.sentence(problem), words.is_warning(problem))
        for problem in problems
    ]


def problem_lines(batch: ImportBatch) -> Iterator[list[str]]:
    """For a spreadsheet, so that whoever keeps the staff system can put it right."""
    yield [_("Row"), _("Column"), _("What is wrong"), _("The row")]
    for found in problem_rows(batch.problems.order_by("row", "pk").iterator(2000)):
        outcome = _("counts all the same") if found.row_counts else _("is left out")
        yield [str(found.problem.row), found.problem.column, found.sentence, outcome]
