"""A country's catalogue: providers of every kind, courses for every group, two runs of each."""

import datetime
import itertools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.db import transaction

from bench.database import tidy
from bench.people import groups, make_employees, make_place, tag, today
from catalogue.models import Course, CourseRun, Provider
from catalogue.services.keywords import keep_keywords
from staff.models import Sector, StaffGroup, User

COMMON_WORD: Final = "veiledning"  # in the text of every other course
RUNS_OF_EACH: Final = 2
PROVIDERS: Final = 100
DISTINCT_ENTRIES: Final = 60
TABLES: Final = (
    Course._meta.db_table,
    CourseRun._meta.db_table,
    Course.staff_groups.through._meta.db_table,
    Provider._meta.db_table,
    "staff_position",
    "staff_employee",
    "staff_user",
    "staff_membership",
    "django_session",
)
SUBJECTS: Final = (
    "Lesing og skriving", "Matematikk", "Matlaging for barn", "Renhold og smittevern", "Veiledning",
    "Flerspråklige barn", "Spesialpedagogikk", "Arkiv og saksbehandling", "Vikar i klasserommet",
    "Uteskole", "Psykisk helse", "Elektrofag", "Helse- og oppvekstfag", "Ledelse", "Tegnspråk",
)  # fmt: skip
AUDIENCES: Final = (
    "i barnehage", "i grunnskole", "i videregående skole", "for lærere", "for assistenter",
    "for kokker", "for renholdere", "for kontoransatte", "på arbeidsplassen", "på nett",
)  # fmt: skip
ABOUT: Final = (
    "Du får veiledning mellom samlingene. ",
    "Du arbeider på egen hånd mellom samlingene. ",
)
AND_SO_ON: Final = (
    "Kurset gir deg oppdatert kunnskap og øvelse. Du prøver ut det du lærer på egen arbeidsplass, "
    "og møter andre som arbeider med det samme. Undervisningen er samlingsbasert. "
)
PLACES: Final = ("Hamar", "Bodø", "Tromsø", "Kristiansand", "Ålesund", "På nett")


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Whoever looks, and what is on offer."""

    reader: User
    runs: int
    with_the_word: int


@transaction.atomic
def fill(size: int) -> Catalogue:
    """`size` runs that have not begun, of half as many courses."""
    position = make_employees(make_place(f"catalogue {size}", workplaces=3), 1)[0]
    courses = _courses(_providers(), size // RUNS_OF_EACH)
    _say_for_whom(courses)
    keep_keywords(courses)
    CourseRun.objects.bulk_create(_runs(courses), batch_size=1000)
    found = CourseRun.objects.matching(COMMON_WORD).filter(course__in=courses).count()
    return Catalogue(position.employee.user, len(courses) * RUNS_OF_EACH, found)


def make_catalogue(size: int) -> Catalogue:
    made = fill(size)
    tidy(*TABLES)
    return made


def _providers() -> list[Provider]:
    kinds = itertools.cycle(kind for kind in Provider.Kind if kind != Provider.Kind.OWNER)
    run = tag()
    return Provider.objects.bulk_create(
        [
            Provider(name=f"Bench tilbyder {number} {run}", kind=next(kinds))
            for number in range(PROVIDERS)
        ]
    )


def _courses(providers: Sequence[Provider], number: int) -> list[Course]:
    words, entries, run = _titles(), _entries(), tag()
    kinds = (Course.Kind.WITH_CREDITS, Course.Kind.WITHOUT_CREDITS)
    sectors: Sequence[list[str]] = ([], [Sector.PRIMARY], [Sector.KINDERGARTEN, Sector.PRIMARY])
    return Course.objects.bulk_create(
        [
            Course(
                provider=providers[at % len(providers)],
                title=f"{next(words)} {at} {run}",
                description=ABOUT[at // 4 % 2] + AND_SO_ON * 3,
                kind=kinds[at % 2],
                credits=0 if at % 2 else 15,
                sectors=sectors[at % 3],
                entry=entries[at % len(entries)],
            )
            for at in range(number)
        ],
        batch_size=1000,
    )


def _titles() -> Iterator[str]:
    pairs = (f"{subject} {audience}" for subject in SUBJECTS for audience in AUDIENCES)
    return itertools.cycle(list(pairs))


def _entries() -> list[Mapping[str, Any]]:
    """Every other course is open to all; the others differ in what they ask for."""
    asked = [
        {"any": [
            {"has_qualification": {"kind": "trade_certificate"}},
            {"practice_months_at_least": {"n": 6 + 3 * number}},
        ]}
        for number in range(DISTINCT_ENTRIES)
    ]  # fmt: skip
    return [entry for each in asked for entry in ({}, each)]


def _say_for_whom(courses: Sequence[Course]) -> None:
    """None, one, two or three of the groups."""
    everybody: list[StaffGroup] = groups()
    links = Course.staff_groups.through
    links.objects.bulk_create(
        [
            links(course=course, staffgroup=everybody[(at + step) % len(everybody)])
            for at, course in enumerate(courses)
            for step in range(at % 4)
        ],
        batch_size=5000,
    )


def _runs(courses: Sequence[Course]) -> Iterator[CourseRun]:
    """Spread over two years to come."""
    for at, course in enumerate(courses):
        for number in range(RUNS_OF_EACH):
            starts = today() + datetime.timedelta(days=1 + (at * 7 + number * 365) % 730)
            yield CourseRun(
                course=course,
                starts_on=starts,
                ends_on=starts + datetime.timedelta(days=120),
                place=PLACES[(at + number) % len(PLACES)],
                study_load=5000,
                seats=40,
                confirmed=at % 41,
                price_ore=at % 20 * 100_000,
            )
