"""Days on which hardly anybody expects a course. Pure, but for the public holidays it looks up."""

import datetime
from functools import cache

import holidays

SUNDAY = 7


@cache
def _public_holidays(year: int) -> frozenset[datetime.date]:
    return frozenset(holidays.country_holidays("NO", years=year))


def is_holiday(day: datetime.date) -> bool:
    """A Norwegian public holiday, also one that falls on a Sunday."""
    return day in _public_holidays(day.year)


def is_sunday(day: datetime.date) -> bool:
    return day.isoweekday() == SUNDAY
