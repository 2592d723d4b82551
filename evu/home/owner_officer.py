"""The case officer's first page: every live round, the money, and what waits."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from applications.models import Round
from applications.queries.leading import waiting_for
from applications.queries.participation import to_confirm
from applications.queries.rounds import SENT, RoundLine, lines_of
from applications.states import RoundState
from applications.states import State as ApplicationState
from catalogue.queries import studies
from consultations.models import Consultation
from distribution.states import State
from funding.queries import earmark_lines, total_of
from staff.http import StaffRequest
from substitutes.models import Order
from substitutes.queries import WITHOUT_MONEY

BEFORE_OWNER = (RoundState.OPEN, RoundState.WITH_LEADERS)


@dataclass(frozen=True, slots=True)
class Figure:
    """How many of a round are in a state."""

    state: ApplicationState
    count: int


@dataclass(frozen=True, slots=True)
class QueueLine:
    line: RoundLine
    figures: Sequence[Figure]


def context(request: StaffRequest) -> dict[str, Any]:
    """For the owner one acts for."""
    owner_id = request.acting.owner_id if request.acting else None
    if owner_id is None:
        return {}
    live = Round.objects.filter(owner=owner_id).exclude(state=RoundState.CLOSED).newest_first()
    lines = lines_of(live)
    earmarks = earmark_lines([owner_id], sorted({line.round.year for line in lines}), groups=False)
    money = total_of(earmarks)
    return {
        "rounds": lines,
        **_queue(lines),
        "letters": [line for line in lines if line.letters.missing],
        "earmarks": earmarks,
        "money": money,
        "available_ore": money.available_ore // 100 * 100,  # a key figure has no øre
        "consultations": list(_open_consultations(owner_id)),
        "to_confirm": to_confirm(owner_id, timezone.localdate()),
        "to_advise": waiting_for(request.user).count,
        "studies_to_check": studies.waiting_at(owner_id),
        "cover_to_fund": Order.objects.filter(WITHOUT_MONEY, owner=owner_id).count(),
    }


def _queue(lines: Sequence[RoundLine]) -> dict[str, Any]:
    """How many wait for whom, and how many of each round stand where."""
    states = [state for state in SENT if any(line.counts[state] for line in lines)]
    return {
        "with_leaders": sum(
            line.waiting_for_leader for line in lines if line.round.state in BEFORE_OWNER
        ),
        "unranked": sum(
            line.unranked for line in lines if line.round.state == RoundState.WITH_OWNER
        ),
        "unanswered": sum(line.unanswered for line in lines),
        "states": states,
        "queue": [
            QueueLine(line, [Figure(state, line.counts[state]) for state in states])
            for line in lines
        ],
    }


def _open_consultations(owner_id: int) -> QuerySet[Consultation]:
    """With how many were asked, how many have stated a view, and how many wait for an answer."""
    stated = Q(invitations__statement__isnull=False)
    return (
        Consultation.objects.filter(owner=owner_id, closed_at=None)
        .exclude(proposal__state=State.SUPERSEDED)
        .select_related("proposal__round")
        .annotate(
            asked=Count("invitations"),
            stated=Count("invitations", filter=stated),
            unanswered=Count(
                "invitations", filter=stated & Q(invitations__statement__answered_at=None)
            ),
        )
        .order_by("deadline", "pk")
    )
