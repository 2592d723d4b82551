"""Courses that shut out everyone with fagbrev: found, and told why.

Asked of somebody with a trade certificate and long practice and nothing else, who works wherever
the course wants them. If not even they get in, nobody does on a trade certificate alone.
"""

import datetime
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from catalogue.models import Course
from catalogue.queries.entry import answer_to
from catalogue.queries.finding import on_offer
from staff.models import PositionCode
from staff.queries.roads import names_in_trees
from staff.requirements import Facts, Learned, Line, Post

Tree = Mapping[str, Any]
LONG_AGO: Final = datetime.date(1960, 1, 1)
FULL: Final = 10_000
MOST_MONTHS: Final = 600
TRADE: Final = ("trade_certificate", "journeyman")
# Nobody comes to a post in these groups on a trade certificate alone.
ASK_FOR_A_DEGREE: Final = frozenset({"teacher", "kindergarten-teacher"})


@dataclass(frozen=True, slots=True)
class ShutOut:
    """A course that nobody enters on a trade certificate, and the lines that keep them out."""

    course: Course
    why: tuple[Line, ...]


def why_shut_out(tree: Tree) -> tuple[Line, ...]:
    """The lines of a tree nobody with fagbrev alone can meet; none where they get in."""
    return why_each_shuts_out([tree])[0]


def why_each_shuts_out(trees: Iterable[Tree]) -> list[tuple[Line, ...]]:
    """The same for many trees: two queries however many."""
    listed = list(trees)
    if not any(listed):
        return [() for _tree in listed]
    names = names_in_trees(listed)
    degree_codes = _codes_that_ask_for_a_degree(listed)
    return [
        tuple(answer_to(tree, with_fagbrev(tree, degree_codes), names).missing) for tree in listed
    ]


def shutting_out(courses: Iterable[Course]) -> dict[int, tuple[Line, ...]]:
    """Course key → why, for those of the courses that shut out everyone with fagbrev."""
    listed = list(courses)
    found = zip(listed, why_each_shuts_out(course.entry for course in listed), strict=True)
    return {course.pk: why for course, why in found if why}


def courses_shutting_out(on: datetime.date | None = None) -> QuerySet[Course]:
    """Courses with a run on offer that day (today, if none is given), by provider and title."""
    runs = on_offer(on or timezone.localdate()).filter(course=OuterRef("pk")).order_by()
    trees = list(
        Course.objects.exclude(entry={}).order_by().values_list("entry", flat=True).distinct()
    )
    bad = [tree for tree, why in zip(trees, why_each_shuts_out(trees), strict=True) if why]
    offered = Course.objects.filter(Exists(runs), entry__in=bad)
    return offered.order_by("provider__name", "title", "pk")


def with_fagbrev(tree: Tree, degree_codes: frozenset[str]) -> Facts:
    """Has every trade the tree speaks of, and every post a trade certificate can lead to.

    A requirement looks at one thing about a post, so a post for each value is enough.
    """
    subjects = sorted({"", *_values(tree, "subjects")})
    groups = {*_values(tree, "codes", under="staff_group"), *_values(tree, "alike")}
    codes = {*_values(tree, "codes", under="position_code")} - degree_codes
    posts = [
        Post("skilled-worker", "", "primary", FULL, LONG_AGO),
        *(Post(group, "", "primary", FULL, LONG_AGO) for group in groups - ASK_FOR_A_DEGREE),
        *(Post("skilled-worker", code, "primary", FULL, LONG_AGO) for code in codes),
        *(Post("skilled-worker", "", one, FULL, LONG_AGO) for one in _values(tree, "sectors")),
    ]
    learned = [
        *(Learned(kind, subject) for kind in TRADE for subject in subjects),
        *(Learned("practice", subject, months=MOST_MONTHS) for subject in subjects),
    ]
    return Facts(on=timezone.localdate(), posts=tuple(posts), learned=tuple(learned))


def _codes_that_ask_for_a_degree(trees: Iterable[Tree]) -> frozenset[str]:
    codes = {code for tree in trees for code in _values(tree, "codes", under="position_code")}
    if not codes:
        return frozenset()
    found = PositionCode.objects.filter(code__in=codes, staff_group__code__in=ASK_FOR_A_DEGREE)
    return frozenset(found.values_list("code", flat=True))


def _values(tree: object, name: str, *, under: str = "") -> Iterator[str]:
    """Every text given for a value of that name, in requirements of one kind if one is given."""
    if isinstance(tree, list):
        for part in tree:
            yield from _values(part, name, under=under)
    if not isinstance(tree, Mapping):
        return
    for key, part in tree.items():
        if key in ("all", "any"):
            yield from _values(part, name, under=under)
        elif isinstance(part, Mapping) and name in part and under in ("", key):
            yield from _texts(part[name])


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        for part in value:
            yield from _texts(part)
