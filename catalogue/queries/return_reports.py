"""The report of a college, a county and the country: what was produced, what is paid, and when."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils import timezone

from catalogue.models import Provider
from catalogue.queries.returns import Production, Rates, production_of
from catalogue.returns import Counts, Ore, Payment, payments, people_in, result_ore, together
from staff.models import County


@dataclass(frozen=True, slots=True)
class Line:
    """A college, a county or a year: what it produced. `paid_in` is 0 where no rate holds.

    `counts.enrolled` is of no use where `is_few`: then the people are not told.
    """

    name: str
    year: int
    counts: Counts
    result_ore: Ore
    paid_in: int = 0
    key: int | None = None
    is_few: bool = False


@dataclass(frozen=True, slots=True)
class Report:
    """`lines` and what they sum to, and the payments year by year from the first to the last."""

    lines: list[Line]
    total: Line
    payments: list[Payment]


class Returns:
    """Everything there is to know of some colleges, read in two queries.

    `is_own`: for a college's own contacts, who know their participants.
    """

    def __init__(self, colleges: QuerySet[Provider], *, is_own: bool = False) -> None:
        self.colleges = list(colleges)
        self.rates = Rates()
        self.produced = production_of(colleges)
        self.is_own = is_own
        self.this_year = timezone.localdate().year

    def years(self) -> list[int]:
        """In which something was produced, and this year; the latest first."""
        found = {year for production in self.produced.values() for year in production}
        return sorted(found | {self.this_year}, reverse=True)

    def by_year(self, college: Provider) -> Report:
        production = self.produced.get(college.pk, {})
        lines = [
            self._line(college, year, production.get(year, Counts()), str(year))
            for year in self.years()
        ]
        return Report(lines, self._total(lines), self._paid(college))

    def by_college(self, year: int) -> Report:
        lines = [
            self._line(college, year, self._in(college, year), college.name)
            for college in self.colleges
        ]
        return Report(lines, self._total(lines), self._paid_together(self.colleges))

    def by_county(self, year: int) -> Report:
        counties: dict[County | None, list[Provider]] = {}
        for college in sorted(self.colleges, key=_county_number):
            counties.setdefault(college.county, []).append(college)
        lines = [self._county(county, found, year) for county, found in counties.items()]
        return Report(lines, self._total(lines), self._paid_together(self.colleges))

    def _county(self, county: County | None, colleges: list[Provider], year: int) -> Line:
        lines = [self._line(each, year, self._in(each, year), each.name) for each in colleges]
        total = self._total(lines)
        return Line(
            name=county.name if county else "",
            year=year,
            counts=total.counts,
            result_ore=total.result_ore,
            paid_in=total.paid_in,
            key=county.pk if county else None,
            is_few=all(line.is_few or not line.counts.enrolled for line in lines)
            and any(line.is_few for line in lines),
        )

    def _line(self, college: Provider, year: int, counts: Counts, name: str) -> Line:
        rate = self.rates.of(college.county_id)(year)
        return Line(
            name=name,
            year=year,
            counts=counts,
            result_ore=result_ore(counts.credits, rate.result_ore_per_60_credits) if rate else 0,
            paid_in=year + rate.lag_years if rate else 0,
            key=college.pk,
            is_few=counts.are_few and not self.is_own,
        )

    def _total(self, lines: Iterable[Line]) -> Line:
        """Of the people, those on lines that tell them: nothing hidden can be worked out."""
        listed = list(lines)
        counts = [line.counts for line in listed]
        summed = sum(counts, Counts()) if self.is_own else people_in(counts)
        years = {line.paid_in for line in listed}
        return Line(
            name="",
            year=0,
            counts=summed,
            result_ore=sum(line.result_ore for line in listed),
            paid_in=years.pop() if len(years) == 1 else 0,
        )

    def _in(self, college: Provider, year: int) -> Counts:
        return self.produced.get(college.pk, {}).get(year, Counts())

    def _paid(self, college: Provider) -> list[Payment]:
        production: Production = self.produced.get(college.pk, {})
        credits = {year: counts.credits for year, counts in production.items()}
        return payments(credits, self.rates.of(college.county_id), self._paid_years())

    def _paid_together(self, colleges: list[Provider]) -> list[Payment]:
        return together([self._paid(college) for college in colleges])

    def _paid_years(self) -> range:
        """From the first year of production until what is produced this year is paid."""
        return range(min(self.years()), self.this_year + self.rates.longest_lag() + 1)


def _county_number(college: Provider) -> str:
    return college.county.number if college.county else "~"
