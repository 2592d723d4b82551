"""Finding courses: what is on offer, narrowed to what somebody looks for."""

import datetime
from collections.abc import Collection, Iterable, Mapping
from typing import Any, Final

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, F, OuterRef, Q

from catalogue.models import Course, CourseRun, OrderPartner, Seat
from catalogue.models.courses import CourseRunQuerySet
from catalogue.queries.entry import unmet_trees
from catalogue.states import GIVEN_UP
from staff.access import holding, reach
from staff.models import User
from staff.questions import ask
from staff.requirements import Facts
from staff.roles import Permission

MOST_COMPARED: Final = 3
MOST_KEY: Final = 2**63 - 1  # what the database can hold
NOT_SHOWN_IN_LISTS: Final = ("course__search", "course__description", "course__keywords")
ABOUT_A_RUN: Final = ("sessions", "course__subjects", "course__staff_groups")
Groups = Course.staff_groups.through


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


def with_course(runs: CourseRunQuerySet) -> CourseRunQuerySet:
    """What lists show of each run; `group_codes` are the staff groups it is meant for."""
    groups = Groups.objects.filter(course=OuterRef("course")).order_by("staffgroup__place")
    return (
        runs.for_display()
        .defer(*NOT_SHOWN_IN_LISTS)
        .annotate(group_codes=ArraySubquery(groups.values("staffgroup__code")))
    )


def narrowed(
    runs: CourseRunQuerySet, wanted: Mapping[str, Any], *, user: User, facts: Facts
) -> CourseRunQuerySet:
    """`wanted` are the cleaned fields of the form; what is empty narrows nothing."""
    runs = runs.matching(wanted.get("text") or "")
    for field, lookup in _LOOKUPS.items():
        value = wanted.get(field)
        if value or value == 0 and value is not False:  # a price of nothing does narrow
            runs = runs.filter(**{lookup: value})
    if wanted.get("group"):
        runs = runs.filter(course__in=Course.objects.filter(_for_groups({wanted["group"]})))
    if wanted.get("sector"):
        runs = runs.filter(course__in=Course.objects.filter(_for_sectors({wanted["sector"]})))
    if wanted.get("free"):
        runs = runs.filter(confirmed__lt=F("seats"))
    if wanted.get("fits"):
        runs = fitting(runs, facts)
    if wanted.get("open"):
        runs = runs.filter(to_apply_for(user))
    return runs


def fitting(runs: CourseRunQuerySet, facts: Facts) -> CourseRunQuerySet:
    """Meant for the person's staff group and sector, with nothing missing to enter."""
    trees = Course.objects.exclude(entry={}).order_by().values_list("entry", flat=True).distinct()
    courses = Course.objects.filter(
        _for_groups({post.group for post in facts.held}),
        _for_sectors({post.sector for post in facts.held}),
    )
    return runs.filter(course__in=courses.exclude(entry__in=unmet_trees(facts, trees)))


def to_apply_for(user: User) -> Q:
    """The runs in the rounds that are open to the person now."""
    offered = Q(pk__in=[])
    for keys in ask("runs_to_apply_for", user=user):
        offered |= Q(pk__in=keys)
    return offered


def keys_in(texts: Iterable[str]) -> list[int]:
    """The numbers among the texts of an address, each once; what is no key is left out."""
    numbers = (int(text) for text in texts if text.isdecimal() and len(text) < len(str(MOST_KEY)))
    return list(dict.fromkeys(numbers))


def chosen_runs(user: User, keys: Collection[int]) -> list[CourseRun]:
    """Those of the runs the person may see, in the order chosen."""
    found = with_course(visible_runs(user)).in_bulk(keys)
    return [found[pk] for pk in keys if pk in found]


def _for_groups(codes: Collection[str]) -> Q:
    """Courses meant for one of the staff groups, or for everybody."""
    links = Groups.objects.filter(course=OuterRef("pk"))
    return Q(Exists(links.filter(staffgroup__code__in=codes))) | ~Q(Exists(links))


def _for_sectors(sectors: Collection[str]) -> Q:
    return Q(sectors=[]) | Q(sectors__overlap=list(sectors))


_LOOKUPS: Final[Mapping[str, str]] = {
    "kind": "course__kind",
    "provider_kind": "course__provider__kind",
    "credits": "course__credits__range",
    "online": "is_online",
    "starts_from": "starts_on__gte",
    "starts_to": "starts_on__lte",
    "price": "price_ore__lte",
}
