"""When a booked day begins and ends. Which days a plan means, the plan's own room knows."""

import datetime
from zoneinfo import ZoneInfo

from applications.calendar import FULL_DAY_MINUTES, minutes_a_day, working_days

__all__ = ["FULL_DAY_MINUTES", "during", "minutes_a_day", "working_days"]

OSLO = ZoneInfo("Europe/Oslo")
SCHOOL_DAY_STARTS = datetime.time(8, 0)


def during(day: datetime.date, minutes: int) -> tuple[datetime.datetime, datetime.datetime]:
    """From when to when, Norwegian time."""
    start = datetime.datetime.combine(day, SCHOOL_DAY_STARTS, tzinfo=OSLO)
    return start, start + datetime.timedelta(minutes=minutes)
