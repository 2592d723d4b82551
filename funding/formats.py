"""How money is written in templates."""

from django import template

from staff import money

register = template.Library()


@register.filter
def kr(amount_ore: int | None) -> str:
    """Øre as kroner: 1 234 567 kr. Nothing where there is no amount."""
    return "" if amount_ore is None else money.kroner(amount_ore)
