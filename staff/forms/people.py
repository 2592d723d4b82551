"""What the list of staff may be narrowed by."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from staff.models import StaffGroup, Workplace


class PeopleFilter(forms.Form):
    """Every field may be left out; a value that is not a choice narrows nothing."""

    EMPLOYED, LEFT, ALL = "", "left", "all"

    q = forms.CharField(
        label=_("Search"),
        required=False,
        max_length=100,
        widget=forms.TextInput(attrs={"type": "search", "placeholder": _("Name or number")}),
    )
    workplace: Any = forms.ModelChoiceField(
        label=_("Workplace"),
        queryset=Workplace.objects.none(),
        required=False,
        empty_label=_("All"),
    )
    staff_group: Any = forms.ModelChoiceField(
        label=_("Staff group"),
        queryset=StaffGroup.objects.all(),
        required=False,
        empty_label=_("All"),
    )
    employed = forms.ChoiceField(
        label=_("Employment"),
        choices=[(EMPLOYED, _("Employed now")), (LEFT, _("Has left")), (ALL, _("All"))],
        required=False,
    )
    unqualified = forms.BooleanField(label=_("Without the qualification"), required=False)

    def __init__(self, *args: Any, workplaces: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["workplace"].queryset = workplaces  # type: ignore[attr-defined]
