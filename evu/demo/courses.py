"""Invented providers and what they offer. Sizes and prices are of the usual kind."""

from dataclasses import dataclass
from typing import Final

from catalogue.models import Course, Provider

Kind = Course.Kind
COLLEGE, UNIVERSITY, COAST = "Høgskolen i Elvedal", "Universitetet i Midtlandet", "Kysthøgskulen"
FAGSKOLE, OPPVEKST = "Fagskolen i Sørfjell", "Fagskolen for oppvekst og kultur"
TRADES, STUDY = "Opplæringskontoret Sørfjell", "Studieforbundet Arbeid og Læring"
WORKSHOP, BUILDERS, KITCHEN = "Tangen Mekaniske AS", "Fjordbygg Entreprenør AS", "Brygga Mat AS"
FAGSKOLER: Final = (FAGSKOLE, OPPVEKST)
PROVIDERS: Final = (
    (COLLEGE, Provider.Kind.UNIVERSITY_COLLEGE),
    (UNIVERSITY, Provider.Kind.UNIVERSITY),
    (COAST, Provider.Kind.UNIVERSITY_COLLEGE),
    (FAGSKOLE, Provider.Kind.FAGSKOLE),
    (OPPVEKST, Provider.Kind.FAGSKOLE),
    (TRADES, Provider.Kind.BUSINESS),
    (STUDY, Provider.Kind.STUDY_ASSOCIATION),
    (WORKSHOP, Provider.Kind.BUSINESS),
    (BUILDERS, Provider.Kind.BUSINESS),
    (KITCHEN, Provider.Kind.BUSINESS),
)
TEACHING: Final = ("teacher", "unqualified-teacher", "special-needs")
SCHOOL: Final = ("teacher", "unqualified-teacher", "assistant", "after-school", "skilled-worker")
KINDERGARTEN: Final = ("kindergarten-teacher", "skilled-worker", "assistant")
TRADE: Final = ("vocational-teacher", "instructor", "unqualified-teacher")
HELPERS: Final = ("assistant", "after-school")


@dataclass(frozen=True, slots=True)
class Offered:
    """A course and how it runs. Price in kroner; `load` is percent of full-time study."""

    key: str
    provider: str
    title: str
    kind: Course.Kind
    credits: int
    nqf: str
    groups: tuple[str, ...]
    price: int
    seats: int = 30
    terms: int = 2
    load: int = 50
    place: str = "Elvestrand"
    has_run: bool = True


def road(
    key: str, title: str, groups: tuple[str, ...], price: int, *, has_run: bool = True
) -> Offered:
    """To a trade certificate: two terms beside the job."""
    place = "På arbeidsplassen"
    return Offered(key, TRADES, title, Kind.ROAD, 0, "4A", groups, price, 20, 2, 15, place, has_run)


def further(
    key: str,
    provider: str,
    title: str,
    credits: int,
    groups: tuple[str, ...],
    *,
    nqf: str = "6",
    price: int = 0,
    seats: int = 30,
    place: str = "Samlinger og nett",
    has_run: bool = True,
) -> Offered:
    """Further education over two terms."""
    load = credits * 100 // 60
    return Offered(
        key, provider, title, Kind.WITH_CREDITS, credits, nqf, groups, price, seats, 2, load,
        place, has_run,
    )  # fmt: skip


def day_course(key: str, provider: str, title: str, groups: tuple[str, ...], price: int) -> Offered:
    """Without credits, a day a month through one term."""
    return Offered(key, provider, title, Kind.WITHOUT_CREDITS, 0, "", groups, price, 25, 1, 10)


def placement(key: str, business: str, title: str) -> Offered:
    """Some days in a business of one's own trade."""
    groups = ("vocational-teacher", "instructor")
    return Offered(key, business, title, Kind.PLACEMENT, 0, "", groups, 0, 1, 1, 20, "I bedriften")


ROADS: Final = (
    Offered("ablu", COLLEGE, "Arbeidsplassbasert barnehagelærerutdanning (ABLU), ett studieår",
            Kind.ROAD, 45, "6", KINDERGARTEN, 0, 25, 2, 75),
    Offered("tib", COLLEGE, "Tilleggsutdanning i barnehagepedagogikk (TiB)",
            Kind.ROAD, 60, "6", ("kindergarten-teacher", "special-needs"), 24_000, 20, 4),
    Offered("ppu", UNIVERSITY, "Praktisk-pedagogisk utdanning (PPU), deltid",
            Kind.ROAD, 60, "7", ("unqualified-teacher", "teacher"), 0, 30, 4),
    Offered("ppuy", COLLEGE, "Praktisk-pedagogisk utdanning for yrkesfag (PPU-Y)",
            Kind.ROAD, 60, "6", TRADE, 16_000, 25, 4, 50, "Kvernberget"),
    Offered("yfl", COLLEGE, "Yrkesfaglærerutdanning (YFL), ett studieår",
            Kind.ROAD, 45, "6", TRADE, 0, 20, 2, 75, "Kvernberget"),
    road("fagbrev", "Fagbrev på jobb: barne- og ungdomsarbeider", HELPERS, 18_000),
    road("candidate", "Praksiskandidat: barne- og ungdomsarbeider", HELPERS, 12_500),
    road("clean", "Fagbrev på jobb: renholdsoperatør", ("cleaning",), 16_000),
    road("cook", "Fagbrev på jobb: institusjonskokk", ("kitchen",), 17_000),
    road("building", "Fagbrev på jobb: byggdrifter", ("caretaker",), 17_500),
    road("clerk", "Praksiskandidat: kontor- og administrasjonsfaget", ("office",), 13_000),
)  # fmt: skip
SUBJECTS: Final = (
    further("arts", UNIVERSITY, "Kunst og håndverk 1 for 1.–7. trinn", 30, SCHOOL, price=4_000),
    further("music", UNIVERSITY, "Musikk i grunnskolen", 30, SCHOOL, price=4_000, seats=15),
    further("food", COAST, "Mat og helse", 30, ("teacher", "kitchen"), price=6_500, seats=12),
    further("norwegian", UNIVERSITY, "Norsk som andrespråk", 30, TEACHING, nqf="7"),
    further("maths", UNIVERSITY, "Matematikk 2 for 5.–10. trinn", 30, TEACHING),
    further("english", COAST, "Engelsk 1 for 1.–7. trinn", 30, TEACHING),
    further("start", COLLEGE, "Begynneropplæring i lesing og skriving", 15, SCHOOL),
    further("needs", COLLEGE, "Spesialpedagogikk", 30,
            (*TEACHING, "kindergarten-teacher"), nqf="7", seats=16),
    further("trauma", COAST, "Traumebevisst omsorg", 15, ("special-needs", *SCHOOL)),
    further("together", COAST, "Samarbeid mellom barnehage, skole og barnevern", 15,
            ("special-needs", "leader", "kindergarten-teacher")),
    further("mentor", COLLEGE, "Veilederutdanning for praksislærere", 15,
            ("teacher", "kindergarten-teacher", "vocational-teacher")),
    further("head", UNIVERSITY, "Rektorutdanning", 30, ("leader", "teacher"), nqf="7"),
    further("lead-kindergarten", COLLEGE, "Styrerutdanning", 30,
            ("leader", "kindergarten-teacher"), nqf="7", has_run=False),
    further("climate", COLLEGE, "Barnehagens psykososiale miljø", 15, KINDERGARTEN),
    further("vocational", COLLEGE, "Yrkesretting av fellesfag", 15,
            ("vocational-teacher", "teacher"), place="Kvernberget"),
    further("digital", UNIVERSITY, "Digital teknologi i yrkesfag", 30, TRADE, has_run=False),
)  # fmt: skip
VOCATIONAL: Final = (
    further("module-needs", OPPVEKST, "Barn med særskilte behov", 30,
            ("skilled-worker", "assistant", "after-school"), nqf="5.1"),
    further("module-languages", OPPVEKST, "Flerspråklige barn", 15,
            ("skilled-worker", "assistant"), nqf="5.1"),
    further("module-afterschool", OPPVEKST, "Pedagogisk arbeid i SFO", 30,
            ("after-school", "skilled-worker"), nqf="5.1"),
    further("module-mentor", FAGSKOLE, "Veiledning av lærlinger", 10,
            ("instructor", "skilled-worker", "vocational-teacher"), nqf="5.1"),
    further("module-machines", FAGSKOLE, "Automasjon for yrkesfaglærere", 15,
            ("vocational-teacher", "instructor"), nqf="5.1", place="Kvernberget"),
)  # fmt: skip
SHORT: Final = (
    day_course("allergy", STUDY, "Kosthold, allergi og trygg mat", ("kitchen",), 4_800),
    day_course("ergonomics", STUDY, "Grønt renhold og ergonomi", ("cleaning",), 3_900),
    day_course("energy", STUDY, "Energistyring og universell utforming", ("caretaker",), 5_200),
    day_course("records", STUDY, "Arkiv, personvern og klart språk", ("office",), 4_500),
    placement("workshop", WORKSHOP, "Hospitering i mekanisk verksted"),
    placement("builders", BUILDERS, "Hospitering på byggeplass"),
    placement("restaurant", KITCHEN, "Hospitering i restaurantkjøkken"),
)
OFFERED: Final = (*ROADS, *SUBJECTS, *VOCATIONAL, *SHORT)
