"""A provider's own verbs: courses, runs, sessions."""

import datetime
from collections.abc import Collection, Iterable, Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from audit.services import record
from catalogue import messages, policy
from catalogue.entry import check_tree
from catalogue.models import Course, CourseRun, Provider, Seat, Session
from catalogue.services.keywords import keep_keywords
from catalogue.states import SeatState
from staff.models import StaffGroup, Subject, User
from staff.verdict import Refusal, require

Slot = tuple[datetime.date, datetime.time, datetime.time, str]


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
    """A new course, or changes to one. `entry` must be a good tree. Raises ValidationError."""
    require(policy.may_deliver(by, provider.pk))
    course = course or Course(provider=provider)
    if course.provider_id != provider.pk:
        raise Refusal(_("The course belongs to another provider."))
    for field, value in changes.items():
        setattr(course, field, value)
    check_tree(course.entry)
    course.full_clean(exclude=["search"])
    course.save()
    course.staff_groups.set(staff_groups)
    course.subjects.set(subjects)
    keep_keywords([course])
    record("course.saved", subject=course, by=by)
    return course


@transaction.atomic
def save_run(
    *, course: Course, run: CourseRun | None, changes: Mapping[str, Any], by: User
) -> CourseRun:
    """A new run, or changes to one; never fewer seats than are given. Raises ValidationError."""
    require(policy.may_deliver(by, course.provider_id))
    if run is not None:
        run = CourseRun.objects.select_for_update(of=("self",)).get(pk=run.pk)
        require(policy.may_change_run(by, run))
    run = run or CourseRun(course=course)
    for field, value in changes.items():
        setattr(run, field, value)
    run.full_clean()
    run.save()
    record("run.saved", subject=run, by=by)
    return run


@transaction.atomic
def set_sessions(*, run: CourseRun, slots: Iterable[Slot], by: User) -> list[Session]:
    """The days participants meet, all of them anew: (day, from, to, place). Raises
    ValidationError, or Refusal for a day outside the run."""
    run = CourseRun.objects.select_for_update(of=("self",)).get(pk=run.pk)
    require(policy.may_change_run(by, run))
    sessions = []
    for day, starts_at, ends_at, place in slots:
        if not run.starts_on <= day <= run.ends_on:
            raise Refusal(
                _("%(day)s is outside the course: it runs from %(first)s to %(last)s.")
                % {"day": day, "first": run.starts_on, "last": run.ends_on}
            )
        session = Session(run=run, day=day, starts_at=starts_at, ends_at=ends_at, place=place)
        session.clean_fields()
        session.validate_constraints(exclude=["run"])
        sessions.append(session)
    run.sessions.all().delete()
    made = Session.objects.bulk_create(sessions)
    record("run.sessions_set", subject=run, by=by, sessions=len(made))
    return made


@transaction.atomic
def cancel_run(*, run: CourseRun, reason: str, by: User) -> CourseRun:
    """The run does not take place: everybody with a seat, or waiting for one, is told why."""
    run = CourseRun.objects.select_for_update(of=("self",)).get(pk=run.pk)
    require(policy.may_change_run(by, run))
    if not reason.strip():
        raise Refusal(_("Write why the run is cancelled."))
    run.cancelled_on = timezone.localdate()
    run.save(update_fields=["cancelled_on"])
    live = (SeatState.ASKED, SeatState.CONFIRMED, SeatState.WAITING)
    seats = list(
        Seat.objects.filter(run=run, state__in=live).select_related("participant", "run__course")
    )
    record("run.cancelled", subject=run, by=by, seats=len(seats), reason=reason.strip())
    messages.run_cancelled(seats, reason.strip())
    return run
