"""Every date of the demonstration, counted from the day it is loaded."""

import datetime
from dataclasses import dataclass

Date = datetime.date


@dataclass(frozen=True, slots=True)
class Steps:
    """The dates of a round, in the order they come."""

    opens: Date
    applicants: Date
    leaders: Date
    consultation: Date
    decision: Date


@dataclass(frozen=True, slots=True)
class Days:
    """`past` is the study year that is over, `coming` the first day of what is applied for now."""

    today: Date

    def ago(self, days: int) -> Date:
        return self.today - datetime.timedelta(days=days)

    def ahead(self, days: int) -> Date:
        return self.today + datetime.timedelta(days=days)

    @property
    def past_year(self) -> int:
        """The year last round's courses began: the latest whose study year is over."""
        is_over = self.today >= Date(self.today.year, 6, 25)
        return self.today.year - (1 if is_over else 2)

    @property
    def past_autumn(self) -> Date:
        return Date(self.past_year, 8, 18)

    @property
    def past_steps(self) -> Steps:
        year = self.past_year
        return Steps(
            Date(year, 2, 1),
            Date(year, 3, 1),
            Date(year, 3, 15),
            Date(year, 4, 15),
            Date(year, 4, 30),
        )

    @property
    def coming(self) -> Date:
        """The first start of a term that leaves time for a round."""
        starts = [
            Date(year, month, day)
            for year in (self.today.year, self.today.year + 1)
            for month, day in ((1, 11), (8, 16))
        ]
        return next(start for start in starts if start >= self.ahead(80))

    @property
    def coming_year(self) -> int:
        return self.coming.year

    def steps_from(self, opens: Date, *lengths: int) -> Steps:
        """A round that opens then, each step so many days long."""
        days = [opens]
        for length in lengths:
            days.append(days[-1] + datetime.timedelta(days=length))
        return Steps(*days)


def end_of_terms(start: Date, terms: int) -> Date:
    """The last day of so many terms: autumn ends before Christmas, spring before midsummer."""
    year, is_autumn = start.year, start.month >= 7
    for _ in range(terms - 1):
        year, is_autumn = (year + 1, False) if is_autumn else (year, True)
    return Date(year, 12, 18) if is_autumn else Date(year, 6, 18)
