"""Grant letters and what they are earmarked for, registered by each owner's finance officer."""

import datetime
from dataclasses import dataclass
from typing import Final

from evu.demo import schemes
from evu.demo.clock import at, office_hours
from evu.demo.places import COUNTY, MUNICIPALITY, NYNORSK
from evu.demo.stage import Stage
from funding import services as funding
from funding.models import Grant
from staff.models import Sector

Giver = Grant.Giver
TEACHING: Final = ("teacher", "vocational-teacher", "special-needs", "leader")
EVERYBODY_STATE: Final = (*TEACHING, "kindergarten-teacher", "skilled-worker", "instructor")
SCHOOL: Final = (Sector.PRIMARY,)


@dataclass(frozen=True, slots=True)
class Purse:
    """An earmark: thousand kroner last time and now."""

    name: str
    scheme: str
    groups: tuple[str, ...]
    past: int
    coming: int
    sectors: tuple[Sector, ...] = ()

    def kroner(self, *, is_past: bool) -> int:
        return (self.past if is_past else self.coming) * 1_000


@dataclass(frozen=True, slots=True)
class Letter:
    """A grant letter. `spare` is what of it (thousand kroner) has no purpose yet this time."""

    owner: str
    giver: Grant.Giver
    code: str
    name: str
    purses: tuple[Purse, ...]
    spare: int = 0


LETTERS: Final = (
    Letter(
        MUNICIPALITY,
        Giver.STATE,
        "UDIR",
        "Tilskudd til kompetanseutvikling",
        (
            Purse("Vikarmidler, alle med rett", schemes.STATE, EVERYBODY_STATE, 2_450, 2_100),
            Purse("Praktisk-estetiske fag", schemes.STATE, ("teacher",), 640, 420, SCHOOL),
            Purse("Stipend til videreutdanning", schemes.NATIONAL_STIPEND, TEACHING, 330, 330),
        ),
        spare=250,
    ),
    Letter(
        MUNICIPALITY,
        Giver.STATE,
        "BHG",
        "Tilskudd til barnehager",
        (
            Purse(
                "Stipend barnehage",
                schemes.KINDERGARTEN,
                ("kindergarten-teacher", "skilled-worker", "assistant"),
                620,
                600,
                (Sector.KINDERGARTEN,),
            ),
        ),
    ),
    Letter(
        MUNICIPALITY,
        Giver.COUNTY,
        "FYLKE",
        "Regionale midler til fagbrev",
        (
            Purse(
                "Veier til fagbrev",
                schemes.LOCAL_STIPEND,
                ("assistant", "after-school", "cleaning", "kitchen", "office"),
                150,
                160,
            ),
        ),
    ),
    Letter(
        MUNICIPALITY,
        Giver.OWN,
        "KST",
        "Kommunens kompetansemidler",
        (
            Purse(
                "Vikar for assistenter og lærervikarer",
                schemes.LOCAL,
                ("assistant", "after-school", "unqualified-teacher"),
                900,
                760,
            ),
            Purse(
                "Vikar for kjøkken, renhold og kontor",
                schemes.LOCAL,
                ("kitchen", "cleaning", "office"),
                230,
                210,
            ),
        ),
        spare=40,
    ),
    Letter(
        NYNORSK,
        Giver.STATE,
        "UDIR",
        "Tilskot til kompetanseutvikling",
        (
            Purse("Vikarmidlar vidareutdanning", schemes.STATE, EVERYBODY_STATE, 1_250, 900),
            Purse(
                "Stipend barnehage",
                schemes.KINDERGARTEN,
                ("kindergarten-teacher", "skilled-worker", "assistant"),
                300,
                250,
            ),
        ),
    ),
    Letter(
        NYNORSK,
        Giver.OWN,
        "HF",
        "Kompetansemidlane til kommunen",
        (
            Purse("Vikar for assistentar", schemes.LOCAL, ("assistant",), 160, 130),
            Purse("Vegar til fagbrev", schemes.LOCAL_STIPEND, ("assistant",), 60, 40),
        ),
    ),
    Letter(
        COUNTY,
        Giver.STATE,
        "UDIR",
        "Tilskudd til kompetanseutvikling",
        (
            Purse("Vikarmidler videregående", schemes.STATE, EVERYBODY_STATE, 1_650, 1_250),
            Purse("Stipend yrkesfag", schemes.NATIONAL_STIPEND, ("vocational-teacher",), 330, 220),
        ),
    ),
    Letter(
        COUNTY,
        Giver.OWN,
        "SFK",
        "Fylkeskommunens kompetansemidler",
        (
            Purse("Hospitering", schemes.LOCAL, ("vocational-teacher", "instructor"), 190, 220),
            Purse(
                "Vikar for ufaglærte og kontor",
                schemes.LOCAL,
                ("unqualified-teacher", "assistant", "office"),
                330,
                300,
            ),
        ),
        spare=100,
    ),
)


def fill(stage: Stage, *, is_past: bool) -> None:
    """Receive every letter's money and give it its purposes, for one of the two years."""
    year = stage.days.past_year if is_past else stage.days.coming_year
    received_on = datetime.date(year, 1, 15) if is_past else stage.days.ago(90)
    with at(office_hours(received_on)):
        for letter in LETTERS:
            _receive(stage, letter, year, received_on, is_past=is_past)


def _receive(
    stage: Stage, letter: Letter, year: int, received_on: datetime.date, *, is_past: bool
) -> None:
    by = stage.finance[letter.owner]
    kroner = sum(purse.kroner(is_past=is_past) for purse in letter.purses)
    grant = funding.receive_grant(
        owner=stage.owners[letter.owner],
        giver=letter.giver,
        letter=f"{letter.code}-{year}",
        name=f"{letter.name} {year}",
        amount_ore=(kroner + (0 if is_past else letter.spare * 1_000)) * 100,
        received_on=received_on,
        report_by=datetime.date(year + 2, 3, 1),
        by=by,
    )
    for purse in letter.purses:
        funding.make_earmark(
            grant=grant,
            scheme=stage.schemes[purse.scheme],
            name=purse.name,
            year=year,
            amount_ore=purse.kroner(is_past=is_past) * 100,
            staff_groups=[stage.groups[group] for group in purse.groups],
            sectors=list(purse.sectors),
            spend_by=datetime.date(year + 2, 12, 31),
            by=by,
        )
