"""A file is applied whole or not at all, once, whatever happens to the worker on the way."""

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError

from audit.models import Event
from catalogue import services, tasks
from catalogue.models import CatalogueFile, Course, CourseRun
from catalogue.services import file_running, file_writing
from notifications import outbox
from notifications.models import Owed
from staff.importing.states import ImportState
from staff.states import IllegalTransition
from staff.verdict import Refusal
from tests.catalogue.files.house import House, changes, course, csv_of, everything, work
from tests.factories import contact_of

pytestmark = pytest.mark.django_db
TWO = csv_of(course(), course(code="ENG101", title="Engelsk"))


class Killed(BaseException):
    """The worker is gone: nothing of ours gets to see it."""


@pytest.fixture
def house():
    return House()


@pytest.fixture
def breaks_at_the_second_run(monkeypatch):
    """Until it is told not to: what is written before stays written unless it is rolled back."""
    real, written = file_writing.set_run, []

    def arm(failure):
        def set_run(run, values, *, by):
            written.append(run)
            if len(written) == 2:
                raise failure
            real(run, values, by=by)

        monkeypatch.setattr(file_writing, "set_run", set_run)
        return written

    return arm


def test_nothing_is_changed_before_it_is_applied(house):
    before = everything()

    file = house.check(TWO)

    assert (file.state, changes(file)) == (ImportState.CHECKED, {"new_course": 2, "new_run": 2})
    assert everything() == before


def test_what_is_applied_is_what_was_listed_and_the_file_itself_is_emptied(house):
    file = house.apply(TWO)

    assert (file.state, file.applied_by, bytes(file.content)) == ("applied", house.by, b"")
    assert (Course.objects.count(), CourseRun.objects.count()) == (2, 2)
    for change in file.changes.all():
        assert change.course is not None
        assert (change.run is not None) == (change.kind == "new_run")
    told = set(Event.objects.values_list("kind", flat=True))
    assert {"courses.sent_in", "courses.checked", "courses.apply_asked", "courses.applied"} <= told


def test_a_failure_in_the_middle_leaves_nothing_and_is_said(house, breaks_at_the_second_run):
    before = everything()
    file = house.check(TWO)
    written = breaks_at_the_second_run(IntegrityError("somebody was faster"))
    services.apply_courses(file=file, by=house.by)

    file = work(file)

    assert len(written) == 2
    assert everything() == before
    assert (file.state, changes(file)) == (ImportState.CHECKED, {"new_course": 2, "new_run": 2})
    assert file.failure
    assert bytes(file.content) == TWO
    assert Event.objects.filter(kind="courses.failed").exists()


def test_after_a_worker_was_killed_the_outbox_does_it_again_and_once(
    house, breaks_at_the_second_run, monkeypatch
):
    before = everything()
    file = house.check(TWO)
    services.apply_courses(file=file, by=house.by)
    [key] = outbox.claim()
    breaks_at_the_second_run(Killed())
    with pytest.raises(Killed):
        outbox.perform(key)
    file.refresh_from_db()
    assert everything() == before
    assert file.state == ImportState.APPLYING
    assert Owed.objects.get(pk=key).done_at is None

    monkeypatch.undo()
    outbox.perform(key)
    outbox.perform(key)

    file.refresh_from_db()
    assert file.state == ImportState.APPLIED
    assert (Course.objects.count(), CourseRun.objects.count()) == (2, 2)


def test_done_twice_it_is_done_once(house):
    file = house.apply(TWO)
    before = everything()

    file_running.check_file(file.pk)
    file_running.apply_file(file.pk)

    assert everything() == before
    assert Event.objects.filter(kind="courses.applied").count() == 1


def test_what_was_changed_since_the_check_is_not_overrun(house):
    house.apply(TWO)
    file = house.check(csv_of(course(seats="40")))
    CourseRun.objects.update(seats=35)
    services.apply_courses(file=file, by=house.by)

    file = work(file)

    assert (file.state, bool(file.failure)) == (ImportState.CHECKED, True)
    assert CourseRun.objects.first().seats == 35
    services.check_courses(file=file, by=house.by)
    file = work(file)
    services.apply_courses(file=file, by=house.by)
    assert work(file).state == ImportState.APPLIED
    assert CourseRun.objects.get(course__code="NORD101").seats == 40


def test_sessions_that_stay_are_the_same_rows(house):
    first, second = "20.09.2027 09:00-15:00", "21.09.2027 09:00-15:00"
    house.apply(csv_of(course(sessions=f"{first} | {second}")))
    kept = CourseRun.objects.get().sessions.first()

    house.apply(csv_of(course(sessions=f"{first} Aulaen | 22.09.2027 09:00-15:00")))

    now = list(CourseRun.objects.get().sessions.all())
    assert [(each.day.day, each.place) for each in now] == [(20, "Aulaen"), (22, "")]
    assert now[0].pk == kept.pk


def test_one_file_of_a_provider_is_applied_at_a_time(house):
    first, second = house.check(TWO), house.check(csv_of(course(seats="1")))
    services.apply_courses(file=first, by=house.by)

    with pytest.raises(Refusal):
        services.apply_courses(file=second, by=house.by)

    elsewhere = House()
    services.apply_courses(file=elsewhere.check(TWO), by=elsewhere.by)


def test_somebody_elses_file_is_nobodys(house):
    file = house.check(TWO)
    stranger = House().by

    for step in (services.apply_courses, services.check_courses, services.discard_courses):
        with pytest.raises(PermissionDenied):
            step(file=file, by=stranger)
    file.refresh_from_db()
    assert file.state == ImportState.CHECKED
    services.apply_courses(file=file, by=contact_of(house.provider))


def test_what_is_discarded_leaves_nothing_behind(house):
    file = house.check(csv_of(course(), course(seats="x")))

    services.discard_courses(file=file, by=house.by)

    file.refresh_from_db()
    assert (file.state, bytes(file.content)) == (ImportState.DISCARDED, b"")
    assert (file.changes.count(), file.problems.count()) == (0, 0)
    with pytest.raises(IllegalTransition):
        services.apply_courses(file=file, by=house.by)


def test_a_file_that_could_not_be_read_can_be_discarded_and_nothing_else(house):
    file = house.check(b"Sted;Plasser\nHamar;30")
    assert file.state == ImportState.FAILED

    with pytest.raises(IllegalTransition):
        services.apply_courses(file=file, by=house.by)
    services.discard_courses(file=file, by=house.by)

    assert CatalogueFile.objects.get().state == ImportState.DISCARDED


def test_the_tasks_that_are_owed_exist():
    for name in ("check_courses", "apply_courses", "undo_courses", "fetch_feed"):
        assert callable(getattr(tasks, name))
