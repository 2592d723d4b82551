"""What cover does when something happens below; evu/wiring.py says when."""

from applications.models import Application
from audit.models import Event
from substitutes import services


def open_order(*, event_id: int) -> None:
    """Somebody has accepted: order the cover their leader planned. May run twice."""
    event = Event.objects.get(pk=event_id)
    application = (
        Application.objects.select_related(
            "owner", "workplace", "scheme", "recommendation", "applicant"
        )
        .filter(pk=event.subject.rsplit(":", 1)[-1])
        .get()
    )
    services.order(application=application, by=event.actor)
