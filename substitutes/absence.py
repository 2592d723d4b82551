"""Who is away to study or on placement, week by week, and whether somebody stands in."""

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from applications.calendar import working_days
from applications.costing import leave_at_work
from applications.models import Application
from applications.states import State
from catalogue.models import Placement
from catalogue.states import PlacementState
from staff.models import Workplace
from substitutes.calendar import percent_of
from substitutes.models import Order
from substitutes.states import State as OrderState

AWAY: Final = (State.GRANTED, State.ACCEPTED, State.PARTICIPATING)
ON_PLACEMENT: Final = (PlacementState.SIGNED, PlacementState.COMPLETED)
COVERED: Final = (OrderState.FILLED, OrderState.RUNNING, OrderState.RECONCILED)
EVERY_DAY: Final = (1, 2, 3, 4, 5)
SLACK: Final = datetime.timedelta(days=60)  # how far a leave may reach outside its course


@dataclass(frozen=True, slots=True)
class Leave:
    """One person's leave, as planned. Percent in hundredths of a full post."""

    name: str
    percent: int
    weekdays: Sequence[int]
    first: datetime.date
    last: datetime.date
    is_covered: bool
    url: str = ""


@dataclass(frozen=True, slots=True)
class Week:
    """A week and those who are away in it, in the order they were given."""

    monday: datetime.date
    leaves: tuple[Leave, ...]

    @property
    def number(self) -> int:
        return self.monday.isocalendar().week

    @property
    def percent(self) -> int:
        return sum(leave.percent for leave in self.leaves)

    @property
    def covered_percent(self) -> int:
        return sum(leave.percent for leave in self.leaves if leave.is_covered)


def leaves_at(workplace: Workplace, first: datetime.date, last: datetime.date) -> list[Leave]:
    """The leaves that are granted or accepted, and the placements all three have signed, that touch
    the period, by name. Two queries.
    """
    cases = (
        Application.objects.filter(
            workplace=workplace,
            submitted_at__isnull=False,
            state__in=AWAY,
            leave_percent__gt=0,
            course_run__starts_on__lte=last + SLACK,
            course_run__ends_on__gte=first - SLACK,
        )
        .select_related("applicant", "course_run", "recommendation", "cover_order")
        .order_by("pk")
    )
    placements = (
        Placement.objects.filter(
            workplace=workplace, state__in=ON_PLACEMENT, starts_on__lte=last, ends_on__gte=first
        )
        .select_related("participant", "position", "cover_order")
        .order_by("pk")
    )
    leaves = [(case.applicant, _leave(case)) for case in cases]
    leaves += [(each.participant, _placement(each)) for each in placements]
    leaves.sort(key=lambda found: found[0].sort_name)
    return [leave for _who, leave in leaves if leave.first <= last and leave.last >= first]


def weeks(leaves: Iterable[Leave], first: datetime.date, last: datetime.date) -> list[Week]:
    """Every week from the one of `first` to the one of `last`, also those in which all are there.

    Somebody is away in a week when one of the leave's weekdays in it is a working day.
    """
    away: dict[datetime.date, list[Leave]] = {}
    monday = _monday(first)
    while monday <= last:
        away[monday] = []
        monday += datetime.timedelta(days=7)
    for leave in leaves:
        days = working_days(max(first, leave.first), min(last, leave.last), leave.weekdays)
        for monday in sorted({_monday(day) for day in days}):
            away[monday].append(leave)
    return [Week(monday, tuple(found)) for monday, found in away.items()]


def _leave(case: Application) -> Leave:
    advice = getattr(case, "recommendation", None)
    order: Order | None = getattr(case, "cover_order", None)
    run = case.course_run
    assert run is not None  # noqa: S101  (a database check says so)
    first, last = run.starts_on, run.ends_on
    if advice is not None and advice.cover_percent:
        first, last = advice.cover_from, advice.cover_to
    return Leave(
        name=str(case.applicant),
        percent=leave_at_work(case),
        weekdays=case.leave_weekdays or EVERY_DAY,
        first=first,
        last=last,
        is_covered=order is not None and order.state in COVERED,
        url=order.get_absolute_url() if order else case.get_absolute_url(),
    )


def _placement(placement: Placement) -> Leave:
    order: Order | None = getattr(placement, "cover_order", None)
    return Leave(
        name=str(placement.participant),
        percent=percent_of(placement.weekdays, placement.position.percent),
        weekdays=placement.weekdays,
        first=placement.starts_on,
        last=placement.ends_on,
        is_covered=order is not None and order.state in COVERED,
        url=order.get_absolute_url() if order else placement.get_absolute_url(),
    )


def _monday(day: datetime.date) -> datetime.date:
    return day - datetime.timedelta(days=day.weekday())
