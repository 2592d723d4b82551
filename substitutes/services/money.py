"""Cover for a placement has money of its own: set aside from an earmark, or given back to it."""

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from audit.services import record
from funding import services as funding
from funding.models import Earmark
from staff.models import User
from staff.money import Ore
from staff.verdict import Refusal, require
from substitutes import messages, policy, queries
from substitutes.models import Order
from substitutes.services.rows import lock


@transaction.atomic
def set_money_aside(*, order: Order, earmark: Earmark, amount_ore: Ore, by: User) -> Order:
    """The owner sets money aside for the cover of a placement; then somebody can be booked.

    Raises Refusal for an earmark that is for something else, InsufficientFunds above what it has.
    """
    order = lock(order)
    require(policy.may_set_money_aside(by, order))
    if earmark.pk not in {line.earmark.pk for line in queries.earmarks_for(order)}:
        raise Refusal(_("This money is for something else. Choose another earmark."))
    with translation.override(order.owner.written_language):
        purpose = _("Cover for a placement in %(business)s, %(workplace)s") % {
            "business": order.placement.business if order.placement else "",
            "workplace": order.workplace,
        }
    wanted = funding.Reservation(earmark=earmark, amount_ore=amount_ore, purpose=purpose)
    [commitment] = funding.reserve(reservations=[wanted], owner=order.owner, by=by)
    funding.commit(commitment=commitment, by=by)  # all three have signed: it is promised
    order.commitment = commitment
    order.save(update_fields=["commitment"])
    record("cover.money_set_aside", subject=order, by=by, amount_ore=amount_ore)
    messages.money_is_there(order)
    return order


@transaction.atomic
def give_money_back(*, order: Order, by: User) -> Order:
    """What was set aside is available again, to be set aside anew; while nobody is booked."""
    order = lock(order)
    require(policy.may_give_money_back(by, order))
    assert order.commitment is not None  # noqa: S101  (the policy refuses orders without)
    funding.release(commitment=order.commitment, by=by)
    order.commitment = None
    order.save(update_fields=["commitment"])
    record("cover.money_given_back", subject=order, by=by)
    return order
