"""The deputy's first page: the cover to fill, the hours to confirm, and who is away.

The same as the leader's but for the advice, which is the leader's own: the deputy reads.
"""

from typing import Any, Final

from applications.queries import leading
from evu.home.leader import at_workplace
from staff.http import StaffRequest
from substitutes import queries as cover
from substitutes.models import Order
from substitutes.states import State

SHOWN: Final = 5


def context(request: StaffRequest) -> dict[str, Any]:
    orders = Order.objects.visible_to(request.user)
    waiting = cover.has_due()
    return {
        "waiting": leading.waiting_at_work_of(request.user),
        "unfilled": _first(orders.filter(state=State.OPEN)),
        "to_confirm": _first(orders.filter(waiting, state__in=cover.BOOKED)),
    } | at_workplace(request)


def _first(orders: Any) -> list[Order]:
    """Those that begin first."""
    return list(orders.for_display().order_by("starts_on", "pk")[:SHOWN])
