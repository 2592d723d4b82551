"""What people are told about tailored orders, each in their own written language.

Nobody is told of what they did themselves.
"""

from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext as _

from catalogue.models import OrderPartner, Seat, TailoredOrder
from catalogue.policy import orders as policy_orders
from catalogue.queries.contacts import contacts_of
from notifications.services import Words, tell_each
from staff import formats
from staff.access import people_with
from staff.models import User
from staff.roles import Permission


def asked_to_join(partner: OrderPartner, *, by: User) -> None:
    """Those who lead the workplace hear of a course they could order together."""
    order = partner.order
    tell_about(
        _who_order_for(partner),
        order,
        f"join:{partner.pk}",
        lambda: (
            _("Do you want to order a course together? %(title)s") % {"title": order},
            _("%(owner)s asks whether %(workplace)s will take part in ordering the course.")
            % {"owner": order.owner, "workplace": partner.workplace},
        ),
        by=by,
    )


def joined(partner: OrderPartner, *, by: User) -> None:
    """Who leads the order hears that one more workplace has joined."""
    order = partner.order
    tell_about(
        who_lead(order),
        order,
        f"joined:{partner.pk}:{partner.joined_at:%Y%m%d%H%M%S%f}",
        lambda: (
            _("%(workplace)s has joined: %(title)s")
            % {"workplace": partner.workplace, "title": order},
            _("See how many take part, and what their representatives said."),
        ),
        by=by,
    )


def declined_to_join(partner: OrderPartner, *, by: User) -> None:
    """Who leads the order hears that a workplace will not take part."""
    order = partner.order
    tell_about(
        who_lead(order),
        order,
        f"not-joining:{partner.pk}:{partner.declined_at:%Y%m%d%H%M%S%f}",
        lambda: (
            _("%(workplace)s will not take part: %(title)s")
            % {"workplace": partner.workplace, "title": order},
            _("Share the cost anew among those who stay, or ask another workplace."),
        ),
        by=by,
    )


def partner_removed(partner: OrderPartner, *, by: User) -> None:
    """The workplace hears that it is no longer asked."""
    order = partner.order
    tell_about(
        _who_order_for(partner),
        order,
        f"removed:{partner.pk}",
        lambda: (
            _("No longer asked to order together: %(title)s") % {"title": order},
            _("%(owner)s goes on without %(workplace)s.")
            % {"owner": order.owner, "workplace": partner.workplace},
        ),
        by=by,
        url=reverse("orders:index"),
    )


def order_changed(order: TailoredOrder, *, by: User, stamp: str) -> None:
    """The workplaces hear that the words they were asked with are changed."""
    tell_about(
        partners_people(order),
        order,
        f"changed:{stamp}",
        lambda: (
            _("The order is changed: %(title)s") % {"title": order},
            _("Read it again. You can change what you wrote, or leave, until it is sent."),
        ),
        by=by,
    )


def cost_shared(order: TailoredOrder, *, by: User, stamp: str) -> None:
    """Each workplace hears that the shares are set, and can leave if it does not agree."""
    tell_about(
        partners_people(order),
        order,
        f"shared:{stamp}",
        lambda: (
            _("The cost is shared: %(title)s") % {"title": order},
            _("See which part your workplace pays before providers are invited."),
        ),
        by=by,
    )


def participant_named(seat: Seat, order: TailoredOrder, *, by: User) -> None:
    """Whoever is named hears that their workplace has asked for a seat for them."""
    tell_about(
        [seat.participant],
        order,
        f"named:{seat.pk}",
        lambda: (
            _("Your workplace has named you for a course: %(title)s") % {"title": order},
            _("It starts %(day)s. The provider confirms your seat.")
            % {"day": formats.day(seat.run.starts_on)},
        ),
        by=by,
        url=seat.run.get_absolute_url(),
    )


def participant_withdrawn(seat: Seat, order: TailoredOrder, *, by: User) -> None:
    tell_about(
        [seat.participant],
        order,
        f"not-named:{seat.pk}",
        lambda: (
            _("Your workplace has given up your seat: %(title)s") % {"title": order},
            _("Ask your leader if you do not know why."),
        ),
        by=by,
        url=seat.run.get_absolute_url(),
    )


def order_cancelled(order: TailoredOrder, *, by: User) -> None:
    """The workplaces, also those only asked, and the invited providers."""
    tell_about(
        told_of_cancelling(order),
        order,
        "cancelled",
        lambda: (
            _("Cancelled: %(title)s") % {"title": order},
            _("The course will not be ordered after all."),
        ),
        by=by,
    )


def told_of_cancelling(order: TailoredOrder) -> list[User]:
    return [*partners_people(order), *invited_people(order)]


def who_lead(order: TailoredOrder) -> list[User]:
    """Whoever orders for the workplace that leads, and who wrote it while they still may."""
    first = policy_orders.leading(order)
    people = _who_order_for(first)
    if policy_orders.may_order(order.made_by, first.workplace):
        people.append(order.made_by)
    return people


def _who_order_for(partner: OrderPartner) -> list[User]:
    """The leaders of the workplace; where there is none, the owner's officers."""
    owner, may = partner.owner, Permission.COURSE_ORDER
    return people_with(may, owner=owner, workplace=partner.workplace) or people_with(
        may, owner=owner
    )


def partners_people(order: TailoredOrder) -> list[User]:
    acting = order.partners.acting().select_related("owner", "workplace", "joined_by")
    people = []
    for partner in acting:
        people += _who_order_for(partner)
        if partner.joined_by and policy_orders.may_order(partner.joined_by, partner.workplace):
            people.append(partner.joined_by)
    return people


def invited_people(order: TailoredOrder) -> list[User]:
    still = order.invitations.filter(declined_at=None)
    found = contacts_of(still.values_list("provider", flat=True))
    return [person for people in found.values() for person in people]


def tell_about(
    people: Iterable[User],
    order: TailoredOrder,
    occasion: str,
    words: Words,
    *,
    by: User,
    url: str = "",
    important: bool = False,
) -> None:
    """Each once, also who is told for two reasons."""
    each_once = {person.pk: person for person in people if person.pk != by.pk}
    tell_each(
        each_once.values(),
        f"order:{order.pk}:{occasion}",
        words,
        url or order.get_absolute_url(),
        owner_id=order.owner_id,
        important=important,
    )
