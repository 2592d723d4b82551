"""An owner with a workplace, its leader, an administrator, and somebody employed there."""

import pytest
from django.utils import timezone, translation

from staff.models import Membership, User
from staff.roles import Role
from tests.factories import (
    MembershipFactory,
    OwnerFactory,
    WorkplaceFactory,
    administrator_of,
    employee_at,
)


@pytest.fixture(autouse=True)
def in_english():
    """Reasons as they are written in the code, whatever they are translated to."""
    with translation.override("en"):
        yield


@pytest.fixture
def today():
    return timezone.localdate()


@pytest.fixture
def owner():
    return OwnerFactory(name="Vik kommune")


@pytest.fixture
def workplace(owner):
    return WorkplaceFactory(owner=owner)


@pytest.fixture
def administrator(owner) -> User:
    return administrator_of(owner)


@pytest.fixture
def leader(workplace) -> Membership:
    """The leader's role; the leader is its user."""
    return MembershipFactory(role=Role.LEADER, owner=workplace.owner, workplace=workplace)


@pytest.fixture
def colleague(workplace) -> User:
    return employee_at(
        workplace, employee__user__first_name="Kari", employee__user__last_name="Nordmann"
    ).employee.user
