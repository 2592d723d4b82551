"""What happens by itself in the catalogue: files of courses, and feeds asked every night."""

from celery import shared_task

from catalogue.models import CatalogueFeed
from catalogue.services import file_running
from notifications.outbox import owe_many


def check_courses(*, file_id: int) -> None:
    file_running.check_file(file_id)


def apply_courses(*, file_id: int) -> None:
    file_running.apply_file(file_id)


def undo_courses(*, file_id: int, user_id: int) -> None:
    file_running.undo_file(file_id, user_id)


def fetch_feed(*, feed_id: int) -> None:
    file_running.fetch_feed(feed_id)


@shared_task(ignore_result=True)
def owe_feed_questions() -> None:
    """Owe each feed a question, one task each, so that a slow one delays no other."""
    feeds = CatalogueFeed.objects.order_by("pk").values_list("pk", flat=True)
    owe_many("catalogue.tasks.fetch_feed", [{"feed_id": pk} for pk in feeds], owner_id=None)
