"""Days one meets, in courses where one has a seat or waits for one; and what else takes time."""

import datetime
import uuid
from collections.abc import Iterable

from django.db.models import F, FilteredRelation, Q, QuerySet

from catalogue.models import CalendarAddress, CourseRun, OutsideStudy, Seat, Session
from catalogue.models.courses import CourseRunQuerySet
from catalogue.queries.finding import visible_runs
from catalogue.queries.providing import LIVE
from catalogue.workload import Meeting, Span
from staff.models import Position, User


def visible_or_own(user: User) -> CourseRunQuerySet:
    """The runs one sees in the catalogue, and those of the studies outside it that one sees."""
    outside = OutsideStudy.objects.visible_to(user)
    return CourseRun.objects.filter(
        Q(pk__in=visible_runs(user).order_by().values("pk")) | Q(pk__in=outside.values("run"))
    ).for_display()


def sessions_of(user: User) -> QuerySet[Session]:
    """The days of all the person's courses, each with `seat_state`."""
    seat = FilteredRelation(
        "run__seat_list",
        condition=Q(run__seat_list__participant=user, run__seat_list__state__in=LIVE),
    )
    return (
        Session.objects.alias(seat=seat)
        .filter(seat__isnull=False)
        .annotate(seat_state=F("seat__state"))
        .select_related("run__course__provider")
        .order_by("day", "starts_at", "pk")
    )


def sessions_between(user: User, first: datetime.date, last: datetime.date) -> list[Session]:
    return list(sessions_of(user).filter(day__gte=first, day__lte=last))


def first_session_after(user: User, day: datetime.date) -> datetime.date | None:
    coming = sessions_of(user).filter(day__gt=day, run__cancelled_on=None)
    return coming.values_list("day", flat=True).first()


def sessions_of_run(run: CourseRun) -> QuerySet[Session]:
    return run.sessions.select_related("run__course__provider").order_by("day", "starts_at", "pk")


def seats_now(user: User, today: datetime.date) -> QuerySet[Seat]:
    """In courses that are not over, the first to begin first."""
    return (
        Seat.objects.filter(participant=user, state__in=LIVE, run__ends_on__gte=today)
        .select_related("run__course__provider")
        .order_by("run__starts_on", "pk")
    )


def other_runs(user: User, run: CourseRun) -> list[CourseRun]:
    """What else the person has a seat in, or waits for, in the same weeks."""
    first = run.starts_on - datetime.timedelta(days=run.starts_on.weekday())
    last = run.ends_on + datetime.timedelta(days=6 - run.ends_on.weekday())
    return list(
        CourseRun.objects.filter(
            seat_list__participant=user,
            seat_list__state__in=LIVE,
            starts_on__lte=last,
            ends_on__gte=first,
            cancelled_on=None,
        )
        .exclude(pk=run.pk)
        .for_display()
        .order_by("starts_on", "pk")
    )


def meetings_of(runs: Iterable[CourseRun]) -> list[Meeting]:
    """How long one meets, each day of these runs."""
    rows = Session.objects.filter(run__in=list(runs)).values_list("day", "starts_at", "ends_at")
    return [
        Meeting(day, _minutes(ends_at) - _minutes(starts_at)) for day, starts_at, ends_at in rows
    ]


def posts_of(user: User, first: datetime.date, last: datetime.date) -> list[Span]:
    """The person's posts at every employer, as far as they touch these days."""
    held = Position.objects.filter(
        Q(ends_on=None) | Q(ends_on__gte=first), employee__user=user, starts_on__lte=last
    )
    rows = held.order_by("pk").values_list("starts_on", "ends_on", "percent")
    return [Span(*row) for row in rows]


def owner_of_address(key: uuid.UUID) -> User | None:
    """Whose calendar the key opens; nobody's where the log-in is closed."""
    found = CalendarAddress.objects.filter(key=key, user__is_active=True).select_related("user")
    address = found.first()
    return address.user if address else None


def _minutes(time: datetime.time) -> int:
    return time.hour * 60 + time.minute
