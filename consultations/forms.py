"""What representatives and officers write in a consultation."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from consultations.models import Invitation, Statement

LONGEST = 10_000


class StatementForm(forms.Form):
    view = forms.ChoiceField(
        label=_("What is the union’s view?"),
        choices=Statement.View.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose the union’s view.")},
    )
    text = forms.CharField(
        label=_("Statement"),
        help_text=_("It becomes part of the minutes and can be read by all parties."),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={"required": _("Write the union’s statement.")},
    )


class AnswerForm(forms.Form):
    text = forms.CharField(
        label=_("Answer with reasons"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("Write the answer.")},
    )


class CloseForm(forms.Form):
    """Minutes, the day of the meeting, and a note for each union that gave no statement."""

    held_on = forms.DateField(
        label=_("Day of the meeting"),
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        error_messages={
            "required": _("Give the day of the meeting."),
            "invalid": _("Write a date, such as 18.08.2027."),
        },
    )
    minutes = forms.CharField(
        label=_("Minutes"),
        help_text=_("What was discussed, and where there was agreement or disagreement."),
        max_length=LONGEST * 2,
        widget=forms.Textarea(attrs={"rows": 8}),
        error_messages={"required": _("Write the minutes.")},
    )

    def __init__(self, *args: Any, silent: Sequence[Invitation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.silent = silent
        for invitation in silent:
            self.fields[self._name(invitation)] = forms.CharField(
                label=_t("Why is there no statement from %(union)s?") % {"union": invitation.union},
                help_text=_("Possible only after the deadline."),
                max_length=1000,
                required=False,
            )

    def clean_held_on(self) -> Any:
        held_on = self.cleaned_data["held_on"]
        if held_on > timezone.localdate():
            raise forms.ValidationError(_("The meeting cannot be in the future."))
        return held_on

    def silence_notes(self) -> dict[int, str]:
        return {
            invitation.pk: self.cleaned_data[self._name(invitation)] for invitation in self.silent
        }

    @staticmethod
    def _name(invitation: Invitation) -> str:
        return f"silence_{invitation.pk}"
