"""The employee's first page: my cases and what happens next, open rounds, courses that fit."""

import datetime
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from applications.models import Application, Offer, Round
from applications.queries.advising import with_moved_up
from applications.queries.courses import main_position, offers, open_rounds, with_course
from applications.states import State
from applications.timeline import COLOURS, Step, next_step
from staff.http import StaffRequest
from staff.models import User

SHOWN = 20
FITTING = 5
OVER = (State.REJECTED, State.DECLINED, State.COMPLETED)


@dataclass(frozen=True, slots=True)
class Case:
    """One of my applications, and who acts next in it."""

    application: Application
    next: Step | None

    @property
    def colour(self) -> str:
        return COLOURS.get(self.application.state, "neutral")


@dataclass(frozen=True, slots=True)
class Deadline:
    """A day that matters to me, to 23:59 Norwegian time."""

    day: datetime.date
    title: str
    url: str
    yours: bool


def context(request: StaffRequest) -> dict[str, Any]:
    user = request.user
    cases = _cases(user)
    rounds = open_rounds(user)
    position = main_position(user)
    applied_in = {case.application.round_id for case in cases}
    fitting: list[Offer] = []
    if position is not None and rounds:
        group_id = position.code.staff_group_id
        fitting = list(with_course(offers(rounds, group_id=group_id), group_id)[:FITTING])
    return {
        "drafts": [case for case in cases if case.application.is_draft],
        "to_answer": [case for case in cases if case.application.state == State.GRANTED],
        "cases": [case for case in cases if _is_under_way(case.application)],
        "over": [case for case in cases if case.application.state in OVER],
        "rounds": [round for round in rounds if round.pk not in applied_in],
        "is_open": bool(rounds),
        "deadlines": _deadlines(cases, [r for r in rounds if r.pk not in applied_in]),
        "position": position,
        "fitting": fitting,
    }


def _cases(user: User) -> list[Case]:
    mine = (
        with_moved_up(Application.objects.filter(applicant=user))
        .exclude(state=State.WITHDRAWN)
        .select_related("round", "owner", "workplace", "applicant", "course_run__course")
        .order_by("-pk")[:SHOWN]
    )
    return [Case(application, next_step(application, reader=user)) for application in mine]


def _deadlines(cases: list[Case], rounds: list[Round]) -> list[Deadline]:
    """What I must do, and what others must do for me, the nearest first."""
    found = [
        Deadline(
            case.next.by, case.next.title, case.application.get_absolute_url(), case.next.yours
        )
        for case in cases
        if case.next and case.next.by
    ]
    found += [
        Deadline(
            round.applicant_deadline,
            _("Apply: %(round)s") % {"round": round},
            reverse("applications:courses"),
            yours=True,
        )
        for round in rounds
    ]
    return sorted(found, key=lambda deadline: deadline.day)


def _is_under_way(application: Application) -> bool:
    return application.state not in (State.DRAFT, State.GRANTED, *OVER)
