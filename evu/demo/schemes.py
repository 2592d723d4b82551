"""Schemes and their dated rules. The state's changed on 1 August 2026: two rows, one scheme."""

import datetime
from dataclasses import dataclass
from typing import Final

from django.db.backends.postgresql.psycopg_any import DateRange

from evu.demo.stage import Stage
from funding.models import CostShare, Rate, Scheme

BEGINNING: Final = datetime.date(2009, 1, 1)
KINDERGARTENS_RAISED: Final = datetime.date(2023, 8, 1)
REFORM: Final = datetime.date(2026, 8, 1)
ON_COSTS: Final = 4_000  # holiday pay, pension and employer's contribution
SCHOOL_YEAR_MINUTES: Final = 101_250  # 1 687.5 hours
WORK_YEAR_MINUTES: Final = 117_000  # 1 950 hours
LEGACY: Final = "Kompetanse for kvalitet"
FROM_2026: Final = "Tilskudd til kompetanseutvikling fra 2026"
OWN_RULES: Final = "Lokal særavtale om kompetanse"
STATE, NATIONAL_STIPEND, KINDERGARTEN = "state-cover", "state-stipend", "kindergarten-stipend"
LOCAL, LOCAL_STIPEND = "local-cover", "local-stipend"
HIGHER_AND_SKILLED: Final = (
    "teacher",
    "kindergarten-teacher",
    "vocational-teacher",
    "special-needs",
    "leader",
    "skilled-worker",
    "instructor",
)
WITHOUT_STATE_SOURCE: Final = (
    "assistant",
    "after-school",
    "unqualified-teacher",
    "kitchen",
    "cleaning",
    "office",
    "caretaker",
)


@dataclass(frozen=True, slots=True)
class Period:
    """From a day (to the next row): leave per 30 credits, stipend in kroner, the giver's share."""

    begins: datetime.date
    leave: int
    stipend: int
    state_share: int
    source: str


@dataclass(frozen=True, slots=True)
class Rules:
    code: str
    name_nb: str
    name_nn: str
    kind: Scheme.Kind
    groups: tuple[str, ...]
    year_minutes: int
    periods: tuple[Period, ...]


SCHEMES: Final = (
    Rules(
        STATE,
        "Statens vikarordning",
        "Vikarordninga til staten",
        Scheme.Kind.SUBSTITUTE,
        HIGHER_AND_SKILLED,
        SCHOOL_YEAR_MINUTES,
        (
            Period(BEGINNING, 3_750, 0, 8_000, LEGACY),
            Period(REFORM, 2_500, 0, 7_500, FROM_2026),
        ),
    ),
    Rules(
        NATIONAL_STIPEND,
        "Statens stipendordning",
        "Stipendordninga til staten",
        Scheme.Kind.STIPEND,
        HIGHER_AND_SKILLED,
        SCHOOL_YEAR_MINUTES,
        (
            Period(BEGINNING, 0, 110_000, 10_000, LEGACY),
            Period(REFORM, 0, 110_000, 10_000, FROM_2026),
        ),
    ),
    Rules(
        KINDERGARTEN,
        "Stipend for barnehageansatte",
        "Stipend for barnehagetilsette",
        Scheme.Kind.STIPEND,
        ("kindergarten-teacher", "skilled-worker", "assistant"),
        WORK_YEAR_MINUTES,
        (
            Period(BEGINNING, 0, 50_000, 10_000, LEGACY),
            Period(KINDERGARTENS_RAISED, 0, 100_000, 10_000, LEGACY),
        ),
    ),
    Rules(
        LOCAL,
        "Eierens egen vikarordning",
        "Vikarordninga til eigaren",
        Scheme.Kind.SUBSTITUTE,
        (*WITHOUT_STATE_SOURCE, "vocational-teacher", "instructor"),
        WORK_YEAR_MINUTES,
        (Period(datetime.date(2020, 1, 1), 3_000, 0, 0, OWN_RULES),),
    ),
    Rules(
        LOCAL_STIPEND,
        "Eierens eget stipend",
        "Stipendet til eigaren",
        Scheme.Kind.STIPEND,
        WITHOUT_STATE_SOURCE,
        WORK_YEAR_MINUTES,
        (Period(datetime.date(2020, 1, 1), 0, 60_000, 0, OWN_RULES),),
    ),
)


def establish(stage: Stage) -> None:
    """Schemes, whom they are for, their rates and who pays."""
    for rules in SCHEMES:
        scheme = Scheme.objects.create(
            code=rules.code, name_nb=rules.name_nb, name_nn=rules.name_nn, kind=rules.kind
        )
        scheme.staff_groups.set([stage.groups[group] for group in rules.groups])
        stage.schemes[rules.code] = scheme
    Rate.objects.bulk_create(
        [
            _rate(stage, rules, period, valid)
            for rules in SCHEMES
            for period, valid in _dated(rules.periods)
        ]
    )
    CostShare.objects.bulk_create(
        [
            CostShare(
                scheme=stage.schemes[rules.code],
                valid=valid,
                state_share=period.state_share,
                owner_share=10_000 - period.state_share,
                source=period.source,
            )
            for rules in SCHEMES
            for period, valid in _dated(rules.periods)
        ]
    )


def _dated(periods: tuple[Period, ...]) -> list[tuple[Period, DateRange]]:
    """Each lasts until the next begins, the last one until further notice."""
    ends = [*[period.begins for period in periods[1:]], None]
    return [
        (period, DateRange(period.begins, end)) for period, end in zip(periods, ends, strict=True)
    ]


def _rate(stage: Stage, rules: Rules, period: Period, valid: DateRange) -> Rate:
    return Rate(
        scheme=stage.schemes[rules.code],
        valid=valid,
        leave_per_30_credits=period.leave,
        stipend_ore_per_30_credits=period.stipend * 100,
        on_costs=ON_COSTS,
        year_minutes=rules.year_minutes,
        source=period.source,
    )
