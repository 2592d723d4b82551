"""Days on which hardly anybody expects a course. Pure, but for the public holidays it looks up."""

import datetime
from collections.abc import Mapping
from functools import cache
from typing import Final

import holidays
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

SUNDAY = 7
# The library knows no nynorsk: its English names are ours to translate.
NAMES: Final[Mapping[str, str | Promise]] = {
    "New Year's Day": _("New Year’s Day"),
    "Maundy Thursday": _("Maundy Thursday"),
    "Good Friday": _("Good Friday"),
    "Easter Sunday": _("Easter Sunday"),
    "Easter Monday": _("Easter Monday"),
    "Labor Day": _("Labour Day"),
    "Constitution Day": _("Constitution Day"),
    "Ascension Day": _("Ascension Day"),
    "Pentecost": _("Whit Sunday"),
    "Pentecost Monday": _("Whit Monday"),
    "Christmas Day": _("Christmas Day"),
    "Second Day of Christmas": _("Second Day of Christmas"),
}


@cache
def _names(year: int) -> Mapping[datetime.date, str]:
    """The first name, where two fall on one day."""
    found = holidays.country_holidays("NO", years=year, language="en_US")
    return {day: found.get_list(day)[0] for day in found}


@cache
def _public_holidays(year: int) -> frozenset[datetime.date]:
    return frozenset(holidays.country_holidays("NO", years=year))


def is_holiday(day: datetime.date) -> bool:
    """A Norwegian public holiday, also one that falls on a Sunday."""
    return day in _public_holidays(day.year)


def is_sunday(day: datetime.date) -> bool:
    return day.isoweekday() == SUNDAY


def holiday_name(day: datetime.date) -> str | Promise:
    """What the public holiday is called in the reader's language; nothing on another day."""
    if not is_holiday(day):
        return ""
    return NAMES[_names(day.year)[day]]
