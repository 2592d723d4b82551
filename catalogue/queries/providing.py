"""What a provider's pages list: its courses and runs, who asks for a seat, what waits."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from catalogue.models import Contact, Course, CourseRun, Provider, Seat
from catalogue.models.courses import CourseRunQuerySet, NorwegianQuery
from catalogue.models.seats import SeatQuerySet
from catalogue.states import SeatState
from staff.access import holding
from staff.models import Membership, User
from staff.org_numbers import compact
from staff.roles import Permission

LIVE: Final = (SeatState.ASKED, SeatState.CONFIRMED, SeatState.WAITING)


@dataclass(frozen=True, slots=True)
class Standing:
    """Seats of a run: asked for and not answered, waiting, given, given and without a result."""

    asked: int = 0
    waiting: int = 0
    given: int = 0
    unreported: int = 0


@dataclass(frozen=True, slots=True)
class ToDo:
    """What waits for the provider: seats to answer, results of runs that are over."""

    seats: int
    results: int


# ── Providers and their contacts ─────────────────────────────────────────────────────────────────


def providers_of(user: User) -> list[Provider]:
    """Those the person is a contact of today, by name."""
    return list(Provider.objects.run_by(user).order_by("name"))


def visible_providers(user: User) -> QuerySet[Provider]:
    """All of them for whoever registers providers, else those one is a contact of."""
    if holding(user, Permission.PROVIDER_KEEP):
        return Provider.objects.all()
    return Provider.objects.run_by(user)


def providers_found(text: str, kind: str) -> QuerySet[Provider]:
    """By a part of the name, or by the organisation number; of one kind, if any is given."""
    found = Provider.objects.order_by("name", "pk")
    if words := text.strip():
        by_number = Q(org_number__startswith=compact(words)) if words[0].isdigit() else Q()
        found = found.filter(Q(name__icontains=words) | by_number)
    return found.filter(kind=kind) if kind else found


def contacts_of(provider: Provider) -> QuerySet[Contact]:
    """Those who speak for the provider today, by name. Two queries: the roles first, by key."""
    held = Membership.objects.on(timezone.localdate()).filter(provider_contact__provider=provider)
    found = Contact.objects.filter(membership__in=list(held.values_list("pk", flat=True)))
    return found.select_related("membership__user").order_by("membership__user__sort_name", "pk")


def with_contacts(providers: Iterable[Provider]) -> set[int]:
    """Keys of those somebody speaks for today."""
    held = Membership.objects.on(timezone.localdate()).filter(
        provider_contact__provider__in=[provider.pk for provider in providers]
    )
    return set(held.values_list("provider_contact__provider", flat=True))


# ── Courses and runs ─────────────────────────────────────────────────────────────────────────────


def own_courses(user: User) -> QuerySet[Course]:
    """The courses of the providers the person is a contact of."""
    return Course.objects.filter(provider__in=Provider.objects.run_by(user))


def own_runs(user: User) -> CourseRunQuerySet:
    return CourseRun.objects.filter(course__provider__in=Provider.objects.run_by(user))


def courses_found(provider: Provider, text: str) -> QuerySet[Course]:
    found = Course.objects.filter(provider=provider).order_by("title", "pk")
    return found.filter(search=NorwegianQuery(text)) if text.strip() else found


def runs_to_come(provider: Provider, today: datetime.date) -> CourseRunQuerySet:
    """Those that are going on or will begin, the first to begin first."""
    runs = CourseRun.objects.filter(course__provider=provider, ends_on__gte=today)
    return runs.order_by("starts_on", "pk")


def runs_gone_by(provider: Provider, today: datetime.date) -> CourseRunQuerySet:
    runs = CourseRun.objects.filter(course__provider=provider, ends_on__lt=today)
    return runs.order_by("-starts_on", "-pk")


def runs_with_seats_to_answer(provider: Provider) -> CourseRunQuerySet:
    """The first to begin first: there it is most urgent."""
    asked = Seat.objects.filter(run=OuterRef("pk"), state=SeatState.ASKED)
    runs = CourseRun.objects.filter(course__provider=provider, cancelled_on=None)
    return runs.filter(Exists(asked)).order_by("starts_on", "pk")


def runs_with_results_to_report(
    provider: Provider, today: datetime.date, *, over: bool
) -> CourseRunQuerySet:
    """Begun, with somebody who has no result yet: those that are over, or those still going on."""
    open_seats = Seat.objects.filter(
        run=OuterRef("pk"), state=SeatState.CONFIRMED, reported_at=None
    )
    when = Q(ends_on__lt=today) if over else Q(starts_on__lte=today, ends_on__gte=today)
    runs = CourseRun.objects.filter(when, course__provider=provider, cancelled_on=None)
    return runs.filter(Exists(open_seats)).order_by("ends_on", "pk")


def standings(runs: Iterable[CourseRun]) -> dict[int, Standing]:
    """Run key → how it stands, in one query; every run given is there."""
    keys = [run.pk for run in runs]
    given = Q(state=SeatState.CONFIRMED)
    rows = (
        Seat.objects.filter(run__in=keys)
        .order_by()
        .values_list("run")
        .annotate(
            asked=Count("pk", filter=Q(state=SeatState.ASKED)),
            waiting=Count("pk", filter=Q(state=SeatState.WAITING)),
            given=Count("pk", filter=given),
            unreported=Count("pk", filter=given & Q(reported_at=None)),
        )
    )
    return dict.fromkeys(keys, Standing()) | {run: Standing(*counts) for run, *counts in rows}


def what_waits(user: User, today: datetime.date) -> dict[Provider, ToDo]:
    """For each provider one is a contact of, by name; in one query."""
    on = "courses__runs__seat_list"
    going = Q(courses__runs__cancelled_on=None)
    asked = going & Q(**{f"{on}__state": SeatState.ASKED})
    due = going & Q(courses__runs__ends_on__lt=today)
    due &= Q(**{f"{on}__state": SeatState.CONFIRMED, f"{on}__reported_at": None})
    mine = Provider.objects.filter(pk__in=Provider.objects.run_by(user)).order_by("name")
    counts = {"asked": Count(on, filter=asked), "due": Count(on, filter=due)}
    found: list[Any] = list(mine.annotate(**counts))
    return {provider: ToDo(provider.asked, provider.due) for provider in found}


# ── Seats ────────────────────────────────────────────────────────────────────────────────────────


def own_seats(user: User) -> SeatQuerySet:
    return Seat.objects.filter(run__course__provider__in=Provider.objects.run_by(user))


def seats_of(run: CourseRun, state: str = "") -> SeatQuerySet:
    """Those of a state, or all that are neither given up nor refused, in the order of asking."""
    seats = Seat.objects.filter(run=run).order_by("place")
    return seats.filter(state=state) if state else seats.filter(state__in=LIVE)


def waiting_list(run: CourseRun) -> SeatQuerySet:
    """The first in line first: who asked first."""
    return seats_of(run, SeatState.WAITING)


def for_display(seats: QuerySet[Seat]) -> QuerySet[Seat]:
    """With the name and the employer: a provider is told nothing else about anybody."""
    return seats.select_related("participant", "owner")
