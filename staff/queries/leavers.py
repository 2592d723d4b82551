"""Who has left so long ago that their profile is to be deleted."""

import datetime

from django.utils import timezone

from staff import thresholds
from staff.models import Employee, Owner, Threshold
from staff.questions import ask


def due_to_be_forgotten(owner: Owner) -> list[int]:
    """Keys of the owner's leavers whose time has come and whom nothing open needs."""
    left = Employee.objects.filter(
        owner=owner, forgotten_at=None, left_on__lt=_left_before(owner.pk)
    )
    ids = list(left.order_by("pk").values_list("pk", flat=True))
    return sorted(set(ids) - needed(ids)) if ids else []


def is_due(employee: Employee) -> bool:
    """The same for one."""
    return (
        employee.forgotten_at is None
        and employee.left_on is not None
        and employee.left_on < _left_before(employee.owner_id)
        and employee.pk not in needed([employee.pk])
    )


def needed(employee_ids: list[int]) -> set[int]:
    """Those whose profile an open case or booking still needs, whichever room it lies in."""
    return {pk for answer in ask("keeps_profile", employee_ids=employee_ids) for pk in answer}


def _left_before(owner_id: int) -> datetime.date:
    """The profile is kept that many whole days after the last day at work."""
    today = timezone.localdate()
    days = thresholds.value(Threshold.Code.PROFILE_KEPT_DAYS, owner_id, today)
    return today - datetime.timedelta(days=days)
