"""Fields for amounts as people fill them in: percentages with a comma, kroner, weekdays."""

import datetime
import re
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.utils import dateformat
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from staff.money import Ore, kroner

HUNDRED_PERCENT: Final = 10_000
SPACES: Final = re.compile(r"[\s\u00a0\u2009\u202f]+")
WHOLE_AND_ORE: Final = re.compile(r"([0-9]{1,3}(?:[ .][0-9]{3})+|[0-9]+)(?:,([0-9]{1,2}|-))?")
MOST_ORE: Final = 10**13  # a hundred thousand million kroner: more is a slip of the finger


class KronerField(forms.Field):
    """Kroner the way people write them, as øre: 1 250 000 and 1.250.000 and 1250000,50 kr.

    More than nothing, unless `may_be_nothing`.
    """

    widget = forms.TextInput(attrs={"size": 18, "inputmode": "decimal", "autocomplete": "off"})
    default_error_messages = {
        "required": _("Write an amount in kroner."),
        "invalid": _("Write the amount in kroner, like 1 250 000 or 1250000,50."),
        "too_little": _("The amount must be more than 0 kr."),
        "too_much": _("The amount is too large. Check the number of digits."),
    }

    def __init__(self, *, may_be_nothing: bool = False, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.least = 0 if may_be_nothing else 1

    def to_python(self, value: Any) -> Ore | None:
        text = SPACES.sub(" ", str(value or "")).strip()
        text = text.lower().removesuffix(".").removesuffix("kr").strip()
        if not text:
            return None
        if (found := WHOLE_AND_ORE.fullmatch(text)) is None:
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        whole, rest = re.sub(r"[ .]", "", found[1]), (found[2] or "").replace("-", "")
        return int(whole) * 100 + int(rest.ljust(2, "0"))

    def validate(self, value: Ore | None) -> None:
        super().validate(value)
        if value is not None and value < self.least:
            raise ValidationError(self.error_messages["too_little"], code="too_little")
        if value is not None and value > MOST_ORE:
            raise ValidationError(self.error_messages["too_much"], code="too_much")

    def prepare_value(self, value: Any) -> Any:
        """An amount we have is shown as people write it; what was typed is shown as typed."""
        return kroner(value) if isinstance(value, int) else value


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
