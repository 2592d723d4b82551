import os

from celery import Celery
from celery.schedules import crontab

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "evu.settings")

app = Celery("evu")
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
