"""The words a course is found by besides its own: provider, subjects, groups, both languages."""

from collections.abc import Iterable

from catalogue.models import Course


def keep_keywords(courses: Iterable[Course]) -> None:
    """Write them anew; call it whenever a course, its provider's name or its groups change."""
    keys = [course.pk for course in courses]
    found = Course.objects.filter(pk__in=keys).select_related("provider")
    written = list(found.prefetch_related("subjects", "staff_groups"))
    for course in written:
        named = [*course.subjects.all(), *course.staff_groups.all()]
        words = [word for each in named for word in (each.name_nb, each.name_nn)]
        codes = [subject.code for subject in course.subjects.all()]
        course.keywords = " ".join(dict.fromkeys([course.provider.name, *words, *codes]))
    Course.objects.bulk_update(written, ["keywords"], batch_size=500)
