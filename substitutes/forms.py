"""What leaders and substitutes fill in: few things, most of them a button."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from substitutes import queries
from substitutes.models import Order, Substitute


class BookForm(forms.Form):
    substitute = forms.ModelChoiceField(
        label=_("Substitute"),
        queryset=Substitute.objects.none(),
        error_messages={
            "required": _("Choose a substitute from the list."),
            "invalid_choice": _("That substitute is not in the pool. Choose one from the list."),
        },
    )

    def __init__(self, *args: Any, order: Order, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["substitute"]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101  (for the type checker)
        field.queryset = queries.pool(order)


class HoursForm(forms.Form):
    up_to = forms.DateField(
        label=_("Up to and including"),
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        initial=timezone.localdate,
        error_messages={
            "required": _("Write the last day that was worked."),
            "invalid": _("Write a date, such as 18.08.2027."),
        },
    )


class AnswerForm(forms.Form):
    accepted = forms.TypedChoiceField(
        label=_("Answer"),
        choices=[("yes", _("Yes, I come")), ("no", _("No, I cannot"))],
        coerce=lambda answer: answer == "yes",
        error_messages={
            "required": _("Answer yes or no."),
            "invalid_choice": _("Answer yes or no."),
        },
    )
