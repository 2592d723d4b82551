"""Finding courses: what is on offer, narrowed to what somebody looks for."""

import datetime
from collections.abc import Mapping
from typing import Any

from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone

from catalogue.models import Course, CourseRun, OrderPartner, Seat
from catalogue.models.courses import CourseRunQuerySet
from catalogue.queries.entry import unmet_trees
from catalogue.states import GIVEN_UP
from staff.access import holding, reach
from staff.models import User
from staff.queries.roads import facts_of_person
from staff.questions import ask
from staff.requirements import Facts
from staff.roles import Permission


def on_offer(day: datetime.date) -> CourseRunQuerySet:
    """Runs that have not begun and are for everybody, the first to begin first."""
    return CourseRun.objects.filter(
        is_published=True, is_reserved=False, cancelled_on=None, starts_on__gte=day
    ).order_by("starts_on", "pk")


def visible_runs(user: User) -> CourseRunQuerySet:
    """What is published for everybody; besides, what one delivers, has a seat in, or ordered."""
    held = [membership.pk for membership in holding(user, Permission.COURSE_DELIVER)]
    seats = Seat.objects.filter(participant=user).exclude(state__in=GIVEN_UP)
    ordered = OrderPartner.objects.filter(reach(user, Permission.COURSE_ORDER))
    return CourseRun.objects.filter(
        Q(is_published=True, is_reserved=False)
        | Q(course__provider__contacts__membership__in=held)
        | Q(pk__in=seats.values("run"))
        | Q(order__in=ordered.values("order"))
    ).distinct()


def narrowed(runs: CourseRunQuerySet, wanted: Mapping[str, Any], user: User) -> CourseRunQuerySet:
    """`wanted` are the cleaned fields of the form; what is empty narrows nothing."""
    runs = runs.matching(wanted.get("text") or "")
    for field, lookup in _LOOKUPS.items():
        if wanted.get(field):
            runs = runs.filter(**{lookup: wanted[field]})
    if credits := wanted.get("credits"):
        runs = runs.filter(course__credits__range=credits)
    if wanted.get("group"):
        runs = runs.filter(_meant_for({wanted["group"].code}))
    if wanted.get("free"):
        runs = runs.filter(confirmed__lt=F("seats"))
    if wanted.get("fits"):
        runs = fitting(runs, facts_of_person(user, timezone.localdate()))
    if wanted.get("open"):
        runs = runs.filter(pk__in=to_apply_for(user))
    return runs


def fitting(runs: CourseRunQuerySet, facts: Facts) -> CourseRunQuerySet:
    """Meant for the person's staff group and sector, with nothing missing to enter."""
    trees = Course.objects.exclude(entry={}).order_by().values_list("entry", flat=True).distinct()
    found = runs.filter(_meant_for({post.group for post in facts.held})).filter(
        Q(course__sectors=[]) | Q(course__sectors__overlap=[post.sector for post in facts.held])
    )
    return found.exclude(course__entry__in=unmet_trees(facts, trees))


def to_apply_for(user: User) -> set[int]:
    """Keys of the runs in the rounds that are open to the person now."""
    return {pk for answer in ask("runs_to_apply_for", user=user) for pk in answer}


def is_meant_for(course: Course, facts: Facts) -> bool:
    """Needs the course's staff groups fetched; without any it is for everybody."""
    codes = {group.code for group in course.staff_groups.all()}
    sectors = set(course.sectors)
    return (not codes or any(post.group in codes for post in facts.held)) and (
        not sectors or any(post.sector in sectors for post in facts.held)
    )


def _meant_for(codes: set[str]) -> Q:
    links = Course.staff_groups.through.objects.filter(course=OuterRef("course"))
    return Q(Exists(links.filter(staffgroup__code__in=codes))) | ~Q(Exists(links))


_LOOKUPS: Mapping[str, str] = {
    "kind": "course__kind",
    "provider_kind": "course__provider__kind",
    "sector": "course__sectors__contains",
    "online": "is_online",
    "starts_from": "starts_on__gte",
    "starts_to": "starts_on__lte",
    "price": "price_ore__lte",
}
