"""What follows in cases from what happens among the staff; called by the relay, see evu/wiring."""

from applications import messages
from applications.models import Application
from applications.queries.advising import LEADERS_TURN, advisers_of
from applications.states import State
from audit.models import Event


def cases_moved(*, event_id: int) -> None:
    """A conflict of interest is declared: cases of either one that wait for advice may now wait
    for somebody else, who is told, once.
    """
    event = Event.objects.get(pk=event_id)
    waiting = Application.objects.filter(
        owner=event.owner_id,
        applicant__in=[event.actor_id, event.details["about"]],
        state=State.SUBMITTED,
        round__state__in=LEADERS_TURN,
    )
    for application in waiting.for_display().select_related("owner"):
        messages.to_advise(application, advisers_of(application))
