"""What the cover room holds about a person, and what it still needs of one who left."""

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from staff.holding import ACCOUNTS, CASE, TASK, Column, Held
from staff.models import Employee, User
from substitutes.models import Booking, Order, Shift, Substitute, Timesheet
from substitutes.states import State

ON_THE_WAY = (State.OPEN, State.OFFERED, State.FILLED, State.RUNNING)
BOOK = _("To book cover and charge it to the right money")


def personal_data_held(*, user: User) -> list[Held]:
    """The answer to the question of that name (evu/wiring.py)."""
    return [_pool(user), _bookings(user), _shifts(user), _hours(user), _cover(user)]


def keeps_profile(*, employee_ids: list[int]) -> set[int]:
    """Those who stand in for somebody, or for whom somebody stands in, and it is not settled."""
    working = Booking.objects.filter(
        owner=OuterRef("owner"),
        substitute__user=OuterRef("user"),
        cancelled_at=None,
        order__state__in=ON_THE_WAY,
    )
    is_away = Q(application__employee=OuterRef("pk")) | Q(
        placement__position__employee=OuterRef("pk")
    )
    away = Order.objects.filter(is_away, state__in=ON_THE_WAY)
    bound = Employee.objects.filter(pk__in=employee_ids).filter(Exists(working) | Exists(away))
    return set(bound.values_list("pk", flat=True))


def keeps_name(*, user_ids: list[int]) -> set[int]:
    """Those whose hours stand in the accounts, or who booked or confirmed them."""
    named = User.objects.filter(pk__in=user_ids).filter(
        Exists(Substitute.objects.filter(user=OuterRef("pk")))
        | Exists(Booking.objects.filter(booked_by=OuterRef("pk")))
        | Exists(Timesheet.objects.filter(confirmed_by=OuterRef("pk")))
    )
    return set(named.values_list("pk", flat=True))


def _pool(user: User) -> Held:
    return Held(
        room="substitutes",
        key="pools",
        title=_("Pools of substitutes you are in"),
        purpose=BOOK,
        basis=TASK,
        kept=_("While you are in the pool"),
        found=Substitute.objects.filter(user=user).select_related("owner").order_by("pk"),
        columns=(
            Column("employer", _("Employer"), "owner"),
            Column("weekdays", _("Weekdays (1 is Monday)"), "weekdays"),
            Column("annual_pay_ore", _("Pay for a year of a full post"), "annual_pay_ore"),
        ),
    )


def _bookings(user: User) -> Held:
    return Held(
        room="substitutes",
        key="bookings",
        title=_("Cover you have been asked for"),
        purpose=BOOK,
        basis=TASK,
        kept=_("5 years"),
        found=Booking.objects.filter(substitute__user=user)
        .select_related("owner", "order__workplace")
        .order_by("pk"),
        columns=(
            Column("employer", _("Employer"), "owner"),
            Column("workplace", _("Workplace"), "order.workplace"),
            Column("planned_ore", _("Planned cost"), "planned_ore"),
            Column("booked_at", _("Asked"), "booked_at"),
            Column("confirmed_at", _("You said yes"), "confirmed_at"),
            Column("cancelled_at", _("Cancelled"), "cancelled_at"),
        ),
    )


def _shifts(user: User) -> Held:
    return Held(
        room="substitutes",
        key="shifts",
        title=_("Days you stand in"),
        purpose=BOOK,
        basis=TASK,
        kept=_("5 years"),
        found=Shift.objects.filter(substitute__user=user)
        .select_related("booking__order__workplace")
        .order_by("pk"),
        columns=(
            Column("workplace", _("Workplace"), "booking.order.workplace"),
            Column("day", _("Day"), "day"),
            Column("minutes", _("Minutes"), "minutes"),
            Column("cancelled_at", _("Cancelled"), "cancelled_at"),
        ),
    )


def _hours(user: User) -> Held:
    return Held(
        room="substitutes",
        key="hours",
        title=_("Hours you have worked as a substitute"),
        purpose=BOOK,
        basis=ACCOUNTS,
        kept=_("10 years"),
        found=Timesheet.objects.filter(booking__substitute__user=user).order_by("pk"),
        columns=(
            Column("first_day", _("From"), "first_day"),
            Column("last_day", _("To"), "last_day"),
            Column("minutes", _("Minutes"), "minutes"),
            Column("amount_ore", _("Amount"), "amount_ore"),
            Column("confirmed_at", _("Confirmed"), "confirmed_at"),
        ),
    )


def _cover_for_what(order: Order) -> str:
    """The number of the case, or the business one is on placement in."""
    if order.application is not None:
        return order.application.number
    return str(order.placement.business) if order.placement else ""


def _cover(user: User) -> Held:
    """Who stands in for one is about somebody else."""
    return Held(
        room="substitutes",
        key="cover_for_you",
        title=_("Cover ordered for your leave"),
        purpose=BOOK,
        basis=CASE,
        kept=_("10 years"),
        found=Order.objects.filter(covers_for=user)
        .select_related("application", "placement__business", "workplace")
        .order_by("pk"),
        columns=(
            Column("for", _("Cover while you are at"), _cover_for_what),
            Column("workplace", _("Workplace"), "workplace"),
            Column("percent", _("Percent of a full post"), "percent"),
            Column("weekdays", _("Weekdays (1 is Monday)"), "weekdays"),
            Column("starts_on", _("From"), "starts_on"),
            Column("ends_on", _("To"), "ends_on"),
            Column("state", _("State"), "get_state_display"),
            Column("ordered_at", _("Ordered"), "ordered_at"),
        ),
    )
