"""Whoever is not in a file of everybody has left; whoever cannot be read has not."""

import datetime

import pytest
from django.utils import timezone

from notifications.models import Message
from staff import services
from staff.importing.states import ImportState
from staff.models import (
    Employee,
    Membership,
)
from staff.roles import Role
from staff.verdict import Refusal
from tests.factories import (
    MembershipFactory,
    OwnerFactory,
)
from tests.staff.imports.files import Office, changes, csv_of, person, problems, work

pytestmark = pytest.mark.django_db
YESTERDAY = datetime.timedelta(days=1)


@pytest.fixture
def office():
    return Office()


def the_employee(number):
    return Employee.objects.get(number=f"{1000 + number}")


def test_whoever_is_not_in_a_file_of_everybody_has_left(office):
    office.apply(csv_of(person(1), person(2)))
    leaver = the_employee(2)
    here = MembershipFactory(role=Role.FINANCE, owner=office.owner, user=leaver.user)
    there = MembershipFactory(role=Role.FINANCE, owner=OwnerFactory(), user=leaver.user)

    batch = office.apply(csv_of(person(1)))

    last_day = timezone.localdate() - YESTERDAY
    leaver.refresh_from_db()
    here.refresh_from_db()
    there.refresh_from_db()
    assert changes(batch) == {"leaves": 1}
    assert leaver.left_on == last_day
    assert leaver.positions.get().ends_on == last_day
    assert (here.ends_on, there.ends_on) == (last_day, None)
    assert not leaver.user.memberships.on(timezone.localdate()).filter(owner=office.owner).exists()


def test_a_role_and_a_post_that_had_not_begun_never_do(office):
    next_year = timezone.localdate() + datetime.timedelta(days=365)
    office.apply(csv_of(person(1), person(2, starts_on=next_year.isoformat())))
    leaver = the_employee(2)
    for day in (next_year, next_year + YESTERDAY):
        MembershipFactory(role=Role.FINANCE, owner=office.owner, user=leaver.user, starts_on=day)

    office.apply(csv_of(person(1)))

    for day in (next_year, next_year + YESTERDAY, next_year + 5 * YESTERDAY):
        assert not leaver.positions.on(day).exists()
        assert not leaver.user.memberships.on(day).exists()


def test_who_leaves_with_what_is_said_before_and_told_afterwards(office):
    office.apply(csv_of(person(1), person(2)))
    MembershipFactory(role=Role.FINANCE, owner=office.owner, user=the_employee(2).user)

    batch = office.check(csv_of(person(1)))

    leaves = batch.changes.get(kind="leaves")
    assert leaves.consequences == [
        {"code": "role_ends", "params": {"role": "finance", "place": office.owner.name}}
    ]
    services.apply(batch=batch, leavers_confirmed=1, by=office.by)
    work(batch)
    assert Message.objects.filter(recipient=office.by, key__contains=":leavers:").count() == 1


def test_many_leavers_must_be_confirmed_with_their_number(office):
    office.apply(csv_of(*(person(number) for number in range(1, 9))))
    batch = office.check(csv_of(person(1)))

    assert batch.counts["confirm"]
    for wrong in (None, 6):
        with pytest.raises(Refusal, match="7"):
            services.apply(batch=batch, leavers_confirmed=wrong, by=office.by)
    services.apply(batch=batch, leavers_confirmed=7, by=office.by)
    assert work(batch).state == ImportState.APPLIED


def test_a_row_with_a_fault_is_left_out_but_nobody_leaves_for_it(office):
    office.apply(csv_of(person(1), person(2), person(3)))

    batch = office.apply(
        csv_of(
            person(1, percent="110"),
            person(2, number="", percent="x"),
            person(3, percent="50"),
            person(4),
        )
    )

    assert changes(batch) == {"joins": 1, "changes": 1}
    assert problems(batch) == [
        (2, "Stillingsprosent", "percent_range"),
        (3, "Ansattnummer", "missing"),
        (3, "Stillingsprosent", "percent"),
    ]
    assert Employee.objects.filter(owner=office.owner, left_on=None).count() == 4


def test_whoever_comes_back_is_the_same_employee_with_a_new_role(office):
    office.apply(csv_of(person(1), person(2)))
    before = the_employee(2)
    office.apply(csv_of(person(1)))

    batch = office.apply(csv_of(person(1), person(2)))

    assert changes(batch) == {"joins": 1}
    back = the_employee(2)
    assert (back.pk, back.left_on) == (before.pk, None)
    assert back.positions.on(timezone.localdate()).count() == 1
    assert Membership.objects.on(timezone.localdate()).filter(user=back.user).count() == 1


def test_a_new_employee_number_for_somebody_we_know(office):
    office.apply(csv_of(person(1)))

    batch = office.apply(csv_of(person(1, number="777")))

    assert changes(batch) == {"details": 1}
    assert list(Employee.objects.values_list("number", flat=True)) == ["777"]
