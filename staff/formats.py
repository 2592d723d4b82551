"""How numbers, dates and times are written in Norwegian, in both written languages."""

import datetime

from django import template
from django.utils import dateformat, formats, timezone
from django.utils.translation import gettext

register = template.Library()
NO_BREAK = "\u00a0"


@register.filter
def percent(hundredths: int | None) -> str:
    """Hundredths of a percent: 37,5 %."""
    if hundredths is None:
        return ""
    whole, rest = divmod(hundredths, 100)
    decimals = f",{rest:02d}".rstrip("0") if rest else ""
    return f"{whole}{decimals}{NO_BREAK}%"


@register.filter
def day(value: datetime.date | datetime.datetime | None) -> str:
    """1. mars 2027."""
    if value is None:
        return ""
    if isinstance(value, datetime.datetime):
        value = timezone.localtime(value).date()
    return dateformat.format(value, "j. F Y").replace(" ", NO_BREAK)


@register.filter
def day_before(value: datetime.date | None) -> datetime.date | None:
    """The last day of a period whose end is the first day after it."""
    return None if value is None else value - datetime.timedelta(days=1)


@register.filter
def moment(value: datetime.datetime | None) -> str:
    """1. mars 2027 kl. 14.32, Norwegian time."""
    if value is None:
        return ""
    local = timezone.localtime(value)
    return f"{day(local)} kl.{NO_BREAK}{local:%H.%M}"


@register.filter
def clock(value: datetime.datetime | None) -> str:
    """kl. 14.32, Norwegian time."""
    return "" if value is None else f"kl.{NO_BREAK}{timezone.localtime(value):%H.%M}"


@register.filter
def hours(minutes: int | None) -> str:
    """Minutes as hours with one decimal: 112,5."""
    return "" if minutes is None else formats.number_format(minutes / 60, 1)


@register.filter
def weekdays(numbers: list[int]) -> str:
    """[1, 3] as the names of the days, in the reader's language."""
    monday = datetime.date(2024, 1, 1)
    names = [
        dateformat.format(monday + datetime.timedelta(days=number - 1), "l")
        for number in sorted(numbers)
    ]
    return ", ".join(names)


@register.filter
def number(value: int | None) -> str:
    """1 234 567. Plain {{ value }} is for keys and years."""
    return "" if value is None else f"{value:,}".replace(",", NO_BREAK)


@register.filter
def told(value: str | int | datetime.date | datetime.datetime) -> str:
    """A fact of unknown kind as one would say it: a time, a day, yes or no, else as it is."""
    if isinstance(value, bool):
        return gettext("Yes") if value else gettext("No")
    if isinstance(value, datetime.datetime):
        return moment(value)
    return day(value) if isinstance(value, datetime.date) else str(value)
