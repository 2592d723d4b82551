"""Tailored orders in a list, each with what waits for the reader in it."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from catalogue.models import OrderInvitation, TailoredOrder
from catalogue.policy import orders as policy
from catalogue.queries import orders as queries
from catalogue.states import OrderState as S
from catalogue.views.orders_presenting import answer_of, color_of
from staff import formats
from staff.models import User


@dataclass(frozen=True, slots=True)
class Row:
    """One order in the list, and what waits for the reader in it."""

    url: str
    title: str
    lead: str
    state: str
    color: str
    answer_by: str
    waits: str


def rows(user: User, orders: Iterable[TailoredOrder]) -> list[Row]:
    """Needs `partners` and, as `own_invitations`, those to the reader's providers."""
    return [
        Row(
            order.get_absolute_url(),
            order.title,
            f"{policy.leading(order).workplace}, {order.owner}",
            order.get_state_display(),
            color_of(order),
            formats.day(order.answer_by),
            _waits(user, order),
        )
        for order in orders
    ]


def _waits(user: User, order: TailoredOrder) -> str:
    """What the reader can do next, if anything."""
    if order.state == S.DRAFT:
        return _waits_in_draft(user, order)
    leads = bool(policy.may_lead_order(user, order))
    if order.state == S.INVITED and leads:
        made = sum(1 for each in order.invitations.all() if each.offered_at)
        return ngettext("%(count)d offer", "%(count)d offers", made) % {"count": made}
    if any(policy.may_name_participants(user, each) for each in order.partners.all()):
        return _("Name those who take part")
    return _waits_for_provider(order)


def _waits_in_draft(user: User, order: TailoredOrder) -> str:
    open_ones = (p for p in order.partners.all() if not p.joined_at and not p.declined_at)
    if any(policy.may_join(user, partner) for partner in open_ones):
        return _("Join, or say no")
    if not policy.may_lead_order(user, order):
        return ""
    if queries.what_is_missing(order):
        return _("Waits for other workplaces or for the shares")
    return _("Invite providers")


def _waits_for_provider(order: TailoredOrder) -> str:
    own: list[OrderInvitation] = getattr(order, "own_invitations", [])
    unanswered = any(not each.offered_at and not each.declined_at for each in own)
    if unanswered and order.state == S.INVITED and timezone.localdate() <= order.answer_by:
        return _("Make an offer, or say no")
    return ", ".join(answer_of(each)[0] for each in own)
