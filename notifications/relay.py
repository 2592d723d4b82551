"""The relay: hands what is owed to Celery. Killed at any moment, it loses nothing."""

import logging
import time

from django.db import DatabaseError, connection

from notifications import outbox, tasks

log = logging.getLogger(__name__)


def hand_over(limit: int = 100) -> int:
    """Claim what is due and wake a worker for each. Returns how many were handed over."""
    owed_ids = outbox.claim(limit)
    handed_over = 0
    try:
        for owed_id in owed_ids:
            tasks.perform.apply_async((owed_id,), retry=False)
            handed_over += 1
    finally:
        outbox.give_back(owed_ids[handed_over:])
    return handed_over


def run(pause_seconds: float) -> None:
    """Until stopped. A silent broker or database is waited for, never given up on."""
    while True:
        try:
            handed_over = hand_over()
        except DatabaseError:
            log.warning("the database does not answer; the relay waits")
            connection.close()
            handed_over = 0
            time.sleep(1)
        except Exception:  # the broker's client raises its own kinds; the rows are still owed
            log.warning("the broker does not answer; the relay waits", exc_info=True)
            handed_over = 0
            time.sleep(1)
        if not handed_over:
            time.sleep(pause_seconds)
