import datetime
import logging

from celery import shared_task
from django.utils import timezone

from audit import seals

log = logging.getLogger(__name__)


@shared_task(ignore_result=True)
def seal_history() -> None:
    """Seal yesterday, and say so loudly if an older seal no longer holds."""
    seals.seal(timezone.localdate() - datetime.timedelta(days=1))
    check = seals.check()
    for day in check.broken if check else ():
        log.error("the history sealed on %s has been changed", day)
