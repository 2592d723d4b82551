"""Providers, courses and their runs: the study year that is over, and the one to come."""

import datetime

from catalogue.models import Course, CourseRun, Provider
from evu.demo import admission
from evu.demo.courses import FAGSKOLER, OFFERED, PROVIDERS, Offered
from evu.demo.days import end_of_terms
from evu.demo.places import COUNTY
from evu.demo.stage import Stage


def publish(stage: Stage) -> None:
    providers = {
        provider.name: provider
        for provider in Provider.objects.bulk_create(
            [Provider(name=name, kind=kind) for name, kind in PROVIDERS]
        )
    }
    county = stage.owners[COUNTY].county
    Provider.objects.filter(name__in=FAGSKOLER).update(county=county)
    stage.providers = providers
    courses = Course.objects.bulk_create(
        [_course(offered, providers[offered.provider]) for offered in OFFERED]
    )
    _say_for_whom(stage, courses)
    by_key = {offered.key: course for offered, course in zip(OFFERED, courses, strict=True)}
    stage.courses = by_key
    admission.describe(stage, by_key)
    stage.past_runs = _runs(by_key, stage.days.past_autumn, [o for o in OFFERED if o.has_run])
    stage.coming_runs = _runs(by_key, stage.days.coming, list(OFFERED))
    for runs in (stage.past_runs, stage.coming_runs):
        admission.meet(runs)


def _course(offered: Offered, provider: Provider) -> Course:
    return Course(
        provider=provider,
        title=offered.title,
        description=f"{offered.title}. Kan tas ved siden av jobben.",
        kind=offered.kind,
        credits=offered.credits,
        credit_system=_system(offered),
        nqf_level=offered.nqf,
    )


def _system(offered: Offered) -> str:
    if not offered.credits:
        return ""
    is_fagskole = offered.provider in FAGSKOLER
    return Course.CreditSystem.FAGSKOLE if is_fagskole else Course.CreditSystem.HIGHER


def _say_for_whom(stage: Stage, courses: list[Course]) -> None:
    link = Course.staff_groups.through
    link.objects.bulk_create(
        [
            link(course_id=course.pk, staffgroup_id=stage.groups[group].pk)
            for offered, course in zip(OFFERED, courses, strict=True)
            for group in offered.groups
        ]
    )


def _runs(
    courses: dict[str, Course], starts_on: datetime.date, offered: list[Offered]
) -> dict[str, CourseRun]:
    runs = CourseRun.objects.bulk_create(
        [
            CourseRun(
                course=courses[each.key],
                starts_on=starts_on,
                ends_on=end_of_terms(starts_on, each.terms),
                place=each.place,
                study_load=each.load * 100,
                terms=each.terms,
                seats=each.seats,
                price_ore=each.price * 100,
            )
            for each in offered
        ]
    )
    return {each.key: run for each, run in zip(offered, runs, strict=True)}
