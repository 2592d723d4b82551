import logging

from celery import shared_task

from notifications import outbox
from notifications.models import Owed

ALARM_AFTER_SECONDS = 300
log = logging.getLogger(__name__)


@shared_task(ignore_result=True)
def perform(owed_id: int) -> None:
    outbox.perform(owed_id)


@shared_task(ignore_result=True)
def watch_outbox() -> None:
    """The alarm is on how long something has waited, not on whether processes are alive."""
    waited = outbox.oldest_undone().total_seconds()
    if waited > ALARM_AFTER_SECONDS:
        log.error("the oldest task owed has waited %.0f seconds", waited)
    set_aside = Owed.objects.filter(set_aside_at__isnull=False).count()
    if set_aside:
        log.error("%d tasks owed are set aside; manage.py put_back tries them again", set_aside)
