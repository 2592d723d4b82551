"""How heavy a course is: from its credits and its dates."""

import datetime
from typing import Final

FULL_YEAR_CREDITS: Final = 60
STUDY_WEEKS_A_YEAR: Final = 40
CALENDAR_WEEKS_A_YEAR: Final = 52
WEEKS_A_TERM: Final = 20
MOST_TERMS: Final = 12
WHOLE: Final = 10_000


def study_weeks(starts_on: datetime.date, ends_on: datetime.date) -> int:
    """Weeks of study between the two days, both included: every week begun, at most 40 a year.

    A student's year is 40 weeks, two terms of 20; the rest of the 52 is holidays.
    """
    weeks = -(-((ends_on - starts_on).days + 1) // 7)
    years, rest = divmod(weeks, CALENDAR_WEEKS_A_YEAR)
    return years * STUDY_WEEKS_A_YEAR + min(rest, STUDY_WEEKS_A_YEAR)


def study_load(credits: int, starts_on: datetime.date, ends_on: datetime.date) -> int:
    """Hundredths of a percent of full-time study.

    The rule: full-time study is 60 credits in a year of 40 weeks, which is 1.5 credits a week. So
    the load is credits / 60 ÷ (weeks / 40): 30 credits over 40 weeks are 50 percent, 15 credits
    over 20 weeks too. Half a hundredth is rounded up. No credits, no load that we know of.
    """
    weeks = study_weeks(starts_on, ends_on)
    divisor = FULL_YEAR_CREDITS * weeks
    return (2 * WHOLE * credits * STUDY_WEEKS_A_YEAR + divisor) // (2 * divisor)


def terms(starts_on: datetime.date, ends_on: datetime.date) -> int:
    """How many terms of 20 weeks the course lasts, begun ones too; from 1 to 12."""
    return min(MOST_TERMS, -(-study_weeks(starts_on, ends_on) // WEEKS_A_TERM))
