"""Hiring by hand: who it is, and a first post."""

import datetime

import pytest
from django.core.exceptions import ValidationError

from audit.models import Event
from staff import services
from staff.identity import keyed_hash
from staff.models import Employee, Identity, Membership, Position, User
from staff.roles import Role
from tests.factories import (
    EmployeeFactory,
    OwnerFactory,
    PositionCodeFactory,
    UserFactory,
    WorkplaceFactory,
)
from tests.staff.organisation.people import administrator_of, url
from tests.staff.organisation.posts import BEFORE, DAY, new, post

pytestmark = pytest.mark.django_db
# Nobody's: the month is 40 higher than any in a calendar.
NATIONAL_ID = "17527500028"


@pytest.fixture
def owner():
    return OwnerFactory(written_language="nn")


@pytest.fixture
def administrator(client, owner):
    user = administrator_of(owner)
    client.force_login(user)
    return user


@pytest.fixture
def place(owner):
    return WorkplaceFactory(owner=owner)


@pytest.fixture
def code():
    return PositionCodeFactory()


def test_somebody_is_hired_with_a_post_and_the_role_of_an_employee(
    client, owner, administrator, place, code
):
    response = client.post(url("new_employee"), new(place, code, national_id=NATIONAL_ID))

    employee = Employee.objects.get()
    assert response.url == url("person", employee)
    user = employee.user
    assert (employee.owner, employee.number, user.get_full_name()) == (owner, "12", "Kari Ås")
    assert (user.email, user.written_language) == ("kari@example.org", "nn")
    assert not user.has_usable_password()
    position = Position.objects.get()
    assert (position.percent, position.annual_pay_ore) == (6_250, 51_250_000)
    assert (position.starts_on, position.ends_on) == (DAY, None)
    role = Membership.objects.get(user=user)
    assert (role.role, role.owner, role.starts_on) == (Role.EMPLOYEE, owner, DAY)
    assert Identity.objects.get().keyed_hash == keyed_hash("national_id", NATIONAL_ID)
    assert Event.objects.get().kind == "employee.hired"


def test_the_national_id_is_stored_and_shown_nowhere(client, administrator, place, code):
    response = client.post(url("new_employee"), new(place, code, national_id=NATIONAL_ID, email=""))
    assert response.status_code == 422
    assert NATIONAL_ID not in response.content.decode()
    client.post(url("new_employee"), new(place, code, national_id=NATIONAL_ID))
    assert NATIONAL_ID not in str(list(User.objects.values())) + str(list(Event.objects.values()))


def test_somebody_known_elsewhere_is_the_same_person(client, administrator, place, code):
    known = UserFactory(email="kari@example.org")
    Identity.objects.create(
        user=known, kind="national_id", keyed_hash=keyed_hash("national_id", NATIONAL_ID)
    )
    EmployeeFactory(user=known)
    client.post(url("new_employee"), new(place, code, national_id=NATIONAL_ID))
    assert Employee.objects.get(owner=place.owner).user == known
    assert User.objects.filter(email="kari@example.org").count() == 1


def test_an_address_alone_does_not_make_two_people_one(client, administrator, place, code):
    UserFactory(email="Kari@Example.org")
    response = client.post(url("new_employee"), new(place, code))
    assert response.status_code == 422
    assert response.context["form"].errors.keys() == {"email"}
    assert not Employee.objects.exists()


def test_one_who_is_employed_here_is_not_hired_twice(client, owner, administrator, place, code):
    client.post(url("new_employee"), new(place, code, national_id=NATIONAL_ID))
    response = client.post(
        url("new_employee"), new(place, code, national_id=NATIONAL_ID, number="13")
    )
    assert response.status_code == 422
    assert response.context["form"].errors.keys() == {"national_id"}
    assert Employee.objects.get(owner=owner).number == "12"


def test_one_who_has_left_comes_back_as_the_same_employee(
    client, owner, administrator, place, code
):
    client.post(url("new_employee"), new(place, code, national_id=NATIONAL_ID))
    employee = Employee.objects.get(owner=owner)
    services.leave(employee=employee, last_day=datetime.date(2026, 12, 31), by=administrator)
    again = new(place, code, national_id=NATIONAL_ID, starts_on="2028-01-01")
    assert client.post(url("new_employee"), again).status_code == 302
    employee.refresh_from_db()
    assert employee.left_on is None
    starts = list(employee.positions.order_by("starts_on").values_list("starts_on", flat=True))
    assert starts == [DAY, datetime.date(2028, 1, 1)]
    roles = Membership.objects.filter(user=employee.user, role=Role.EMPLOYEE)
    assert roles.on(datetime.date(2027, 6, 1)).count() == 0
    assert roles.on(datetime.date(2028, 6, 1)).count() == 1


def test_a_number_in_use_is_said(client, owner, administrator, place, code):
    EmployeeFactory(owner=owner, number="12")
    response = client.post(url("new_employee"), new(place, code))
    assert response.status_code == 422
    assert response.context["form"].errors.keys() == {"number"}


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("first_name", ""),
        ("last_name", ""),
        ("last_name", "x" * 151),
        ("last_name", "a\x00"),
        ("email", "kari"),
        ("national_id", "12345678901"),
        ("national_id", "x"),
        ("number", ""),
        ("number", "x" * 21),
        ("workplace", ""),
        ("workplace", "0"),
        ("code", "x"),
        ("percent", "0"),
        ("percent", "101"),
        ("percent", "100,01"),
        ("percent", "-5"),
        ("percent", "mye"),
        ("percent", "9" * 30),
        ("annual_pay", "-1"),
        ("annual_pay", "9" * 15),
        ("annual_pay", "=1+1"),
        ("starts_on", ""),
        ("starts_on", "31.02.2026"),
        ("starts_on", "0001-01-01"),
        ("starts_on", "9999-12-31"),
    ],
)
def test_what_is_wrong_is_said_beside_the_field_and_nothing_is_lost(
    client, administrator, place, code, field, typed
):
    response = client.post(url("new_employee"), new(place, code, **{field: typed}))
    assert response.status_code == 422
    form = response.context["form"]
    assert field in form.errors
    assert form["number"].value() == (typed if field == "number" else "12")
    assert not Employee.objects.exists()


def test_a_workplace_of_another_owner_and_a_code_not_in_use_cannot_be_chosen(
    client, owner, administrator, place, code
):
    elsewhere, foreign = WorkplaceFactory(), PositionCodeFactory(owner=OwnerFactory())
    response = client.post(url("new_employee"), new(elsewhere, foreign))
    assert response.context["form"].errors.keys() == {"workplace", "code"}
    with pytest.raises(ValidationError) as wrong:
        services.open_position(
            employee=EmployeeFactory(owner=owner),
            post=post(elsewhere, code),
            starts_on=DAY,
            ends_on=None,
            by=administrator,
        )
    assert wrong.value.error_dict.keys() == {"workplace"}
    with pytest.raises(ValidationError) as wrong:
        services.open_position(
            employee=EmployeeFactory(owner=owner),
            post=post(place, foreign),
            starts_on=DAY,
            ends_on=None,
            by=administrator,
        )
    assert wrong.value.error_dict.keys() == {"code"}


def test_a_workplace_closed_by_then_is_not_offered(client, owner, administrator, code):
    closed = WorkplaceFactory(owner=owner, ended_on=BEFORE)
    response = client.post(url("new_employee"), new(closed, code))
    assert response.context["form"].errors.keys() == {"workplace"}
