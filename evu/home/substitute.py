"""The substitute's first page: who asks, where to be which day, and the hours."""

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.db.models import Count, Max, Min, Q, Sum
from django.utils import timezone

from staff.http import StaffRequest
from substitutes.models import Booking, Shift
from substitutes.states import State


@dataclass(frozen=True, slots=True)
class Month:
    first: datetime.date
    shifts: Sequence[Shift]
    is_open: bool

    @property
    def minutes(self) -> int:
        return sum(shift.minutes for shift in self.shifts)


def context(request: StaffRequest) -> dict[str, Any]:
    today = timezone.localdate()
    mine = Shift.objects.filter(substitute__user=request.user, cancelled_at=None)
    coming = mine.filter(day__gte=today.replace(day=1)).select_related("booking__order__workplace")
    worked = mine.filter(booking__confirmed_at__isnull=False, day__lte=today)
    return {
        "today": today,
        "offers": _offers(request),
        "months": _months(coming.order_by("day", "during"), today),
        "hours": worked.aggregate(
            worked=Sum("minutes", default=0),
            confirmed=Sum("minutes", filter=Q(timesheet__isnull=False), default=0),
        ),
        "next": coming.filter(day__gte=today).order_by("day", "during").first(),
    }


def _offers(request: StaffRequest) -> list[Booking]:
    """What waits for an answer, with how much it is."""
    asked = Booking.objects.filter(
        substitute__user=request.user,
        cancelled_at=None,
        confirmed_at=None,
        order__state=State.OFFERED,
    )
    return list(
        asked.select_related("order__workplace", "order__staff_group")
        .annotate(
            days=Count("shifts"),
            minutes=Sum("shifts__minutes", default=0),
            first=Min("shifts__day"),
            last=Max("shifts__day"),
        )
        .order_by("pk")
    )


def _months(shifts: Iterable[Shift], today: datetime.date) -> list[Month]:
    """By month; the first one with days still to come is open."""
    months: list[Month] = []
    for first, group in groupby(shifts, key=lambda shift: shift.day.replace(day=1)):
        days = list(group)
        is_next = not any(m.is_open for m in months) and days[-1].day >= today
        months.append(Month(first, days, is_next))
    return months
