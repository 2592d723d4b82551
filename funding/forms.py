"""What is typed when money is received and given a purpose."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from funding.models import Earmark, Grant, Scheme
from staff.forms.amounts import KronerField
from staff.models import Sector, StaffGroup
from staff.money import Ore, kroner


def _date(label: Any, **messages: Any) -> forms.DateField:
    return forms.DateField(
        label=label,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        error_messages=messages,
    )


class NewGrantForm(forms.Form):
    name = forms.CharField(
        label=_("Name"), max_length=200, error_messages={"required": _("Name the grant.")}
    )
    giver = forms.ChoiceField(
        label=_("Giver"),
        choices=Grant.Giver.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose who gave the money.")},
    )
    letter = forms.CharField(
        label=_("Number of the grant letter"),
        max_length=60,
        error_messages={"required": _("Write the number that stands in the grant letter.")},
    )
    amount = KronerField(label=_("Amount in kroner"), help_text=_("For example 1 250 000."))
    received_on = _date(_("Received on"), required=_("Say when the money was received."))
    report_by = _date(
        _("Report to the giver by"), required=_("Say when the giver wants the report.")
    )

    def __init__(self, *args: Any, owner_id: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.owner_id = owner_id

    def clean_letter(self) -> str:
        letter: str = self.cleaned_data["letter"]
        if Grant.objects.filter(owner_id=self.owner_id, letter=letter).exists():
            raise ValidationError(_("A grant with this letter is already registered."))
        return letter

    def clean(self) -> None:
        received_on, report_by = (
            self.cleaned_data.get("received_on"),
            self.cleaned_data.get("report_by"),
        )
        if received_on and report_by and report_by < received_on:
            self.add_error("report_by", _("The report cannot be due before the money came."))


class NewEarmarkForm(forms.Form):
    name = forms.CharField(
        label=_("Name"), max_length=200, error_messages={"required": _("Name the earmark.")}
    )
    scheme = forms.ModelChoiceField(
        label=_("Scheme"),
        queryset=Scheme.objects.order_by("pk"),
        empty_label=_("Choose a scheme"),
        error_messages={"required": _("Choose a scheme.")},
    )
    year = forms.IntegerField(
        label=_("Year of the round it is meant for"),
        min_value=2020,
        max_value=2100,
        widget=forms.TextInput(attrs={"size": 6, "inputmode": "numeric"}),
        error_messages={"required": _("Write the year."), "invalid": _("Write the year.")},
    )
    amount = KronerField(label=_("Amount in kroner"))
    staff_groups = forms.ModelMultipleChoiceField(
        label=_("For these staff groups"),
        queryset=StaffGroup.objects.exclude(code=StaffGroup.UNMAPPED),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one staff group.")},
    )
    sectors = forms.MultipleChoiceField(
        label=_("Only in these sectors"),
        help_text=_("Choose none if the money is for every sector."),
        choices=Sector.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    spend_by = _date(_("To be spent by"), required=_("Say when the money must be spent."))

    def __init__(self, *args: Any, grant: Grant, left_ore: Ore, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial = {"year": timezone.localdate().year, **self.initial}
        self.grant = grant
        self.fields["amount"].help_text = _("The grant has %(left)s left.") % {
            "left": kroner(left_ore)
        }

    def clean(self) -> None:
        self._name_is_free()
        self._scheme_is_for_the_groups()
        spend_by = self.cleaned_data.get("spend_by")
        if spend_by and spend_by < self.grant.received_on:
            self.add_error("spend_by", _("The money came after this day."))

    def _name_is_free(self) -> None:
        name, year = self.cleaned_data.get("name"), self.cleaned_data.get("year")
        if not name or not year:
            return
        if Earmark.objects.filter(owner_id=self.grant.owner_id, year=year, name=name).exists():
            self.add_error("name", _("There already is an earmark with this name that year."))

    def _scheme_is_for_the_groups(self) -> None:
        """Money for a group that the scheme does not support could never be used."""
        scheme, chosen = self.cleaned_data.get("scheme"), self.cleaned_data.get("staff_groups")
        if scheme is None or chosen is None:
            return
        supported = set(scheme.staff_groups.all())
        if outside := [str(group) for group in chosen if group not in supported]:
            self.add_error(
                "staff_groups",
                _("The scheme does not support: %(groups)s.") % {"groups": ", ".join(outside)},
            )
