"""The auditor's first page: the owner at a glance, and the way into every room. No buttons."""

from typing import Any, Final

from applications.models import Round
from applications.queries import rounds
from applications.states import RoundState
from audit.queries import latest_check
from evu.history.queries import events_for, lines_of
from funding.queries import earmark_lines, total_of
from staff.http import StaffRequest
from substitutes import queries as cover

SHOWN: Final = 8


def context(request: StaffRequest) -> dict[str, Any]:
    """For the owner one acts for."""
    owner_id = request.acting.owner_id if request.acting else None
    if owner_id is None:
        return {}
    live = Round.objects.filter(owner=owner_id).exclude(state=RoundState.CLOSED).newest_first()
    lines = rounds.lines_of(live)
    money = total_of(earmark_lines([owner_id], groups=False))
    events = events_for(request.user, owner_id).order_by("-at", "-pk")
    return {
        "rounds": lines,
        "money": money,
        "available_ore": money.available_ore // 100 * 100,  # a key figure has no øre
        "in_consultation": sum(line.round.state == RoundState.IN_CONSULTATION for line in lines),
        "cover": cover.order_counts(request.user),
        "events": lines_of(events.select_related("actor")[:SHOWN]),
        "check": latest_check(),
    }
