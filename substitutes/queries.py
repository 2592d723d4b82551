"""Who could stand in."""

from dataclasses import dataclass

from django.db.models import Count, Q

from substitutes import calendar
from substitutes.models import Order, Shift, Substitute


@dataclass(frozen=True, slots=True)
class Candidate:
    """A substitute for an order, with the reasons that decide, in words' order of weight."""

    substitute: Substitute
    fits_group: bool
    can_all_weekdays: bool
    taken_days: int

    @property
    def is_free(self) -> bool:
        return not self.taken_days


def candidates(order: Order) -> list[Candidate]:
    """The owner's pool for an order: free ones first, then those who know the staff group."""
    days = list(calendar.working_days(order.starts_on, order.ends_on, order.weekdays))
    group = order.application.staff_group_id
    pool = (
        Substitute.objects.filter(owner_id=order.owner_id)
        .exclude(user_id=order.application.applicant_id)
        .select_related("user")
        .annotate(knows_group=Count("staff_groups", filter=Q(staff_groups=group)))
        .order_by("user__last_name", "user__first_name", "pk")
    )
    taken = dict(
        Shift.objects.filter(substitute__in=pool, day__in=days, cancelled_at=None)
        .values_list("substitute")
        .annotate(Count("pk"))
    )
    found = [
        Candidate(
            substitute=substitute,
            fits_group=bool(substitute.knows_group),
            can_all_weekdays=set(order.weekdays) <= set(substitute.weekdays),
            taken_days=taken.get(substitute.pk, 0),
        )
        for substitute in pool
    ]
    return sorted(found, key=lambda c: (not c.is_free, not c.fits_group, not c.can_all_weekdays))
