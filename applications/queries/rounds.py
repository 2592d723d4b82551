"""Where rounds are: steps, deadlines, how many cases stand where, and what comes next."""

import datetime
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from django.db.models import Count, Q
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from applications.models import Application, Decision, Round
from applications.states import RoundAction, RoundState, State
from staff.models import StaffGroup

UNRANKED: Final = (State.SUBMITTED, State.RECOMMENDED, State.NOT_RECOMMENDED)
FOLLOWED: Final = (State.ACCEPTED, State.PARTICIPATING)
SENT: Final = tuple(state for state in State if state != State.DRAFT)
# The step the owner takes by hand; the others are taken when a distribution is sent or made final.
BY_HAND: Final[Mapping[RoundState, RoundAction]] = {
    RoundState.PLANNED: RoundAction.OPEN,
    RoundState.OPEN: RoundAction.CLOSE_FOR_APPLICANTS,
    RoundState.WITH_LEADERS: RoundAction.CLOSE_FOR_LEADERS,
    RoundState.WITH_OWNER: RoundAction.START_DISTRIBUTION,
    RoundState.DECIDED: RoundAction.CLOSE,
}
SHORT: Final[Mapping[RoundState, str | Promise]] = {
    RoundState.PLANNED: _("Planned"),
    RoundState.OPEN: _("Open"),
    RoundState.WITH_LEADERS: _("Leaders"),
    RoundState.WITH_OWNER: _("Owner"),
    RoundState.DISTRIBUTING: _("Distribution"),
    RoundState.IN_CONSULTATION: _("Consultation"),
    RoundState.DECIDED: _("Decided"),
    RoundState.CLOSED: _("Closed"),
}


class Next(StrEnum):
    """What the owner does next in a round; the page has the words."""

    OPEN = "open"
    WAIT_FOR_APPLICANTS = "wait_for_applicants"
    HAND_OVER = "hand_over"
    WAIT_FOR_LEADERS = "wait_for_leaders"
    TAKE_OVER = "take_over"
    RANK = "rank"
    START = "start"
    DISTRIBUTE = "distribute"
    CONSULT = "consult"
    FOLLOW = "follow"
    CLOSE = "close"
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class Step:
    label: str | Promise
    done: bool
    current: bool
    url: str = ""


@dataclass(frozen=True, slots=True)
class Letters:
    """How many decision letters are made, of how many."""

    made: int = 0
    total: int = 0

    @property
    def missing(self) -> int:
        return self.total - self.made


@dataclass(frozen=True, slots=True)
class RoundLine:
    """One round as the owner sees it."""

    round: Round
    counts: Counter[str]
    letters: Letters

    @property
    def steps(self) -> list[Step]:
        return steps_of(self.round)

    @property
    def total(self) -> int:
        return self.counts.total()

    @property
    def unranked(self) -> int:
        return sum(self.counts[state] for state in UNRANKED)

    @property
    def waiting_for_leader(self) -> int:
        return self.counts[State.SUBMITTED]

    @property
    def unanswered(self) -> int:
        return self.counts[State.GRANTED]

    @property
    def followed(self) -> int:
        return sum(self.counts[state] for state in FOLLOWED)

    @property
    def deadline(self) -> datetime.date | None:
        return deadline_of(self.round)

    @property
    def is_late(self) -> bool:
        return self.deadline is not None and self.deadline < timezone.localdate()

    @property
    def next(self) -> Next:
        return next_of(self)

    @property
    def action(self) -> RoundAction | None:
        """The step to offer, unless we know that it would be refused."""
        if self.next in (Next.WAIT_FOR_LEADERS, Next.RANK):
            return None
        return BY_HAND.get(RoundState(self.round.state))


def lines_of(rounds: Iterable[Round]) -> list[RoundLine]:
    """Two queries, however many rounds."""
    found = list(rounds)
    counts, letters = counts_of(found), letters_of(found)
    return [
        RoundLine(round, counts.get(round.pk, Counter()), letters.get(round.pk, Letters()))
        for round in found
    ]


def counts_of(rounds: Sequence[Round]) -> dict[int, Counter[str]]:
    """How many sent applications of each round are in each state."""
    counts: dict[int, Counter[str]] = {}
    sent = Application.objects.filter(round__in=rounds, submitted_at__isnull=False)
    for round_id, state, count in sent.values_list("round", "state").annotate(n=Count("pk")):
        counts.setdefault(round_id, Counter())[state] = count
    return counts


def letters_of(rounds: Sequence[Round]) -> dict[int, Letters]:
    decided = [round.pk for round in rounds if round.state == RoundState.DECIDED]
    if not decided:
        return {}
    counted = (
        Decision.objects.filter(application__round__in=decided)
        .values_list("application__round")
        .annotate(made=Count("pk", filter=~Q(letter="")), total=Count("pk"))
    )
    return {round_id: Letters(made, total) for round_id, made, total in counted}


def steps_of(round: Round) -> list[Step]:
    states = list(RoundState)
    here = states.index(RoundState(round.state))
    return [
        Step(SHORT[state], done=place < here, current=place == here)
        for place, state in enumerate(states)
    ]


def deadline_of(round: Round) -> datetime.date | None:
    """The day on which the present step should be over, at 23:59."""
    deadlines: dict[str, datetime.date] = {
        RoundState.PLANNED: round.opens_on,
        RoundState.OPEN: round.applicant_deadline,
        RoundState.WITH_LEADERS: round.leader_deadline,
        RoundState.WITH_OWNER: round.decision_by,
        RoundState.DISTRIBUTING: round.decision_by,
        RoundState.IN_CONSULTATION: round.consultation_deadline,
    }
    return deadlines.get(round.state)


def next_of(line: RoundLine) -> Next:
    waits = line.waiting_for_leader and not line.is_late
    open_cases = line.unanswered or line.followed
    following: dict[str, Next] = {
        RoundState.PLANNED: Next.OPEN,
        RoundState.OPEN: Next.HAND_OVER if line.is_late else Next.WAIT_FOR_APPLICANTS,
        RoundState.WITH_LEADERS: Next.WAIT_FOR_LEADERS if waits else Next.TAKE_OVER,
        RoundState.WITH_OWNER: Next.RANK if line.unranked else Next.START,
        RoundState.DISTRIBUTING: Next.DISTRIBUTE,
        RoundState.IN_CONSULTATION: Next.CONSULT,
        RoundState.DECIDED: Next.FOLLOW if open_cases else Next.CLOSE,
    }
    return following.get(line.round.state, Next.NOTHING)


@dataclass(frozen=True, slots=True)
class GroupCounts:
    """One staff group's applications: all, and per state in the order asked for."""

    group: StaffGroup
    total: int
    cells: Sequence[int]


def group_counts(round: Round, states: Sequence[State]) -> list[GroupCounts]:
    """Every staff group, also those nobody has applied from. Two queries."""
    sent = Application.objects.filter(round=round, submitted_at__isnull=False)
    found = {
        (group_id, state): count
        for group_id, state, count in sent.values_list("staff_group", "state").annotate(
            n=Count("pk")
        )
    }
    return [
        GroupCounts(
            group,
            sum(count for (group_id, _state), count in found.items() if group_id == group.pk),
            [found.get((group.pk, state), 0) for state in states],
        )
        for group in StaffGroup.objects.all()
    ]
