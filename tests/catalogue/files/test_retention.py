"""What is kept of a file of courses, and for how long."""

import datetime

import pytest
import time_machine
from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils import timezone

from catalogue import tasks
from catalogue.models import CatalogueFile
from catalogue.queries.files import files_to_drop
from catalogue.services.files import drop_old_file
from evu.celery import app
from staff.importing.states import ImportState
from staff.models import Threshold
from tests.catalogue.files.house import House, course, csv_of, work
from tests.factories import CatalogueFileFactory

pytestmark = pytest.mark.django_db
CODE = Threshold.Code.CATALOGUE_FILE_KEPT_DAYS


def kept_for(days):
    Threshold.objects.filter(code=CODE).delete()
    Threshold.objects.create(code=CODE, value=days, source="Test", valid=DateRange(None, None))


def night_after(days, file):
    with time_machine.travel(timezone.now() + datetime.timedelta(days=days), tick=False):
        tasks.drop_course_files()
        return work(file)


def test_a_month_is_what_the_project_ships(thresholds):
    assert Threshold.objects.get(code=CODE).value == 30


def test_a_file_nobody_applied_is_dropped_after_some_days():
    kept_for(3)
    file = House().check(csv_of(course(), course(seats="x")))

    file = night_after(3, file)
    assert (file.state, bool(file.content)) == (ImportState.CHECKED, True)

    file = night_after(4, file)
    assert (file.state, bytes(file.content)) == (ImportState.DISCARDED, b"")
    assert (file.changes.count(), file.problems.count()) == (0, 0)


def test_the_report_of_what_was_applied_stays(thresholds):
    file = House().apply(csv_of(course()))

    file = night_after(400, file)

    assert (file.state, file.changes.count()) == (ImportState.APPLIED, 2)


@pytest.mark.parametrize(
    ("state", "is_dropped"),
    [
        (ImportState.CHECKING, False),
        (ImportState.CHECKED, True),
        (ImportState.FAILED, True),
        (ImportState.DISCARDED, False),
    ],
)
def test_a_file_a_worker_is_at_is_left_alone(thresholds, state, is_dropped):
    old = timezone.now() - datetime.timedelta(days=100)
    file = CatalogueFileFactory(state=state, uploaded_at=old, failure="Nei.")

    assert files_to_drop(timezone.localdate()) == ([file.pk] if is_dropped else [])
    drop_old_file(file.pk)
    file.refresh_from_db()
    assert (file.state == ImportState.DISCARDED) is (is_dropped or state == ImportState.DISCARDED)


def test_without_the_number_it_says_what_to_run():
    Threshold.objects.filter(code=CODE).delete()
    with pytest.raises(LookupError, match="load_reference"):
        files_to_drop(timezone.localdate())


def test_no_content_outlives_its_use(thresholds):
    house = House()
    house.undo(house.apply(csv_of(course())))

    assert not CatalogueFile.objects.exclude(content=b"").exists()


def test_it_is_done_every_night():
    planned = {entry["task"] for entry in app.conf.beat_schedule.values()}

    assert {"catalogue.tasks.owe_feed_questions", "catalogue.tasks.drop_course_files"} <= planned
