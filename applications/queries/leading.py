"""What waits for a leader, and how it looks beside the rest of the workplace."""

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from django.db.models import Count, Min, Q, QuerySet
from django.utils import timezone

from applications.models import Application
from applications.queries.advising import barred_cases, moved_up_to
from applications.states import RoundState, State
from staff.access import holding, reach
from staff.models import Position, User
from staff.roles import Permission

WITH_LEADERS: Final = (RoundState.OPEN, RoundState.WITH_LEADERS)
ADVISED: Final = (State.RECOMMENDED, State.NOT_RECOMMENDED)
Group = tuple[int, int, int]  # round, workplace, staff group


@dataclass(frozen=True, slots=True)
class Beside:
    """A case beside its colleagues: how many of the group work there, how many of them apply."""

    works_here: int
    applying: int


@dataclass(frozen=True, slots=True)
class Waiting:
    """How much waits for a leader, since when, and how long there is."""

    count: int
    oldest: datetime.datetime | None
    deadline: datetime.date | None

    @property
    def is_late(self) -> bool:
        return self.deadline is not None and self.deadline < timezone.localdate()


def led_by(user: User) -> QuerySet[Application]:
    """The cases sent from the workplaces one leads, in rounds that still are with the leaders; for
    an officer, those that have moved up.
    """
    mine = reach(user, Permission.APPLICATION_RECOMMEND)
    moved_up = moved_up_to(user)
    return Application.objects.filter(
        mine if moved_up is None else mine | moved_up,
        submitted_at__isnull=False,
        round__state__in=WITH_LEADERS,
    )


def at_work_of(user: User) -> QuerySet[Application]:
    """The same cases, of every workplace whose applications one reads there."""
    places = [held.workplace_id for held in holding(user, Permission.APPLICATION_READ)]
    there = Q(workplace__in=[place for place in places if place])
    moved_up = moved_up_to(user)
    return Application.objects.filter(
        there if moved_up is None else there | moved_up,
        submitted_at__isnull=False,
        round__state__in=WITH_LEADERS,
    )


def waits(reader: User) -> Q:
    """Without advice: for a leader those that are theirs to advise on, for others all of them.

    A case one must not handle waits for somebody else.
    """
    without = Q(state=State.SUBMITTED) & ~barred_cases(reader)
    if holding(reader, Permission.APPLICATION_RECOMMEND):
        mine, moved_up = reach(reader, Permission.APPLICATION_RECOMMEND), moved_up_to(reader)
        without &= mine if moved_up is None else mine | moved_up
    return without


def in_view(cases: QuerySet[Application], view: str, *, reader: User) -> QuerySet[Application]:
    """Those of one view of the list."""
    if view == "waiting":
        return cases.filter(waits(reader))
    if view == "advised":
        return cases.filter(state__in=ADVISED)
    return cases


def counts(cases: QuerySet[Application], *, reader: User) -> Mapping[str, int]:
    found: dict[str, int] = cases.aggregate(
        waiting=Count("pk", filter=waits(reader)),
        advised=Count("pk", filter=Q(state__in=ADVISED)),
        all=Count("pk"),
    )
    return found


def waiting_for(user: User) -> Waiting:
    """What waits for their advice."""
    return _waiting(in_view(led_by(user), "waiting", reader=user))


def waiting_at_work_of(user: User) -> Waiting:
    """What waits for the leader of the places whose applications they read."""
    return _waiting(in_view(at_work_of(user), "waiting", reader=user))


def _waiting(cases: QuerySet[Application]) -> Waiting:
    found = cases.aggregate(
        count=Count("pk"), oldest=Min("submitted_at"), deadline=Min("round__leader_deadline")
    )
    return Waiting(**found)


def search(cases: QuerySet[Application], text: str) -> QuerySet[Application]:
    """Every word is found in the name, the course or the case number."""
    for word in text.split():
        cases = cases.filter(
            Q(applicant__first_name__icontains=word)
            | Q(applicant__last_name__icontains=word)
            | Q(course_run__course__title__icontains=word)
            | Q(number__icontains=word)
        )
    return cases


def beside(cases: Iterable[Application]) -> dict[Group, Beside]:
    """The staff-group context of some cases, in two queries however many they are."""
    shown = list(cases)
    workplaces = {case.workplace_id for case in shown}
    held = (
        Position.objects.on(timezone.localdate())
        .filter(workplace__in=workplaces, code__staff_group__in={c.staff_group_id for c in shown})
        .values_list("workplace", "code__staff_group")
        .annotate(people=Count("employee", distinct=True))
    )
    works_here = {(workplace, group): people for workplace, group, people in held}
    sent = (
        Application.objects.filter(
            round__in={case.round_id for case in shown},
            workplace__in=workplaces,
            submitted_at__isnull=False,
        )
        .exclude(state=State.WITHDRAWN)
        .values_list("round", "workplace", "staff_group")
        .annotate(count=Count("pk"))
    )
    applying = {(round, workplace, group): count for round, workplace, group, count in sent}
    return {
        key: Beside(works_here.get(key[1:], 0), applying.get(key, 0))
        for key in {(case.round_id, case.workplace_id, case.staff_group_id) for case in shown}
    }
