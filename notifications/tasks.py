import logging

from celery import shared_task
from django.utils import timezone

from notifications import outbox
from notifications.models import TO_MAIL, Message, Owed, Preference

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


@shared_task(ignore_result=True)
def owe_digests() -> None:
    """One gathered mail for each who wants one and for whom something waits."""
    daily = Preference.objects.filter(mail=Preference.Mail.DAILY).values("user")
    waiting = Message.objects.filter(TO_MAIL, important=False, recipient__in=daily)
    people = waiting.order_by("recipient").values_list("recipient", flat=True).distinct()
    day = timezone.localdate().isoformat()
    outbox.owe_many(
        "notifications.delivery.mail_digest",
        [{"recipient_id": person, "day": day} for person in people],
        owner_id=None,
    )
