"""What is asked about roles: which to list, whom, where and until when."""

import datetime
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from staff.forms.fields import DayField
from staff.models import Owner, OwnerKind, Union, Workplace
from staff.roles import APPOINTED, AT_A_WORKPLACE, FOR_A_UNION, Role

DAY: Final = datetime.timedelta(days=1)
LONGEST: Final = 100
MOST_WORDS: Final = 5
TOO_SHORT: Final = _("Write at least two letters of the name or the e-mail.")
STATES: Final = (
    ("held", _("Held today")),
    ("coming", _("Coming")),
    ("ended", _("Ended")),
    ("unused", _("Proposed for removal")),
    ("all", _("All")),
)


class _SearchField(forms.CharField):
    """Some words; more of them narrow no further."""

    def __init__(self, label: Any, **kwargs: Any) -> None:
        widget = forms.TextInput(attrs={"type": "search"})
        super().__init__(label=label, max_length=LONGEST, widget=widget, **kwargs)

    def clean(self, value: Any) -> str:
        return " ".join(str(super().clean(value)).split()[:MOST_WORDS])


class RolesFilter(forms.Form):
    """Narrows the list of an owner's roles."""

    q = _SearchField(_("Name, e-mail or workplace"), required=False)
    role = forms.ChoiceField(label=_("Role"), required=False)
    workplace = forms.ModelChoiceField(
        label=_("Workplace"),
        queryset=Workplace.objects.none(),
        required=False,
        empty_label=_("All"),
    )
    state = forms.ChoiceField(label=_("Which"), choices=STATES, required=False)

    def __init__(self, *args: Any, owner: Owner, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        held = [*APPOINTED, Role.EMPLOYEE, Role.SUBSTITUTE]
        self.fields["role"].choices = [  # type: ignore[attr-defined]
            ("", _("All that are appointed to")),
            *((role.value, role.label) for role in held),
        ]
        self.fields["workplace"].queryset = owner.workplaces.order_by("name")  # type: ignore[attr-defined]


class FindForm(forms.Form):
    """Whom it is about, by some letters of the name or the e-mail."""

    q = _SearchField(_("Name or e-mail"), error_messages={"required": TOO_SHORT})

    def clean_q(self) -> str:
        text: str = self.cleaned_data["q"]
        if len(text) < 2:
            raise ValidationError(TOO_SHORT)
        return text


class AppointForm(forms.Form):
    """A role for somebody chosen already."""

    role = forms.ChoiceField(
        label=_("Role"),
        error_messages={
            "required": _("Choose a role."),
            "invalid_choice": _("Choose a role from the list."),
        },
    )
    workplace = forms.ModelChoiceField(
        label=_("Workplace"),
        queryset=Workplace.objects.none(),
        required=False,
        empty_label=_("The whole owner"),
        help_text=_("For leaders, deputy leaders and union representatives at a workplace."),
        error_messages={"invalid_choice": _("Choose one of the owner’s workplaces.")},
    )
    union = forms.ModelChoiceField(
        label=_("Union"),
        queryset=Union.objects.none(),
        required=False,
        empty_label=_("None"),
        help_text=_("For union representatives: which union they speak for."),
        error_messages={"invalid_choice": _("Choose a union from the list.")},
    )
    starts_on = DayField(label=_("First day"))
    ends_on = DayField(
        label=_("Last day"),
        required=False,
        help_text=_("The role ends by itself after this day. Empty: until further notice."),
    )

    def __init__(self, *args: Any, owner: Owner, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        open_places = owner.workplaces.filter(ended_on=None).order_by("name")
        roles = [
            role
            for role in APPOINTED
            if role != Role.TRAINING_BOARD or owner.kind == OwnerKind.COUNTY
        ]
        self.fields["role"].choices = [  # type: ignore[attr-defined]
            ("", _("Choose")),
            *((role.value, role.label) for role in roles),
        ]
        self.fields["workplace"].queryset = open_places  # type: ignore[attr-defined]
        self.fields["union"].queryset = Union.objects.all()  # type: ignore[attr-defined]
        self.fields["starts_on"].initial = timezone.localdate

    def clean(self) -> dict[str, Any]:
        found = super().clean() or self.cleaned_data
        role = found.get("role")
        self._asked_for("workplace", role, AT_A_WORKPLACE, _("Choose which workplace."))
        self._asked_for("union", role, FOR_A_UNION, _("Choose which union."))
        dates_in_order(self)
        return found

    def _asked_for(
        self, name: str, role: str | None, roles: tuple[Role, ...], missing: Promise
    ) -> None:
        """An error beside the field where it is needed and missing, or there and not for it."""
        if not role or name in self.errors:
            return
        if role in roles and not self.cleaned_data.get(name):
            self.add_error(name, str(missing))
        if role not in roles and self.cleaned_data.get(name):
            self.add_error(name, str(_("This role has none: leave it empty.")))


class StandInForm(forms.Form):
    """The days somebody stands in."""

    starts_on = DayField(label=_("First day"))
    ends_on = DayField(label=_("Last day"), help_text=_("It ends by itself after this day."))

    def clean(self) -> dict[str, Any]:
        dates_in_order(self)
        return self.cleaned_data


class EndForm(forms.Form):
    """When a role, or standing in, ends."""

    when = forms.ChoiceField(
        label=_("When"),
        choices=(("day", _("After a day that I choose")), ("now", _("At once"))),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose when it ends.")},
    )
    ends_on = DayField(label=_("Last day"), required=False)

    def clean(self) -> dict[str, Any]:
        found = self.cleaned_data
        if found.get("when") == "now":
            found["ends_on"] = timezone.localdate() - DAY
            self.errors.pop("ends_on", None)
        elif found.get("when") and not found.get("ends_on") and "ends_on" not in self.errors:
            self.add_error("ends_on", str(_("Choose the last day.")))
        return found


class ConfirmForm(forms.Form):
    """Nothing to fill in: the button is the answer."""


def dates_in_order(form: forms.Form) -> None:
    """An error beside the last day where it comes before the first."""
    first, last = form.cleaned_data.get("starts_on"), form.cleaned_data.get("ends_on")
    if first and last and last < first:
        form.add_error("ends_on", str(_("The last day comes before the first.")))
