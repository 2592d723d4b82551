"""An owner with a round in its queue and another that is open, each with so many applications."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from django.db import transaction
from django.utils import timezone

from applications.models import Application, CostLine, Recommendation, Round
from applications.states import RoundState, State
from audit.models import Event
from audit.services import subject_of
from bench.database import tidy
from bench.money import make_earmarks
from bench.pages.offers import Chosen, offer
from bench.people import Place, make_employees, make_leaders, make_officer, make_place, today
from staff.models import Position, User

WORKPLACES: Final = 60
EARMARKS: Final = 3
MONEY_ORE: Final = 500_000_000
TABLES: Final = (
    Application._meta.db_table,
    CostLine._meta.db_table,
    Recommendation._meta.db_table,
    Event._meta.db_table,
    Position._meta.db_table,
    "staff_employee",
    "staff_membership",
    "staff_user",
    "django_session",
)
WHY: Final = "I want to learn how to teach children with little language to read. " * 6
REASON: Final = "We need this competence at the workplace, and cover has been planned. " * 3
STATES: Final = (State.RANKED, State.RECOMMENDED, State.NOT_RECOMMENDED, State.SUBMITTED)
ADVISED: Final = (State.RANKED, State.RECOMMENDED, State.NOT_RECOMMENDED)


@dataclass(frozen=True, slots=True)
class House:
    """What the pages are asked for. Each draft has an applicant of its own and can be sent."""

    officer: User
    queue: Round
    case: Application
    drafts: list[Application]


@transaction.atomic
def fill(size: int, drafts: int) -> House:
    place = make_place(f"pages {size}", workplaces=WORKPLACES)
    leaders = make_leaders(place)
    officer = make_officer(place.owner)
    people = make_employees(place, size + drafts)
    queue, opened = (_round(place, state) for state in (RoundState.WITH_OWNER, RoundState.OPEN))
    chosen = offer([queue, opened])
    for scheme in {choice.scheme for choice in chosen}:
        make_earmarks(place, scheme, officer, number=EARMARKS, each_ore=MONEY_ORE)
    sent = _applications(queue, people[:size], chosen, STATES)
    _add_to(sent, leaders[0])
    _add_to(_applications(opened, people[:size], chosen, [State.SUBMITTED]), leaders[0])
    unsent = _applications(opened, people[size:], chosen, [State.DRAFT])
    return House(officer, queue, sent[size // 2], unsent)


def make_house(size: int, *, drafts: int) -> House:
    made = fill(size, drafts)
    tidy(*TABLES)
    return made


def _round(place: Place, state: RoundState) -> Round:
    """Open for a month yet."""
    day = today()
    dates = (day + datetime.timedelta(days=30 * number) for number in range(1, 5))
    applicants, leaders, consultation, decision = dates
    return Round.objects.create(
        owner=place.owner,
        name=f"Round {state.label}",
        year=day.year,
        state=state,
        opens_on=day - datetime.timedelta(days=1),
        applicant_deadline=applicants,
        leader_deadline=leaders,
        consultation_deadline=consultation,
        decision_by=decision,
        last_number=1_000_000,
    )


def _applications(
    round: Round, people: Sequence[Position], chosen: Sequence[Chosen], states: Sequence[State]
) -> list[Application]:
    """The states and the courses take turns."""
    now = timezone.now()
    made = []
    for at, position in enumerate(people):
        state, choice = states[at % len(states)], chosen[at % len(chosen)]
        sent = state != State.DRAFT
        made.append(
            Application(
                owner_id=round.owner_id,
                round=round,
                applicant=position.employee.user,
                employee=position.employee,
                position=position,
                workplace_id=position.workplace_id,
                staff_group_id=position.code.staff_group_id,
                position_percent=position.percent,
                course_run=choice.run,
                scheme=choice.scheme,
                leave_percent=choice.leave_percent,
                leave_weekdays=choice.weekdays,
                why=WHY,
                state=state,
                number=f"{round.year}-{round.pk}-{at:06}" if sent else "",
                submitted_at=now if sent else None,
                saved_at=now,
                cost_ore=6_000_000 if sent else 0,
                rank=at // len(states) + 1 if state == State.RANKED else None,
            )
        )
    return Application.objects.bulk_create(made, batch_size=1000)


def _add_to(sent: Sequence[Application], leader: User) -> None:
    """What a sent case carries: costs, advice where it has been given, history."""
    now = timezone.now()
    CostLine.objects.bulk_create(
        [
            CostLine(
                owner_id=case.owner_id,
                application=case,
                kind=kind,
                state_ore=2_000_000,
                owner_ore=1_000_000,
            )
            for case in sent
            for kind in (CostLine.Kind.FEES, CostLine.Kind.COVER)
        ],
        batch_size=1000,
    )
    Recommendation.objects.bulk_create(
        [
            Recommendation(
                owner_id=case.owner_id,
                application=case,
                recommended=case.state != State.NOT_RECOMMENDED,
                reason=REASON,
                given_by=leader,
                given_at=now,
            )
            for case in sent
            if case.state in ADVISED
        ],
        batch_size=1000,
    )
    Event.objects.bulk_create(
        [
            Event(kind=kind, subject=subject_of(case), owner_id=case.owner_id, actor=case.applicant)
            for case in sent
            for kind in ("application.started", "application.submitted", "application.advised")
        ],
        batch_size=1000,
    )
