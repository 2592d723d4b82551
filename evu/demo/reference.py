"""Staff groups, position codes and unions: tables that somebody may edit afterwards."""

import datetime

from django.db.backends.postgresql.psycopg_any import DateRange

from staff.models import PositionCode, StaffGroup, Union

# Code, bokmål, nynorsk.
STAFF_GROUPS = (
    ("kindergarten-teacher", "Barnehagelærere", "Barnehagelærarar"),
    ("teacher", "Lærere", "Lærarar"),
    ("vocational-teacher", "Yrkesfaglærere", "Yrkesfaglærarar"),
    (
        "unqualified-teacher",
        "Lærervikarer uten godkjent utdanning",
        "Lærarvikarar utan godkjend utdanning",
    ),
    (
        "skilled-worker",
        "Fagarbeidere i barne- og ungdomsarbeid",
        "Fagarbeidarar i barne- og ungdomsarbeid",
    ),
    ("assistant", "Assistenter", "Assistentar"),
    ("after-school", "Ansatte i SFO", "Tilsette i SFO"),
    ("special-needs", "Spesialpedagoger og miljøpersonale", "Spesialpedagogar og miljøpersonale"),
    ("instructor", "Instruktører for lærlinger", "Instruktørar for lærlingar"),
    ("leader", "Ledere", "Leiarar"),
    ("office", "Kontoransatte", "Kontortilsette"),
    ("kitchen", "Kjøkkenpersonale", "Kjøkenpersonale"),
    ("cleaning", "Renholdere", "Reinhaldarar"),
    ("caretaker", "Vaktmestere", "Vaktmeistrar"),
)
# Code, staff group, bokmål, nynorsk. Codes with letters are local ones, invented here.
POSITION_CODES = (
    (
        "7960",
        "unqualified-teacher",
        "Lærer uten godkjent utdanning",
        "Lærar utan godkjend utdanning",
    ),
    ("7961", "teacher", "Lærer", "Lærar"),
    ("7962", "teacher", "Adjunkt", "Adjunkt"),
    ("7963", "teacher", "Adjunkt med tilleggsutdanning", "Adjunkt med tilleggsutdanning"),
    ("7965", "teacher", "Lektor", "Lektor"),
    ("7966", "teacher", "Lektor med tilleggsutdanning", "Lektor med tilleggsutdanning"),
    ("9951", "leader", "Rektor", "Rektor"),
    (
        "9954",
        "leader",
        "Assisterende rektor eller avdelingsleder",
        "Assisterande rektor eller avdelingsleiar",
    ),
    ("6709", "kindergarten-teacher", "Barnehagelærer", "Barnehagelærar"),
    ("7637", "kindergarten-teacher", "Pedagogisk leder", "Pedagogisk leiar"),
    ("6572", "assistant", "Assistent", "Assistent"),
    ("7517", "skilled-worker", "Fagarbeider", "Fagarbeidar"),
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
UNIONS = (
    ("lo", "LO Kommune"),
    ("unio", "Unio"),
    ("ys", "YS Kommune"),
    ("akademikerne", "Akademikerne kommune"),
)
CODES_FROM = datetime.date(2020, 1, 1)


def staff_groups() -> dict[str, StaffGroup]:
    """By code."""
    groups = StaffGroup.objects.bulk_create(
        [
            StaffGroup(code=code, name_nb=nb, name_nn=nn, place=place)
            for place, (code, nb, nn) in enumerate(STAFF_GROUPS, start=1)
        ]
    )
    return {group.code: group for group in groups}


def position_codes(groups: dict[str, StaffGroup]) -> dict[str, PositionCode]:
    """By code; good for every owner."""
    codes = PositionCode.objects.bulk_create(
        [
            PositionCode(
                code=code,
                staff_group=groups[group],
                name_nb=nb,
                name_nn=nn,
                valid=DateRange(CODES_FROM, None),
            )
            for code, group, nb, nn in POSITION_CODES
        ]
    )
    return {code.code: code for code in codes}


def unions() -> dict[str, Union]:
    """The main organisations, by code."""
    made = Union.objects.bulk_create([Union(code=code, name=name) for code, name in UNIONS])
    return {union.code: union for union in made}
