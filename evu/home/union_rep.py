"""The union representative's first page: what waits for a statement, and what has been agreed."""

from typing import Any

from django.db.models import Q

from consultations.models import Consultation, Invitation
from distribution.states import State
from reports.queries import reported_rounds
from staff.access import holding
from staff.http import StaffRequest
from staff.roles import Permission

SHOWN = 5


def context(request: StaffRequest) -> dict[str, Any]:
    mine = Q(pk__in=[])
    for held in holding(request.user, Permission.STATEMENT_GIVE):
        mine |= Q(owner=held.owner_id, union=held.union_id)
    waiting = (
        Invitation.objects.filter(
            mine,
            statement=None,
            consultation__closed_at=None,
            consultation__proposal__state=State.IN_CONSULTATION,
        )
        .select_related("consultation__proposal__round", "consultation__owner", "union")
        .order_by("consultation__deadline")
    )
    recent = (
        Consultation.objects.visible_to(request.user)
        .exclude(proposal__state=State.SUPERSEDED)
        .select_related("proposal__round", "owner")
        .order_by("-pk")
    )
    return {
        "waiting": list(waiting[:SHOWN]),
        "recent": list(recent[:SHOWN]),
        "reports": list(reported_rounds(request.user)[:SHOWN]),
    }
