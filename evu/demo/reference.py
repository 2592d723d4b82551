"""Reference data as everybody gets it, and the local position codes of the invented owners."""

import datetime

from django.db.backends.postgresql.psycopg_any import DateRange

from catalogue.reference import load_reference
from staff.models import PositionCode, StaffGroup, Union
from staff.reference import everything

# Code, staff group, bokmål, nynorsk: local codes, invented here.
LOCAL_CODES = (
    ("YRK1", "vocational-teacher", "Yrkesfaglærer", "Yrkesfaglærar"),
    ("STY1", "leader", "Styrer", "Styrar"),
    ("LED1", "leader", "Enhetsleder", "Einingsleiar"),
    ("SFO1", "after-school", "SFO-medarbeider", "SFO-medarbeidar"),
    ("SPE1", "special-needs", "Spesialpedagog", "Spesialpedagog"),
    ("MIL1", "special-needs", "Miljøterapeut", "Miljøterapeut"),
    ("INS1", "instructor", "Instruktør for lærlinger", "Instruktør for lærlingar"),
    ("KNT1", "office", "Skolesekretær", "Skulesekretær"),
    ("KJK1", "kitchen", "Kjøkkenassistent", "Kjøkenassistent"),
    ("KJK2", "kitchen", "Kokk", "Kokk"),
    ("RNH1", "cleaning", "Renholder", "Reinhaldar"),
    ("VKT1", "caretaker", "Vaktmester", "Vaktmeister"),
)
CODES_FROM = datetime.date(2020, 1, 1)


def staff_groups() -> dict[str, StaffGroup]:
    """Loads all reference data. The groups people are in, by code."""
    everything.load()
    load_reference()
    groups = StaffGroup.objects.exclude(code=StaffGroup.UNMAPPED)
    return {group.code: group for group in groups}


def position_codes(groups: dict[str, StaffGroup]) -> dict[str, PositionCode]:
    """By code; good for every owner."""
    PositionCode.objects.bulk_create(
        [
            PositionCode(
                code=code,
                staff_group=groups[group],
                name_nb=nb,
                name_nn=nn,
                valid=DateRange(CODES_FROM, None),
            )
            for code, group, nb, nn in LOCAL_CODES
        ]
    )
    return {code.code: code for code in PositionCode.objects.filter(owner=None)}


def unions() -> dict[str, Union]:
    """The main organisations, by code."""
    return {union.code: union for union in Union.objects.all()}
