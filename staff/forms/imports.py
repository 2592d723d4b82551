"""What is asked about a file of staff, its columns, and the systems that send files."""

import datetime
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from staff.forms.cards import Card
from staff.importing.columns import FIELDS
from staff.models import ApiKey, Owner

LONGEST_KEY_YEARS: Final = 2


def _date(label: Any, **kwargs: Any) -> forms.DateField:
    return forms.DateField(
        label=label,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        **kwargs,
    )


class UploadForm(forms.Form):
    file = forms.FileField(
        label=_("File"),
        error_messages={
            "required": _("Choose the file."),
            "empty": _("The file is empty. Choose another."),
        },
    )
    lists_everybody = forms.ChoiceField(
        label=_("Does the file list everybody employed here?"),
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Say whether the file lists everybody."),
            "invalid_choice": _("Say whether the file lists everybody."),
        },
    )
    counts_from = _date(
        _("The day the file is true for"),
        help_text=_("Changes count from this day: people start, move and leave then."),
        error_messages={
            "required": _("Say which day the file is true for."),
            "invalid": _("Write a date, such as 24.11.2026."),
        },
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"counts_from": timezone.localdate()})
        super().__init__(*args, **kwargs)
        choice = self.fields["lists_everybody"]
        assert isinstance(choice, forms.ChoiceField)  # noqa: S101  (for the type checker)
        choice.choices = [
            (
                "yes",
                Card(
                    gettext("Yes, everybody"),
                    gettext(
                        "Whoever is missing from the file has left. You see who that is before "
                        "anything is changed."
                    ),
                ),
            ),
            (
                "no",
                Card(
                    gettext("No, only some"),
                    gettext("Whoever is missing from the file stays as they are. Nobody leaves."),
                ),
            ),
        ]

    def clean_lists_everybody(self) -> bool:
        return bool(self.cleaned_data["lists_everybody"] == "yes")


class ColumnsForm(forms.Form):
    """Which of the file's columns holds each of our fields; a heading stands for one field."""

    def __init__(
        self, *args: Any, headings: Sequence[str], chosen: Mapping[str, str], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        columns = [(heading, heading) for heading in dict.fromkeys(headings)]
        for wanted in FIELDS:
            self.fields[wanted.name] = forms.ChoiceField(
                label=str(wanted.label),
                choices=[("", _("Not in the file")), *columns],
                required=wanted.required,
                initial=chosen.get(wanted.name, ""),
                error_messages={
                    "required": _("Choose the column. We cannot do without it."),
                    "invalid_choice": _("The file has no such column. Choose one that it has."),
                },
            )

    def clean(self) -> dict[str, Any]:
        """A column holds one thing: chosen twice, both are told."""
        taken: dict[str, str] = {}
        for name, heading in list(self.cleaned_data.items()):
            if heading and (other := taken.setdefault(heading, name)) != name:
                self._say_twice(name, other)
                self._say_twice(other, name)
        return self.cleaned_data

    def _say_twice(self, name: str, other: str) -> None:
        text = _("This column is also chosen for “%(field)s”. Choose different columns.")
        self.add_error(name, ValidationError(text, params={"field": self.fields[other].label}))

    @property
    def columns(self) -> dict[str, str]:
        """Our field → the heading, for those that are in the file."""
        return {name: heading for name, heading in self.cleaned_data.items() if heading}


class LeaversForm(forms.Form):
    """So many leave at once that the number must be typed: a wrong file looks just like that."""

    leavers_confirmed = forms.IntegerField(
        label=_("How many leave?"),
        widget=forms.TextInput(attrs={"size": 8, "inputmode": "numeric", "autocomplete": "off"}),
        error_messages={
            "required": _("Write how many leave, to show that it is meant so."),
            "invalid": _("Write how many leave, as a number."),
        },
    )

    def __init__(self, *args: Any, leavers: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.leavers = leavers
        self.fields["leavers_confirmed"].help_text = ngettext(
            "%(count)d person leaves. Write the number.",
            "%(count)d people leave. Write the number.",
            leavers,
        ) % {"count": leavers}

    def clean_leavers_confirmed(self) -> int:
        typed: int = self.cleaned_data["leavers_confirmed"]
        if typed != self.leavers:
            raise ValidationError(
                _("The number is not that of the report. Look at the leavers once more.")
            )
        return typed


class ApiKeyForm(forms.Form):
    name = forms.CharField(
        label=_("Which system is it for?"),
        help_text=_("For example the name of your payroll system."),
        max_length=100,
        error_messages={"required": _("Write which system the key is for.")},
    )
    ends_on = _date(
        _("Last day it works"),
        help_text=_("A key is renewed now and then, so that a lost one does not work for ever."),
        error_messages={
            "required": _("Say which day the key ends."),
            "invalid": _("Write a date, such as 24.11.2026."),
        },
    )

    def __init__(self, *args: Any, owner: Owner, **kwargs: Any) -> None:
        today = timezone.localdate()
        kwargs.setdefault("initial", {"ends_on": today + datetime.timedelta(days=365)})
        super().__init__(*args, **kwargs)
        self.owner = owner

    def clean_name(self) -> str:
        """One working key for each system: also a form sent twice makes one key only."""
        name: str = self.cleaned_data["name"]
        working = ApiKey.objects.filter(
            owner=self.owner, revoked_at=None, ends_on__gte=timezone.localdate()
        )
        if working.filter(name__iexact=name).exists():
            raise ValidationError(
                _("There already is a key for a system of this name. Revoke it first.")
            )
        return name

    def clean_ends_on(self) -> datetime.date:
        ends_on: datetime.date = self.cleaned_data["ends_on"]
        today = timezone.localdate()
        if ends_on <= today:
            raise ValidationError(_("Choose a day to come."))
        if ends_on > today + datetime.timedelta(days=366 * LONGEST_KEY_YEARS):
            raise ValidationError(_("A key works for two years at most. Choose an earlier day."))
        return ends_on


def say_refused(form: forms.Form, error: ValidationError, *, otherwise: str) -> None:
    """Put what a service refused beside the fields it is about, the rest beside `otherwise`."""
    by_field: Mapping[str, Iterable[Any]] = getattr(error, "error_dict", {otherwise: [error]})
    for name, errors in by_field.items():
        beside = name if name in form.fields else otherwise
        form.add_error(beside if beside in form.fields else None, list(errors))
