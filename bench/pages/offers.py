"""Schemes with rates, courses with runs: what may be applied for in the rounds."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from applications.models import Offer, Round
from bench.money import make_scheme
from bench.people import ALWAYS, groups, tag, today
from catalogue.models import Course, CourseRun, Provider
from funding.models import CostShare, Rate, Scheme

COURSES: Final = 20


@dataclass(frozen=True, slots=True)
class Chosen:
    """What an applicant has filled in."""

    run: CourseRun
    scheme: Scheme
    leave_percent: int
    weekdays: list[int]


def offer(rounds: Sequence[Round]) -> list[Chosen]:
    """Every other course under the substitute scheme, every other with a stipend."""
    substitute, stipend = (_scheme(kind, rounds) for kind in Scheme.Kind)
    runs = _runs()
    Offer.objects.bulk_create(
        [
            Offer(owner_id=round.owner_id, round=round, course_run=run)
            for round in rounds
            for run in runs
        ]
    )
    return [
        Chosen(run, stipend, 0, []) if at % 2 else Chosen(run, substitute, 3750, [1, 4])
        for at, run in enumerate(runs)
    ]


def _scheme(kind: Scheme.Kind, rounds: Sequence[Round]) -> Scheme:
    scheme = make_scheme(kind)
    for round in rounds:
        round.schemes.add(scheme)
    Rate.objects.create(
        scheme=scheme,
        valid=ALWAYS,
        leave_per_30_credits=3750,
        stipend_ore_per_30_credits=6_400_000,
        on_costs=3500,
        year_minutes=101_250,
        source="Bench",
    )
    CostShare.objects.create(
        scheme=scheme, valid=ALWAYS, state_share=7500, owner_share=2500, source="Bench"
    )
    return scheme


def _runs() -> list[CourseRun]:
    provider = Provider.objects.create(
        name=f"Bench provider {tag()}", kind=Provider.Kind.UNIVERSITY
    )
    courses = Course.objects.bulk_create(
        [
            Course(
                provider=provider,
                title=f"Reading and writing {number}",
                kind=Course.Kind.WITH_CREDITS,
                credits=30,
            )
            for number in range(COURSES)
        ]
    )
    for course in courses:
        course.staff_groups.set(groups())
    starts = today() + datetime.timedelta(days=200)
    return CourseRun.objects.bulk_create(
        [
            CourseRun(
                course=course,
                starts_on=starts,
                ends_on=starts + datetime.timedelta(days=250),
                place="Hamar",
                study_load=5000,
                seats=40,
                price_ore=1_500_000,
            )
            for course in courses
        ]
    )
