"""What one person's course costs, line by line, and who pays. Pure arithmetic.

Percentages are hundredths of a percent; a leave is a percentage of a FULL post whatever the
person's own percentage (the directorate's rule).
"""

from dataclasses import dataclass
from enum import StrEnum

from staff.money import Ore
from staff.sharing import share

HUNDRED_PERCENT = 10_000


class Kind(StrEnum):
    FEES = "fees"
    COVER = "cover"
    STIPEND = "stipend"


class Payer(StrEnum):
    STATE = "state"
    OWNER = "owner"


@dataclass(frozen=True, slots=True)
class Terms:
    """What the dated rate says, per 30 credits: leave in hundredths of a percent, stipend."""

    leave_per_30_credits: int
    stipend_ore_per_30_credits: Ore
    on_costs: int  # holiday pay, pension and employer's contribution, on top of pay
    year_minutes: int  # minutes of work in a full-time year
    state_share: int
    owner_share: int


@dataclass(frozen=True, slots=True)
class Line:
    kind: Kind
    total_ore: Ore
    state_ore: Ore
    owner_ore: Ore


def leave(terms: Terms, credits: int) -> int:
    """Paid leave of a full post over one year, hundredths of a percent."""
    return terms.leave_per_30_credits * credits // 30


def cover_minutes(terms: Terms, leave_percent: int) -> int:
    """Minutes of cover in a year for a leave given in hundredths of a percent."""
    return terms.year_minutes * leave_percent // HUNDRED_PERCENT


def cover_ore(terms: Terms, minutes: int, annual_pay_ore: Ore) -> Ore:
    """What so many minutes of a substitute cost, on-costs included, rounded down once."""
    with_on_costs = annual_pay_ore * (HUNDRED_PERCENT + terms.on_costs) * minutes
    return with_on_costs // (HUNDRED_PERCENT * terms.year_minutes)


def lines(
    terms: Terms,
    *,
    substitute_scheme: bool,
    credits: int,
    leave_percent: int,
    price_ore: Ore,
    annual_pay_ore: Ore,
) -> list[Line]:
    """The cost lines of a case: fees always, then cover (substitute scheme) or stipend."""
    amounts = {Kind.FEES: price_ore}
    if substitute_scheme:
        minutes = cover_minutes(terms, leave_percent)
        amounts[Kind.COVER] = cover_ore(terms, minutes, annual_pay_ore)
    else:
        amounts[Kind.STIPEND] = terms.stipend_ore_per_30_credits * credits // 30
    return [_line(kind, amount, terms) for kind, amount in amounts.items() if amount]


def _line(kind: Kind, amount_ore: Ore, terms: Terms) -> Line:
    parts = share(amount_ore, {Payer.STATE: terms.state_share, Payer.OWNER: terms.owner_share})
    return Line(kind, amount_ore, parts[Payer.STATE], parts[Payer.OWNER])
