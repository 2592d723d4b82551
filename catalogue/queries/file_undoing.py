"""What the undoing of a file of courses would put back, and what stands in its way."""

from collections.abc import Collection, Iterator, Sequence
from typing import Final

from django.db import models

from catalogue.importing.faults import hurts_course, hurts_run
from catalogue.importing.rows import Values
from catalogue.models import CatalogueFile, CatalogueFileChange, Course, CourseRun, Session
from catalogue.queries import files as queries

Kind = CatalogueFileChange.Kind
# What goes with a course or a run, and stands in no way; runs are looked at by themselves.
PARTS: Final = (
    CatalogueFileChange,
    CourseRun,
    Session,
    Course.staff_groups.through,
    Course.subjects.through,
)


def to_put_back(file: CatalogueFile) -> list[CatalogueFileChange]:
    """Runs before their courses: the opposite of the order they were made in."""
    return list(
        file.changes.exclude(kind__in=(Kind.NOT_IN_FILE, Kind.TAKEN_AWAY))
        .exclude(course=None)
        .select_related("course")
        .defer("course__search", "course__keywords")
        .prefetch_related(
            "course__subjects",
            "course__staff_groups",
            models.Prefetch("course__runs", queries.runs_as_they_stand()),
            models.Prefetch("run", queries.runs_as_they_stand()),
        )
        .order_by("-pk")
    )


def in_the_way(changes: Sequence[CatalogueFileChange]) -> list[str]:
    """Names of the courses and runs of `to_put_back` that were changed or built on since."""
    new = [change for change in changes if change.kind in (Kind.NEW_RUN, Kind.NEW_COURSE)]
    runs = {change.run_id: change.pk for change in new if change.run_id is not None}
    courses = {
        change.course_id: change.pk
        for change in new
        if change.kind == Kind.NEW_COURSE and change.course_id is not None
    }
    stuck = {change.pk for change in changes if _is_newer(change)}
    stuck |= {runs[key] for key in _pointed_at(CourseRun, runs)}
    stuck |= {courses[key] for key in _pointed_at(Course, courses)}
    others = CourseRun.objects.filter(course__in=list(courses)).exclude(pk__in=list(runs))
    stuck |= {courses[key] for key in others.values_list("course", flat=True)}
    return [change.name for change in reversed(changes) if change.pk in stuck]


def _is_newer(change: CatalogueFileChange) -> bool:
    """Whether what the file wrote has been changed since, or somebody would be hurt."""
    course = change.course
    assert course is not None  # noqa: S101  (for the type checker)
    if change.kind in (Kind.NEW_COURSE, Kind.CHANGED_COURSE):
        known = queries.known_course(course)
        if not _says(known.values, change.after):
            return True
        if change.kind == Kind.NEW_COURSE:
            return bool(course.entry or course.road_id)
        back = known.values | change.before
        return hurts_course(known, back, queries.today()) is not None
    if change.run is None:
        return False  # gone already
    run = queries.known_run(change.run)
    if not _says(run.values, change.after):
        return True
    return change.kind != Kind.NEW_RUN and hurts_run(run, run.values | change.before) is not None


def _says(now: Values, wanted: Values) -> bool:
    return all(now[name] == value for name, value in wanted.items())


def _pointed_at(model: type[models.Model], keys: Collection[int]) -> Iterator[int]:
    """Those of the keys that something points to which does not go with them."""
    if not keys:
        return
    for relation in model._meta.get_fields(include_hidden=True):
        if not isinstance(relation, models.ManyToOneRel):
            continue
        other, name = relation.related_model, relation.field.name
        if other not in PARTS:
            pointing = other._base_manager.filter(**{f"{name}__in": keys})
            yield from pointing.values_list(name, flat=True)
