"""Money is a whole number of øre. Names that hold it end in `_ore`."""

from typing import TypeAlias

Ore: TypeAlias = int
NO_BREAK = "\u00a0"


def kroner(amount_ore: Ore) -> str:
    """1 234 567 kr, or 1 234,50 kr where there are øre."""
    sign = "−" if amount_ore < 0 else ""
    whole, rest = divmod(abs(amount_ore), 100)
    decimals = f",{rest:02d}" if rest else ""
    return f"{sign}{whole:,}".replace(",", NO_BREAK) + f"{decimals}{NO_BREAK}kr"


def plain(amount_ore: Ore) -> str:
    """The same number for a spreadsheet: 1234567,50."""
    sign = "-" if amount_ore < 0 else ""
    whole, rest = divmod(abs(amount_ore), 100)
    return f"{sign}{whole},{rest:02d}"
