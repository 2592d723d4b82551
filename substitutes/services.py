"""Ordering, booking, answering, cancelling, and confirming hours."""

import datetime

from django.db import IntegrityError, transaction
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.db.models import Sum
from django.utils import timezone
from django.utils.translation import gettext as _

from applications import services as applications
from applications.models import Application
from audit.services import record
from funding import services as funding
from funding.costs import Terms, cover_ore
from funding.ledger import InsufficientFunds
from funding.models import Transfer
from funding.rules import terms_on
from staff.models import User
from staff.states import after
from staff.verdict import Refusal, require
from substitutes import calendar, messages, policy, queries
from substitutes.models import Booking, Order, Shift, Substitute, Timesheet
from substitutes.states import TRANSITIONS, Action, State


@transaction.atomic
def order(*, application: Application, by: User | None) -> Order | None:
    """Order the cover its leader planned; asked again, or with no cover planned, do nothing.

    `by` is None when it arises by itself from the acceptance.
    """
    advice = getattr(application, "recommendation", None)
    scheme = application.scheme
    if scheme is None or not scheme.is_substitute or advice is None or not advice.cover_percent:
        return None
    placed, is_new = Order.objects.get_or_create(
        application=application,
        defaults={
            "owner_id": application.owner_id,
            "workplace_id": application.workplace_id,
            "percent": advice.cover_percent,
            "weekdays": advice.cover_weekdays,
            "starts_on": advice.cover_from,
            "ends_on": advice.cover_to,
            "ordered_at": timezone.now(),
        },
    )
    if is_new:
        record("cover.ordered", subject=placed, by=by)
        applications.note_cover(application=application, is_open=True, by=by)
        messages.ordered(placed)
    return placed


@transaction.atomic
def book(*, order: Order, substitute: Substitute, by: User) -> Booking:
    """Ask a substitute and hold the days. Raises Refusal where a day is taken, InsufficientFunds
    where the cover would cost more than the case has left.
    """
    order = _lock(order)
    require(policy.may_book_whom(by, order, substitute))
    if substitute.owner_id != order.owner_id:
        raise Refusal(_("The substitute is in another owner’s pool."))
    if substitute.user_id == order.application.applicant_id:
        raise Refusal(_("Nobody can stand in for themselves."))
    days = list(calendar.working_days(order.starts_on, order.ends_on, order.weekdays))
    minutes = calendar.minutes_a_day(order.percent, order.weekdays)
    if not days or not minutes:
        raise Refusal(_("There are no working days in the period."))
    planned_ore = cover_ore(_terms(order), minutes * len(days), substitute.annual_pay_ore)
    if planned_ore > queries.left_for_cover_ore(order.application):
        raise InsufficientFunds(_("The cover would cost more than what is set aside for the case."))
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
    _hold(booking, days, minutes)
    record("cover.booked", subject=order, by=by, booking=booking.pk)
    messages.offered(booking)
    return booking


@transaction.atomic
def answer_offer(*, booking: Booking, accepted: bool, by: User) -> Booking:
    """The substitute comes, or does not: then the days are free again and the order open."""
    order, booking = _lock(booking.order), _lock_booking(booking)
    booking.order = order
    require(policy.may_answer(by, booking))
    action = Action.ACCEPT if accepted else Action.REFUSE
    order.state = after(TRANSITIONS, State(order.state), action)
    order.save(update_fields=["state"])
    if accepted:
        booking.confirmed_at = timezone.now()
        booking.save(update_fields=["confirmed_at"])
    else:
        _free(booking)
    record("cover.answered", subject=order, by=by, accepted=accepted)
    messages.answered(booking, accepted=accepted)
    return booking


@transaction.atomic
def unbook(*, order: Order, by: User) -> Order:
    """Cancel the booking; the order is open again."""
    order = _lock(order)
    require(policy.may_unbook(by, order))
    booking = _live_booking(order)
    _nothing_is_worked(booking)
    order.state = after(TRANSITIONS, State(order.state), Action.UNBOOK)
    order.save(update_fields=["state"])
    _free(booking)
    record("cover.unbooked", subject=order, by=by, booking=booking.pk)
    messages.unbooked(booking)
    return order


@transaction.atomic
def cancel(*, order: Order, by: User) -> Order:
    """Cover is not needed after all; whoever was asked is told."""
    order = _lock(order)
    require(policy.may_cancel(by, order))
    booking = Booking.objects.filter(order=order, cancelled_at=None).first()
    if booking is not None:
        _nothing_is_worked(booking)
    order.state = after(TRANSITIONS, State(order.state), Action.CANCEL)
    order.save(update_fields=["state"])
    if booking is not None:
        _free(booking)
        messages.unbooked(booking)
    applications.note_cover(application=order.application, is_open=False, by=by)
    record("cover.cancelled", subject=order, by=by)
    return order


@transaction.atomic
def confirm_hours(*, order: Order, up_to: datetime.date, by: User) -> Timesheet:
    """The hours up to and including that day were worked: charge them to the case's earmark.

    Raises Refusal for days that have not come yet, or when nothing is left to confirm.
    """
    order = _lock(order)
    require(policy.may_confirm_hours(by, order))
    if up_to > timezone.localdate():
        raise Refusal(_("Hours can be confirmed once they have been worked."))
    booking = _live_booking(order)
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
        amount_ore=cover_ore(_terms(order), minutes, booking.substitute.annual_pay_ore),
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
        applications.note_cover(application=order.application, is_open=False, by=by)
    record("cover.hours_confirmed", subject=order, by=by, minutes=minutes)
    return timesheet


def _nothing_is_worked(booking: Booking) -> None:
    """Raises Refusal where days have come whose hours nobody has confirmed: they must be paid."""
    worked = booking.shifts.filter(timesheet=None, cancelled_at=None, day__lt=timezone.localdate())
    if booking.confirmed_at and worked.exists():
        raise Refusal(_("Days have been worked already. Confirm their hours first."))


def _charge(order: Order, timesheet: Timesheet, by: User) -> Transfer:
    assert order.application.commitment is not None  # noqa: S101  (a database check says so)
    return funding.pay(
        commitment=order.application.commitment,
        amount_ore=timesheet.amount_ore,
        kind=Transfer.Kind.PAID_COVER,
        key=f"timesheet:{timesheet.pk}",
        about=f"substitutes.timesheet:{timesheet.pk}",
        by=by,
    )


def _terms(order: Order) -> Terms:
    application = order.application
    assert application.scheme and application.course_run  # noqa: S101, PT018  (sent is complete)
    return terms_on(application.scheme, application.course_run.starts_on)


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


def _free(booking: Booking) -> None:
    booking.cancelled_at = timezone.now()
    booking.save(update_fields=["cancelled_at"])
    booking.shifts.filter(timesheet=None).update(cancelled_at=booking.cancelled_at)


def _live_booking(order: Order) -> Booking:
    return Booking.objects.select_related("substitute").get(order=order, cancelled_at=None)


def _lock(order: Order) -> Order:
    return (
        Order.objects.select_for_update(of=("self",))
        .select_related(
            "owner",
            "workplace",
            "application__applicant",
            "application__commitment",
            "application__scheme",
            "application__course_run",
        )
        .get(pk=order.pk)
    )


def _lock_booking(booking: Booking) -> Booking:
    return (
        Booking.objects.select_for_update(of=("self",))
        .select_related("substitute__user")
        .get(pk=booking.pk)
    )
