"""The rows the verbs of cover lock, and what several of them do with a booking and its money."""

from django.utils import timezone
from django.utils.translation import gettext as _

from applications import services as applications
from funding import services as funding
from staff.models import User
from staff.verdict import Refusal
from substitutes.models import Booking, Order

RELATED = (
    "owner",
    "workplace",
    "covers_for",
    "application__commitment",
    "application__scheme",
    "application__course_run",
    "application__applicant",
    "commitment__earmark__scheme",
    "placement__position",
    "placement__business",
)


def lock(order: Order) -> Order:
    locked = Order.objects.select_for_update(of=("self",)).select_related(*RELATED)
    return locked.get(pk=order.pk)


def lock_booking(booking: Booking) -> Booking:
    locked = Booking.objects.select_for_update(of=("self",)).select_related("substitute__user")
    return locked.get(pk=booking.pk)


def live_booking(order: Order) -> Booking | None:
    """The booking in force, if there is one."""
    in_force = Booking.objects.select_related("substitute__user")
    return in_force.filter(order=order, cancelled_at=None).first()


def nothing_is_worked(booking: Booking) -> None:
    """Raises Refusal where days have come whose hours nobody has confirmed: they must be paid."""
    worked = booking.shifts.filter(timesheet=None, cancelled_at=None, day__lt=timezone.localdate())
    if booking.confirmed_at and worked.exists():
        raise Refusal(_("Days have been worked already. Confirm their hours first."))


def free(booking: Booking) -> None:
    """The booking is no more, and its days are free; what is paid stays."""
    booking.cancelled_at = timezone.now()
    booking.save(update_fields=["cancelled_at"])
    booking.shifts.filter(timesheet=None).update(cancelled_at=booking.cancelled_at)


def done_with(order: Order, *, by: User) -> None:
    """No more hours come. The case is told; what is left of a placement's money is released."""
    if order.application is not None:
        applications.note_cover(application=order.application, is_open=False, by=by)
    elif order.commitment is not None:
        funding.release(commitment=order.commitment, by=by)
