"""The rate of return from a year on."""

from typing import Any, Final

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from staff.forms.amounts import KronerField

LONGEST_LAG: Final = 5
YEARS_AHEAD: Final = 5


class RateForm(forms.Form):
    first_year = forms.TypedChoiceField(
        label=_("From which year"),
        help_text=_("The rate counts from 1 January. Years that are over keep the rate they had."),
        coerce=int,
        error_messages={
            "required": _("Choose the year."),
            "invalid_choice": _("Choose this year or a later one."),
        },
    )
    basic_ore = KronerField(
        label=_("Basic part a year, to each vocational college"), may_be_nothing=True
    )
    result_ore_per_60_credits = KronerField(
        label=_("Result part for every 60 credits"), may_be_nothing=True
    )
    lag_years = forms.IntegerField(
        label=_("How many years later the result part is paid"),
        min_value=0,
        max_value=LONGEST_LAG,
        widget=forms.TextInput(attrs={"size": 4, "inputmode": "numeric"}),
        error_messages={
            "required": _("Write how many years."),
            "invalid": _("Write a whole number of years."),
            "min_value": _("Write a whole number of years."),
            "max_value": _("At most %(limit_value)s years."),
        },
    )
    source = forms.CharField(
        label=_("Where the rate comes from"),
        help_text=_("For example the decision of the county council, with its date."),
        max_length=200,
        error_messages={"required": _("Write where the rate comes from.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        this_year = timezone.localdate().year
        kwargs.setdefault("initial", {"first_year": this_year + 1, "lag_years": 2})
        super().__init__(*args, **kwargs)
        years = self.fields["first_year"]
        assert isinstance(years, forms.TypedChoiceField)  # noqa: S101  (for the type checker)
        years.choices = [(year, str(year)) for year in range(this_year, this_year + YEARS_AHEAD)]
