"""The days a cover plan means. Pure, but for the public holidays it looks up."""

import datetime
from collections.abc import Collection, Iterator
from functools import cache

import holidays

FULL_DAY_MINUTES = 450  # 37.5 hours a week over five days
JULY = 7  # cover is not needed while schools and kindergartens are closed


@cache
def _public_holidays(year: int) -> frozenset[datetime.date]:
    return frozenset(holidays.country_holidays("NO", years=year))


def working_days(
    first: datetime.date, last: datetime.date, weekdays: Collection[int]
) -> Iterator[datetime.date]:
    """The given weekdays (1 is Monday) from first to last, both in, without holidays and July."""
    day = first
    while day <= last:
        is_free = day.month == JULY or day in _public_holidays(day.year)
        if day.isoweekday() in weekdays and not is_free:
            yield day
        day += datetime.timedelta(days=1)


def minutes_a_day(percent: int, weekdays: Collection[int]) -> int:
    """Minutes each covered day, for a percent of a full post (hundredths) spread over weekdays.

    At most a full day: 40 percent over one weekday is still one full day.
    """
    weekly = FULL_DAY_MINUTES * 5 * percent // 10_000
    return min(FULL_DAY_MINUTES, weekly // len(weekdays))
