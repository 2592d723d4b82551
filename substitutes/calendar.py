"""When a booked day begins and ends. Which days a plan means, the plan's own room knows."""

import datetime
from collections.abc import Sequence
from zoneinfo import ZoneInfo

from applications.calendar import FULL_DAY_MINUTES, minutes_a_day, working_days

__all__ = ["FULL_DAY_MINUTES", "during", "minutes_a_day", "percent_of", "working_days"]

OSLO = ZoneInfo("Europe/Oslo")
SCHOOL_DAY_STARTS = datetime.time(8, 0)
DAY_OF_A_FULL_POST = 2_000  # one of five, in hundredths of a percent


def during(day: datetime.date, minutes: int) -> tuple[datetime.datetime, datetime.datetime]:
    """From when to when, Norwegian time."""
    start = datetime.datetime.combine(day, SCHOOL_DAY_STARTS, tzinfo=OSLO)
    return start, start + datetime.timedelta(minutes=minutes)


def percent_of(weekdays: Sequence[int], post: int) -> int:
    """What being away on these weekdays is of a full post; no more than the post itself is.

    Hundredths of a percent.
    """
    return min(DAY_OF_A_FULL_POST * len(weekdays), post)
