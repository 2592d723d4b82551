"""What is unfinished with the placements of somebody who leaves."""

import datetime
from collections import defaultdict
from collections.abc import Collection
from typing import Any

from catalogue.models import Placement
from catalogue.states import PLACEMENT_TRANSITIONS, PlacementState

ENDED = tuple(state for state in PlacementState if not PLACEMENT_TRANSITIONS[state])


def consequences_of_leaving(
    *, employee_ids: Collection[int], on: datetime.date
) -> dict[int, list[dict[str, Any]]]:
    """Placements that are wished for, agreed or signed and last longer than until `on`."""
    rows = (
        Placement.objects.filter(position__employee__in=employee_ids, ends_on__gte=on)
        .exclude(state__in=ENDED)
        .order_by("pk")
        .values_list("position__employee_id", "business__name")
    )
    found: dict[int, list[dict[str, Any]]] = defaultdict(list)
    for employee_id, business in rows:
        found[employee_id].append({"code": "placement_open", "params": {"business": business}})
    return dict(found)
