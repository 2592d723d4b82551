"""The workplace representative's first page: what the distributions gave, in groups, never persons.

Whoever represents the union for the whole owner takes part before a distribution is final; here
it is seen afterwards, as the report everybody reads shows it.
"""

from typing import Any, Final

from django.utils import timezone

from reports.queries import group_figures, reported_rounds
from staff.http import StaffRequest
from staff.models import Membership
from staff.roles import Role

SHOWN: Final = 5


def context(request: StaffRequest) -> dict[str, Any]:
    """For the union and the workplace one acts for."""
    acting = request.acting
    if acting is None:
        return {}
    rounds = list(reported_rounds(request.user).filter(owner=acting.owner_id)[:SHOWN])
    main = Membership.objects.on(timezone.localdate()).filter(
        role=Role.UNION_REP, owner=acting.owner_id, union=acting.union_id
    )
    return {
        "union": acting.union,
        "workplace": acting.workplace,
        "reports": rounds,
        "figures": group_figures(rounds[0]) if rounds else None,
        "main": list(main.select_related("user").order_by("user__sort_name", "pk")),
    }
