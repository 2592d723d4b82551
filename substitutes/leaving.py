"""What cover is booked for somebody who leaves, and where they stand in themselves."""

import datetime
from collections import defaultdict
from collections.abc import Collection
from typing import Any

from django.db.models import Count, F

from staff.models import Employee
from substitutes.models import Shift

Found = dict[int, list[dict[str, Any]]]


def consequences_of_leaving(
    *, employee_ids: Collection[int], on: datetime.date
) -> dict[int, list[dict[str, Any]]]:
    """Days from `on` that are booked: for their study or placement, and where they stand in."""
    to_come = Shift.objects.filter(day__gte=on, cancelled_at=None).order_by()
    found: Found = defaultdict(list)
    booked = (
        to_come.filter(booking__order__application__employee__in=employee_ids)
        .values_list(
            "booking__order__application__employee_id", "booking__order__application__number"
        )
        .annotate(days=Count("day", distinct=True))
    )
    for employee_id, number, days in booked:
        params = {"number": number, "days": days}
        found[employee_id].append({"code": "cover_booked", "params": params})
    on_placement = (
        to_come.filter(booking__order__placement__position__employee__in=employee_ids)
        .values_list(
            "booking__order__placement__position__employee_id",
            "booking__order__placement__business__name",
        )
        .annotate(days=Count("day", distinct=True))
    )
    for employee_id, business, days in on_placement:
        params = {"business": business, "days": days}
        found[employee_id].append({"code": "placement_cover_booked", "params": params})
    stands_in = (
        to_come.filter(
            substitute__user__employments__in=Employee.objects.filter(pk__in=employee_ids),
            substitute__owner=F("substitute__user__employments__owner"),
        )
        .values_list("substitute__user__employments")
        .annotate(days=Count("day", distinct=True))
    )
    for employee_id, days in stands_in:
        found[employee_id].append({"code": "stands_in", "params": {"days": days}})
    return dict(found)
