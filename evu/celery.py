import os
from typing import Any

from celery import Celery, Task
from celery.schedules import crontab

from tenancy.acting import acting_for

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "evu.settings")


class AcrossOwners(Task):
    """What beat starts belongs to no single owner; what is owed to one acts for that one."""

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        with acting_for(across=True):
            return super().__call__(*args, **kwargs)


app = Celery("evu", task_cls=AcrossOwners)
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
app.conf.beat_schedule = {
    "prove the ledger": {
        "task": "funding.tasks.verify_ledger",
        "schedule": crontab(hour=3, minute=0),
    },
    "seal the history": {
        "task": "audit.tasks.seal_history",
        "schedule": crontab(hour=3, minute=30),
    },
    "watch what is owed": {"task": "notifications.tasks.watch_outbox", "schedule": crontab()},
}
