"""Who could stand in, what it takes, what the case has for it, and what is left to do."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet, Sum
from django.utils import timezone
from django.utils.translation import gettext as _

from applications.models import Application, CostLine
from funding.costs import Terms, cover_ore
from funding.purposes import lines_for_cover
from funding.queries import EarmarkLine
from funding.rules import terms_on
from staff.models import User
from staff.money import Ore
from staff.verdict import Refusal
from substitutes import calendar
from substitutes.models import Booking, Order, Shift, Substitute
from substitutes.states import State

BOOKED = (State.FILLED, State.RUNNING)
# Of placements: until money is set aside, nobody can be booked.
WITHOUT_MONEY = Q(state=State.OPEN, application=None, commitment=None)


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
    return called.exclude(user_id=order.covers_for_id)


def candidates(order: Order) -> list[Candidate]:
    """The owner's pool for an order: free ones first, then those who know the staff group."""
    days = list(calendar.working_days(order.starts_on, order.ends_on, order.weekdays))
    group = order.staff_group_id
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


def left_ore(order: Order) -> Ore:
    """What there is for the order's cover and is not paid yet."""
    if order.application is not None:
        return left_for_cover_ore(order.application)
    return order.commitment.committed_ore if order.commitment else 0


def terms(order: Order) -> Terms:
    """The rate its hours are charged at: of the case's scheme, or of the earmark that pays.

    Raises Refusal where none is registered, or where no money is set aside yet.
    """
    case = order.application
    if case is not None:
        assert case.scheme and case.course_run  # noqa: S101, PT018  (sent is complete)
        return terms_on(case.scheme, case.course_run.starts_on)
    if order.commitment is None:
        raise Refusal(_("No money is set aside for this cover yet."))
    return terms_on(order.commitment.earmark.scheme, order.starts_on)


@dataclass(frozen=True, slots=True)
class Source:
    """An earmark that may pay for the cover of a placement, and what it would come to."""

    line: EarmarkLine
    cost_ore: Ore

    @property
    def is_enough(self) -> bool:
        return self.line.balance.available_ore >= self.cost_ore


def earmarks_for(order: Order) -> list[EarmarkLine]:
    """The owner's earmarks with money whose purpose fits whom the cover is for."""
    return lines_for_cover(
        order.owner_id,
        staff_group=order.staff_group_id,
        sector=order.workplace.sector,
        until=order.ends_on,
    )


def sources(order: Order) -> list[Source]:
    """Of these, those with a rate that day, each with the cost at the participant's own pay."""
    assert order.placement is not None  # noqa: S101  (the money of a case is the case's)
    minutes, pay_ore = plan(order).minutes, order.placement.position.annual_pay_ore
    found = []
    for line in earmarks_for(order):
        try:
            rate = terms_on(line.earmark.scheme, order.starts_on)
        except Refusal:
            continue
        found.append(Source(line, cover_ore(rate, minutes, pay_ore)))
    return found


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
            money=Count("pk", filter=WITHOUT_MONEY),
            unfilled=Count("pk", filter=Q(state=State.OPEN)),
            offered=Count("pk", filter=Q(state=State.OFFERED)),
            hours=Count("pk", filter=Q(state__in=BOOKED, due=True)),
            booked=Count("pk", filter=Q(state__in=BOOKED)),
            all=Count("pk"),
        )
    )
    return counts
