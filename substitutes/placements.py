"""How the cover of a placement stands, for the pages of the placement below."""

from django.utils.translation import gettext as _

from catalogue.covering import Cover
from catalogue.models import Placement
from staff.access import has_permission
from staff.models import User
from staff.roles import Permission
from substitutes.models import Order
from substitutes.states import State

OVER = (State.RECONCILED, State.CANCELLED)


def cover_of_placement(*, placement: Placement, user: User) -> list[Cover]:
    """The answer to the question of that name (evu/wiring.py); nothing where none is ordered."""
    order = Order.objects.filter(placement=placement).first()
    if order is None:
        return []
    may_read = has_permission(
        user, Permission.COVER_READ, owner_id=order.owner_id, workplace_id=order.workplace_id
    )
    is_over = order.state in OVER
    return [
        Cover(
            now=_now(order),
            if_cancelled="" if is_over else _if_cancelled(order),
            if_completed="" if is_over else _if_completed(order),
            url=order.get_absolute_url() if may_read else "",
        )
    ]


def _now(order: Order) -> str:
    if order.waits_for_money and order.state == State.OPEN:
        return _("Cover is ordered. The owner has not set money aside for it yet.")
    return {
        State.OPEN: _("Cover is ordered, and nobody is booked yet."),
        State.OFFERED: _("A substitute is asked, and has not answered yet."),
        State.FILLED: _("A substitute is booked."),
        State.RUNNING: _("A substitute is booked, and some hours are confirmed."),
        State.RECONCILED: _("The cover is over, and all hours are confirmed."),
        State.CANCELLED: _("The cover is cancelled."),
    }[State(order.state)]


def _if_cancelled(order: Order) -> str:
    if order.state in (State.FILLED, State.RUNNING):
        return _(
            "The substitute is told and is not expected on the days to come. Days that have been "
            "worked are paid, and the rest of the money set aside becomes available again."
        )
    return _("The order of cover is cancelled. Money set aside for it becomes available again.")


def _if_completed(order: Order) -> str:
    if order.state in (State.FILLED, State.RUNNING):
        return _(
            "The hours of the substitute are still confirmed and paid. Then the rest of the money "
            "set aside becomes available again."
        )
    return _(
        "Nobody was booked, so the order of cover is closed. Money set aside for it becomes "
        "available again."
    )
