"""Cover is ordered by itself, cancelled by the leader, and ends with what it was ordered for."""

from django.db import transaction
from django.utils import timezone

from applications import services as applications
from applications.models import Application
from audit.services import record
from catalogue.models import Placement
from catalogue.states import PlacementState
from staff.models import User
from staff.states import after
from staff.verdict import require
from substitutes import calendar, messages, policy
from substitutes.models import Booking, Order
from substitutes.services.rows import done_with, free, live_booking, lock, nothing_is_worked
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
            "covers_for_id": application.applicant_id,
            "staff_group_id": application.staff_group_id,
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
def order_for_placement(*, placement: Placement, by: User | None) -> Order | None:
    """Order cover for the days of a placement that all three have signed, from today at the
    earliest. Asked again, or where no working day is left, do nothing.

    `by` is the one who signed last.
    """
    placement = (
        Placement.objects.select_for_update(of=("self",))
        .select_related("position__code", "participant", "business", "owner", "workplace")
        .get(pk=placement.pk)
    )
    starts_on = max(placement.starts_on, timezone.localdate())
    days = calendar.working_days(starts_on, placement.ends_on, placement.weekdays)
    if placement.state != PlacementState.SIGNED or next(days, None) is None:
        return None
    placed, is_new = Order.objects.get_or_create(
        placement=placement,
        defaults={
            "owner_id": placement.owner_id,
            "workplace_id": placement.workplace_id,
            "covers_for_id": placement.participant_id,
            "staff_group_id": placement.position.code.staff_group_id,
            "percent": calendar.percent_of(placement.weekdays, placement.position.percent),
            "weekdays": placement.weekdays,
            "starts_on": starts_on,
            "ends_on": placement.ends_on,
            "ordered_at": timezone.now(),
        },
    )
    if is_new:
        record("cover.ordered", subject=placed, by=by)
        messages.ordered(placed)
        messages.money_is_needed(placed)
    return placed


@transaction.atomic
def cancel(*, order: Order, by: User) -> Order:
    """Cover is not needed after all; whoever was asked is told."""
    order = lock(order)
    require(policy.may_cancel(by, order))
    booking = live_booking(order)
    if booking is not None:
        nothing_is_worked(booking)
    return _close(order, booking, by)


@transaction.atomic
def end_cover(*, order: Order, by: User) -> Order:
    """The placement is cancelled or completed: no day to come needs cover.

    Days that have been worked are still confirmed by the leader and paid; what is left of the
    money is released when there are none. Asked again, do nothing. `by` ended the placement.
    """
    order = lock(order)
    if not TRANSITIONS[State(order.state)]:
        return order
    booking = live_booking(order)
    if booking is None or booking.confirmed_at is None:
        return _close(order, booking, by)
    _free_days_to_come(booking)
    worked = booking.shifts.filter(cancelled_at=None)
    if worked.filter(timesheet=None).exists():
        return order
    if not worked.exists():
        return _close(order, booking, by)
    order.state = after(TRANSITIONS, State(order.state), Action.RECONCILE)
    order.save(update_fields=["state"])
    done_with(order, by=by)
    return order


def _close(order: Order, booking: Booking | None, by: User) -> Order:
    order.state = after(TRANSITIONS, State(order.state), Action.CANCEL)
    order.save(update_fields=["state"])
    if booking is not None:
        free(booking)
        messages.unbooked(booking)
    done_with(order, by=by)
    record("cover.cancelled", subject=order, by=by)
    return order


def _free_days_to_come(booking: Booking) -> None:
    """Today stands: whoever has come is paid."""
    to_come = booking.shifts.filter(timesheet=None, cancelled_at=None, day__gt=timezone.localdate())
    is_worked = booking.shifts.filter(cancelled_at=None, day__lte=timezone.localdate()).exists()
    if to_come.update(cancelled_at=timezone.now()) and is_worked:
        messages.shortened(booking)
