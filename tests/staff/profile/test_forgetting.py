"""What happens to the profile of whoever left: deleted when its time has come, and not before."""

import datetime

import pytest
import time_machine
from allauth.account.models import EmailAddress
from django.core.files.storage import default_storage
from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils import timezone

from applications import services as applications
from audit.models import Event
from notifications.models import Owed
from staff import services, tasks
from staff.models import (
    Correction,
    Identity,
    Membership,
    Position,
    Qualification,
    Teaching,
    Threshold,
)
from staff.roles import Role
from staff.services.qualifications import Document
from tests.factories import (
    CorrectionFactory,
    DataCopyFactory,
    EmployeeFactory,
    IdentityFactory,
    MembershipFactory,
    TeachingFactory,
    ThresholdFactory,
    cases,
)
from tests.staff.profile.conftest import upload

pytestmark = pytest.mark.django_db
LEFT = datetime.date(2026, 1, 31)
LAST_DAY_KEPT = "2027-01-31T12:00+01:00"
GONE = "2027-02-01T12:00+01:00"


def leave(employee, on=LEFT):
    employee.left_on = on
    employee.save(update_fields=["left_on"])
    Position.objects.filter(employee=employee).update(ends_on=on)
    Membership.objects.filter(user=employee.user).update(ends_on=on)


@pytest.fixture
def leaver(school):
    """Somebody who left, with all that a profile can hold."""
    employee, person = school.employee, school.person
    services.add_qualification(
        employee=employee,
        kind="degree",
        facts={"title": "Bachelor", "year": 2010},
        document=Document(upload(), "vitnemål.pdf"),
        by=person,
    )
    services.change_contact(email="hjem@example.org", phone="912 34 567", by=person)
    TeachingFactory(owner=school.owner, employee=employee)
    CorrectionFactory(owner=school.owner, employee=employee)
    IdentityFactory(user=person)
    DataCopyFactory(user=person)
    leave(employee)
    return employee


def nightly(do_what_is_owed):
    tasks.forget_leavers()
    do_what_is_owed()


def test_kept_to_the_last_day_and_deleted_the_next(
    leaver, do_what_is_owed, django_capture_on_commit_callbacks
):
    file = Qualification.objects.get().document.name
    with time_machine.travel(LAST_DAY_KEPT, tick=False):
        nightly(do_what_is_owed)
    leaver.refresh_from_db()
    assert leaver.forgotten_at is None
    assert Qualification.objects.exists()
    with (
        time_machine.travel(GONE, tick=False),
        django_capture_on_commit_callbacks(execute=True),
    ):
        nightly(do_what_is_owed)
    leaver.refresh_from_db()
    assert leaver.forgotten_at is not None
    assert leaver.number == f"forgotten-{leaver.pk}"
    for model in (Qualification, Teaching, Correction, Identity, EmailAddress):
        assert not model.objects.exists(), model
    assert not default_storage.exists(file)
    position = Position.objects.get(employee=leaver)
    assert (position.annual_pay_ore, position.percent) == (0, 10_000)
    person = leaver.user
    assert (person.email, person.phone, person.first_name, person.last_name) == ("", "", "", "")
    assert not person.is_active
    assert not person.has_usable_password()
    assert not person.data_copies.exists()


def test_history_counts_and_names_nobody(leaver, do_what_is_owed):
    with time_machine.travel(GONE, tick=False):
        nightly(do_what_is_owed)
        nightly(do_what_is_owed)
    event = Event.objects.get(kind="employee.forgotten")
    assert event.actor is None
    assert event.details == {
        "qualifications": 1,
        "documents": 1,
        "subjects": 1,
        "roads": 0,
        "corrections": 1,
        "pays": 1,
        "accounts": 1,
        "names": 1,
    }


def test_whoever_is_employed_is_never_forgotten(school, do_what_is_owed):
    with time_machine.travel("2040-01-01", tick=False):
        nightly(do_what_is_owed)
        assert services.forget(employee=school.employee, by=None) == {}
    school.employee.refresh_from_db()
    assert school.employee.forgotten_at is None


def test_an_owner_may_keep_it_shorter(leaver, stranger, do_what_is_owed):
    leave(stranger.employee)
    ThresholdFactory(
        owner=leaver.owner,
        code=Threshold.Code.PROFILE_KEPT_DAYS,
        value=30,
        valid=DateRange(LEFT, None),
    )
    with time_machine.travel("2026-03-03T12:00+01:00", tick=False):
        nightly(do_what_is_owed)
    leaver.refresh_from_db()
    stranger.employee.refresh_from_db()
    assert leaver.forgotten_at is not None
    assert stranger.employee.forgotten_at is None


def test_elsewhere_employed_keeps_the_log_in_and_what_is_there(leaver, do_what_is_owed):
    elsewhere = EmployeeFactory(user=leaver.user)
    TeachingFactory(owner=elsewhere.owner, employee=elsewhere)
    with time_machine.travel(GONE, tick=False):
        nightly(do_what_is_owed)
    leaver.refresh_from_db()
    assert leaver.forgotten_at is not None
    assert Teaching.objects.get().employee == elsewhere
    assert Identity.objects.exists()
    assert leaver.user.phone == "912 34 567"
    assert leaver.user.is_active


def test_a_role_that_is_still_held_keeps_the_log_in(leaver, do_what_is_owed):
    MembershipFactory(user=leaver.user, role=Role.PROVIDER, owner=None)
    with time_machine.travel(GONE, tick=False):
        nightly(do_what_is_owed)
    leaver.user.refresh_from_db()
    assert leaver.user.is_active
    assert not Qualification.objects.exists()


def test_an_open_case_keeps_the_profile_until_it_is_over(thresholds, do_what_is_owed):
    case = cases.submitted()
    leave(case.employee)
    with time_machine.travel(GONE, tick=False):
        nightly(do_what_is_owed)
        case.employee.refresh_from_db()
        assert case.employee.forgotten_at is None
        applications.withdraw(application=case, by=case.applicant)
        nightly(do_what_is_owed)
    case.employee.refresh_from_db()
    assert case.employee.forgotten_at is not None


def test_a_case_that_is_over_keeps_the_name_and_nothing_else(thresholds, do_what_is_owed):
    case = cases.submitted()
    applications.withdraw(application=case, by=case.applicant)
    leave(case.employee)
    name = str(case.applicant)
    with time_machine.travel(GONE, tick=False):
        nightly(do_what_is_owed)
    case.applicant.refresh_from_db()
    assert str(case.applicant) == name
    assert (case.applicant.email, case.applicant.is_active) == ("", False)
    assert Event.objects.get(kind="employee.forgotten").details["names"] == 0


def test_cover_that_is_not_settled_keeps_the_profile(thresholds, do_what_is_owed):
    case = cases.cover_ordered(do_what_is_owed)
    leave(case.employee)
    with time_machine.travel(GONE, tick=False):
        assert services.forget(employee=case.employee, by=None) == {}


def test_one_in_trouble_stops_nobody_else(leaver, stranger, do_what_is_owed, monkeypatch):
    leave(stranger.employee)
    with time_machine.travel(GONE, tick=False):
        tasks.forget_leavers()
        assert Owed.objects.filter(task="staff.tasks.forget_leaver").count() == 2
        Owed.objects.filter(args={"employee_id": leaver.pk}).update(
            set_aside_at=timezone.now(), error="trouble"
        )
        do_what_is_owed()
    stranger.employee.refresh_from_db()
    assert stranger.employee.forgotten_at is not None
