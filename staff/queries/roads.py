"""Roads to a qualification: what is known about a person, which roads fit, how far they are."""

import datetime
import logging
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from django.db.models import Q, QuerySet, Value
from django.utils import timezone, translation

from audit.models import Event
from audit.services import subject_of
from staff.models import (
    Employee,
    Path,
    PathTaken,
    Position,
    Qualification,
    StaffGroup,
    Subject,
    User,
)
from staff.queries.profile import employees_within, employments_of
from staff.requirements import Answer, BadTree, Facts, Learned, Names, Post, Purpose, evaluate
from staff.requirements.words import within
from staff.roles import Permission

log = logging.getLogger(__name__)
PROGRESS_EVENT = "road.progress_reported"


@dataclass(frozen=True, slots=True)
class Report:
    """How far somebody was on a day."""

    on: datetime.date
    credits: int


@dataclass(frozen=True, slots=True)
class Standing:
    """Somebody on a road, with what they have reported, the newest first."""

    taken: PathTaken
    reports: list[Report] = field(default_factory=list)

    @property
    def total(self) -> int | None:
        return self.taken.path.credits

    @property
    def left(self) -> int:
        return max(0, (self.total or 0) - self.taken.credits_done)

    @property
    def is_open(self) -> bool:
        return self.taken.ended_on is None

    @property
    def is_late(self) -> bool:
        """Whether the day one thought one would be done has passed."""
        return self.is_open and self.taken.expected_end < timezone.localdate()


@dataclass(frozen=True, slots=True)
class Road:
    """A road that fits a person, and what they have and lack to start on it."""

    path: Path
    entry: Answer


@dataclass(frozen=True, slots=True)
class Roads:
    """All about a person's roads: those they are or were on, and others that fit, best first."""

    facts: Facts
    standings: list[Standing]
    fitting: list[Road]

    @property
    def under_way(self) -> list[Standing]:
        return [standing for standing in self.standings if standing.is_open]

    @property
    def over(self) -> list[Standing]:
        return [standing for standing in self.standings if not standing.is_open]


def employee_of(user: User, owner_id: int | None) -> Employee | None:
    """Whom the page is about: the person as employed where they act, else where they are."""
    current = [found for found in employments_of(user) if found.left_on is None]
    here = [found for found in current if found.owner_id == owner_id]
    return next(iter(here or current), None)


def facts_of(employee: Employee, on: datetime.date) -> Facts:
    """What a tree of requirements is asked about, at one employer: two queries."""
    return _facts(Q(employee=employee), on)


def facts_of_person(user: User, on: datetime.date) -> Facts:
    """The same at all employers together: what one knows, one knows everywhere."""
    return _facts(Q(employee__user=user), on)


def _facts(whose: Q, on: datetime.date) -> Facts:
    positions = Position.objects.filter(whose, starts_on__lte=on)
    qualifications = Qualification.objects.filter(whose)
    return Facts(
        on=on,
        posts=tuple(map(_post, positions.select_related("code__staff_group", "workplace"))),
        learned=tuple(
            Learned(
                kind=held.kind,
                subject=held.subject.code if held.subject else "",
                level=held.level or 0,
                credits=held.credits or 0,
                system=held.credit_system,
                months=held.months or 0,
                is_verified=held.verified_on is not None,
            )
            for held in qualifications.select_related("subject")
        ),
    )


def _post(position: Position) -> Post:
    return Post(
        group=position.code.staff_group.code,
        code=position.code.code,
        sector=position.workplace.sector,
        percent=position.percent,
        starts_on=position.starts_on,
        ends_on=position.ends_on,
    )


def paths_on(day: datetime.date) -> list[Path]:
    """The roads as they are that day; where two rows of a road count, the later one does."""
    rows = Path.objects.filter(valid__contains=day).order_by("code", "-valid__startswith")
    return sorted(rows.distinct("code"), key=lambda path: path.place)


def path_now(pk: int) -> Path | None:
    """The road with that key, if it is one that can be started on today."""
    return next((path for path in paths_on(timezone.localdate()) if path.pk == pk), None)


def roads_of(employee: Employee) -> Roads:
    """What the pages show, in a bounded number of queries."""
    today = timezone.localdate()
    standings = standings_of(employee)
    on_it = {standing.taken.path.code for standing in standings if standing.is_open}
    paths = [path for path in paths_on(today) if path.code not in on_it]
    facts, names = facts_of(employee, today), names_in(paths)
    found = (_road(path, facts, names) for path in paths)
    return Roads(
        facts=facts,
        standings=standings,
        fitting=sorted(filter(None, found), key=_best_first),
    )


def road(path: Path, employee: Employee) -> Road:
    """One road, also if it is meant for others. Raises BadTree."""
    facts = facts_of(employee, timezone.localdate())
    return Road(path, evaluate(path.entry, facts, names=names_in([path])))


def _road(path: Path, facts: Facts, names: Names) -> Road | None:
    """None where the road is for others, or its row cannot be read: then the log says why."""
    try:
        fits = evaluate(path.fits, facts, purpose=Purpose.FITS, names=names)
        entry = evaluate(path.entry, facts, names=names)
    except BadTree as error:
        log.error("road %s (%s): %s", path.pk, path.code, error)
        return None
    return Road(path, entry) if fits.met else None


def _best_first(road: Road) -> tuple[int, int, int]:
    """Least missing, then shortest, then as the table has them."""
    return len(road.entry.missing), road.path.months, road.path.place


def names_in(paths: Iterable[Path]) -> Names:
    """What the roads' trees speak of, in the reader's language: one query."""
    return names_in_trees(tree for path in paths for tree in (path.fits, path.entry))


def names_in_trees(trees: Iterable[object]) -> Names:
    """The staff groups and subjects the trees speak of, in the reader's language: one query."""
    name = "name_nn" if translation.get_language() == "nn" else "name_nb"
    codes = {text for tree in trees for text in _texts(tree)}
    groups, subjects = (
        model._default_manager.filter(code__in=codes)
        .order_by()
        .values_list("code", name, Value(model._meta.model_name))
        for model in (StaffGroup, Subject)
    )
    found: dict[str, dict[str, str]] = {"staffgroup": {}, "subject": {}}
    for code, called, table in groups.union(subjects, all=True):
        found[table][code] = called
    in_sentences = {code: within(called) for code, called in found["subject"].items()}
    return Names(found["staffgroup"], in_sentences)


def _texts(tree: object) -> Iterator[str]:
    """Every text that is a value somewhere in a tree."""
    if isinstance(tree, str):
        yield tree
    elif isinstance(tree, dict | list):
        for part in tree.values() if isinstance(tree, dict) else tree:
            yield from _texts(part)


def standings_of(employee: Employee) -> list[Standing]:
    """Every road the person is or was on: open ones first, then the newest; two queries."""
    taken = employee.paths_taken.select_related("path", "confirmed_by", "employee__owner")
    rows = sorted(taken, key=lambda row: (row.ended_on is not None, -row.started_on.toordinal()))
    reports = _reports_of(rows)
    return [Standing(row, reports.get(subject_of(row), [])) for row in rows]


def _reports_of(rows: Iterable[PathTaken]) -> dict[str, list[Report]]:
    """By the row's name in the history, which is where reports are kept."""
    subjects = [subject_of(row) for row in rows]
    events = Event.objects.filter(subject__in=subjects, kind=PROGRESS_EVENT).order_by("-id")
    found: dict[str, list[Report]] = {}
    for event in events if subjects else ():
        on = datetime.date.fromisoformat(event.details["on"])
        found.setdefault(event.subject, []).append(Report(on, event.details["credits"]))
    return found


def visible_taken(user: User) -> QuerySet[PathTaken]:
    """One's own, and those of people whose staff data one may read or confirm."""
    within = employees_within(user, Permission.STAFF_READ, Permission.QUALIFICATION_VERIFY)
    return PathTaken.objects.filter(Q(employee__user=user) | Q(employee__in=within)).select_related(
        "path", "employee__user", "owner"
    )
