"""Which figures may be shown of a small group. Pure arithmetic, no Django.

A row of a table is a group of people. A count that could point at a person is hidden, and so many
others with it that no hidden one can be worked out from the totals.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

PUBLIC: Final = 5  # fewest people behind a figure that anybody may see
PARTIES: Final = 3  # fewest behind a figure for those who take part in the distribution


@dataclass(frozen=True, slots=True)
class Group:
    """What is true of one group: how many applied, how many were granted, how much money in øre."""

    label: str
    applicants: int
    granted: int
    amount_ore: int


@dataclass(frozen=True, slots=True)
class Shown:
    """What may be shown of it: None is a figure that is hidden."""

    label: str
    applicants: int | None
    granted: int | None
    amount_ore: int | None


def disclose(groups: Sequence[Group], *, fewest: int) -> list[Shown]:
    """One row per group, in the same order, and last the total (label "")."""
    rows_hidden = _hidden(groups, lambda group: group.applicants, fewest)
    parts_hidden = rows_hidden | _hidden(groups, lambda group: group.granted, fewest)
    # Who was not granted is the difference: as telling as who was.
    parts_hidden |= _hidden(groups, lambda group: group.applicants - group.granted, fewest)
    parts_hidden = _closed(groups, lambda group: group.granted, parts_hidden, fewest)
    shown = [
        Shown(
            group.label,
            None if place in rows_hidden else group.applicants,
            None if place in parts_hidden else group.granted,
            None if place in parts_hidden else group.amount_ore,
        )
        for place, group in enumerate(groups)
    ]
    return [*shown, _total(groups, fewest)]


def _total(groups: Sequence[Group], fewest: int) -> Shown:
    applicants = sum(group.applicants for group in groups)
    granted = sum(group.granted for group in groups)
    if 0 < applicants < fewest:
        return Shown("", None, None, None)
    if 0 < granted < fewest or 0 < applicants - granted < fewest:
        return Shown("", applicants, None, None)
    return Shown("", applicants, granted, sum(group.amount_ore for group in groups))


def _hidden(groups: Sequence[Group], count: Callable[[Group], int], fewest: int) -> frozenset[int]:
    """The small cells of one column, closed so that the total gives none of them away."""
    small = frozenset(place for place, group in enumerate(groups) if 0 < count(group) < fewest)
    return _closed(groups, count, small, fewest)


def _closed(
    groups: Sequence[Group],
    count: Callable[[Group], int],
    hidden: frozenset[int],
    fewest: int,
) -> frozenset[int]:
    """Hides the smallest of the others until the hidden ones together are many and several."""
    while hidden:
        people = [count(groups[place]) for place in hidden]
        several = sum(1 for number in people if number) >= 2
        if several and sum(people) >= fewest:
            break
        rest = [place for place, group in enumerate(groups) if place not in hidden and count(group)]
        if not rest:
            break
        hidden |= {min(rest, key=lambda place: (count(groups[place]), place))}
    return hidden
