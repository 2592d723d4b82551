"""What posts and study take of a week, week by week. Pure arithmetic.

Loads are hundredths of a percent: 10 000 is a full post, and as much is full-time study. A week is
named by its Monday. What lasts some days of a week counts for those days of its seven.
"""

import datetime
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from staff.sharing import share

FULL: Final = 10_000
TOO_MUCH: Final = 11_000
POST_MINUTES: Final = 2_250  # a full post: 37.5 hours a week
STUDY_MINUTES: Final = 2_400  # full-time study: 40 hours a week
DAYS: Final = 7
A_DAY: Final = datetime.timedelta(days=1)
A_WEEK: Final = datetime.timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Span:
    """A load from a day to a day, both included; without a last day until further notice."""

    first: datetime.date
    last: datetime.date | None
    load: int


@dataclass(frozen=True, slots=True)
class Meeting:
    day: datetime.date
    minutes: int


@dataclass(frozen=True, slots=True)
class Relief:
    """What a scheme takes off: `leave` in hundredths of a full post, while the course runs."""

    label: str
    leave: int


@dataclass(frozen=True, slots=True)
class Week:
    """`study` is the course in question, `others` the other courses; `days` of the course in it."""

    monday: datetime.date
    days: int
    positions: int
    study: int
    others: int
    meeting_minutes: int

    @property
    def total(self) -> int:
        return self.positions + self.study + self.others

    @property
    def study_minutes(self) -> int:
        """All study of the week, days one meets included."""
        return _rounded(STUDY_MINUTES * (self.study + self.others), FULL)

    def relief(self, leave: int) -> int:
        """How much of the posts a leave takes off this week: never more than there is of them."""
        return min(self.positions, leave * self.days // DAYS)

    def relieved(self, leave: int) -> int:
        """The load with that leave."""
        return self.total - self.relief(leave)

    def minutes_at_work(self, leave: int) -> int:
        """How much of the study is done in working time, by that leave."""
        return min(self.study_minutes, POST_MINUTES * self.relief(leave) // FULL)

    def own_minutes(self, leave: int) -> int:
        """How much of the study is done in one's own time."""
        return self.study_minutes - self.minutes_at_work(leave)


@dataclass(frozen=True, slots=True)
class Stretch:
    """Weeks after one another that are alike."""

    first: Week
    last: Week
    weeks: int


@dataclass(frozen=True, slots=True)
class Strain:
    """In how many of the weeks the load is too much, and the first of the heaviest."""

    over: int
    of: int
    heaviest: datetime.date
    most: int
    least: int


def week_by_week(
    course: Span,
    *,
    posts: Iterable[Span] = (),
    others: Iterable[Span] = (),
    meetings: Iterable[Meeting] = (),
) -> list[Week]:
    """Each week that the course touches, in order. `course` and `others` have a last day."""
    study = spread(course)
    held, beside, met = list(posts), [spread(other) for other in others], _by_week(meetings)
    return [
        Week(
            monday=monday,
            days=_days_in(course, monday),
            positions=sum(_rounded(post.load * _days_in(post, monday), DAYS) for post in held),
            study=load,
            others=sum(other.get(monday, 0) for other in beside),
            meeting_minutes=met.get(monday, 0),
        )
        for monday, load in study.items()
    ]


def spread(course: Span) -> dict[datetime.date, int]:
    """Monday → load. A whole week has the course's own; the first and the last share what their
    days come to, so that the weeks sum to the course.
    """
    mondays = _mondays(course)
    days = {monday: _days_in(course, monday) for monday in mondays}
    odd = {monday: n for monday, n in days.items() if n < DAYS}
    parts = share(_rounded(course.load * sum(odd.values()), DAYS), odd) if odd else {}
    return {monday: parts.get(monday, course.load) for monday in mondays}


def alike(weeks: Sequence[Week]) -> list[Stretch]:
    """The weeks in stretches."""
    stretches: list[Stretch] = []
    for week in weeks:
        before = stretches[-1] if stretches else None
        if before is not None and _figures(before.last) == _figures(week):
            stretches[-1] = Stretch(before.first, week, before.weeks + 1)
        else:
            stretches.append(Stretch(week, week, 1))
    return stretches


def strain(weeks: Sequence[Week], leave: int = 0) -> Strain:
    """With that leave; at least one week."""
    heaviest = max(weeks, key=lambda week: (week.relieved(leave), -week.monday.toordinal()))
    return Strain(
        over=sum(1 for week in weeks if week.relieved(leave) > TOO_MUCH),
        of=len(weeks),
        heaviest=heaviest.monday,
        most=heaviest.relieved(leave),
        least=min(week.relieved(leave) for week in weeks),
    )


def _mondays(course: Span) -> list[datetime.date]:
    assert course.last is not None  # noqa: S101  (a course has a last day)
    monday = course.first - A_DAY * course.first.weekday()
    count = ((course.last - monday).days // DAYS) + 1
    return [monday + A_WEEK * number for number in range(count)]


def _days_in(span: Span, monday: datetime.date) -> int:
    """How many of the week's seven days the span lasts."""
    sunday = monday + A_DAY * (DAYS - 1)
    last = sunday if span.last is None else min(span.last, sunday)
    return max(0, (last - max(span.first, monday)).days + 1)


def _by_week(meetings: Iterable[Meeting]) -> Mapping[datetime.date, int]:
    met: dict[datetime.date, int] = {}
    for meeting in meetings:
        monday = meeting.day - A_DAY * meeting.day.weekday()
        met[monday] = met.get(monday, 0) + meeting.minutes
    return met


def _figures(week: Week) -> tuple[int, ...]:
    return week.days, week.positions, week.study, week.others, week.meeting_minutes


def _rounded(amount: int, divisor: int) -> int:
    """The nearest whole number; a half upward. `amount` is not negative."""
    return (2 * amount + divisor) // (2 * divisor)
