"""What people in each staff group hold, earn and have learned. Plausible, not anybody's tariff."""

import random
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from staff.models import Qualification
from staff.money import Ore

FULL: Final = 10_000
Kind = Qualification.Kind


@dataclass(frozen=True, slots=True)
class Terms:
    """Position codes, pay of a full post (thousand kroner, from–to), and usual percentages."""

    codes: tuple[str, ...]
    pay: tuple[int, int]
    percents: tuple[int, ...]
    learned: tuple[tuple[Kind, str], ...]


TERMS: Final[Mapping[str, Terms]] = {
    "kindergarten-teacher": Terms(
        ("6709", "7637", "7637"),
        (515, 605),
        (100, 100, 100, 80),
        ((Kind.DEGREE, "Barnehagelærerutdanning"),),
    ),
    "teacher": Terms(
        ("7961", "7962", "7962", "7963", "7963", "7965", "7966"),
        (545, 690),
        (100, 100, 100, 100, 80, 60),
        ((Kind.DEGREE, "Grunnskolelærerutdanning"), (Kind.PPU, "Praktisk-pedagogisk utdanning")),
    ),
    "vocational-teacher": Terms(
        ("YRK1",),
        (560, 680),
        (100, 100, 100, 80),
        ((Kind.TRADE_CERTIFICATE, "Industrimekaniker"), (Kind.TRADE_CERTIFICATE, "Kokk")),
    ),
    "unqualified-teacher": Terms(
        ("7960",),
        (440, 505),
        (100, 80, 60),
        ((Kind.DEGREE, "Bachelor i idrett"), (Kind.ASSESSED, "Praksis fra skole")),
    ),
    "skilled-worker": Terms(
        ("7517",),
        (450, 515),
        (100, 100, 80, 75),
        ((Kind.TRADE_CERTIFICATE, "Barne- og ungdomsarbeider"),),
    ),
    "assistant": Terms(
        ("6572",),
        (402, 468),
        (100, 80, 80, 60, 50, 40),
        ((Kind.ASSESSED, "Praksis fra barnehage og skole"),),
    ),
    "after-school": Terms(
        ("SFO1",),
        (402, 470),
        (80, 60, 50, 40, 35),
        ((Kind.ASSESSED, "Praksis fra SFO"),),
    ),
    "special-needs": Terms(
        ("SPE1", "MIL1"),
        (505, 640),
        (100, 100, 80),
        ((Kind.DEGREE, "Spesialpedagogikk"), (Kind.DEGREE, "Vernepleie")),
    ),
    "instructor": Terms(
        ("INS1",),
        (480, 545),
        (100,),
        ((Kind.TRADE_CERTIFICATE, "Barne- og ungdomsarbeider"),),
    ),
    "leader": Terms(
        ("9954", "LED1"),
        (670, 910),
        (100,),
        ((Kind.DEGREE, "Lederutdanning for skole og barnehage"),),
    ),
    "office": Terms(
        ("KNT1",),
        (455, 545),
        (100, 80, 60),
        ((Kind.TRADE_CERTIFICATE, "Kontor- og administrasjonsfaget"),),
    ),
    "kitchen": Terms(
        ("KJK1", "KJK2"),
        (402, 475),
        (80, 60, 50),
        ((Kind.TRADE_CERTIFICATE, "Institusjonskokk"),),
    ),
    "cleaning": Terms(
        ("RNH1",),
        (400, 455),
        (100, 80, 70, 50, 40),
        ((Kind.TRADE_CERTIFICATE, "Renholdsoperatør"),),
    ),
    "caretaker": Terms(
        ("VKT1",),
        (445, 520),
        (100, 100, 80),
        ((Kind.TRADE_CERTIFICATE, "Byggdrifter"),),
    ),
}
# Most of these have papers; of the others about a third.
WITH_PAPERS: Final = frozenset(
    {"kindergarten-teacher", "teacher", "vocational-teacher", "skilled-worker", "special-needs"}
    | {"instructor", "leader"}
)


def annual_pay_ore(rng: random.Random, group: str) -> Ore:
    """Of a full post, in whole hundreds of kroner."""
    lowest, highest = TERMS[group].pay
    return rng.randrange(lowest * 10, highest * 10 + 1) * 100 * 100


def percent(rng: random.Random, group: str) -> int:
    """In hundredths of a percent."""
    return rng.choice(TERMS[group].percents) * FULL // 100


def learned(rng: random.Random, group: str) -> tuple[Kind, str] | None:
    if group not in WITH_PAPERS and rng.random() > 0.35:
        return None
    return rng.choice(TERMS[group].learned)
