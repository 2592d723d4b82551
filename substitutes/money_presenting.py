"""The money of an order as its page shows it."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from funding.costs import Terms
from staff.money import Ore, kroner
from staff.verdict import Refusal
from substitutes import queries
from substitutes.models import Order

BAR = 1000


@dataclass(frozen=True, slots=True)
class Part:
    """One part of components/money_bar.html."""

    label: str
    amount: str
    kind: str
    x: int
    width: int


def terms_or_none(order: Order) -> Terms | None:
    """The rate the hours are charged at, where there is one."""
    try:
        return queries.terms(order)
    except Refusal:
        return None


def total_ore(order: Order) -> Ore:
    return order.money.committed_ore + order.money.paid_ore if order.money else 0


def parts(order: Order, left_ore: Ore, planned_ore: Ore) -> list[Part]:
    """Paid, kept for fees (of a case), planned for this cover, and what is left."""
    if order.money is None:
        return []
    amounts = [
        (_("Paid"), order.money.paid_ore, "paid"),
        (_("Kept for course fees"), order.money.committed_ore - left_ore, "reserved"),
        (_("Planned for this booking"), min(planned_ore, left_ore), "committed"),
        (_("Left for cover"), max(0, left_ore - planned_ore), "available"),
    ]
    if order.application is None:  # no fee is paid for a placement
        amounts.pop(1)
    found, x, whole_ore = [], 0, total_ore(order) or 1
    for label, amount_ore, kind in amounts:
        width = amount_ore * BAR // whole_ore
        found.append(Part(label, kroner(amount_ore), kind, x, width))
        x += width
    return found
