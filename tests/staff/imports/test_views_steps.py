"""A checked staff file on the pages: applied, undone, discarded, or refused with the reason."""

import datetime

import pytest
from django.utils import timezone

from staff.importing.states import ImportState
from staff.models import Employee
from staff.roles import Role
from tests.factories import (
    EmployeeFactory,
    ImportBatchFactory,
    MembershipFactory,
    OwnerFactory,
    PositionCodeFactory,
    PositionFactory,
    StaffGroupFactory,
    ThresholdFactory,
    WorkplaceFactory,
    leader_of,
)
from tests.staff.imports.sending import BAD, GOOD, HEADINGS, address, checked_file, text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def owner():
    owner = OwnerFactory()
    WorkplaceFactory(owner=owner, name="Elvestrand skole")
    PositionCodeFactory(code="7961")
    StaffGroupFactory(code="to-be-mapped")
    ThresholdFactory(code="many_leavers_percent", value=10)
    return owner


@pytest.fixture
def administrator(client, owner):
    user = MembershipFactory(role=Role.ADMINISTRATOR, owner=owner).user
    client.force_login(user)
    return user


# ── Applying ─────────────────────────────────────────────────────────────────────────────────────


def test_good_rows_are_applied_and_bad_ones_named(client, owner, administrator, do_what_is_owed):
    batch = checked_file(client, do_what_is_owed, f"{HEADINGS}\n{GOOD}{BAD}")
    assert not Employee.objects.filter(owner=owner).exists()
    report = client.get(address("detail", batch), {"show": "problems"})
    assert [row.problem.row for row in report.context["rows"]] == [4]
    assert "“mye”" in text_of(report) or "«mye»" in text_of(report)

    confirm = client.get(address("apply", batch))
    assert confirm.context["form"] is None
    response = client.post(address("apply", batch))
    do_what_is_owed()

    batch.refresh_from_db()
    assert (response.status_code, response.url) == (302, address("detail", batch))
    assert batch.state == ImportState.APPLIED
    assert set(Employee.objects.filter(owner=owner).values_list("number", flat=True)) == {
        "1001",
        "1002",
    }


def test_applied_twice_it_is_refused_on_the_files_page(client, administrator, do_what_is_owed):
    batch = checked_file(client, do_what_is_owed)
    client.post(address("apply", batch))
    do_what_is_owed()

    response = client.post(address("apply", batch))

    assert response.status_code == 409
    assert 'role="alert"' in text_of(response)
    assert Employee.objects.filter(number="1001").count() == 1


@pytest.mark.parametrize("step", ["apply", "check", "undo"])
def test_a_step_in_the_wrong_state_is_refused_with_the_reason(client, owner, administrator, step):
    batch = ImportBatchFactory(owner=owner, state=ImportState.DISCARDED)

    response = client.post(address(step, batch))

    batch.refresh_from_db()
    assert response.status_code == 409
    assert 'role="alert"' in text_of(response)
    assert batch.state == ImportState.DISCARDED


@pytest.mark.parametrize("step", ["apply", "undo"])
def test_the_question_is_not_asked_in_the_wrong_state(client, owner, administrator, step):
    batch = ImportBatchFactory(owner=owner, state=ImportState.DISCARDED)

    assert client.get(address(step, batch)).status_code == 403


def test_a_discarded_file_with_many_leavers_asks_for_no_number(client, owner, administrator):
    batch = ImportBatchFactory(
        owner=owner, state=ImportState.DISCARDED, counts={"leaves": 10, "confirm": True}
    )

    assert client.post(address("apply", batch)).status_code == 409


def many_leave(owner):
    """Ten employed; the file knows of two others."""
    school = WorkplaceFactory(owner=owner)
    for _number in range(10):
        employee = EmployeeFactory(owner=owner)
        PositionFactory(owner=owner, employee=employee, workplace=school)


def test_when_many_leave_their_number_is_typed(client, owner, administrator, do_what_is_owed):
    many_leave(owner)
    batch = checked_file(client, do_what_is_owed, lists_everybody="yes")
    assert batch.counts["leaves"] == 10
    asked = client.get(address("apply", batch))
    assert asked.context["form"] is not None

    for typed in ("", "ti", "9", "-10", "10" * 30):
        response = client.post(address("apply", batch), {"leavers_confirmed": typed})
        assert response.status_code == 422, typed
        assert "leavers_confirmed" in response.context["form"].errors
    response = client.post(address("apply", batch), {"leavers_confirmed": "10"})
    do_what_is_owed()

    batch.refresh_from_db()
    assert response.status_code == 302
    assert batch.state == ImportState.APPLIED
    assert not Employee.objects.filter(owner=owner, left_on=None).exclude(
        number__in=("1001", "1002")
    )


# ── Discarding and undoing ───────────────────────────────────────────────────────────────────────


def test_a_discarded_file_changed_nothing(client, owner, administrator, do_what_is_owed):
    batch = checked_file(client, do_what_is_owed)

    response = client.post(address("discard", batch), follow=True)
    do_what_is_owed()

    batch.refresh_from_db()
    assert batch.state == ImportState.DISCARDED
    assert response.status_code == 200
    assert not response.context["offers"].any
    assert not Employee.objects.filter(owner=owner).exists()


def test_undoing_says_what_is_put_back_and_puts_it_back(
    client, owner, administrator, do_what_is_owed
):
    batch = checked_file(client, do_what_is_owed)
    client.post(address("apply", batch))
    do_what_is_owed()

    asked = client.get(address("undo", batch))
    response = client.post(address("undo", batch))
    do_what_is_owed()

    batch.refresh_from_db()
    assert any("2" in sentence for sentence in asked.context["consequences"])
    assert (response.status_code, response.url) == (302, address("detail", batch))
    assert batch.state == ImportState.UNDONE
    today = timezone.localdate() + datetime.timedelta(days=1)
    still = Employee.objects.filter(owner=owner, left_on=None) | Employee.objects.filter(
        owner=owner, left_on__gt=today
    )
    assert not still.exists()


def test_a_file_can_be_checked_once_more(client, owner, administrator, do_what_is_owed):
    batch = checked_file(client, do_what_is_owed)

    response = client.post(address("check", batch))
    do_what_is_owed()

    batch.refresh_from_db()
    assert response.status_code == 302
    assert batch.state == ImportState.CHECKED


@pytest.mark.parametrize("step", ["check", "apply", "undo", "discard", "columns"])
def test_another_owners_file_is_not_touched(client, administrator, step):
    batch = ImportBatchFactory(checked=True)

    assert client.post(address(step, batch)).status_code == 404


@pytest.mark.parametrize("step", ["check", "apply", "undo", "discard", "columns"])
def test_a_leader_takes_no_step(client, owner, step):
    batch = ImportBatchFactory(owner=owner, checked=True)
    client.force_login(leader_of(WorkplaceFactory(owner=owner)))

    assert client.post(address(step, batch)).status_code == 403
    batch.refresh_from_db()
    assert batch.state == ImportState.CHECKED


@pytest.mark.parametrize("step", ["check", "discard"])
def test_a_step_is_not_taken_by_looking(client, owner, administrator, step):
    batch = ImportBatchFactory(owner=owner, checked=True)

    assert client.get(address(step, batch)).status_code == 405
