"""How lives are written down: a table of arrows. An arrow that is not there does not exist."""

from collections.abc import Mapping
from typing import TypeVar

from django.db import models
from django.utils.translation import gettext as _

State = TypeVar("State", bound=models.TextChoices)
Action = TypeVar("Action", bound=models.TextChoices)


class IllegalTransition(Exception):
    """The arrow does not exist; the text says so to a person."""


def after(table: Mapping[State, Mapping[Action, State]], state: State, action: Action) -> State:
    """The state an action leads to. Raises IllegalTransition."""
    try:
        return table[state][action]
    except KeyError:
        raise IllegalTransition(
            _("“%(action)s” is not possible while the case is “%(state)s”.")
            % {"action": action.label, "state": state.label}
        ) from None


def arrows(table: Mapping[State, Mapping[Action, State]]) -> list[tuple[str, str]]:
    """Every (from, to) of the table, for the trigger that guards the column."""
    return sorted({(str(state), str(to)) for state, row in table.items() for to in row.values()})
