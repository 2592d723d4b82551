"""Sharing an amount so that the parts sum to it: largest remainder, then the first part."""

from collections.abc import Hashable, Mapping
from typing import TypeVar

from staff.money import Ore

Part = TypeVar("Part", bound=Hashable)


def share(amount_ore: Ore, weights: Mapping[Part, int]) -> dict[Part, Ore]:
    """Split `amount_ore` (≥ 0) by whole-number weights. Raises ValueError on no weight at all."""
    total = sum(weights.values())
    if total <= 0 or min(weights.values()) < 0 or amount_ore < 0:
        raise ValueError("weights must not be negative, and one must be above nothing")
    quotas = {part: divmod(amount_ore * weight, total) for part, weight in weights.items()}
    parts = {part: whole for part, (whole, _rest) in quotas.items()}
    odd_ore = amount_ore - sum(parts.values())
    by_remainder = sorted(quotas, key=lambda part: -quotas[part][1])  # stable: first part wins ties
    for part in by_remainder[:odd_ore]:
        parts[part] += 1
    return parts
