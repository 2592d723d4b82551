"""A workplace with its leader, and people who hold a post of a staff group there."""

import pytest

from staff.models import Path, PositionCode, StaffGroup
from staff.reference import paths
from tests.factories import (
    PositionCodeFactory,
    StaffGroupFactory,
    WorkplaceFactory,
    employee_at,
    leader_of,
)


@pytest.fixture
def shipped(db):
    """The roads the project ships, by code."""
    paths.load()
    return {path.code: path for path in Path.objects.all()}


@pytest.fixture
def workplace(db):
    return WorkplaceFactory()


@pytest.fixture
def leader(workplace):
    return leader_of(workplace)


@pytest.fixture
def employ(workplace):
    """Somebody in a post of a staff group, at the workplace or another."""

    def employed(group, *, at=None, code="6572", **post):
        found = StaffGroup.objects.filter(code=group).first() or StaffGroupFactory(code=group)
        means = PositionCode.objects.filter(code=code, staff_group=found).first()
        means = means or PositionCodeFactory(code=code, staff_group=found)
        return employee_at(at or workplace, code=means, **post).employee

    return employed


@pytest.fixture
def unqualified(employ):
    """Somebody who teaches without approved education, at the workplace or another."""

    def employed(**post):
        return employ("unqualified-teacher", code="7960", **post)

    return employed
