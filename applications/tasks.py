"""What happens by itself in cases."""

from celery import shared_task
from django.utils import timezone

from applications.queries.institutions import owners_to_remind
from applications.services import remind_of_institutions
from notifications.outbox import owe
from staff.models import Owner


@shared_task(ignore_result=True)
def owe_institution_reminders() -> None:
    """Owe each owner its reminders about applying to the institutions; on most nights, none."""
    for owner_id in owners_to_remind(timezone.localdate()):
        owe("applications.tasks.remind_of_institutions_at", owner_id=owner_id, at=owner_id)


def remind_of_institutions_at(*, at: int) -> None:
    remind_of_institutions(owner=Owner.objects.get(pk=at), on=timezone.localdate(), by=None)
