"""What a person writes about themselves, and what the owner answers."""

from collections.abc import Sequence
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from notifications.models import Preference
from staff.forms.cards import Card
from staff.forms.texts import LongText
from staff.models import Correction, Employee, Subject
from staff.models.organisation import WrittenLanguage

TEXT_LENGTH: Final = 2000
PHONE = RegexValidator(
    r"^\+?[0-9 ]{5,20}$", _("Write the number with digits and spaces, such as 912 34 567.")
)
State = Correction.State


class ContactForm(forms.Form):
    """How one is reached, and in which written language."""

    email = forms.EmailField(
        label=_("E-mail"),
        max_length=254,
        help_text=_("You log in with it, and messages are sent to it."),
        error_messages={"required": _("Write your e-mail address.")},
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    phone = forms.CharField(
        label=_("Telephone"),
        required=False,
        max_length=20,
        validators=[PHONE],
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel", "size": 16}),
    )
    written_language = forms.ChoiceField(
        label=_("Written language"),
        choices=WrittenLanguage,
        help_text=_("Of the pages you see and the letters you get."),
        widget=forms.RadioSelect,
    )


class EmployerField(forms.ModelChoiceField):  # type: ignore[type-arg]  # not at run time
    """One of one's employments, by the name of the employer."""

    def label_from_instance(self, obj: Any) -> str:
        return str(obj.owner)


class AtEmployerForm(forms.Form):
    """Which employer it is about: asked only of whoever has more than one."""

    employer = EmployerField(
        label=_("Employer"),
        queryset=Employee.objects.none(),
        empty_label=None,
        error_messages={"required": _("Choose which employer it is about.")},
    )

    def __init__(self, employments: Sequence[Employee], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.employments = employments
        if len(employments) == 1:
            del self.fields["employer"]
            return
        field = self.fields["employer"]
        assert isinstance(field, EmployerField)  # noqa: S101  (for the type checker)
        mine = Employee.objects.filter(pk__in=[employee.pk for employee in employments])
        field.queryset = mine.select_related("owner")

    @property
    def employee(self) -> Employee:
        """The employment it is about, once the form is valid."""
        chosen: Employee = self.cleaned_data.get("employer") or self.employments[0]
        return chosen


class CorrectionForm(AtEmployerForm):
    about = forms.ChoiceField(
        label=_("What is wrong?"),
        choices=Correction.About,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what is wrong.")},
    )
    text = LongText(
        label=_("What should it be?"),
        help_text=_("Write what is right, and from which day."),
        max_length=TEXT_LENGTH,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": _("Write what it should be.")},
    )
    field_order = ("employer", "about", "text")


def _answers() -> list[tuple[str, Card]]:
    done = Card(
        gettext("Yes, it is corrected"), gettext("You have changed it in the staff system.")
    )
    return [
        (State.CORRECTED, done),
        (State.DECLINED, Card(gettext("No"), gettext("Explain why in your answer."))),
    ]


class AnswerForm(forms.Form):
    """The owner's answer to somebody who says that something is wrong."""

    state = forms.ChoiceField(
        label=_("Is it corrected?"),
        choices=_answers,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose whether it is corrected.")},
    )
    answer = LongText(
        label=_("Your answer"),
        help_text=_("The employee reads this."),
        max_length=TEXT_LENGTH,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": _("Write an answer.")},
    )


class MailForm(forms.Form):
    """When one wants mail about what is not important."""

    mail = forms.ChoiceField(
        label=_("When do you want other messages by e-mail?"),
        choices=Preference.Mail,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one.")},
    )


class SubjectSearchForm(forms.Form):
    """Finds a teaching subject or a trade by a part of its name, or by its code."""

    q = forms.CharField(
        label=_("Search for a subject or trade"),
        required=False,
        max_length=100,
        widget=forms.TextInput(attrs={"type": "search"}),
    )
    kind = forms.ChoiceField(
        label=_("Kind"),
        required=False,
        choices=[("", _("All")), *Subject.Kind.choices],
    )

    def clean_q(self) -> str:
        text: str = self.cleaned_data["q"]
        if "\x00" in text:
            raise ValidationError(_("Write letters and digits."))
        return text
