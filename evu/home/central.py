"""The grant-giver's first page: the country, by kind of owner and by staff group."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, F, Q, Sum

from applications.models import Application
from applications.states import HOLDING_MONEY
from distribution.disclosure import PUBLIC, Group, Shown, disclose
from staff.http import StaffRequest
from staff.models import Owner, OwnerKind, StaffGroup
from staff.money import Ore

# What has been promised and not taken back: set aside, committed or already paid.
PROMISED = (
    F("commitment__reserved_ore") + F("commitment__committed_ore") + F("commitment__paid_ore")
)
# A grant's source account owes what the grant has given.
GIVEN = {
    "all": Q(grants__accounts__kind="source"),
    "state": Q(grants__accounts__kind="source", grants__giver="state"),
}


@dataclass(frozen=True, slots=True)
class KindRow:
    """One kind of owner: how many take part, what they have received, what was applied for."""

    owners: int
    from_state_ore: Ore
    received_ore: Ore
    shown: Shown


def context(request: StaffRequest) -> dict[str, Any]:
    *kinds, country = _kinds()
    *groups, all_groups = disclose(_by_group(), fewest=PUBLIC)
    return {
        "kinds": kinds,
        "country": country,
        "groups": groups,
        "all_groups": all_groups,
        "fewest": PUBLIC,
    }


def _kinds() -> list[KindRow]:
    """One row per kind of owner that takes part, and last the country."""
    money = {
        kind: (owners, state_ore, all_ore)
        for kind, owners, state_ore, all_ore in Owner.objects.values_list("kind").annotate(
            owners=Count("pk", distinct=True),
            state_ore=Sum("grants__accounts__debits_ore", filter=GIVEN["state"], default=0),
            all_ore=Sum("grants__accounts__debits_ore", filter=GIVEN["all"], default=0),
        )
    }
    here = [kind for kind in OwnerKind if kind in money]
    counted = _counts("owner__kind")
    rows = [Group(str(kind.label), *counted.get(kind, (0, 0, 0))) for kind in here]
    columns = zip(*(money[kind] for kind in here), strict=True)
    totals = [sum(column) for column in columns] or [0, 0, 0]
    figures = [*(money[kind] for kind in here), totals]
    return [
        KindRow(owners, state_ore, all_ore, shown)
        for (owners, state_ore, all_ore), shown in zip(
            figures, disclose(rows, fewest=PUBLIC), strict=True
        )
    ]


def _by_group() -> list[Group]:
    counted = _counts("staff_group")
    return [
        Group(str(group), *counted.get(group.pk, (0, 0, 0)))
        for group in StaffGroup.objects.order_by("place")
    ]


def _counts(by: str) -> dict[Any, tuple[int, int, Ore]]:
    """Applications sent, applications granted, and what is promised them, by a column."""
    rows = (
        Application.objects.filter(submitted_at__isnull=False)
        .values_list(by)
        .annotate(
            sent=Count("pk"),
            granted=Count("pk", filter=Q(state__in=HOLDING_MONEY)),
            promised_ore=Sum(PROMISED, filter=Q(state__in=HOLDING_MONEY), default=0),
        )
    )
    return {key: (sent, granted, amount_ore) for key, sent, granted, amount_ore in rows}
