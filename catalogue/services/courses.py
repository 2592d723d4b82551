"""A provider's own verbs: courses, runs, sessions."""

import datetime
import itertools
from collections.abc import Collection, Iterable, Mapping
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from audit.services import record
from catalogue import messages, policy
from catalogue.entry import check_tree
from catalogue.messages import employers
from catalogue.models import Course, CourseRun, Provider, Seat, Session
from catalogue.queries.providing import LIVE
from catalogue.services.keywords import keep_keywords
from catalogue.services.seats import give_free_seats
from staff import formats
from staff.models import StaffGroup, Subject, User
from staff.verdict import Refusal, require

Slot = tuple[datetime.date, datetime.time, datetime.time, str]
# What somebody with a seat has planned by.
WHAT_MATTERS: Final = ("starts_on", "ends_on", "place", "is_online", "price_ore")


@transaction.atomic
def save_course(
    *,
    provider: Provider,
    course: Course | None,
    changes: Mapping[str, Any],
    staff_groups: Collection[StaffGroup],
    subjects: Collection[Subject],
    by: User,
) -> Course:
    """A new course, or changes to one. `entry` must be a good tree. Raises ValidationError.

    Who has a seat, or waits for one, is told when the credits are changed.
    """
    require(policy.may_deliver(by, provider.pk))
    if course is not None:
        course = Course.objects.select_for_update(of=("self",)).get(pk=course.pk)
    course = course or Course(provider=provider)
    if course.provider_id != provider.pk:
        raise Refusal(_("The course belongs to another provider."))
    had_credits = course.credits
    for field, value in changes.items():
        setattr(course, field, value)
    check_tree(course.entry)
    is_new = course.pk is None
    course.full_clean(exclude=["search"])
    course.save()
    course.staff_groups.set(staff_groups)
    course.subjects.set(subjects)
    keep_keywords([course])
    record("course.saved", subject=course, by=by)
    if not is_new and course.credits != had_credits:
        live = Seat.objects.filter(run__course=course, run__ends_on__gte=timezone.localdate())
        messages.run_changed(_to_tell(live), {"credits": course.credits})
    return course


@transaction.atomic
def save_run(
    *, course: Course, run: CourseRun | None, changes: Mapping[str, Any], by: User
) -> CourseRun:
    """A new run, or changes to one; never fewer seats than are given. Raises ValidationError.

    Who has a seat, or waits for one, is told of another time, place or price. Where there are more
    seats than before, those who wait have them.
    """
    require(policy.may_deliver(by, course.provider_id))
    if run is None:
        return _written(CourseRun(course=course), changes, by)
    run = CourseRun.objects.select_for_update(of=("self",)).get(pk=run.pk)
    require(policy.may_change_run(by, run))
    if (seats := changes.get("seats")) is not None and seats < run.confirmed:
        said = _("%(given)s seats are given already; there cannot be fewer.")
        raise ValidationError({"seats": said % {"given": run.confirmed}})
    before = {field: getattr(run, field) for field in WHAT_MATTERS}
    run = _written(run, changes, by)
    news = {field: getattr(run, field) for field in before if getattr(run, field) != before[field]}
    if news:
        messages.run_changed(_to_tell(Seat.objects.filter(run=run)), news)
    give_free_seats(run, by)
    run.refresh_from_db()
    return run


@transaction.atomic
def set_sessions(*, run: CourseRun, slots: Iterable[Slot], by: User) -> list[Session]:
    """The days participants meet, all of them: (day, from, to, place). What is the same stays the
    same row. Who has a seat, or waits for one, is told of a change.

    Raises ValidationError, or Refusal for a day outside the run and for two at the same time.
    """
    run = CourseRun.objects.select_for_update(of=("self",)).get(pk=run.pk)
    require(policy.may_change_run(by, run))
    before = {(session.day, session.starts_at): session for session in run.sessions.all()}
    had = [_facts(session) for session in before.values()]
    sessions = []
    for day, starts_at, ends_at, place in slots:
        session = before.get((day, starts_at)) or Session(run=run, day=day, starts_at=starts_at)
        session.ends_at, session.place = ends_at, place
        session.clean_fields()
        session.validate_constraints(exclude=["run"])
        sessions.append(session)
    sessions.sort(key=_facts)
    _refuse_what_cannot_be(run, sessions)
    run.sessions.exclude(pk__in=[session.pk for session in sessions if session.pk]).delete()
    for session in sessions:
        session.save()
    record("run.sessions_set", subject=run, by=by, sessions=len(sessions))
    if had and had != [_facts(session) for session in sessions]:
        messages.run_changed(_to_tell(Seat.objects.filter(run=run)), {"sessions": len(sessions)})
    return sessions


@transaction.atomic
def cancel_run(*, run: CourseRun, reason: str, by: User) -> CourseRun:
    """The run does not take place: everybody with a seat, or waiting for one, is told why."""
    run = CourseRun.objects.select_for_update(of=("self",)).get(pk=run.pk)
    require(policy.may_change_run(by, run))
    if not reason.strip():
        raise Refusal(_("Write why the run is cancelled."))
    run.cancelled_on = timezone.localdate()
    run.save(update_fields=["cancelled_on"])
    seats = _to_tell(Seat.objects.filter(run=run))
    record("run.cancelled", subject=run, by=by, seats=len(seats), reason=reason.strip())
    messages.run_cancelled(seats, reason.strip())
    employers.run_cancelled(run, seats, reason.strip())
    return run


def _written(run: CourseRun, changes: Mapping[str, Any], by: User) -> CourseRun:
    for field, value in changes.items():
        setattr(run, field, value)
    others = CourseRun.objects.filter(course=run.course, starts_on=run.starts_on, place=run.place)
    if others.exclude(pk=run.pk).exists():
        said = _("Another run of the course starts that day in that place.")
        raise ValidationError({"starts_on": said})
    run.full_clean()
    run.save()
    record("run.saved", subject=run, by=by)
    return run


def _refuse_what_cannot_be(run: CourseRun, sessions: list[Session]) -> None:
    """`sessions` are in order of time."""
    for session in sessions:
        if not run.starts_on <= session.day <= run.ends_on:
            days = {"day": session.day, "first": run.starts_on, "last": run.ends_on}
            raise Refusal(
                _("%(day)s is outside the course: it runs from %(first)s to %(last)s.")
                % {name: formats.day(day) for name, day in days.items()}
            )
    for one, next_one in itertools.pairwise(sessions):
        if one.day == next_one.day and next_one.starts_at < one.ends_at:
            said = _("Two sessions on %(day)s are at the same time.")
            raise Refusal(said % {"day": formats.day(one.day)})


def _facts(session: Session) -> Slot:
    return session.day, session.starts_at, session.ends_at, session.place


def _to_tell(seats: QuerySet[Seat]) -> list[Seat]:
    """Those that are not given up, with whom to tell."""
    return list(seats.filter(state__in=LIVE).select_related("participant", "run__course"))
