"""The vocational training board's first page: what upper-secondary places and trades got.

The board advises the county. It sees figures behind which nobody can be found, and no case.
"""

from typing import Any, Final

from reports.queries import by_place, by_trade, reported_rounds
from staff.http import StaffRequest
from staff.models import Sector

SHOWN: Final = 5


def context(request: StaffRequest) -> dict[str, Any]:
    """The county's latest decided round in figures, and the reports of the others."""
    if request.acting is None:
        return {}
    rounds = list(reported_rounds(request.user).filter(owner=request.acting.owner_id)[:SHOWN])
    latest = rounds[0] if rounds else None
    return {
        "county": request.acting.owner,
        "latest": latest,
        "reports": rounds,
        "places": by_place(latest, Sector.UPPER_SECONDARY) if latest else None,
        "trades": by_trade(latest) if latest else None,
    }
