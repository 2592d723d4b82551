"""Every life can be lived: each state has a row, can be reached, and leads somewhere or ends."""

import pytest
from django.utils.module_loading import import_string

from evu.printed import LIVES
from staff.states import IllegalTransition, after, arrows

TABLES = {name: import_string(path) for name, path in LIVES.items()}
each_life = pytest.mark.parametrize("table", TABLES.values(), ids=TABLES.keys())


def reachable(table):
    first = next(iter(table))
    found, to_visit = {first}, [first]
    while to_visit:
        new = set(table[to_visit.pop()].values()) - found
        found |= new
        to_visit += new
    return found


@each_life
def test_every_state_has_a_row_and_is_reached_from_the_first(table):
    states = type(next(iter(table)))
    assert set(table) == set(states) == reachable(table)


@each_life
def test_every_action_is_in_use(table):
    used = {action for row in table.values() for action in row}
    assert used == set(type(next(iter(used))))


@each_life
def test_an_arrow_that_is_not_there_does_not_exist(table):
    actions = {type(action) for row in table.values() for action in row}.pop()
    for state, row in table.items():
        for action in actions:
            if action in row:
                assert after(table, state, action) == row[action]
            else:
                with pytest.raises(IllegalTransition, match=str(state.label)):
                    after(table, state, action)


@each_life
def test_the_database_knows_the_same_arrows(table):
    pairs = {(str(state), str(to)) for state, row in table.items() for to in row.values()}
    assert set(arrows(table)) == pairs
