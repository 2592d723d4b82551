"""What a profile shows: the person's employments, posts, subjects, qualifications, questions."""

import datetime
from dataclasses import dataclass, field

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from staff import thresholds
from staff.access import holding
from staff.models import (
    Correction,
    Employee,
    Position,
    Qualification,
    Teaching,
    Threshold,
    User,
)
from staff.roles import Permission


@dataclass(frozen=True, slots=True)
class Employment:
    """What a person is to one employer."""

    employee: Employee
    positions: list[Position] = field(default_factory=list)
    teachings: list[Teaching] = field(default_factory=list)
    qualifications: list[Qualification] = field(default_factory=list)
    corrections: list[Correction] = field(default_factory=list)


def employments_of(user: User) -> QuerySet[Employee]:
    """Everywhere the person is or was employed, as long as it is remembered."""
    return (
        Employee.objects.filter(user=user, forgotten_at=None)
        .select_related("owner")
        .order_by("left_on", "pk")
    )


def profile_of(user: User) -> list[Employment]:
    """All of it in five queries, however many employers there are."""
    found = {employee.pk: Employment(employee) for employee in employments_of(user)}
    positions = Position.objects.filter(employee__in=found).select_related(
        "workplace", "code__staff_group"
    )
    for position in positions.order_by("-starts_on", "pk"):
        found[position.employee_id].positions.append(position)
    for teaching in Teaching.objects.filter(employee__in=found).select_related("subject"):
        found[teaching.employee_id].teachings.append(teaching)
    for qualification in qualifications_of(Q(employee__in=found)):
        found[qualification.employee_id].qualifications.append(qualification)
    asked = Correction.objects.filter(employee__in=found).select_related("answered_by")
    for correction in asked.order_by("-asked_at"):
        found[correction.employee_id].corrections.append(correction)
    return list(found.values())


def qualifications_of(whose: Q) -> QuerySet[Qualification]:
    """The newest first, with what a line of `staff/_qualifications.html` shows."""
    return (
        Qualification.objects.filter(whose)
        .select_related("subject", "verified_by")
        .order_by("-year", "pk")
    )


def readable_qualifications(user: User) -> QuerySet[Qualification]:
    """One's own, and those of the people whose staff data one may read or confirm."""
    within = employees_within(user, Permission.STAFF_READ, Permission.QUALIFICATION_VERIFY)
    return Qualification.objects.filter(
        Q(employee__user=user) | Q(employee__in=within)
    ).select_related("owner", "subject", "verified_by", "employee__user")


def employees_within(user: User, *permissions: Permission) -> QuerySet[Employee]:
    """The people a permission reaches: of a whole owner, or with a post in a workplace today."""
    owners, workplaces = set(), set()
    for permission in permissions:
        for held in holding(user, permission):
            if held.workplace_id is None:
                owners.add(held.owner_id)
            else:
                workplaces.add(held.workplace_id)
    posts = Position.objects.on(timezone.localdate()).filter(
        employee=OuterRef("pk"), workplace__in=workplaces
    )
    reached = Q(owner__in=owners)
    if workplaces:
        reached |= Q(Exists(posts))
    return Employee.objects.filter(reached, forgotten_at=None)


@dataclass(frozen=True, slots=True)
class Leaving:
    """What becomes of the profile at one employer. `on` is None while one is employed there."""

    employee: Employee
    kept_days: int
    on: datetime.date | None


def leaving_dates(user: User) -> list[Leaving]:
    """When the profile is deleted at each employer."""
    return [_leaving(employee) for employee in employments_of(user)]


def _leaving(employee: Employee) -> Leaving:
    code, today = Threshold.Code.PROFILE_KEPT_DAYS, timezone.localdate()
    days = thresholds.value(code, employee.owner_id, today)
    left = employee.left_on
    # Kept that many whole days after the last day: the night after them it goes.
    return Leaving(employee, days, left + datetime.timedelta(days=days + 1) if left else None)
