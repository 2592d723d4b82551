"""Who could stand in, what it takes, what the case has for it, and what is left to do."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet, Sum
from django.utils import timezone

from applications.models import Application, CostLine
from staff.models import User
from staff.money import Ore
from substitutes import calendar
from substitutes.models import Booking, Order, Shift, Substitute
from substitutes.states import State

BOOKED = (State.FILLED, State.RUNNING)


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


@dataclass(frozen=True, slots=True)
class Plan:
    """The days of an order and how long each of them is."""

    days: Sequence[datetime.date]
    minutes_a_day: int

    @property
    def minutes(self) -> int:
        return self.minutes_a_day * len(self.days)


def plan(order: Order) -> Plan:
    days = calendar.working_days(order.starts_on, order.ends_on, order.weekdays)
    return Plan(list(days), calendar.minutes_a_day(order.percent, order.weekdays))


def pool(order: Order) -> QuerySet[Substitute]:
    """Those the owner can call today, but for the one who is away."""
    still = Q(membership__ends_on=None) | Q(membership__ends_on__gte=timezone.localdate())
    called = Substitute.objects.filter(still, owner_id=order.owner_id).select_related("user")
    return called.exclude(user_id=order.application.applicant_id)


def candidates(order: Order) -> list[Candidate]:
    """The owner's pool for an order: free ones first, then those who know the staff group."""
    days = list(calendar.working_days(order.starts_on, order.ends_on, order.weekdays))
    group = order.application.staff_group_id
    everybody = (
        pool(order)
        .annotate(knows_group=Count("staff_groups", filter=Q(staff_groups=group)))
        .order_by("user__last_name", "user__first_name", "pk")
    )
    taken = dict(
        Shift.objects.filter(substitute__in=everybody, day__in=days, cancelled_at=None)
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
        for substitute in everybody
    ]
    return sorted(found, key=lambda c: (not c.is_free, not c.fits_group, not c.can_all_weekdays))


def unpaid_fees_ore(application: Application) -> Ore:
    """What the case must keep for its course fees."""
    fees = application.cost_lines.filter(kind=CostLine.Kind.FEES).aggregate(
        sum=Sum("total_ore", default=0)
    )
    paid = application.participations.aggregate(sum=Sum("paid_ore", default=0))
    left: Ore = max(0, fees["sum"] - paid["sum"])
    return left


def left_for_cover_ore(application: Application) -> Ore:
    """What the case has committed and does not owe its course provider."""
    committed_ore = application.commitment.committed_ore if application.commitment else 0
    return max(0, committed_ore - unpaid_fees_ore(application))


def visible_bookings(user: User) -> QuerySet[Booking]:
    """One's own, and those of the orders one may see."""
    return Booking.objects.filter(
        Q(substitute__user=user) | Q(order__in=Order.objects.visible_to(user))
    )


def with_live_booking(orders: QuerySet[Order]) -> QuerySet[Order]:
    """Adds `live`: a list with the booking in force, or nothing."""
    in_force = Booking.objects.filter(cancelled_at=None).select_related("substitute__user")
    return orders.prefetch_related(Prefetch("bookings", queryset=in_force, to_attr="live"))


def due_shifts() -> QuerySet[Shift]:
    """Days that have come, and whose hours nobody has confirmed."""
    return Shift.objects.filter(timesheet=None, cancelled_at=None, day__lte=timezone.localdate())


def has_due() -> Exists:
    """Whether hours of an order wait to be confirmed."""
    return Exists(due_shifts().filter(booking__order=OuterRef("pk")))


def order_counts(user: User) -> dict[str, int]:
    """How many orders the person has in each view of the list."""
    counts: dict[str, int] = (
        Order.objects.visible_to(user)
        .annotate(due=has_due())
        .aggregate(
            unfilled=Count("pk", filter=Q(state=State.OPEN)),
            offered=Count("pk", filter=Q(state=State.OFFERED)),
            hours=Count("pk", filter=Q(state__in=BOOKED, due=True)),
            booked=Count("pk", filter=Q(state__in=BOOKED)),
            all=Count("pk"),
        )
    )
    return counts
