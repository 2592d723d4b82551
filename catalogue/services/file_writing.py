"""Writing what a file of courses means, and the report of it."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final

from django.db import models

from catalogue.importing.plan import Change
from catalogue.importing.rows import Values
from catalogue.models import CatalogueFile, CatalogueFileChange, Course, CourseRun, Session
from catalogue.services.keywords import keep_keywords
from staff.models import StaffGroup, Subject

MANY: Final = ("subjects", "staff_groups")
RUN_COLUMNS: Final = {"run_code": "code"}
STRIDE: Final = 100
Told = Callable[[int], None]


class Keys:
    """Subjects and staff groups by code, fetched once for a file."""

    def __init__(self) -> None:
        self.subjects = dict(Subject.objects.values_list("code", "pk"))
        self.staff_groups = dict(StaffGroup.objects.values_list("code", "pk"))

    def of(self, name: str, codes: Iterable[str]) -> list[int]:
        known: Mapping[str, int] = getattr(self, name)
        return [known[code] for code in codes if code in known]


def carry_out(file: CatalogueFile, changes: list[Change], told: Told) -> list[CatalogueFileChange]:
    """Write every change, and return them as the report keeps them. Raises IntegrityError."""
    keys, made = Keys(), dict[int, Course]()
    rows, courses = [], []
    for number, change in enumerate(changes, 1):
        if change.kind.endswith("_course"):
            course = _write_course(file, change, keys)
            made[id(change)] = course
            courses.append(course)
            rows.append(_row(file, change, course=course.pk))
        else:
            parent = made[id(change.parent)].pk if change.parent else change.course
            run = _write_run(change, parent)
            rows.append(_row(file, change, course=parent, run=run.pk))
        if not number % STRIDE:
            told(number)
    keep_keywords(courses)
    return rows


def keep_report(file: CatalogueFile, rows: Iterable[CatalogueFileChange]) -> None:
    file.changes.all().delete()
    CatalogueFileChange.objects.bulk_create(rows, batch_size=1000)


def as_found(file: CatalogueFile, changes: Iterable[Change]) -> list[CatalogueFileChange]:
    """The changes of a plan as the report keeps them before they are made."""
    return [_row(file, change, course=change.course, run=change.run) for change in changes]


def set_course(course: Course, values: Values, keys: Keys) -> None:
    """Write these facts of a course; subjects and groups by their codes."""
    set_columns(course, {name: value for name, value in values.items() if name not in MANY})
    course.save()
    for name in MANY:
        if name in values:
            getattr(course, name).set(keys.of(name, values[name]))


def set_run(run: CourseRun, values: Values) -> None:
    """Write these facts of a run; sessions as [day, from, to, place], all of them anew."""
    plain = {RUN_COLUMNS.get(name, name): value for name, value in values.items()}
    slots = plain.pop("sessions", None)
    set_columns(run, plain)
    run.save()
    if slots is None:
        return
    run.sessions.all().delete()
    Session.objects.bulk_create(
        Session(run=run, day=day, starts_at=starts_at, ends_at=ends_at, place=place)
        for day, starts_at, ends_at, place in slots
    )


def set_columns(row: models.Model, values: Mapping[str, Any]) -> None:
    for name, value in values.items():
        field = row._meta.get_field(name)
        assert isinstance(field, models.Field)  # noqa: S101  (for the type checker)
        setattr(row, name, field.to_python(value))


def _write_course(file: CatalogueFile, change: Change, keys: Keys) -> Course:
    course = (
        Course(provider_id=file.provider_id)
        if change.course is None
        else Course.objects.select_for_update().get(pk=change.course)
    )
    set_course(course, change.after, keys)
    return course


def _write_run(change: Change, course_id: int | None) -> CourseRun:
    run = (
        CourseRun(course_id=course_id)  # type: ignore[misc]  # (the plan names it for a new run)
        if change.run is None
        else CourseRun.objects.select_for_update(no_key=True).get(pk=change.run)
    )
    set_run(run, change.after)
    return run


def _row(
    file: CatalogueFile, change: Change, *, course: int | None, run: int | None = None
) -> CatalogueFileChange:
    return CatalogueFileChange(
        file=file,
        kind=change.kind,
        name=change.name[:400],
        row=change.row,
        before=change.before,
        after=change.after,
        course_id=course,
        run_id=run,
    )
