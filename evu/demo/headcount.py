"""How many of each staff group work where.

Proportions between sectors, and in each between teachers, leaders, others with children or pupils
and other staff: Statistics Norway, "Ansatte i barnehage og skole", 2022. How these four divide
into staff groups is an estimate.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from evu.demo.places import PLACES, Place
from staff.models import Sector
from staff.sharing import share

EMPLOYEES: Final = 640  # in the five sectors of the table; the small services come in addition


@dataclass(frozen=True, slots=True)
class Staffing:
    """A sector's row of the table, and the staff groups each of its four figures stands for."""

    teachers: int
    leaders: int
    with_children: int
    others: int
    as_groups: tuple[Mapping[str, int], ...]


STAFFING: Final = {
    Sector.KINDERGARTEN: Staffing(
        32674,
        4442,
        55934,
        2006,
        (
            {"kindergarten-teacher": 100},
            {"leader": 100},
            {"assistant": 52, "skilled-worker": 38, "special-needs": 6, "instructor": 4},
            {"kitchen": 60, "cleaning": 40},
        ),
    ),
    Sector.PRIMARY: Staffing(
        78466,
        6177,
        26914,
        5233,
        (
            {"teacher": 93, "unqualified-teacher": 7},
            {"leader": 100},
            {"assistant": 40, "after-school": 35, "skilled-worker": 17, "special-needs": 8},
            {"cleaning": 40, "office": 35, "caretaker": 25},
        ),
    ),
    Sector.UPPER_SECONDARY: Staffing(
        27418,
        2821,
        3648,
        6785,
        (
            {"teacher": 57, "vocational-teacher": 41, "unqualified-teacher": 2},
            {"leader": 100},
            {"special-needs": 60, "assistant": 40},
            {"office": 32, "cleaning": 26, "caretaker": 16, "instructor": 14, "kitchen": 12},
        ),
    ),
    Sector.FAGSKOLE: Staffing(
        1525,
        314,
        39,
        508,
        ({"vocational-teacher": 100}, {"leader": 100}, {"assistant": 100}, {"office": 100}),
    ),
    Sector.ADULT_EDUCATION: Staffing(
        3892,
        412,
        552,
        710,
        (
            {"teacher": 80, "unqualified-teacher": 20},
            {"leader": 100},
            {"special-needs": 100},
            {"office": 60, "cleaning": 40},
        ),
    ),
}
# Not in the table: services beside school and kindergarten.
SERVICES: Final[Mapping[Sector, Mapping[str, int]]] = {
    Sector.PPT: {"leader": 2, "special-needs": 9, "office": 2},
    Sector.CHILD_WELFARE: {"leader": 2, "special-needs": 12, "office": 1},
    Sector.CULTURE_SCHOOL: {"leader": 2, "teacher": 9},
}
# The after-school programme is counted with the school in the table.
COUNTED_AS: Final = {Sector.AFTER_SCHOOL: Sector.PRIMARY}


def sector_groups() -> dict[Sector, dict[str, int]]:
    """How many of each staff group a sector has."""
    whole = {sector: _figures(row) for sector, row in STAFFING.items()}
    totals = share(EMPLOYEES, {sector: sum(row) for sector, row in whole.items()})
    counted = {
        sector: _groups(STAFFING[sector], totals[sector], whole[sector]) for sector in STAFFING
    }
    return counted | {sector: dict(groups) for sector, groups in SERVICES.items()}


def posts() -> list[tuple[Place, str]]:
    """(workplace, staff group) of every employee."""
    return [
        (place, group)
        for sector, groups in sector_groups().items()
        for group, count in groups.items()
        for place, number in _shared_out(sector, group, count).items()
        for _ in range(number)
    ]


def _figures(row: Staffing) -> tuple[int, int, int, int]:
    return row.teachers, row.leaders, row.with_children, row.others


def _groups(row: Staffing, total: int, figures: tuple[int, ...]) -> dict[str, int]:
    kinds = share(total, dict(enumerate(figures)))
    found: dict[str, int] = {}
    for kind, weights in enumerate(row.as_groups):
        for group, count in share(kinds[kind], weights).items():
            found[group] = found.get(group, 0) + count
    return found


def _shared_out(sector: Sector, group: str, count: int) -> dict[Place, int]:
    places = [place for place in PLACES if _employs(place, sector, group)]
    if group != "leader":
        return share(count, {place: place.weight for place in places})
    extra = share(max(0, count - len(places)), {place: place.weight for place in places})
    return {place: 1 + extra[place] for place in places}  # every workplace is led by somebody


def _employs(place: Place, sector: Sector, group: str) -> bool:
    if COUNTED_AS.get(place.sector, place.sector) != sector:
        return False
    if sector == Sector.PRIMARY and group != "leader":
        return (place.sector == Sector.AFTER_SCHOOL) == (group == "after-school")
    return True
