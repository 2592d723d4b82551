import logging

from celery import shared_task

from funding import ledger

log = logging.getLogger(__name__)


@shared_task(ignore_result=True)
def verify_ledger() -> None:
    """Recompute every balance and say loudly what does not add up; never repair by itself."""
    for discrepancy in ledger.discrepancies():
        log.error("ledger: %s", discrepancy)
