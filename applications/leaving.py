"""What is unfinished with the cases of somebody who leaves."""

import datetime
from collections import defaultdict
from collections.abc import Collection
from typing import Any

from applications.models import Application
from applications.states import TRANSITIONS, State

ENDED = tuple(state for state in State if not TRANSITIONS[state])


def consequences_of_leaving(
    *, employee_ids: Collection[int], on: datetime.date
) -> dict[int, list[dict[str, Any]]]:
    """Cases that go on, with what is set aside for each (reserved or committed, in øre)."""
    rows = (
        Application.objects.filter(employee__in=employee_ids, submitted_at__isnull=False)
        .exclude(state__in=ENDED)
        .order_by("pk")
        .values_list(
            "employee_id", "number", "commitment__reserved_ore", "commitment__committed_ore"
        )
    )
    found: dict[int, list[dict[str, Any]]] = defaultdict(list)
    for employee_id, number, reserved, committed in rows:
        ore = (reserved or 0) + (committed or 0)
        params = {"number": number} | ({"ore": ore} if ore else {})
        code = "application_with_money" if ore else "application_open"
        found[employee_id].append({"code": code, "params": params})
    return dict(found)
