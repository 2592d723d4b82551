"""Cover for placements: ordered by itself, money set aside, a substitute booked."""

from typing import Any

from catalogue.models import Placement
from funding.models import Earmark
from substitutes import services
from substitutes.models import Booking, Order
from tests.factories.funding import EarmarkFactory, scheme_with_rules
from tests.factories.placements import signed
from tests.factories.staff import leader_of, officer_of
from tests.factories.substitutes import SubstituteFactory


def order_of(placement: Placement | None = None, **changes: Any) -> Order:
    """Of a placement all three have signed; no money yet."""
    placement = placement or signed(**changes)
    order = services.order_for_placement(placement=placement, by=placement.participant)
    assert order is not None
    return order


def earmark_for(order: Order, **fields: Any) -> Earmark:
    """Money for whoever is away, with a rate."""
    scheme = scheme_with_rules(staff_groups=[order.staff_group])
    return EarmarkFactory(owner=order.owner, scheme=scheme, **fields)


def with_money(order: Order | None = None, amount_ore: int = 20_000_000) -> Order:
    order = order or order_of()
    return services.set_money_aside(
        order=order, earmark=earmark_for(order), amount_ore=amount_ore, by=officer_of(order.owner)
    )


def booked(order: Order | None = None, *, accepted: bool = True) -> Booking:
    """A substitute is asked, and has said yes unless told otherwise."""
    order = order or with_money()
    booking = services.book(
        order=order,
        substitute=SubstituteFactory(owner=order.owner),
        by=leader_of(order.workplace),
    )
    if accepted:
        services.answer_offer(booking=booking, accepted=True, by=booking.substitute.user)
        booking.refresh_from_db()
    return booking
