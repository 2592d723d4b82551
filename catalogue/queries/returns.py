"""What vocational colleges, and an owner's places, have produced; the rates it is counted with."""

import datetime
from collections import defaultdict
from dataclasses import dataclass

from django.db.models import Count, F, Q, QuerySet, Sum
from django.utils import timezone

from catalogue.models import CourseRun, Provider, ReturnRate, Seat
from catalogue.returns import Counts, Rate, RateOf
from catalogue.states import SeatState
from staff.models import County, Owner
from tenancy.acting import acting_for

Production = dict[int, Counts]  # by the year the runs ended


@dataclass(frozen=True, slots=True)
class RunResult:
    """One course run and what came of it."""

    run: CourseRun
    counts: Counts


def colleges() -> QuerySet[Provider]:
    """All vocational colleges, by name."""
    found = Provider.objects.filter(kind=Provider.Kind.FAGSKOLE)
    return found.select_related("county").order_by("name")


def production_of(providers: QuerySet[Provider]) -> dict[int, Production]:
    """By college, then by year. Participants come from all owners, so it is read across them."""
    rows = _delivered().filter(run__course__provider__in=providers)
    found: dict[int, Production] = defaultdict(dict)
    with acting_for(across=True):
        for row in _counted(rows, "run__course__provider", "run__ends_on__year"):
            provider, year, *counts = row
            found[provider][year] = Counts(*counts)
    return found


def runs_of(provider: Provider, year: int) -> list[RunResult]:
    """The college's runs that ended in the year, the latest first."""
    with acting_for(across=True):
        return _results(_delivered().filter(run__course__provider=provider), year)


def years_of(owner: Owner) -> list[int]:
    """The years in which runs ended that the owner's employees had seats in, the latest first."""
    years = _delivered().filter(owner=owner).values_list("run__ends_on__year", flat=True)
    return sorted(set(years.distinct().order_by()), reverse=True)


def produced_for(owner: Owner, year: int) -> list[RunResult]:
    """The runs the owner's own employees had seats in, counting them alone."""
    return _results(_delivered().filter(owner=owner), year)


class Rates:
    """All rates, read once. A county's own goes before everybody's."""

    def __init__(self) -> None:
        self._rows = list(ReturnRate.objects.all())

    def row(self, county_id: int | None, year: int) -> ReturnRate | None:
        """The one that holds on 1 January of the year."""
        first = datetime.date(year, 1, 1)
        holding = [rate for rate in self._rows if _covers(rate, first)]
        for wanted in (county_id, None):
            for rate in holding:
                if rate.county_id == wanted:
                    return rate
        return None

    def of(self, county_id: int | None) -> RateOf:
        """By year, for one county."""

        def rate_of(year: int) -> Rate | None:
            row = self.row(county_id, year)
            if row is None:
                return None
            return Rate(row.basic_ore, row.result_ore_per_60_credits, row.lag_years)

        return rate_of

    def longest_lag(self) -> int:
        return max((rate.lag_years for rate in self._rows), default=0)


def rates_for(county: County | None, *, all_counties: bool) -> QuerySet[ReturnRate]:
    """Everybody's and the county's own, or every county's; the latest first."""
    found = ReturnRate.objects.select_related("county")
    if not all_counties:
        found = found.filter(Q(county=None) | Q(county=county))
    return found.order_by(F("county__number").asc(nulls_first=True), "-valid")


def _delivered() -> QuerySet[Seat]:
    """Confirmed seats of runs that are over and were not cancelled."""
    return Seat.objects.filter(
        state=SeatState.CONFIRMED,
        run__cancelled_on=None,
        run__ends_on__lte=timezone.localdate(),
    )


def _counted(seats: QuerySet[Seat], *by: str) -> QuerySet[Seat, tuple[int, ...]]:
    return (
        seats.order_by()
        .values_list(*by)
        .annotate(
            enrolled=Count("pk"),
            came=Count("pk", filter=Q(met=True)),
            done=Count("pk", filter=Q(is_completed=True)),
            earned=Sum("credits_earned", default=0),
        )
    )


def _results(seats: QuerySet[Seat], year: int) -> list[RunResult]:
    found = {run: Counts(*counts) for run, *counts in _counted(_ended_in(seats, year), "run")}
    runs = CourseRun.objects.for_display().filter(pk__in=found).order_by("-ends_on", "-pk")
    return [RunResult(run, found[run.pk]) for run in runs]


def _ended_in(seats: QuerySet[Seat], year: int) -> QuerySet[Seat]:
    return seats.filter(run__ends_on__year=year)


def _covers(rate: ReturnRate, day: datetime.date) -> bool:
    lower, upper = rate.valid.lower, rate.valid.upper
    return (lower is None or lower <= day) and (upper is None or day < upper)
