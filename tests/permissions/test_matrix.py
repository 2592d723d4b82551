"""The permission matrix: what everybody is answered everywhere is what the table says."""

import os

import pytest

from staff.roles import Role
from tests.permissions import asking
from tests.permissions.addresses import FILLED, all_names

pytestmark = pytest.mark.django_db
IN_FOUR: list[list[str]] = [asking.COLUMNS[start::4] for start in range(4)]
STANDING_IN = [role for role in Role if role not in (Role.EMPLOYEE, Role.SUBSTITUTE, Role.PROVIDER)]


@pytest.fixture
def world(thresholds):
    return asking.World.build()


def differences(found, wanted):
    """Where the answer is another than the table's. No row: the method does not exist, which
    whoever is not logged in is not told.
    """
    return {
        row: {"table": wanted.get(row, "no row"), "answer": cell}
        for row, cell in found.items()
        if (cell != wanted[row] if row in wanted else cell not in asking.NOTHING_THERE)
    }


def wanted_of(column):
    return {row: cells[column] for row, cells in asking.expected().items()}


def at_ones_own(column):
    return {row: cell.split("/")[0] for row, cell in wanted_of(column).items()}


def test_every_address_has_a_row_and_every_row_an_address():
    names = {name for name, _takes in all_names()}
    assert {name for name, _method in asking.expected()} == names
    assert FILLED.keys() <= names


@pytest.mark.parametrize("columns", IN_FOUR, ids=lambda columns: columns[0])
def test_everybody_is_answered_as_the_table_says(world, columns):
    wrong = {}
    for column, user in asking.people(world):
        if column in columns:
            found = asking.cells(world, user, world.slots)
            if wrong_here := differences(found, wanted_of(column)):
                wrong[column] = wrong_here
    assert wrong == {}


@pytest.mark.parametrize("who", ["ended", "before", "after"])
def test_a_role_that_is_not_held_today_opens_nothing(world, who):
    user = {
        "ended": lambda: world.ended,
        "before": lambda: world.stand_in(1, 9),
        "after": lambda: world.stand_in(-9, -1),
    }[who]()
    found = asking.cells(world, user, [world.own])
    assert differences(found, at_ones_own(asking.NOBODY)) == {}


@pytest.mark.parametrize("roles", [STANDING_IN[::2], STANDING_IN[1::2]], ids=["even", "odd"])
def test_a_stand_in_is_answered_as_whoever_they_stand_in_for(world, roles):
    wrong = {}
    for role in roles:
        found = asking.cells(world, world.stand_in_as(role), [world.own])
        if wrong_here := differences(found, at_ones_own(str(role))):
            wrong[str(role)] = wrong_here
    assert wrong == {}


@pytest.mark.skipif("EVU_WRITE_MATRIX" not in os.environ, reason="only when the table is rewritten")
def test_write_the_table(world):
    asking.write(asking.observed(world))
