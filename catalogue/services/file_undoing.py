"""Undoing a file of courses as a new fact: a file of its own, with the opposite of every change."""

from collections.abc import Iterable
from typing import Any, Final

from django.db import models
from django.db.models import ProtectedError, RestrictedError
from django.db.models.deletion import Collector
from django.utils import timezone
from django.utils.translation import gettext as _

from catalogue.importing.planning import hurts
from catalogue.importing.rows import Values
from catalogue.models import CatalogueFile, CatalogueFileChange, Course, CourseRun, Session
from catalogue.queries.files import course_values, known_run
from catalogue.services.file_writing import Keys, Told, set_course, set_run
from catalogue.services.keywords import keep_keywords
from staff.importing.states import ImportState
from staff.verdict import Refusal

Kind = CatalogueFileChange.Kind
NAMED_AT_MOST: Final = 10
TURNED: Final = {
    Kind.NEW_COURSE: Kind.TAKEN_AWAY,
    Kind.NEW_RUN: Kind.TAKEN_AWAY,
    Kind.CHANGED_COURSE: Kind.CHANGED_COURSE,
    Kind.CHANGED_RUN: Kind.CHANGED_RUN,
    Kind.ENDED_RUN: Kind.CHANGED_RUN,
}


def refuse_what_is_in_the_way(file: CatalogueFile) -> list[CatalogueFileChange]:
    """The changes to put back, last first. Raises Refusal, with names, where something is newer."""
    changes = _changes_of(file)
    stuck = [change.name for change in changes if _is_newer(change)]
    stuck += _built_on([change for change in changes if change.kind == Kind.NEW_RUN])
    stuck += _built_on([change for change in changes if change.kind == Kind.NEW_COURSE])
    if stuck:
        names = list(dict.fromkeys(stuck))
        more = ", …" if len(names) > NAMED_AT_MOST else ""
        raise Refusal(
            _("Something later builds on: %(names)s. Nothing is undone.")
            % {"names": "; ".join(names[:NAMED_AT_MOST]) + more}
        )
    return changes


def put_all_back(file: CatalogueFile, user_id: int, told: Told) -> CatalogueFile:
    """Everything as it was before the file, as a file of its own. Raises Refusal."""
    changes = refuse_what_is_in_the_way(file)
    now = timezone.now()
    made = CatalogueFile.objects.create(
        provider_id=file.provider_id,
        state=ImportState.APPLIED,
        format=file.format,
        file_name=file.file_name,
        sha256=file.sha256,
        uploaded_by_id=user_id,
        uploaded_at=now,
        total_rows=file.total_rows,
        checked_at=now,
        applied_by_id=user_id,
        applied_at=now,
        undoes=file,
    )
    keys, courses, rows = Keys(), [], []
    for number, change in enumerate(changes, 1):
        rows.append(_turned(made, change))
        _put_back(change, keys)
        if change.kind == Kind.CHANGED_COURSE and change.course is not None:
            courses.append(change.course)
        told(number)
    keep_keywords(courses)
    CatalogueFileChange.objects.bulk_create(rows, batch_size=1000)
    made.counts = {
        kind: sum(1 for row in rows if row.kind == kind) for kind in {row.kind for row in rows}
    }
    made.save(update_fields=["counts"])
    return made


def _changes_of(file: CatalogueFile) -> list[CatalogueFileChange]:
    """Runs before their courses: the opposite of the order they were made in."""
    return list(
        file.changes.filter(kind__in=TURNED)
        .exclude(course=None)
        .select_related("course", "run")
        .prefetch_related("course__subjects", "course__staff_groups", "run__sessions")
        .order_by("-pk")
    )


def _is_newer(change: CatalogueFileChange) -> bool:
    """Whether what the file wrote has been changed since, or somebody would be hurt."""
    if change.kind in (Kind.NEW_COURSE, Kind.CHANGED_COURSE):
        assert change.course is not None  # noqa: S101  (for the type checker)
        return not _says(course_values(change.course), change.after)
    if change.run is None:
        return False  # gone already
    run = known_run(change.run)
    if not _says(run.values, change.after):
        return True
    return change.kind != Kind.NEW_RUN and hurts(run, run.values | change.before) is not None


def _says(now: Values, wanted: Values) -> bool:
    return all(now[name] == value for name, value in wanted.items())


def _built_on(changes: Iterable[CatalogueFileChange]) -> list[str]:
    """Names of new courses or runs that something outside the file points to."""
    rows: dict[Any, CatalogueFileChange] = {}
    for change in changes:
        row = change.run if change.kind == Kind.NEW_RUN else change.course
        if row is not None:
            rows[row.pk] = change
    if not rows:
        return []
    is_of_runs = next(iter(rows.values())).kind == Kind.NEW_RUN
    model: type[models.Model] = CourseRun if is_of_runs else Course
    own_runs = {change.run_id for change in _siblings(rows.values())}
    collector = Collector(using="default")
    try:
        collector.collect(model._default_manager.filter(pk__in=rows))
    except (ProtectedError, RestrictedError) as held:
        found = held.args[1]
        return [
            rows[key].name
            for each in found
            if not isinstance(each, Session)
            and not (isinstance(each, CourseRun) and each.pk in own_runs)
            for key in _pointed_at(each, model)
            if key in rows
        ]
    return []


def _siblings(changes: Iterable[CatalogueFileChange]) -> Iterable[CatalogueFileChange]:
    files = {change.file_id for change in changes}
    return CatalogueFileChange.objects.filter(file__in=files, kind=Kind.NEW_RUN).exclude(run=None)


def _pointed_at(row: models.Model, model: type[models.Model]) -> list[Any]:
    fields = (field for field in row._meta.concrete_fields if field.related_model is model)
    return [getattr(row, field.attname) for field in fields]


def _put_back(change: CatalogueFileChange, keys: Keys) -> None:
    if change.kind == Kind.NEW_RUN:
        if change.run is not None:
            change.run.sessions.all().delete()
            change.run.delete()
    elif change.kind == Kind.NEW_COURSE:
        assert change.course is not None  # noqa: S101  (for the type checker)
        change.course.delete()
    elif change.kind == Kind.CHANGED_COURSE:
        assert change.course is not None  # noqa: S101  (for the type checker)
        set_course(change.course, change.before, keys)
    elif change.run is not None:
        set_run(change.run, change.before)


def _turned(made: CatalogueFile, change: CatalogueFileChange) -> CatalogueFileChange:
    kind = TURNED[Kind(change.kind)]
    is_gone = kind == Kind.TAKEN_AWAY
    return CatalogueFileChange(
        file=made,
        kind=kind,
        name=change.name,
        before={} if is_gone else change.after,
        after={} if is_gone else change.before,
        course_id=None if change.kind == Kind.NEW_COURSE else change.course_id,
        run_id=None if change.kind == Kind.NEW_RUN else change.run_id,
    )
