"""Cover that is booked for somebody who leaves, or by them."""

import datetime

import pytest
from django.utils import timezone

from staff.models import Employee
from substitutes import services
from substitutes.leaving import consequences_of_leaving
from substitutes.models import Shift
from tests.factories import EmployeeFactory, OrderFactory, SubstituteFactory, leader_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def booking():
    order = OrderFactory()
    substitute = SubstituteFactory(
        owner=order.owner, staff_groups=[order.application.staff_group], user__first_name="Vikar"
    )
    EmployeeFactory(owner=order.owner, user=substitute.user)
    return services.book(order=order, substitute=substitute, by=leader_of(order.workplace))


def of(employee, on):
    return consequences_of_leaving(employee_ids=[employee.pk], on=on).get(employee.pk, [])


def test_days_to_come_are_counted_for_both(booking):
    student = booking.order.application.employee
    substitute = Employee.objects.get(user=booking.substitute.user)
    day = Shift.objects.order_by("day")[1].day
    left = Shift.objects.filter(day__gte=day).count()

    assert 0 < left < Shift.objects.count()
    assert of(student, day) == [
        {
            "code": "cover_booked",
            "params": {"number": booking.order.application.number, "days": left},
        }
    ]
    assert of(substitute, day) == [{"code": "stands_in", "params": {"days": left}}]


def test_what_is_over_or_cancelled_is_not(booking):
    student = booking.order.application.employee
    after = Shift.objects.latest("day").day + datetime.timedelta(days=1)

    assert of(student, after) == []
    Shift.objects.update(cancelled_at=timezone.now())
    assert of(student, Shift.objects.earliest("day").day) == []


def test_leaving_another_owner_does_not_touch_what_one_does_here(booking):
    elsewhere = EmployeeFactory(user=booking.substitute.user)

    assert of(elsewhere, Shift.objects.earliest("day").day) == []
