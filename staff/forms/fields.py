"""Fields read the way a staff file is read, so that both say the same about a wrong value."""

import datetime
from collections.abc import Callable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from staff import formats, org_numbers
from staff.importing import values
from staff.importing.words import PROBLEMS


class DayField(forms.DateField):
    """A day between 1930 and 2100."""

    widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    default_error_messages = {
        "required": _("Choose a day."),
        "invalid": _("Write a day, such as 24.11.2026."),
        "far_off": _("The day is too long ago or too far ahead."),
    }

    def to_python(self, value: Any) -> datetime.date | None:
        day = super().to_python(value)
        if day is not None and not values.EARLIEST <= day <= values.LATEST:
            raise ValidationError(self.error_messages["far_off"], code="far_off")
        return day


class _ReadField(forms.CharField):
    """Text that `staff.importing.values` makes a value of."""

    read: Callable[[str], Any]

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.TextInput(attrs={"size": 14, "autocomplete": "off"}))
        super().__init__(max_length=40, **kwargs)

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        if not text:
            return self.empty_value
        try:
            return type(self).read(text)
        except values.Wrong as wrong:
            said = str(PROBLEMS[wrong.code])
            raise ValidationError(said, code=wrong.code, params={"value": text}) from None


class PercentOfPostField(_ReadField):
    """More than 0 and at most 100 percent, as hundredths."""

    read = staticmethod(values.percent)

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, int):
            return formats.percent(value).removesuffix(f"{formats.NO_BREAK}%")
        return value


class AnnualPayField(_ReadField):
    """Kroner for a year of a full post, as øre."""

    read = staticmethod(values.pay)

    def prepare_value(self, value: Any) -> Any:
        return formats.number(value // 100) if isinstance(value, int) else value


class NationalIdField(_ReadField):
    """Eleven digits with the right check digits. Shown again to nobody, not even with an error."""

    read = staticmethod(values.national_id)
    widget = forms.PasswordInput

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.PasswordInput(attrs={"size": 14, "autocomplete": "off"})
        super().__init__(widget=widget, **kwargs)


class OrgNumberField(forms.CharField):
    """A valid organisation number, with or without spaces, as nine digits."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.TextInput(attrs={"size": 14, "inputmode": "numeric"}))
        super().__init__(max_length=20, **kwargs)

    def clean(self, value: Any) -> str:
        text = str(super().clean(value))
        if text:
            org_numbers.check(text)
        return org_numbers.compact(text) if text else ""
