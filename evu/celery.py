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
    "gather the day's messages": {
        "task": "notifications.tasks.owe_digests",
        "schedule": crontab(hour=6, minute=30),
    },
    "forget who has left": {
        "task": "staff.tasks.forget_leavers",
        "schedule": crontab(hour=2, minute=0),
    },
    "remind of posts held on condition": {
        "task": "staff.tasks.owe_condition_reminders",
        "schedule": crontab(hour=4, minute=0),
    },
    "look after roles": {
        "task": "staff.tasks.look_after_roles",
        "schedule": crontab(hour=5, minute=30),
    },
    "ask the registers": {
        "task": "staff.tasks.owe_register_questions",
        "schedule": crontab(hour=4, minute=0),
    },
    "delete staff files that are done with": {
        "task": "staff.tasks.drop_import_files",
        "schedule": crontab(hour=2, minute=15),
    },
    "remind of applying to the institutions": {
        "task": "applications.tasks.owe_institution_reminders",
        "schedule": crontab(hour=4, minute=30),
    },
    "ask the feeds of courses": {
        "task": "catalogue.tasks.owe_feed_questions",
        "schedule": crontab(hour=4, minute=30),
    },
    "drop files of courses nobody applies": {
        "task": "catalogue.tasks.drop_course_files",
        "schedule": crontab(hour=2, minute=30),
    },
    "watch what is owed": {"task": "notifications.tasks.watch_outbox", "schedule": crontab()},
}
