"""Teachers without approved education, who are employed on condition that they have started on it.

Opplæringslova on employment of the unqualified: beyond the last day (31 July; a dated number) only
if teacher education has been started. Which posts it is about follows from their staff group.
"""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, Self

from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet
from django.utils import timezone

from staff import thresholds
from staff.access import reach
from staff.models import Employee, PathTaken, Position, Threshold, User
from staff.requirements import Facts
from staff.roles import Permission

ON_CONDITION: Final = "unqualified-teacher"
UNDER_WAY: Final = Q(path__is_teacher_education=True, ended_on=None)
FULFILS: Final = UNDER_WAY | Q(path__is_teacher_education=True, outcome=PathTaken.Outcome.COMPLETED)
BEGUN: Final = Exists(PathTaken.objects.filter(FULFILS, employee=OuterRef("pk")))


@dataclass(frozen=True, slots=True)
class Condition:
    """What one person is told: the last day, and the education they have said they are in."""

    last_day: datetime.date
    taken: PathTaken | None

    @property
    def days_left(self) -> int:
        return (self.last_day - timezone.localdate()).days


@dataclass(frozen=True, slots=True)
class Dates:
    """An owner's next last day, and how many days before it reminders go out."""

    last_day: datetime.date
    first_reminder: int
    last_reminder: int

    @classmethod
    def of(cls, owner_id: int, on: datetime.date) -> Self:
        """Raises LookupError where a number is missing."""
        first, last = (
            thresholds.value(code, owner_id, on)
            for code in (
                Threshold.Code.CONDITION_FIRST_REMINDER,
                Threshold.Code.CONDITION_LAST_REMINDER,
            )
        )
        return cls(last_day(owner_id, on), first, last)

    def due(self, on: datetime.date) -> str:
        """Which reminder the day calls for: "first", "last" or none."""
        days_left = (self.last_day - on).days
        if days_left <= self.last_reminder:
            return "last"
        return "first" if days_left <= self.first_reminder else ""


def last_day(owner_id: int, on: datetime.date) -> datetime.date:
    """The next day, today included, that a post on condition ends. Raises LookupError."""
    month, day = divmod(thresholds.value(Threshold.Code.CONDITION_ENDS, owner_id, on), 100)
    try:
        this_year = datetime.date(on.year, month, day)
        return this_year if this_year >= on else this_year.replace(year=on.year + 1)
    except ValueError as error:
        raise LookupError(f"Month {month}, day {day} is no day of the year {on.year}.") from error


def posts_on_condition(on: datetime.date) -> QuerySet[Position]:
    """Posts held that day by teachers without approved education."""
    return Position.objects.on(on).filter(code__staff_group__code=ON_CONDITION)


def condition_of(employee: Employee, facts: Facts, taken: Iterable[PathTaken]) -> Condition | None:
    """None for everybody whose post has no such condition. Raises LookupError."""
    if not any(post.group == ON_CONDITION for post in facts.held):
        return None
    return Condition(last_day(employee.owner_id, facts.on), next(filter(_fulfils, taken), None))


def _fulfils(taken: PathTaken) -> bool:
    """FULFILS, of a row at hand."""
    is_left = taken.ended_on is not None and taken.outcome != PathTaken.Outcome.COMPLETED
    return taken.path.is_teacher_education and not is_left


def employed_on_condition(
    posts: QuerySet[Position], *, has_started: bool | None = None
) -> QuerySet[Employee]:
    """Whoever holds one of the posts; only those who have begun (or completed) teacher education,
    or only those who have not, where that is asked.
    """
    found = Employee.objects.filter(
        Exists(posts.filter(employee=OuterRef("pk"))), forgotten_at=None
    )
    if has_started is None:
        return found
    return found.filter(BEGUN if has_started else ~BEGUN)


def readable_on_condition(user: User, *, has_started: bool | None = None) -> QuerySet[Employee]:
    """Those in a post on condition at a workplace whose staff one may read."""
    posts = posts_on_condition(timezone.localdate()).filter(reach(user, Permission.STAFF_READ))
    return employed_on_condition(posts, has_started=has_started)


def counts(user: User) -> dict[str, int]:
    """How many one may read of, by whether they have started; in one query."""
    found: dict[str, int] = readable_on_condition(user).aggregate(
        started=Count("pk", filter=BEGUN), all=Count("pk")
    )
    return {"not_started": found["all"] - found["started"], **found}


def for_rows(employees: QuerySet[Employee]) -> QuerySet[Employee]:
    """With name, the posts on condition and the education begun: for the owner's list."""
    posts = posts_on_condition(timezone.localdate()).select_related("workplace", "code")
    fulfilling = PathTaken.objects.filter(FULFILS).select_related("path").order_by("-pk")
    return employees.select_related("user").prefetch_related(
        Prefetch("positions", posts, to_attr="posts_on_condition"),
        Prefetch("paths_taken", fulfilling, to_attr="teacher_education"),
    )


def to_remind(owner_id: int, on: datetime.date, until: datetime.date) -> list[Employee]:
    """Who has not started, in a post at the owner that would go on beyond `until`."""
    posts = posts_on_condition(on).filter(Q(ends_on=None) | Q(ends_on__gt=until), owner=owner_id)
    found = employed_on_condition(posts, has_started=False)
    return list(for_rows(found).order_by("pk"))


def owners_with_posts_on_condition(on: datetime.date) -> list[int]:
    return list(posts_on_condition(on).order_by("owner").values_list("owner", flat=True).distinct())
