"""A substitute is asked, answers, or is let go."""

import datetime

from django.db import IntegrityError, transaction
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.utils import timezone
from django.utils.translation import gettext as _

from audit.services import record
from funding.costs import cover_ore
from funding.ledger import InsufficientFunds
from staff.models import User
from staff.states import after
from staff.verdict import Refusal, require
from substitutes import calendar, messages, policy, queries
from substitutes.models import Booking, Order, Shift, Substitute
from substitutes.services.rows import free, live_booking, lock, lock_booking, nothing_is_worked
from substitutes.states import TRANSITIONS, Action, State


@transaction.atomic
def book(*, order: Order, substitute: Substitute, by: User) -> Booking:
    """Ask a substitute and hold the days. Raises Refusal where a day is taken or no money is set
    aside, InsufficientFunds where the cover would cost more than there is for it.
    """
    order = lock(order)
    require(policy.may_book_whom(by, order, substitute))
    if substitute.owner_id != order.owner_id:
        raise Refusal(_("The substitute is in another owner’s pool."))
    if substitute.user_id == order.covers_for_id:
        raise Refusal(_("Nobody can stand in for themselves."))
    plan = queries.plan(order)
    if not plan.minutes:
        raise Refusal(_("There are no working days in the period."))
    planned_ore = cover_ore(queries.terms(order), plan.minutes, substitute.annual_pay_ore)
    if planned_ore > queries.left_ore(order):
        raise InsufficientFunds(_("The cover would cost more than what is set aside for it."))
    order.state = after(TRANSITIONS, State(order.state), Action.OFFER)
    order.save(update_fields=["state"])
    booking = Booking.objects.create(
        owner_id=order.owner_id,
        order=order,
        substitute=substitute,
        planned_ore=planned_ore,
        booked_by=by,
        booked_at=timezone.now(),
    )
    _hold(booking, list(plan.days), plan.minutes_a_day)
    record("cover.booked", subject=order, by=by, booking=booking.pk)
    messages.offered(booking)
    return booking


@transaction.atomic
def answer_offer(*, booking: Booking, accepted: bool, by: User) -> Booking:
    """The substitute comes, or does not: then the days are free again and the order open."""
    order, booking = lock(booking.order), lock_booking(booking)
    booking.order = order
    require(policy.may_answer(by, booking))
    action = Action.ACCEPT if accepted else Action.REFUSE
    order.state = after(TRANSITIONS, State(order.state), action)
    order.save(update_fields=["state"])
    if accepted:
        booking.confirmed_at = timezone.now()
        booking.save(update_fields=["confirmed_at"])
    else:
        free(booking)
    record("cover.answered", subject=order, by=by, accepted=accepted)
    messages.answered(booking, accepted=accepted)
    return booking


@transaction.atomic
def unbook(*, order: Order, by: User) -> Order:
    """Cancel the booking; the order is open again."""
    order = lock(order)
    require(policy.may_unbook(by, order))
    booking = live_booking(order)
    assert booking is not None  # noqa: S101  (an order in such a state has one)
    nothing_is_worked(booking)
    order.state = after(TRANSITIONS, State(order.state), Action.UNBOOK)
    order.save(update_fields=["state"])
    free(booking)
    record("cover.unbooked", subject=order, by=by, booking=booking.pk)
    messages.unbooked(booking)
    return order


def _hold(booking: Booking, days: list[datetime.date], minutes: int) -> None:
    shifts = []
    for day in days:
        start, end = calendar.during(day, minutes)
        shifts.append(
            Shift(
                owner_id=booking.owner_id,
                booking=booking,
                substitute=booking.substitute,
                day=day,
                during=DateTimeTZRange(start, end),
                minutes=minutes,
            )
        )
    try:
        with transaction.atomic():
            Shift.objects.bulk_create(shifts)
    except IntegrityError as error:
        if "shift_in_one_place_at_a_time" not in str(error):
            raise
        raise Refusal(
            _("%(name)s is already booked on one or more of these days.")
            % {"name": booking.substitute}
        ) from error
