"""Undoing a file of courses as a new fact: a file of its own, with the opposite of every change."""

from collections import Counter
from typing import Final

from django.utils import timezone
from django.utils.translation import gettext as _

from catalogue.models import CatalogueFile, CatalogueFileChange, Course, CourseRun, Session
from catalogue.queries.file_undoing import in_the_way, to_put_back
from catalogue.services.file_writing import STRIDE, Keys, Told, set_course, set_run
from catalogue.services.keywords import keep_keywords
from staff.importing.states import ImportState
from staff.models import User
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


def refuse_what_is_in_the_way(file: CatalogueFile) -> None:
    """Raises Refusal, with names, where something is newer."""
    _refuse(in_the_way(to_put_back(file)))


def put_all_back(file: CatalogueFile, by: User, told: Told) -> CatalogueFile:
    """Everything as it was before the file, as a file of its own. Raises Refusal."""
    changes = to_put_back(file)
    _refuse(in_the_way(changes))
    made = _file_of_the_undoing(file, by)
    rows = [_turned(made, change) for change in changes]
    _take_away_runs(_of_kind(changes, Kind.NEW_RUN))
    keys, courses = Keys(), list[Course]()
    for number, change in enumerate(changes, 1):
        if change.kind == Kind.CHANGED_COURSE and change.course is not None:
            set_course(change.course, change.before, keys)
            courses.append(change.course)
        elif change.kind in (Kind.CHANGED_RUN, Kind.ENDED_RUN) and change.run is not None:
            set_run(change.run, change.before, by=by)
        if not number % STRIDE:
            told(number)
    _take_away_courses(_of_kind(changes, Kind.NEW_COURSE))
    keep_keywords(courses)
    CatalogueFileChange.objects.bulk_create(rows, batch_size=1000)
    made.counts = dict(Counter(str(row.kind) for row in rows))
    made.save(update_fields=["counts"])
    return made


def _of_kind(changes: list[CatalogueFileChange], kind: str) -> list[CatalogueFileChange]:
    return [change for change in changes if change.kind == kind]


def _take_away_courses(changes: list[CatalogueFileChange]) -> None:
    keys = [change.course_id for change in changes if change.course_id is not None]
    Course.objects.filter(pk__in=keys).delete()


def _take_away_runs(changes: list[CatalogueFileChange]) -> None:
    keys = [change.run_id for change in changes if change.run_id is not None]
    Session.objects.filter(run__in=keys).delete()
    CourseRun.objects.filter(pk__in=keys).delete()


def _refuse(names: list[str]) -> None:
    if names:
        more = ", …" if len(names) > NAMED_AT_MOST else ""
        raise Refusal(
            _("Something later builds on: %(names)s. Nothing is undone.")
            % {"names": "; ".join(names[:NAMED_AT_MOST]) + more}
        )


def _file_of_the_undoing(file: CatalogueFile, by: User) -> CatalogueFile:
    now = timezone.now()
    return CatalogueFile.objects.create(
        provider_id=file.provider_id,
        state=ImportState.APPLIED,
        format=file.format,
        file_name=file.file_name,
        sha256=file.sha256,
        uploaded_by=by,
        uploaded_at=now,
        total_rows=file.total_rows,
        checked_at=now,
        applied_by=by,
        applied_at=now,
        undoes=file,
    )


def _turned(made: CatalogueFile, change: CatalogueFileChange) -> CatalogueFileChange:
    kind = TURNED[Kind(change.kind)]
    is_gone = kind == Kind.TAKEN_AWAY
    return CatalogueFileChange(
        file=made,
        kind=kind,
        name=change.name,
        before={} if is_gone else change.after,
        after={} if is_gone else change.before,
        course_id=None if is_gone else change.course_id,
        run_id=None if is_gone else change.run_id,
    )
