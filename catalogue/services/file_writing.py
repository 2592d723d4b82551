"""Writing what a file of courses means, and the report of it."""

import datetime
from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final

from django.db import models

from catalogue.importing.plan import Change
from catalogue.importing.rows import Values
from catalogue.models import CatalogueFile, CatalogueFileChange, Course, CourseRun, Session
from catalogue.services.keywords import keep_keywords
from catalogue.services.seats import give_free_seats
from staff.models import StaffGroup, Subject, User

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


def lock_everything(file: CatalogueFile) -> None:
    """The provider's courses and runs stay as they are read until the file is through: courses
    first, then runs, as everybody locks them."""
    courses = Course.objects.filter(provider=file.provider_id).order_by("pk").only("pk")
    list(courses.select_for_update(no_key=True))
    runs = CourseRun.objects.filter(course__provider=file.provider_id).order_by("pk").only("pk")
    list(runs.select_for_update(of=("self",), no_key=True))


def carry_out(file: CatalogueFile, changes: list[Change], told: Told) -> list[CatalogueFileChange]:
    """Write every change, and return them as the report keeps them. Raises IntegrityError."""
    keys, made = Keys(), dict[int, Course]()
    rows, courses = [], []
    for number, change in enumerate(changes, 1):
        if change.kind.endswith("_course"):
            course = _course(file, change)
            set_course(course, change.after, keys)
            made[id(change)] = course
            courses.append(course)
            rows.append(_row(file, change, course=course.pk))
        else:
            parent = made[id(change.parent)].pk if change.parent else change.course
            run = _run(change, parent)
            set_run(run, change.after, by=file.applied_by)
            rows.append(_row(file, change, course=parent, run=run.pk))
        if not number % STRIDE:
            told(file.total_rows * number // len(changes))
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
    _set_columns(course, {name: value for name, value in values.items() if name not in MANY})
    course.save()
    for name in MANY:
        if name in values:
            getattr(course, name).set(keys.of(name, values[name]))


def set_run(run: CourseRun, values: Values, *, by: User | None) -> None:
    """Write these facts of a run. Where there are more seats than before, those who wait have
    them."""
    is_new = run.pk is None
    plain = {RUN_COLUMNS.get(name, name): value for name, value in values.items()}
    slots = plain.pop("sessions", None)
    _set_columns(run, plain)
    run.save()
    if slots is not None:
        _set_sessions(run, slots)
    if "seats" in values and not is_new:
        give_free_seats(run, by)


def _set_sessions(run: CourseRun, slots: Iterable[list[str]]) -> None:
    """All of them, as [day, from, to, place]; what is the same stays the same row."""
    before = {
        (each.day.isoformat(), f"{each.starts_at:%H:%M}"): each for each in run.sessions.all()
    }
    for day, starts_at, ends_at, place in slots:
        session = before.pop((day, starts_at), None) or Session(
            run=run,
            day=datetime.date.fromisoformat(day),
            starts_at=datetime.time.fromisoformat(starts_at),
        )
        session.ends_at, session.place = datetime.time.fromisoformat(ends_at), place
        session.save()
    for gone in before.values():
        gone.delete()


def _set_columns(row: models.Model, values: Mapping[str, Any]) -> None:
    for name, value in values.items():
        field = row._meta.get_field(name)
        assert isinstance(field, models.Field)  # noqa: S101  (for the type checker)
        setattr(row, name, field.to_python(value))


def _course(file: CatalogueFile, change: Change) -> Course:
    if change.course is None:
        return Course(provider_id=file.provider_id)
    return Course.objects.get(pk=change.course)


def _run(change: Change, course_id: int | None) -> CourseRun:
    if change.run is None:
        return CourseRun(course_id=course_id)  # type: ignore[misc]  # (the plan names it)
    return CourseRun.objects.get(pk=change.run)


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
