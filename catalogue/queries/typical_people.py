"""One typical person of each staff group, to try a course's entry requirements on.

Invented: what most people in the group have, not what anybody has. Subjects are those of the
reference table that the project ships.
"""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from staff.models import Sector
from staff.requirements import Facts, Learned, Post

YEAR: Final = 365


@dataclass(frozen=True, slots=True)
class TypicalPerson:
    """`code` is empty where the project ships none for the group.

    `years` in one post of `percent` (hundredths), having learned what is listed."""

    group: str
    label: str | Promise
    code: str
    sector: str
    percent: int
    years: int
    learned: Sequence[Learned] = ()

    @property
    def facts(self) -> Facts:
        """As of today, all of it verified."""
        today = timezone.localdate()
        start = today - datetime.timedelta(days=self.years * YEAR + self.years // 4)
        post = Post(self.group, self.code, self.sector, self.percent, start)
        return Facts(on=today, posts=(post,), learned=tuple(self.learned))


def fagbrev(trade: str) -> Learned:
    return Learned("trade_certificate", subject=trade, level=4, is_verified=True)


def degree(level: int, credits: int, subject: str = "") -> Learned:
    return Learned(
        "degree", subject=subject, level=level, credits=credits, system="higher", is_verified=True
    )


PPU: Final = Learned("ppu", level=6, credits=60, system="higher", is_verified=True)
ENTRANCE: Final = Learned("entrance", level=4, is_verified=True)
TYPICAL: Final = (
    TypicalPerson(
        "kindergarten-teacher",
        _("Kindergarten teacher, 10 years in a kindergarten"),
        "6709",
        Sector.KINDERGARTEN,
        10_000,
        10,
        (ENTRANCE, degree(6, 180)),
    ),
    TypicalPerson(
        "teacher",
        _("Teacher with 30 credits in mathematics, 8 years in a primary school"),
        "7962",
        Sector.PRIMARY,
        10_000,
        8,
        (ENTRANCE, degree(6, 210), degree(6, 30, "MAT01"), PPU),
    ),
    TypicalPerson(
        "vocational-teacher",
        _("Vocational teacher with fagbrev as a cook and PPU-Y, 6 years in upper secondary school"),
        "",
        Sector.UPPER_SECONDARY,
        10_000,
        6,
        (fagbrev("KOK03"), Learned("practice", months=60, is_verified=True), PPU),
    ),
    TypicalPerson(
        "unqualified-teacher",
        _("Teaches without approved education, with general entrance, 1 year at 60 %"),
        "7960",
        Sector.PRIMARY,
        6_000,
        1,
        (ENTRANCE,),
    ),
    TypicalPerson(
        "skilled-worker",
        _("Skilled worker with fagbrev in child care and youth work, 12 years in a kindergarten"),
        "7517",
        Sector.KINDERGARTEN,
        8_000,
        12,
        (fagbrev("BUA03"),),
    ),
    TypicalPerson(
        "assistant",
        _("Assistant without fagbrev, 6 years at 80 % in a school"),
        "6572",
        Sector.PRIMARY,
        8_000,
        6,
    ),
    TypicalPerson(
        "after-school",
        _("Works in an after-school programme without fagbrev, 3 years at 60 %"),
        "6572",
        Sector.AFTER_SCHOOL,
        6_000,
        3,
        (ENTRANCE,),
    ),
    TypicalPerson(
        "special-needs",
        _("Social worker with a bachelor’s degree, 5 years in child welfare"),
        "",
        Sector.CHILD_WELFARE,
        10_000,
        5,
        (ENTRANCE, degree(6, 180)),
    ),
    TypicalPerson(
        "instructor",
        _("Instructor for apprentices with fagbrev in building maintenance, 15 years"),
        "",
        Sector.UPPER_SECONDARY,
        10_000,
        15,
        (fagbrev("BYD03"),),
    ),
    TypicalPerson(
        "leader",
        _("Head of a school with a degree and PPU, 20 years"),
        "9951",
        Sector.PRIMARY,
        10_000,
        20,
        (ENTRANCE, degree(6, 240), PPU),
    ),
    TypicalPerson(
        "office",
        _("Office worker with fagbrev in office and administration, 9 years"),
        "",
        Sector.UPPER_SECONDARY,
        10_000,
        9,
        (fagbrev("KOA03"),),
    ),
    TypicalPerson(
        "kitchen",
        _("Cook with fagbrev, 7 years at 75 % in a kindergarten"),
        "",
        Sector.KINDERGARTEN,
        7_500,
        7,
        (fagbrev("INK03"),),
    ),
    TypicalPerson(
        "cleaning",
        _("Cleaner without fagbrev, 11 years at 70 % in a school"),
        "",
        Sector.PRIMARY,
        7_000,
        11,
    ),
    TypicalPerson(
        "caretaker",
        _("Caretaker with fagbrev in building maintenance, 14 years in a school"),
        "",
        Sector.PRIMARY,
        10_000,
        14,
        (fagbrev("BYD03"),),
    ),
)
BY_GROUP: Final = {person.group: person for person in TYPICAL}
