"""What is known before a file of courses is compared with it, and what its pages show."""

import datetime
from collections.abc import Iterable
from typing import Any, Final

from django.db.models import Count, Prefetch, Q
from django.utils import timezone

from catalogue.importing.json_files import course_files
from catalogue.importing.plan import KnownCourse, KnownRun
from catalogue.importing.rows import Meanings, Values
from catalogue.models import (
    CatalogueFeed,
    CatalogueFile,
    CatalogueFileChange,
    Course,
    CourseRun,
    Provider,
)
from catalogue.models.courses import CourseRunQuerySet
from catalogue.queries.providing import LIVE
from staff import thresholds
from staff.importing.reading import Table, Unreadable, read
from staff.importing.states import ImportState
from staff.models import StaffGroup, Subject, Threshold
from staff.queries.imports import Progress, progress_at

AT_WORK: Final = (ImportState.CHECKING, ImportState.APPLYING, ImportState.UNDOING)
Kind = CatalogueFileChange.Kind
# What is written when a file is applied or undone.
CHANGES: Final = tuple(kind.value for kind in Kind if kind != Kind.NOT_IN_FILE)


def table_of(file: CatalogueFile) -> Table:
    """What the file holds. Raises Unreadable, also where its content has been dropped."""
    content = bytes(file.content)
    if not content:
        raise Unreadable("gone")
    return read(content, course_files())


def picture_of(provider: Provider) -> list[KnownCourse]:
    """All courses of the provider with their runs, in five queries."""
    courses = (
        provider.courses.defer("search", "keywords")
        .prefetch_related("subjects", "staff_groups", Prefetch("runs", runs_as_they_stand()))
        .order_by("pk")
    )
    return [known_course(course) for course in courses]


def runs_as_they_stand() -> CourseRunQuerySet:
    """With their sessions, and with how many have a seat, ask for one or wait, as `awaited`."""
    awaited = Count("seat_list", filter=Q(seat_list__state__in=LIVE))
    return CourseRun.objects.annotate(awaited=awaited).prefetch_related("sessions").order_by("pk")


def known_course(course: Course) -> KnownCourse:
    """Needs its subjects, groups and `runs_as_they_stand` fetched."""
    runs = [known_run(run) for run in course.runs.all()]
    return KnownCourse(course.pk, course_values(course), runs)


def course_values(course: Course) -> Values:
    """What a file may say about a course, as it is. Needs its subjects and groups fetched."""
    return {
        "code": course.code,
        "title": course.title,
        "description": course.description,
        "kind": course.kind,
        "credits": course.credits,
        "credit_system": course.credit_system,
        "nqf_level": course.nqf_level,
        "subjects": sorted(subject.code for subject in course.subjects.all()),
        "staff_groups": sorted(group.code for group in course.staff_groups.all()),
        "sectors": sorted(course.sectors),
    }


def known_run(run: CourseRun) -> KnownRun:
    """One of `runs_as_they_stand`."""
    return KnownRun(
        pk=run.pk,
        values=run_values(run),
        confirmed=run.confirmed,
        awaited=run.awaited,  # type: ignore[attr-defined]
        is_cancelled=run.cancelled_on is not None,
        is_reserved=run.is_reserved,
    )


def run_values(run: CourseRun) -> Values:
    """What a file may say about a run, as it is. Needs its sessions fetched."""
    return {
        "run_code": run.code,
        "starts_on": run.starts_on.isoformat(),
        "ends_on": run.ends_on.isoformat(),
        "place": run.place,
        "is_online": run.is_online,
        "study_load": run.study_load,
        "terms": run.terms,
        "seats": run.seats,
        "price_ore": run.price_ore,
        "apply_by": run.apply_by.isoformat() if run.apply_by else None,
        "apply_at": run.apply_at,
        "is_published": run.is_published,
        "sessions": sorted(
            [each.day.isoformat(), f"{each.starts_at:%H:%M}", f"{each.ends_at:%H:%M}", each.place]
            for each in run.sessions.all()
        ),
    }


def meanings() -> Meanings:
    """Subjects by Grep code or name, staff groups by key or name."""
    groups = StaffGroup.objects.exclude(code=StaffGroup.UNMAPPED)
    return Meanings(_by_any_name(Subject.objects.all()), _by_any_name(groups))


def credit_system_of(provider: Provider) -> str:
    """What credits of the provider are, where a file does not say."""
    is_fagskole = provider.kind == Provider.Kind.FAGSKOLE
    return Course.CreditSystem.FAGSKOLE if is_fagskole else Course.CreditSystem.HIGHER


def feed_of(provider: Provider) -> CatalogueFeed | None:
    return CatalogueFeed.objects.filter(provider=provider).first()


def latest_from(feed: CatalogueFeed) -> CatalogueFile | None:
    """The last file the feed has answered with."""
    return feed.files.without_content().order_by("-pk").first()


def files_to_drop(day: datetime.date) -> list[int]:
    """Files nobody has applied for so long that nobody will. Raises LookupError."""
    days = thresholds.value(Threshold.Code.CATALOGUE_FILE_KEPT_DAYS, None, day)
    waiting = CatalogueFile.objects.filter(
        state__in=(ImportState.CHECKED, ImportState.FAILED),
        uploaded_at__date__lt=day - datetime.timedelta(days=days),
    )
    return list(waiting.order_by("pk").values_list("pk", flat=True))


def today() -> str:
    return timezone.localdate().isoformat()


def progress_key(file_id: int) -> str:
    return f"catalogue-file:{file_id}"


def progress(file: CatalogueFile) -> Progress | None:
    """How far a check, an apply or an undoing has come; None where nothing runs."""
    return progress_at(progress_key(file.pk))


def _by_any_name(rows: Iterable[Any]) -> dict[str, str]:
    found: dict[str, str] = {}
    listed = list(rows)
    for row in listed:
        found[row.code.casefold()] = row.code
    for row in listed:
        for name in (row.name_nb, row.name_nn):
            found.setdefault(name.casefold(), row.code)
    return found
