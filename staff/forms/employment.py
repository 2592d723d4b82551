"""What is typed when somebody is hired, gets another position, or leaves."""

import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from staff.forms.fields import AnnualPayField, DayField, NationalIdField, PercentOfPostField
from staff.models import PositionCode, Workplace
from staff.queries.codes import codes_in_force
from staff.queries.people import workplaces_in_use
from staff.services import Post


class CodeChoice(forms.ModelChoiceField):  # type: ignore[type-arg]  # not at run time
    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.code} {obj}"


class PostForm(forms.Form):
    """Workplace, code, percentage and pay: what a position is."""

    workplace: Any = forms.ModelChoiceField(
        label=_("Workplace"),
        queryset=Workplace.objects.none(),
        empty_label=_("Choose a workplace"),
        error_messages={"required": _("Choose a workplace.")},
    )
    code: Any = CodeChoice(
        label=_("Position code"),
        queryset=PositionCode.objects.none(),
        empty_label=_("Choose a position code"),
        error_messages={"required": _("Choose a position code.")},
    )
    percent = PercentOfPostField(
        label=_("Percent of a full post"),
        error_messages={"required": _("Write the percentage.")},
    )
    annual_pay = AnnualPayField(
        label=_("Annual pay for a full post, in kroner"),
        error_messages={"required": _("Write the pay for a year of a full post.")},
    )
    starts_on = DayField(label=_("First day"))

    def __init__(self, *args: Any, owner_id: int, day: datetime.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["workplace"].queryset = workplaces_in_use(owner_id, day)
        fields["code"].queryset = codes_in_force(owner_id, day)

    def post(self) -> Post:
        return Post(
            workplace=self.cleaned_data["workplace"],
            code=self.cleaned_data["code"],
            percent=self.cleaned_data["percent"],
            annual_pay_ore=self.cleaned_data["annual_pay"],
        )


class HireForm(PostForm):
    field_order = ["first_name", "last_name", "email", "national_id", "number"]

    first_name = forms.CharField(
        label=_("First name"),
        max_length=150,
        error_messages={"required": _("Write the first name.")},
    )
    last_name = forms.CharField(
        label=_("Last name"), max_length=150, error_messages={"required": _("Write the last name.")}
    )
    email = forms.EmailField(
        label=_("E-mail"),
        help_text=_("Log-in and messages go there."),
        error_messages={
            "required": _("Write an e-mail address."),
            "invalid": _("Write an e-mail address, such as kari@example.org."),
        },
    )
    national_id = NationalIdField(
        label=_("National id number"),
        help_text=_(
            "Ties the log-in with ID-porten to the person. The number itself is not stored, and "
            "is shown to nobody."
        ),
        required=False,
    )
    number = forms.CharField(
        label=_("Employee number"),
        max_length=20,
        widget=forms.TextInput(attrs={"size": 14}),
        error_messages={"required": _("Write the number you know the person by.")},
    )


class NewPositionForm(PostForm):
    ends_on = DayField(
        label=_("Last day"), help_text=_("Empty: until further notice."), required=False
    )

    def clean(self) -> None:
        starts_on, ends_on = self.cleaned_data.get("starts_on"), self.cleaned_data.get("ends_on")
        if starts_on and ends_on and ends_on < starts_on:
            self.add_error("ends_on", _("The last day is before the first."))


class EndPositionForm(forms.Form):
    last_day = DayField(label=_("Last day in the position"))


class LeaveForm(forms.Form):
    last_day = DayField(label=_("Last day at work here"))
