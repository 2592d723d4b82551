"""Which schemes of a round could support a person, and whether there is money behind them."""

import datetime
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Exists, F, FilteredRelation, OuterRef, Q

from applications.models import Round
from funding import costs
from staff.models import Position, StaffGroup
from staff.money import Ore

if TYPE_CHECKING:
    from funding.models import Scheme


@dataclass(frozen=True, slots=True)
class Support:
    """What one scheme gives for one course. Percentages in hundredths of a percent.

    `terms` is None where no rate is registered that day: then nothing can be promised.
    """

    scheme: "Scheme"
    terms: costs.Terms | None
    leave_percent: int
    stipend_ore: Ore
    for_group: bool
    has_money: bool


def schemes_for(
    round: Round, position: Position, *, day: datetime.date, credits: int
) -> list[Support]:
    """Every scheme of the round, those open to the position's staff group first. Two queries.

    `position` needs its code and workplace.
    """
    group_id = position.code.staff_group_id
    paid_for = _schemes_with_money(round, position)
    found = (
        round.schemes.annotate(
            rate=FilteredRelation("rates", condition=Q(rates__valid__contains=day)),
            shares=FilteredRelation("cost_shares", condition=Q(cost_shares__valid__contains=day)),
            open_to_group=Exists(StaffGroup.objects.filter(pk=group_id, schemes=OuterRef("pk"))),
        )
        .annotate(
            **{
                f"rate_{name}": F(f"rate__{name}")
                for name in (
                    "leave_per_30_credits",
                    "stipend_ore_per_30_credits",
                    "on_costs",
                    "year_minutes",
                )
            },
            rate_state_share=F("shares__state_share"),
            rate_owner_share=F("shares__owner_share"),
        )
        .order_by("-open_to_group", "pk")
    )
    return [_support(scheme, credits, scheme.pk in paid_for) for scheme in found]


def has_a_source(supports: list[Support]) -> bool:
    """Whether any scheme is open to the group and has money behind it."""
    return any(support.for_group and support.has_money for support in supports)


def _support(scheme: Any, credits: int, has_money: bool) -> Support:  # noqa: FBT001  (private)
    if scheme.rate_year_minutes is None or scheme.rate_state_share is None:
        return Support(scheme, None, 0, 0, scheme.open_to_group, has_money)
    terms = costs.Terms(
        leave_per_30_credits=scheme.rate_leave_per_30_credits,
        stipend_ore_per_30_credits=scheme.rate_stipend_ore_per_30_credits,
        on_costs=scheme.rate_on_costs,
        year_minutes=scheme.rate_year_minutes,
        state_share=scheme.rate_state_share,
        owner_share=scheme.rate_owner_share,
    )
    return Support(
        scheme=scheme,
        terms=terms,
        leave_percent=costs.leave(terms, credits) if scheme.is_substitute else 0,
        stipend_ore=0 if scheme.is_substitute else terms.stipend_ore_per_30_credits * credits // 30,
        for_group=scheme.open_to_group,
        has_money=has_money,
    )


def _schemes_with_money(round: Round, position: Position) -> set[int]:
    """Keys of the schemes the owner has earmarked money in for the group, that year."""
    earmarks = round.owner.earmarks.filter(
        Q(sectors=[]) | Q(sectors__contains=[position.workplace.sector]),
        year=round.year,
        staff_groups=position.code.staff_group_id,
        spend_by__gte=round.decision_by,
    )
    return set(earmarks.values_list("scheme_id", flat=True))
