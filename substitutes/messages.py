"""What substitutes and leaders are told, in their own language."""

from collections.abc import Callable, Iterable

from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from notifications.services import Telling, tell
from staff.access import people_with
from staff.impartiality import impartial_among
from staff.models import User
from staff.roles import Permission
from substitutes.models import Booking, Order

Words = Callable[[], tuple[str, str]]


def ordered(order: Order) -> None:
    _tell_leaders(
        order,
        "ordered",
        lambda: (
            _("Cover is ordered for %(name)s") % {"name": order.covers_for},
            _("The owner sets money aside for it first. Then you book a substitute.")
            if order.waits_for_money
            else _("Book a substitute from the pool."),
        ),
    )


def money_is_needed(order: Order) -> None:
    """The owner's case officers are asked to set money aside for cover of a placement."""
    officers = people_with(Permission.APPLICATION_DECIDE, owner=order.owner)
    _tell(
        impartial_among(officers, order.covers_for_id, order.owner_id),
        order,
        "money-needed",
        lambda: (
            _("Cover at %(workplace)s needs money") % {"workplace": order.workplace},
            _("%(name)s goes on placement. Set money aside, so that cover can be booked.")
            % {"name": order.covers_for},
        ),
        url=reverse("substitutes:set_money_aside", args=[order.pk]),
    )


def money_is_there(order: Order) -> None:
    _tell_leaders(
        order,
        f"money-{order.commitment_id}",
        lambda: (
            _("There is money for the cover of %(name)s") % {"name": order.covers_for},
            _("Book a substitute from the pool."),
        ),
    )


def offered(booking: Booking) -> None:
    _tell(
        [booking.substitute.user],
        booking.order,
        f"offered-{booking.pk}",
        lambda: (
            _("You are asked to stand in at %(workplace)s")
            % {"workplace": booking.order.workplace},
            _("See the days and answer yes or no."),
        ),
        url=reverse("substitutes:booking", args=[booking.pk]),
        important=True,
    )


def answered(booking: Booking, *, accepted: bool) -> None:
    _tell_leaders(
        booking.order,
        f"answered-{booking.pk}",
        lambda: (
            _("%(name)s comes") % {"name": booking.substitute}
            if accepted
            else _("%(name)s cannot come") % {"name": booking.substitute},
            _("The cover is filled.") if accepted else _("The order is open again."),
        ),
    )


def unbooked(booking: Booking) -> None:
    _tell(
        [booking.substitute.user],
        booking.order,
        f"unbooked-{booking.pk}",
        lambda: (
            _("The booking at %(workplace)s is cancelled") % {"workplace": booking.order.workplace},
            _("You are not expected there any more."),
        ),
        url=reverse("home"),
        important=True,
    )


def shortened(booking: Booking) -> None:
    _tell(
        [booking.substitute.user],
        booking.order,
        f"shortened-{booking.pk}",
        lambda: (
            _("The cover at %(workplace)s ends today") % {"workplace": booking.order.workplace},
            _("You are not expected on the days to come. The days you have worked are paid."),
        ),
        url=reverse("substitutes:booking", args=[booking.pk]),
        important=True,
    )


def _tell_leaders(order: Order, occasion: str, words: Words) -> None:
    leaders = people_with(Permission.COVER_ORDER, owner=order.owner, workplace=order.workplace)
    _tell(leaders, order, occasion, words, url=order.get_absolute_url())


def _tell(
    people: Iterable[User],
    order: Order,
    occasion: str,
    words: Words,
    *,
    url: str,
    important: bool = False,
) -> None:
    tellings = []
    for person in people:
        with translation.override(person.written_language):
            subject, body = words()
        tellings.append(
            Telling(
                recipient_id=person.pk,
                key=f"order:{order.pk}:{occasion}",
                subject=subject[:200],
                body=body,
                url=url,
                important=important,
                about_recipient=important,  # those to leaders name who is away
            )
        )
    tell(tellings, owner_id=order.owner_id)
