"""The leader's picture of who is away: one semester, week by week, as a chart and as a table."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Final

from django.utils.translation import gettext as _

from substitutes.absence import Leave, Week

AHEAD: Final = datetime.timedelta(days=60)  # that early one plans the next semester
CHART_WIDTH, LEFT, BASE = 760, 56, 140
FULL_POST: Final = 10_000


@dataclass(frozen=True, slots=True)
class Semester:
    """Spring is January to June, autumn August to December; `part` is 1 or 2."""

    year: int
    part: int

    @property
    def first(self) -> datetime.date:
        return datetime.date(self.year, 1 if self.part == 1 else 8, 1)

    @property
    def last(self) -> datetime.date:
        return datetime.date(self.year, *((6, 30) if self.part == 1 else (12, 31)))

    @property
    def key(self) -> str:
        return f"{self.year}-{self.part}"

    @property
    def label(self) -> str:
        words = _("spring %(year)d") if self.part == 1 else _("autumn %(year)d")
        return words % {"year": self.year}

    @property
    def before(self) -> "Semester":
        return Semester(self.year - 1, 2) if self.part == 1 else Semester(self.year, 1)

    @property
    def after(self) -> "Semester":
        return Semester(self.year, 2) if self.part == 1 else Semester(self.year + 1, 1)


@dataclass(frozen=True, slots=True)
class Span:
    """Weeks on end in which the same people are away."""

    first: Week
    last: Week

    @property
    def leaves(self) -> Sequence[Leave]:
        return self.first.leaves

    @property
    def weeks(self) -> str:
        if self.first is self.last:
            return str(self.first.number)
        return f"{self.first.number}–{self.last.number}"

    @property
    def friday(self) -> datetime.date:
        return self.last.monday + datetime.timedelta(days=4)


@dataclass(frozen=True, slots=True)
class Bar:
    """One week of the chart, in whole units of it: covered below, not covered on top."""

    x: int
    width: int
    covered_y: int
    covered_height: int
    open_y: int
    open_height: int
    label: str
    label_x: int


@dataclass(frozen=True, slots=True)
class Chart:
    bars: Sequence[Bar]
    most: int  # hundredths of a percent of a full post at the top line


def chosen_semester(key: str, today: datetime.date) -> Semester:
    """The one asked for; else the one that is being planned."""
    year, _dash, part = key.partition("-")
    if year.isdecimal() and len(year) == 4 and part in ("1", "2") and 2000 < int(year) < 2100:
        return Semester(int(year), int(part))
    ahead = today + AHEAD
    return Semester(ahead.year, 1 if ahead.month <= 6 else 2)


def spans(weeks: Sequence[Week]) -> list[Span]:
    """Weeks with the same people gathered; weeks in which everybody is there are left out."""
    found = []
    for leaves, group in groupby(weeks, key=lambda week: week.leaves):
        together = list(group)
        if leaves:
            found.append(Span(together[0], together[-1]))
    return found


def chart(weeks: Sequence[Week]) -> Chart:
    most = max([FULL_POST, *(week.percent for week in weeks)])
    step = (CHART_WIDTH - LEFT) // max(1, len(weeks))
    bars = []
    for place, week in enumerate(weeks):
        covered = BASE * week.covered_percent // most
        uncovered = BASE * week.percent // most - covered
        bars.append(
            Bar(
                x=LEFT + place * step + 3,
                width=step - 6,
                covered_y=BASE - covered,
                covered_height=covered,
                open_y=BASE - covered - uncovered,
                open_height=uncovered,
                label=str(week.number),
                label_x=LEFT + place * step + step // 2,
            )
        )
    return Chart(bars, most)
