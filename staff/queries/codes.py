"""Position codes and thresholds as lists: what counts today, what waits, what was."""

import datetime
from dataclasses import dataclass
from typing import Final

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet
from django.utils import dateformat

from staff import formats
from staff.models import Position, PositionCode, StaffGroup, Threshold

# How long a register's answer counts as fresh, and a provider's file is kept, no owner decides.
NOBODYS_OWN: Final = (Threshold.Code.REGISTER_FRESH_DAYS, Threshold.Code.CATALOGUE_FILE_KEPT_DAYS)
OWN_NUMBERS: Final = tuple(code for code in Threshold.Code if code not in NOBODYS_OWN)


@dataclass(frozen=True, slots=True)
class Waiting:
    """A code nobody has placed in a staff group, and how many people hold it."""

    code: PositionCode
    people: int


@dataclass(frozen=True, slots=True)
class Numbers:
    """One threshold of an owner: the number that counts, where it comes from, and whose it is."""

    code: str
    label: str
    counts: Threshold | None
    is_own: bool
    history: list[Threshold]

    @property
    def shown(self) -> str:
        """The number as people read it: 31. juli, where it is a day of the year."""
        if self.counts is None:
            return "–"
        if self.code != Threshold.Code.CONDITION_ENDS:
            return str(self.counts.value)
        month, day = divmod(self.counts.value, 100)
        return dateformat.format(datetime.date(2001, month, day), f"j.{formats.NO_BREAK}F")


def codes_in_force(owner_id: int, day: datetime.date) -> QuerySet[PositionCode]:
    """The owner's own codes that day, and everybody's where it has none of its own."""
    own = PositionCode.objects.filter(owner=owner_id, valid__contains=day, code=OuterRef("code"))
    return (
        PositionCode.objects.filter(valid__contains=day)
        .filter(Q(owner=owner_id) | (Q(owner=None) & ~Exists(own)))
        .select_related("staff_group")
        .order_by("code", "pk")
    )


def codes_waiting(owner_id: int, day: datetime.date) -> list[Waiting]:
    """The owner's codes without a staff group, those that concern most people first."""
    codes = PositionCode.objects.filter(
        owner=owner_id, staff_group__code=StaffGroup.UNMAPPED, valid__endswith=None
    )
    held = dict(
        Position.objects.on(day)
        .filter(owner=owner_id, code__in=codes)
        .order_by()
        .values_list("code")
        .annotate(people=Count("employee", distinct=True))
    )
    waiting = [Waiting(code, held.get(code.pk, 0)) for code in codes.order_by("code")]
    return sorted(waiting, key=lambda line: -line.people)


def codes_of(owner_id: int) -> QuerySet[PositionCode]:
    """Every row of the owner's own and of everybody's codes, with how many posts it has now."""
    return (
        PositionCode.objects.filter(Q(owner=owner_id) | Q(owner=None))
        .select_related("staff_group")
        .order_by("code", F("owner").asc(nulls_last=True), "-valid")
    )


def posts_by_code(owner_id: int, day: datetime.date) -> dict[int, int]:
    held = Position.objects.on(day).filter(owner=owner_id).order_by()
    return dict(held.values_list("code").annotate(posts=Count("pk")))


def real_groups() -> QuerySet[StaffGroup]:
    """The groups one can choose: all but the one for codes nobody has placed."""
    return StaffGroup.objects.exclude(code=StaffGroup.UNMAPPED)


def thresholds_of(owner_id: int, day: datetime.date) -> list[Numbers]:
    rows = list(
        Threshold.objects.filter(Q(owner=owner_id) | Q(owner=None)).order_by("valid__startswith")
    )
    return [_numbers(code, [row for row in rows if row.code == code], day) for code in OWN_NUMBERS]


def _numbers(code: Threshold.Code, rows: list[Threshold], day: datetime.date) -> Numbers:
    in_force = [row for row in rows if day in row.valid]
    counts = min(in_force, key=lambda row: row.owner_id is None, default=None)
    own = [row for row in rows if row.owner_id is not None]
    return Numbers(
        code=code.value,
        label=str(code.label),
        counts=counts,
        is_own=counts is not None and counts.owner_id is not None,
        history=own,
    )
