"""Fields as people fill them in: percentages with a comma, long texts, weekdays."""

import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import dateformat
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from funding.costs import HUNDRED_PERCENT


class PercentField(forms.CharField):
    """A percentage such as 37,5, kept as hundredths. Empty is nothing."""

    default_error_messages = {
        "not_a_percentage": _("Write a percentage from 0 to 100, such as 25 or 37,5."),
    }

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.TextInput(attrs={"size": 6, "inputmode": "decimal"}))
        super().__init__(max_length=12, **kwargs)

    def prepare_value(self, value: Any) -> Any:
        return shown_percent(value) if isinstance(value, int) else value

    def clean(self, value: Any) -> int:
        text: str = super().clean(value).replace("%", "").replace(",", ".").strip()
        whole, _point, decimals = text.partition(".")
        if not (whole.isdecimal() and len(decimals) <= 2 and (decimals or "0").isdecimal()):
            if not text and not self.required:
                return 0
            raise ValidationError(self.error_messages["not_a_percentage"])
        hundredths = int(whole) * 100 + int(decimals.ljust(2, "0") or 0)
        if hundredths > HUNDRED_PERCENT:
            raise ValidationError(self.error_messages["not_a_percentage"])
        return hundredths


class WeekdaysField(forms.TypedMultipleChoiceField):
    """Some of the five working days; 1 is Monday."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            choices=_working_days, coerce=int, widget=forms.CheckboxSelectMultiple, **kwargs
        )


def shown_percent(hundredths: int) -> str:
    """37,5 or 25, without the sign."""
    whole, rest = divmod(hundredths, 100)
    return f"{whole},{rest:02d}".rstrip("0").rstrip(",") if rest else str(whole)


def _working_days() -> list[tuple[int, str | Promise]]:
    monday = datetime.date(2024, 1, 1)
    days = [(number, monday + datetime.timedelta(days=number - 1)) for number in range(1, 6)]
    return [(number, dateformat.format(day, "l").capitalize()) for number, day in days]
