"""Hours worked are confirmed, and charged to the money of the order."""

import datetime

from django.db import transaction
from django.db.models import Sum
from django.utils import timezone
from django.utils.translation import gettext as _

from audit.services import record
from funding import services as funding
from funding.costs import cover_ore
from funding.models import Transfer
from staff.models import User
from staff.states import after
from staff.verdict import Refusal, require
from substitutes import policy, queries
from substitutes.models import Order, Shift, Timesheet
from substitutes.services.rows import done_with, live_booking, lock
from substitutes.states import TRANSITIONS, Action, State


@transaction.atomic
def confirm_hours(*, order: Order, up_to: datetime.date, by: User) -> Timesheet:
    """The hours up to and including that day were worked: charge them to the order's money.

    Raises Refusal for days that have not come yet, or when nothing is left to confirm.
    """
    order = lock(order)
    require(policy.may_confirm_hours(by, order))
    if up_to > timezone.localdate():
        raise Refusal(_("Hours can be confirmed once they have been worked."))
    booking = live_booking(order)
    assert booking is not None  # noqa: S101  (an order in such a state has one)
    shifts = Shift.objects.select_for_update().filter(
        booking=booking, timesheet=None, cancelled_at=None, day__lte=up_to
    )
    days = sorted(shifts.values_list("day", flat=True))
    minutes = shifts.aggregate(sum=Sum("minutes", default=0))["sum"]
    if not days:
        raise Refusal(_("There are no more hours to confirm up to that day."))
    timesheet = Timesheet.objects.create(
        owner_id=order.owner_id,
        booking=booking,
        first_day=days[0],
        last_day=days[-1],
        minutes=minutes,
        amount_ore=cover_ore(queries.terms(order), minutes, booking.substitute.annual_pay_ore),
        confirmed_by=by,
        confirmed_at=timezone.now(),
    )
    shifts.update(timesheet=timesheet)
    timesheet.transfer = _charge(order, timesheet, by)
    timesheet.save(update_fields=["transfer"])
    order.state = after(TRANSITIONS, State(order.state), Action.CONFIRM_HOURS)
    order.save(update_fields=["state"])  # the trigger knows each arrow, not two in one
    if not Shift.objects.filter(booking=booking, timesheet=None, cancelled_at=None).exists():
        order.state = after(TRANSITIONS, State(order.state), Action.RECONCILE)
        order.save(update_fields=["state"])
        done_with(order, by=by)
    record("cover.hours_confirmed", subject=order, by=by, minutes=minutes)
    return timesheet


def _charge(order: Order, timesheet: Timesheet, by: User) -> Transfer:
    assert order.money is not None  # noqa: S101  (nobody is booked before there is money)
    return funding.pay(
        commitment=order.money,
        amount_ore=timesheet.amount_ore,
        kind=Transfer.Kind.PAID_COVER,
        key=f"timesheet:{timesheet.pk}",
        about=f"substitutes.timesheet:{timesheet.pk}",
        by=by,
    )
