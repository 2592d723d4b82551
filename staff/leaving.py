"""Which roles end when somebody leaves: those beyond the one everybody employed has."""

import datetime
from collections import defaultdict
from collections.abc import Collection
from typing import Any

from django.db.models import F, Q

from staff.models import Employee, Membership
from staff.roles import Role


def consequences_of_leaving(
    *, employee_ids: Collection[int], on: datetime.date
) -> dict[int, list[dict[str, Any]]]:
    """Roles held at the owner that is left, from `on`."""
    people = Employee.objects.filter(pk__in=employee_ids)
    rows = (
        Membership.objects.filter(Q(ends_on=None) | Q(ends_on__gte=on))
        .filter(user__employments__in=people, owner=F("user__employments__owner"))
        .exclude(role=Role.EMPLOYEE)
        .order_by("pk")
        .values_list("user__employments", "role", "workplace__name", "union__name", "owner__name")
    )
    found: dict[int, list[dict[str, Any]]] = defaultdict(list)
    for employee_id, role, workplace, union, owner in rows:
        params = {"role": role, "place": union or workplace or owner}
        found[employee_id].append({"code": "role_ends", "params": params})
    return dict(found)
