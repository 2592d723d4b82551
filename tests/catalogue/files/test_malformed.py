"""Files broken in many ways: nothing unhandled, nothing by halves, nothing twice, all undone."""

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from hypothesis import HealthCheck, event, given, settings

from catalogue import services
from catalogue.models import CourseRun
from catalogue.services.file_running import apply_file, check_file, undo_file
from staff.importing.states import ImportState
from tests.catalogue.files.house import House, changes, course, csv_of, everything
from tests.catalogue.files.malformed import FILES
from tests.factories import seat_asked, seat_confirmed

pytestmark = pytest.mark.django_db


@pytest.fixture
def house():
    """With courses of its own: somebody has a seat in Hamar, somebody asks for one in Bodø."""
    house = House()
    house.apply(
        csv_of(
            course(sessions="20.09.2027 09:00-15:00"),
            course(place="Oslo"),
            course(code="ENG101", title="Engelsk", place="Bodø"),
        )
    )
    seat_confirmed(CourseRun.objects.get(place="Hamar"))
    seat_asked(CourseRun.objects.get(place="Bodø"))
    return house


def check(house, content):
    """The file as it ends, if it got in at all; the worker called as the relay would."""
    try:
        file = house.send(content)
    except ValidationError:
        return None
    check_file(file.pk)
    file.refresh_from_db()
    assert file.state in (ImportState.CHECKED, ImportState.FAILED)
    assert (file.state == ImportState.FAILED) == bool(file.failure)
    return file


def facts():
    """Rows of sessions are new when they are put back; what they say is not."""
    courses, runs, sessions, *rest = everything()
    return [courses, runs, sorted(row[1:] for row in sessions), *rest]


def bring_in(house, content):
    before = facts()
    file = check(house, content)
    event(f"{file.format} {file.state}" if file else "refused")
    assert facts() == before
    if file is None or file.state == ImportState.FAILED:
        return
    services.apply_courses(file=file, by=house.by)
    apply_file(file.pk)
    file.refresh_from_db()
    assert file.state == ImportState.APPLIED, file.failure
    if not set(changes(file)) - {"not_in_file"}:
        event("changes nothing")
        assert facts() == before
    assert set(changes(check(house, content))) <= {"not_in_file"}
    services.undo_courses(file=file, by=house.by)
    undo_file(file.pk, house.by.pk)
    file.refresh_from_db()
    assert file.state == ImportState.UNDONE, file.failure
    assert facts() == before


def try_it(house, content):
    with transaction.atomic():
        bring_in(house, content)
        transaction.set_rollback(True)


@settings(max_examples=300, suppress_health_check=list(HealthCheck))
@given(content=FILES)
def test_a_malformed_file_is_said_to_be_or_applied_whole_and_undone(house, content):
    try_it(house, content)


@pytest.mark.soak
@settings(max_examples=2_000, suppress_health_check=list(HealthCheck))
@given(content=FILES)
def test_two_thousand_malformed_files(house, content):
    try_it(house, content)
