"""A month of days one meets, as a grid and as a list."""

import calendar
import datetime
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from catalogue.free_days import holiday_name
from catalogue.models import Session
from catalogue.states import SeatState

FIRST_YEAR: Final = 2000
LAST_YEAR: Final = 2099
WORDS: Final = {
    SeatState.ASKED: (_("Not confirmed yet"), "warning"),
    SeatState.WAITING: (_("Waiting list"), "warning"),
}


@dataclass(frozen=True, slots=True)
class Entry:
    """A session, with a word about it where it is not certain."""

    session: Session
    word: str | Promise
    color: str


@dataclass(frozen=True, slots=True)
class Day:
    """`holiday` is its name, or nothing."""

    day: datetime.date
    is_in_month: bool
    is_today: bool
    holiday: str | Promise
    entries: Sequence[Entry]


@dataclass(frozen=True, slots=True)
class Week:
    number: int
    days: Sequence[Day]


@dataclass(frozen=True, slots=True)
class Month:
    """A calendar month; its grid begins on a Monday and ends on a Sunday."""

    first: datetime.date

    @property
    def days(self) -> list[list[datetime.date]]:
        weeks = calendar.Calendar().monthdatescalendar(self.first.year, self.first.month)
        return [list(week) for week in weeks]

    @property
    def last(self) -> datetime.date:
        return self.first + datetime.timedelta(
            days=calendar.monthrange(self.first.year, self.first.month)[1] - 1
        )

    @property
    def key(self) -> str:
        return f"{self.first:%Y-%m}"

    @property
    def before(self) -> "Month":
        return Month((self.first - datetime.timedelta(days=1)).replace(day=1))

    @property
    def after(self) -> "Month":
        return Month(self.last + datetime.timedelta(days=1))


def month_in(text: str, today: datetime.date) -> Month:
    """The month named as 2027-09; where that makes no sense, this month."""
    year, _dash, month = text.partition("-")
    if year.isdecimal() and month.isdecimal() and len(text) == len("2027-09"):
        is_known = FIRST_YEAR <= int(year) <= LAST_YEAR and 1 <= int(month) <= 12
        if is_known:
            return Month(datetime.date(int(year), int(month), 1))
    return Month(today.replace(day=1))


def grid(month: Month, sessions: Iterable[Session], today: datetime.date) -> list[Week]:
    """`sessions` with `seat_state`, in order of time."""
    of_day: dict[datetime.date, list[Entry]] = defaultdict(list)
    for session in sessions:
        of_day[session.day].append(entry_of(session))
    return [
        Week(
            days[0].isocalendar().week,
            [
                Day(
                    day=day,
                    is_in_month=day.month == month.first.month,
                    is_today=day == today,
                    holiday=holiday_name(day),
                    entries=of_day.get(day, ()),
                )
                for day in days
            ],
        )
        for days in month.days
    ]


def listed(weeks: Iterable[Week]) -> list[Day]:
    """The days of the month with something on them: a session, or a holiday."""
    return [
        day
        for week in weeks
        for day in week.days
        if day.is_in_month and (day.entries or day.holiday)
    ]


def entry_of(session: Session) -> Entry:
    if session.run.cancelled_on:
        return Entry(session, _("Cancelled"), "danger")
    state = SeatState(session.seat_state)  # type: ignore[attr-defined]
    word, color = WORDS.get(state, ("", "neutral"))
    return Entry(session, word, color)
