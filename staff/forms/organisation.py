"""What is typed about an owner, its workplaces, position codes and numbers."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from staff.forms.fields import DayField, OrgNumberField
from staff.models import Sector, StaffGroup, Threshold
from staff.models.organisation import WrittenLanguage
from staff.queries.codes import real_groups


class LookUpForm(forms.Form):
    """A number to ask the national registers about."""

    look_up = OrgNumberField(
        label=_("Organisation number to look up"),
        error_messages={"required": _("Write an organisation number.")},
    )


class WorkplaceForm(forms.Form):
    name = forms.CharField(
        label=_("Name"), max_length=200, error_messages={"required": _("Name the workplace.")}
    )
    sector = forms.ChoiceField(
        label=_("Sector"),
        choices=[("", _("Choose a sector")), *Sector.choices],
        error_messages={"required": _("Choose a sector.")},
    )
    number = forms.CharField(
        label=_("Number in your staff system"),
        help_text=_("What files from the staff system call the workplace."),
        max_length=40,
        required=False,
    )
    org_number = OrgNumberField(label=_("Organisation number"), required=False)


class CloseWorkplaceForm(forms.Form):
    last_day = DayField(label=_("Last day of the workplace"))


class OwnerForm(forms.Form):
    name = forms.CharField(
        label=_("Name"), max_length=200, error_messages={"required": _("Name the owner.")}
    )
    org_number = OrgNumberField(label=_("Organisation number"), required=False)
    written_language = forms.ChoiceField(
        label=_("Written language of the owner’s letters"),
        choices=WrittenLanguage.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose a written language.")},
    )


class _GroupForm(forms.Form):
    staff_group: Any = forms.ModelChoiceField(
        label=_("Staff group"),
        queryset=StaffGroup.objects.none(),
        empty_label=_("Choose a staff group"),
        error_messages={"required": _("Choose a staff group.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["staff_group"].queryset = real_groups()  # type: ignore[attr-defined]


class MapCodeForm(_GroupForm):
    """Which group a code means: always, or from a day."""

    ALWAYS, FROM_A_DAY = "always", "from"

    since = forms.ChoiceField(
        label=_("Since when"),
        choices=[
            (ALWAYS, _("It has always meant this group")),
            (FROM_A_DAY, _("From a day; before it, what it meant then")),
        ],
        widget=forms.RadioSelect,
        initial=ALWAYS,
        error_messages={"required": _("Say since when.")},
    )
    starts_on = DayField(label=_("From this day"), required=False)

    def __init__(self, *args: Any, is_waiting: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not is_waiting:
            del self.fields["since"]
            self.fields["starts_on"].required = True

    def clean(self) -> None:
        is_dated = self.cleaned_data.get("since", self.FROM_A_DAY) == self.FROM_A_DAY
        if is_dated and not self.cleaned_data.get("starts_on") and "starts_on" not in self.errors:
            self.add_error("starts_on", _("Choose the first day."))
        if not is_dated:
            self.cleaned_data["starts_on"] = None


class AddCodeForm(_GroupForm):
    field_order = ["code", "name_nb", "name_nn", "staff_group", "starts_on"]

    code = forms.CharField(
        label=_("Code"),
        max_length=10,
        widget=forms.TextInput(attrs={"size": 10}),
        error_messages={"required": _("Write the code.")},
    )
    name_nb = forms.CharField(
        label=_("Name in bokmål"), max_length=120, error_messages={"required": _("Name the code.")}
    )
    name_nn = forms.CharField(
        label=_("Name in nynorsk"),
        max_length=120,
        required=False,
        help_text=_("Left empty, it is the same as in bokmål."),
    )
    starts_on = DayField(label=_("From this day"))

    def clean(self) -> None:
        self.cleaned_data["name_nn"] = self.cleaned_data.get("name_nn") or self.cleaned_data.get(
            "name_nb", ""
        )


class EndCodeForm(forms.Form):
    last_day = DayField(label=_("Last day the code is used"))


class ThresholdForm(forms.Form):
    MOST = 3660

    value = forms.IntegerField(
        label=_("Number"),
        min_value=0,
        max_value=MOST,
        widget=forms.TextInput(attrs={"size": 6, "inputmode": "numeric"}),
        error_messages={
            "required": _("Write a number."),
            "invalid": _("Write a whole number."),
            "min_value": _("Write a number from 0."),
            "max_value": _("The number is too large."),
        },
    )
    source = forms.CharField(
        label=_("Where it is decided"),
        help_text=_("The law, the agreement or the owner’s decision it comes from."),
        max_length=200,
        error_messages={"required": _("Say where it is decided.")},
    )
    starts_on = DayField(label=_("From this day"))

    def __init__(self, *args: Any, code: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.code = code
        if code == Threshold.Code.CONDITION_ENDS:
            self.fields["value"].help_text = _("Month and day in four digits: 731 is 31 July.")

    def clean_value(self) -> int:
        """A share is at most 100; a day of the year must exist every year."""
        value: int = self.cleaned_data["value"]
        if self.code == Threshold.Code.MANY_LEAVERS_PERCENT and value > 100:
            raise ValidationError(_("A share is at most 100 percent."))
        if self.code == Threshold.Code.CONDITION_ENDS and not _is_day_of_year(value):
            raise ValidationError(_("There is no such day. Write month and day, such as 731."))
        return value


def _is_day_of_year(value: int) -> bool:
    days = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
    month, day = divmod(value, 100)
    return 1 <= month <= 12 and 1 <= day <= days[month - 1]
