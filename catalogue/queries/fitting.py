"""Whether courses fit a person, and why: whom they are meant for, and what one must have."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from catalogue.models import Course
from catalogue.queries.entry import answer_to
from staff.models import Sector, StaffGroup, User
from staff.queries.roads import facts_of_person, names_in_trees
from staff.requirements import Answer, Facts, Names

Codes = Collection[str]


@dataclass(frozen=True, slots=True)
class Fit:
    """A course beside a person. `reasons` speak for it and `obstacles` against, in sentences.

    Without obstacles it fits.
    """

    entry: Answer
    reasons: tuple[str, ...]
    obstacles: tuple[str, ...]

    @property
    def fits(self) -> bool:
        return not self.obstacles


@dataclass(frozen=True, slots=True)
class Reader:
    """Whoever reads: what is known of them today, and what staff groups are called (code → name).

    Three queries. Only somebody with a post is asked whether a course fits.
    """

    facts: Facts
    groups: Mapping[str, str]

    @property
    def has_post(self) -> bool:
        return bool(self.facts.held)

    @property
    def is_known(self) -> bool:
        """Whether there is anything to hold entry requirements against."""
        return bool(self.facts.posts or self.facts.learned)


def reader_of(user: User) -> Reader:
    facts = facts_of_person(user, timezone.localdate())
    return Reader(facts, {group.code: str(group) for group in StaffGroup.objects.all()})


def fits_of(
    reader: Reader, courses: Iterable[tuple[Course, Codes]], *, names: Names | None = None
) -> dict[int, Fit]:
    """Course key → the fit, of courses with the codes of the groups they are meant for.

    Without names (see `names_in`) the sentences of `entry` are not for showing. No query.
    """
    said = names or Names()
    return {
        course.pk: _fit(reader, course, codes, answer_to(course.entry, reader.facts, said))
        for course, codes in courses
    }


def names_in(courses: Iterable[Course]) -> Names:
    """What their entry requirements speak of: one query, and none where they ask for nothing."""
    trees = [course.entry for course in courses if course.entry]
    return names_in_trees(trees) if trees else Names()


def is_meant_for(course: Course, codes: Codes, facts: Facts) -> bool:
    """By staff group and sector; a course that names none is for everybody."""
    return _is_for_group(codes, facts) and _is_for_sector(course, facts)


def _is_for_group(codes: Codes, facts: Facts) -> bool:
    return not codes or any(post.group in codes for post in facts.held)


def _is_for_sector(course: Course, facts: Facts) -> bool:
    return not course.sectors or any(post.sector in course.sectors for post in facts.held)


def _fit(reader: Reader, course: Course, codes: Codes, entry: Answer) -> Fit:
    said = (
        (_is_for_group(codes, reader.facts), _about_group(reader, codes)),
        (_is_for_sector(course, reader.facts), _about_sector(reader, course)),
        (entry.met, _about_entry(entry)),
    )
    return Fit(
        entry,
        reasons=tuple(text for speaks_for, text in said if speaks_for and text),
        obstacles=tuple(text for speaks_for, text in said if not speaks_for),
    )


def _about_group(reader: Reader, codes: Codes) -> str:
    if not codes:
        return _("For all staff groups")
    for post in reader.facts.held:
        if post.group in codes:
            return _("For your staff group: %(group)s") % {"group": reader.groups[post.group]}
    return _("Meant for other staff groups")


def _about_sector(reader: Reader, course: Course) -> str:
    for post in reader.facts.held:
        if post.sector in course.sectors:
            return _("For where you work: %(sector)s") % {"sector": Sector(post.sector).label}
    return _("Meant for those who work elsewhere") if course.sectors else ""


def _about_entry(entry: Answer) -> str:
    if not entry.lines:
        return _("No entry requirements")
    if entry.met:
        return _("You have what is required to enter")
    missing = len(entry.missing)
    return ngettext(
        "%(n)s entry requirement is missing", "%(n)s entry requirements are missing", missing
    ) % {"n": missing}
