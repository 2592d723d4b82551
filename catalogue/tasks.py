"""What happens by itself in the catalogue: files, feeds asked every night, proofs."""

from celery import shared_task
from django.utils import timezone

from catalogue.models import CatalogueFeed, Placement, Seat
from catalogue.queries.files import files_to_drop
from catalogue.services import feeds, file_running, proofs
from catalogue.services.files import drop_old_file
from notifications.outbox import owe_many


def check_courses(*, file_id: int) -> None:
    file_running.check_file(file_id)


def apply_courses(*, file_id: int) -> None:
    file_running.apply_file(file_id)


def undo_courses(*, file_id: int, user_id: int) -> None:
    file_running.undo_file(file_id, user_id)


def issue_proof(*, seat_id: int | None = None, placement_id: int | None = None) -> None:
    """Of the seat or of the placement; done twice, one proof."""
    seat = Seat.objects.get(pk=seat_id) if seat_id else None
    placement = Placement.objects.get(pk=placement_id) if placement_id else None
    proofs.issue_proof(seat=seat, placement=placement, by=None)


def fetch_feed(*, feed_id: int) -> None:
    feeds.fetch_feed(feed_id)


@shared_task(ignore_result=True)
def owe_feed_questions() -> None:
    """Owe each feed a question, one task each, so that a slow one delays no other."""
    kept = CatalogueFeed.objects.order_by("pk").values_list("pk", flat=True)
    owe_many("catalogue.tasks.fetch_feed", [{"feed_id": pk} for pk in kept], owner_id=None)


@shared_task(ignore_result=True)
def drop_course_files() -> None:
    """Owe the dropping of each file that has waited too long for somebody to apply it."""
    waiting = files_to_drop(timezone.localdate())
    owe_many("catalogue.tasks.drop_course_file", [{"file_id": pk} for pk in waiting], owner_id=None)


def drop_course_file(*, file_id: int) -> None:
    drop_old_file(file_id)
