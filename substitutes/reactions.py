"""What cover does when something happens below; evu/wiring.py says when."""

from applications.models import Application
from audit.models import Event
from catalogue.models import Placement
from substitutes import services
from substitutes.models import Order


def open_order(*, event_id: int) -> None:
    """Somebody has accepted: order the cover their leader planned. May run twice."""
    event = Event.objects.get(pk=event_id)
    application = (
        Application.objects.select_related(
            "owner", "workplace", "scheme", "recommendation", "applicant"
        )
        .filter(pk=_key(event))
        .get()
    )
    services.order(application=application, by=event.actor)


def open_order_for_placement(*, event_id: int) -> None:
    """All three have signed: order cover for the days of the placement. May run twice."""
    event = Event.objects.get(pk=event_id)
    placement = Placement.objects.get(pk=_key(event))
    services.order_for_placement(placement=placement, by=event.actor)


def end_cover_of_placement(*, event_id: int) -> None:
    """It is cancelled or completed: what is not used of the cover and its money is free again.
    May run twice."""
    event = Event.objects.get(pk=event_id)
    order = Order.objects.filter(placement=_key(event)).first()
    if order is not None and event.actor is not None:
        services.end_cover(order=order, by=event.actor)


def _key(event: Event) -> int:
    return int(event.subject.rsplit(":", 1)[-1])
